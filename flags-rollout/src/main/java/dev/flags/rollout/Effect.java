package dev.flags.rollout;

import dev.flags.config.Percentage;

/** What a step does to the flag, in the same commit as the document. */
sealed interface Effect {
    /** Nothing. */
    record None() implements Effect {}

    /** Gives the candidate what a stage says. */
    record SetStage(int stage) implements Effect {}

    /** Gives the candidate less than it had. */
    record SetShare(Percentage share) implements Effect {}

    /** Gives everybody the baseline, and leaves the rollout in the flag. */
    record Withdraw() implements Effect {}

    /** Takes the rollout out of the flag, which serves the baseline. */
    record Remove() implements Effect {}

    /** Takes the rollout out of the flag, which serves the candidate to those who had it. */
    record Complete() implements Effect {}

    /**
     * Has the flag serve the baseline again where a completed rollout had it serve the candidate.
     *
     * @param completed the id of that rollout
     * @param share what the candidate keeps for now, by the rollout that is the rollback
     */
    record Revert(String completed, Percentage share) implements Effect {}

    Effect NONE = new None();
}
