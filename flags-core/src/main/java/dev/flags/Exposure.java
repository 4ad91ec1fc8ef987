package dev.flags;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A unit has been given a variant by a split, a percentage or a rollout: what an experiment counts as taking part.
 *
 * @param rule the rule or rollout whose split it was, or null for the flag's last step
 * @param attribute the attribute that the unit is a value of
 * @param unit whom it happened to, as it is, to be joined with outcomes: personal data, most likely
 * @param revision the store's version that last changed the flag
 * @param context what the flag was asked with; of a question for a user alone, that user
 * @param at when it was first seen
 */
public record Exposure(
        String flag,
        String variant,
        @Nullable String rule,
        String attribute,
        String unit,
        long revision,
        EvaluationContext context,
        Instant at) {

    /** Without the unit, which is somebody. */
    @Override
    public String toString() {
        return "Exposure[flag=" + flag + ", variant=" + variant + ", rule=" + rule + ", attribute=" + attribute
                + ", revision=" + revision + ", at=" + at + "]";
    }
}
