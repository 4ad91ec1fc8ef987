package dev.flags.rollout;

import java.util.Locale;

/** What an analysis makes of a source that has nothing to tell. Never a PASS. */
public enum NoData {
    /** Inconclusive: the stage waits. */
    HOLD,
    /** A failure, for a source that must never be silent. */
    FAIL;

    /** The name in files, {@code hold}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
