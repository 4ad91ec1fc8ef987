package dev.flags.rollout;

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
}
