package dev.flags.samples;

import dev.flags.Evaluation;
import dev.flags.Reason;
import java.time.Instant;

/**
 * A request that the service has answered.
 *
 * @param at when it came
 * @param user who sent it
 * @param decision which model the flag has picked, and why
 * @param isRight whether the model read the digit that was meant
 * @param nanos how long the model took
 */
record Answer(Instant at, String user, Evaluation<String> decision, boolean isRight, long nanos) {
    String model() {
        return decision.value();
    }

    /** Of the flag; a later one is larger. */
    long version() {
        return decision.revision();
    }

    /**
     * Whether an arm of a rollout gave it, as the flag says.
     *
     * @param rule {@code rollout:<id>}
     */
    boolean isOfArm(String rule, String model) {
        return decision.reason() == Reason.SPLIT && rule.equals(decision.rule()) && model.equals(decision.variant());
    }
}
