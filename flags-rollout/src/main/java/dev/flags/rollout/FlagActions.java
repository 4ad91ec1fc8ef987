package dev.flags.rollout;

import dev.flags.store.AuditEvent;
import java.util.Locale;

/** What the audit trails of flags call that which rollouts and rollbacks do to them. */
final class FlagActions {
    /** That certain users were denied. */
    static final String TARGETED = "rollback_targeted";

    private static final String OF_ROLLOUT = "rollout_";

    private FlagActions() {}

    /** An effect, {@code rollout_set_stage}. */
    static String of(Effect effect) {
        return OF_ROLLOUT
                + effect.getClass()
                        .getSimpleName()
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                        .toLowerCase(Locale.ROOT);
    }

    /** Whether a rollout has done something to its flag. */
    static boolean isOfRollout(AuditEvent event) {
        return event.action().startsWith(OF_ROLLOUT);
    }

    /** Whether certain users were denied. */
    static boolean isTargeted(AuditEvent event) {
        return event.action().equals(TARGETED);
    }
}
