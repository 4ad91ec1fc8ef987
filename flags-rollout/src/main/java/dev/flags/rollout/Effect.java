package dev.flags.rollout;

import java.util.Locale;

/** What a step does to the flag, in the same commit as the document. */
sealed interface Effect {
    /** Nothing. */
    record None() implements Effect {}

    /** Gives the candidate what a stage says. */
    record SetStage(int stage) implements Effect {}

    /** Gives everybody the baseline, and leaves the rollout in the flag. */
    record Withdraw() implements Effect {}

    /** Takes the rollout out of the flag, which serves the baseline. */
    record Remove() implements Effect {}

    /** Takes the rollout out of the flag, which serves the candidate to those who had it. */
    record Complete() implements Effect {}

    Effect NONE = new None();

    /** What the audit trail of the flag calls it, {@code rollout_set_stage}. */
    default String action() {
        return "rollout_" + getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** Whether it gives the baseline back, which nothing keeps it from. */
    default boolean takesBack() {
        return this instanceof Withdraw || this instanceof Remove;
    }
}
