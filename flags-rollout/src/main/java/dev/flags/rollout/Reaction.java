package dev.flags.rollout;

import java.util.Locale;

/** What a rollout does when something goes wrong. */
public enum Reaction {
    /** Gives everybody the baseline again, and ends. */
    ROLL_BACK,
    /** Leaves traffic as it is, and waits for a person. */
    PAUSE;

    /** The name in files, {@code roll_back}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
