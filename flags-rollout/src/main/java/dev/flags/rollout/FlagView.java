package dev.flags.rollout;

import dev.flags.config.Percentage;

/**
 * What a rollout sees of its flag.
 *
 * @param isEnabled whether it is not disabled
 * @param share the share that its rollout gives to the candidate, 0 % if it has none
 * @param digest of everything that changes an answer
 */
record FlagView(boolean isEnabled, Percentage share, String digest) {
    /** Of a flag that does not exist. */
    static final FlagView MISSING = new FlagView(false, Percentage.NONE, "");
}
