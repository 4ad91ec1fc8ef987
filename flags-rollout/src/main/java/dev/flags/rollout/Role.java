package dev.flags.rollout;

import java.util.Locale;

/** What it does to a rollout that an analysis fails. */
public enum Role {
    /** Rolls back, in every stage and while paused, however few samples there are. */
    GUARDRAIL,
    /** Holds the rollout, which goes on by itself once the analysis passes again. */
    SIGNAL,
    /** Nothing: it is shown and kept. */
    OBSERVE;

    /** The name in files, {@code guardrail}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
