package dev.flags.store;

import dev.flags.config.DocumentKey;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * A change of any number of documents, applied as a whole or not at all, together with the record of who made it and why.
 *
 * @param id names this change in the history
 * @param writes at least one; at most one for a document
 * @param reads documents that must not have changed either
 */
public record Commit(UUID id, List<Write> writes, List<Expect> reads, List<AuditEvent> events) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if there is no write, or there are two for one document
     */
    public Commit {
        Objects.requireNonNull(id, "id");
        writes = List.copyOf(writes);
        reads = List.copyOf(reads);
        events = List.copyOf(events);
        if (writes.isEmpty()) {
            throw new IllegalArgumentException("a commit needs at least one write");
        }
        Set<DocumentKey> written = new HashSet<>();
        for (Write write : writes) {
            if (!written.add(write.key())) {
                throw new IllegalArgumentException("two writes of " + write.key() + " in one commit");
            }
        }
    }
}
