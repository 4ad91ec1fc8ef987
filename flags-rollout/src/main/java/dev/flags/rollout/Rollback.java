package dev.flags.rollout;

import dev.flags.store.AuditEvent.MemberChange;
import java.time.Instant;
import java.util.List;

/**
 * A rollback that was made.
 *
 * @param flag its name
 * @param actor who made it: a person, or {@link RolloutEvent#ENGINE}
 * @param changes the members of the flag that were changed by its first step, before and after
 */
public record Rollback(
        String flag, Instant at, RollbackStrategy strategy, String actor, String reason, List<MemberChange> changes) {
    public Rollback {
        changes = List.copyOf(changes);
    }

    /** Whether nobody asked for it. */
    public boolean isAutomatic() {
        return actor.equals(RolloutEvent.ENGINE);
    }
}
