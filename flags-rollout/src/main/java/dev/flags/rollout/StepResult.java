package dev.flags.rollout;

/** What became of an input. */
sealed interface StepResult {
    /** The next document, and what happens to the flag with it. */
    record Moved(RolloutDocument next, Effect effect) implements StepResult {}

    /** Nothing changes: there was nothing to do, or it was done already. */
    record Unchanged() implements StepResult {}

    /** The input is not possible here, and nothing changes. */
    record Rejected(String why) implements StepResult {}

    StepResult UNCHANGED = new Unchanged();
}
