package dev.flags.rollout;

import java.util.Set;

/**
 * Why something happens to a rollout.
 *
 * @param words for people; holds nobody's id but the actor's words
 */
record Why(Cause cause, String words) {
    /** @param first the one of the reasons that is new */
    static Why of(PauseReason first, Set<PauseReason> reasons) {
        return new Why(
                first.kind().cause(),
                String.join("; ", reasons.stream().map(PauseReason::toString).toList()));
    }
}
