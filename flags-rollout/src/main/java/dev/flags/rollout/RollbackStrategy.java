package dev.flags.rollout;

import java.util.Locale;

/** How traffic goes back. */
public enum RollbackStrategy {
    /** Everybody gets the baseline at once. */
    IMMEDIATE,
    /** The candidate's share goes down step by step. */
    GRADUAL,
    /** Certain units get the flag's off variant, for a time. */
    TARGETED;

    /** The name in documents, {@code immediate}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
