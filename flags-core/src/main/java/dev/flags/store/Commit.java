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
 * @param id names this change in the history; a new one for each commit, also for one that is tried again
 * @param writes at least one; at most one for a document
 * @param reads what must not have changed either; thousands for a change on which much depends
 * @param events what history tells of this commit; its documents and the events' need not be the same. Without one the
 *     history cannot tell what became of it if the answer is lost. A commit of ephemeral documents alone needs none, and
 *     what it has is not kept
 */
public record Commit(UUID id, List<Write> writes, List<Expect> reads, List<AuditEvent> events) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if there is no write, there are two for one document, an event is of another
     *     commit, or a document has the name {@value Expect#EVERY}
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
            if (write.key().name().equals(Expect.EVERY)) {
                throw new IllegalArgumentException("a document cannot have the name of " + write.key());
            }
        }
        for (AuditEvent event : events) {
            if (!event.commitId().equals(id)) {
                throw new IllegalArgumentException("commit " + id + " has an event of commit " + event.commitId());
            }
        }
    }
}
