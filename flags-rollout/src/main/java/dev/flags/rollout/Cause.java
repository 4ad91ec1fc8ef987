package dev.flags.rollout;

import java.util.Locale;

/** What brought a transition about: few enough to count them by, and the same for every rollout. */
public enum Cause {
    /** All that was waited for before the beginning is there. */
    START,
    /** A stage, the soak, a step down or the window is over. */
    TIME,
    /** A person, or a program on somebody's behalf, wanted it. */
    COMMAND,
    /** A guardrail has failed. */
    FAILURE,
    /** A signal fails. */
    SIGNAL,
    /** An analysis has said neither too often. */
    INCONCLUSIVE,
    /** A source is in error. */
    ERROR,
    /** Something takes longer than it may. */
    TIMEOUT,
    /** Nothing may be rolled out for now. */
    FREEZE,
    /** Somebody has disabled the flag. */
    KILLED,
    /** Somebody has edited the flag. */
    MANUAL_EDIT,
    /** Nothing speaks against going on any more. */
    RECOVERED,
    /** The flag gives what it was asked for, or has not come to for too long. */
    OBSERVED,
    /** A gate refuses it. */
    GATE;

    /** The name in documents and meters, {@code manual_edit}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
