package dev.flags;

import dev.flags.config.Flag;
import dev.flags.store.AuditEvent;
import dev.flags.store.Expect;
import dev.flags.store.Write;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Changes a flag together with documents of another module, such as the state of a rollout: all of it is applied, or
 * nothing. For modules that keep documents of their own in the manager's store.
 */
@FunctionalInterface
public interface FlagTransaction {
    /**
     * What is to be changed. Called again if somebody else was faster, with what they have made of the flag, so that it
     * reads what it decides on anew each time.
     *
     * @param flag as it is in effect, empty if there is none
     * @return empty if there is nothing to do
     */
    Optional<Changes> changes(Optional<Flag> flag);

    /**
     * One commit.
     *
     * @param id of the commit, which the events name
     * @param flag what the flag is to be; if that is what it is, it is not written, and nobody may have changed it meanwhile
     * @param action what is done to the flag, for the audit trail
     * @param isKill whether it may take the place of a text that cannot be read, as the kill switch may
     * @param writes of documents that are neither flags, segments nor layers
     * @param reads what must not have changed meanwhile, besides what the flag refers to
     * @param events about the documents that are written; that of the flag is added
     */
    record Changes(
            UUID id,
            Flag flag,
            String action,
            Change change,
            boolean isKill,
            List<Write> writes,
            List<Expect> reads,
            List<AuditEvent> events) {
        public Changes {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(flag, "flag");
            Objects.requireNonNull(action, "action");
            Objects.requireNonNull(change, "change");
            writes = List.copyOf(writes);
            reads = List.copyOf(reads);
            events = List.copyOf(events);
        }
    }
}
