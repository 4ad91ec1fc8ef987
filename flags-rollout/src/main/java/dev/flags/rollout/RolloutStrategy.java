package dev.flags.rollout;

import java.util.Locale;

/** The shape of a rollout. What each asks of a plan's stages, {@link RolloutPlan} says. */
public enum RolloutStrategy {
    /** A growing share of everybody. */
    CANARY,
    /** Nobody, while the new variant is validated; then everybody at once, and back again on trouble. */
    BLUE_GREEN,
    /** A growing share, in stages of the caller's own. */
    PERCENTAGE,
    /** One group after the other: insiders, then volunteers, then everybody. */
    RING,
    /** Everybody at once, for a reason: a hotfix. */
    DIRECT;

    /** The name in files, {@code blue_green}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
