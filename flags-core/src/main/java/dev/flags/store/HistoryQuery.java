package dev.flags.store;

import dev.flags.config.DocumentKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which audit events to return, newest first.
 *
 * @param document only those of this document, or null for all
 * @param commitId only those of this commit, or null for all
 * @param limit how many at most; at least 1
 */
public record HistoryQuery(
        @Nullable DocumentKey document, @Nullable UUID commitId, int limit) {
    /** Checks the limit. */
    public HistoryQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is below 1: " + limit);
        }
    }

    public static HistoryQuery latest(int limit) {
        return new HistoryQuery(null, null, limit);
    }

    public static HistoryQuery of(DocumentKey document, int limit) {
        return new HistoryQuery(document, null, limit);
    }

    public static HistoryQuery of(UUID commitId) {
        return new HistoryQuery(null, commitId, Integer.MAX_VALUE);
    }

    boolean selects(AuditEvent event) {
        return (document == null || document.equals(event.document()))
                && (commitId == null || commitId.equals(event.commitId()));
    }
}
