package dev.flags.store;

import dev.flags.config.DocumentKey;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which audit events to return, newest first. What is null does not select.
 *
 * @param document only those of this document
 * @param commitId only those of this commit
 * @param actor only those of this actor
 * @param from only those at this time or later
 * @param until only those before this time
 * @param limit how many at most; at least 1
 */
public record HistoryQuery(
        @Nullable DocumentKey document,
        @Nullable UUID commitId,
        @Nullable String actor,
        @Nullable Instant from,
        @Nullable Instant until,
        int limit) {
    /** @throws IllegalArgumentException if {@code limit} is below 1 */
    public HistoryQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is below 1: " + limit);
        }
    }

    /** The newest events of all documents. */
    public static HistoryQuery latest(int limit) {
        return new HistoryQuery(null, null, null, null, null, limit);
    }

    /** The newest events of one document. */
    public static HistoryQuery of(DocumentKey document, int limit) {
        Objects.requireNonNull(document, "document");
        return new HistoryQuery(document, null, null, null, null, limit);
    }

    /** What one commit did. */
    public static HistoryQuery of(UUID commitId) {
        Objects.requireNonNull(commitId, "commitId");
        return new HistoryQuery(null, commitId, null, null, null, Integer.MAX_VALUE);
    }

    /** Of these events only those of an actor. */
    public HistoryQuery by(String newActor) {
        Objects.requireNonNull(newActor, "actor");
        return new HistoryQuery(document, commitId, newActor, from, until, limit);
    }

    /** Of these events only those in a time. */
    public HistoryQuery between(Instant newFrom, Instant newUntil) {
        Objects.requireNonNull(newFrom, "from");
        Objects.requireNonNull(newUntil, "until");
        return new HistoryQuery(document, commitId, actor, newFrom, newUntil, limit);
    }

    /** Whether an event is one of those asked for, but for the limit. */
    public boolean selects(AuditEvent event) {
        return (document == null || document.equals(event.document()))
                && (commitId == null || commitId.equals(event.commitId()))
                && (actor == null || actor.equals(event.actor()))
                && (from == null || !event.at().isBefore(from))
                && (until == null || event.at().isBefore(until));
    }
}
