package dev.flags.config;

import org.jspecify.annotations.Nullable;

/**
 * A rollout that is running on a flag. Written by the rollout manager; decided as rule {@code rollout:<id>} directly
 * before the flag's last step.
 *
 * @param baseline the variant that is being replaced
 * @param candidate the variant that replaces it
 * @param when who may be in the rollout, or null for everyone
 * @param serve ranges of the candidate and of the concurrent control; whoever they miss goes on to the last step
 */
public record Rollout(
        String id,
        String baseline,
        String candidate,
        @Nullable Condition when,
        Split serve) {
    public Rollout {
        Checks checks = new Checks().name(id, "/id").name(baseline, "/baseline").name(candidate, "/candidate");
        checks.require(serve.ranges() != null, "/serve", () -> "has no ranges; a rollout's split must have them")
                .require(serve.dialect() == null, "/serve/dialect", () -> "is not allowed in a rollout")
                .require(
                        !serve.stopOnMiss(),
                        "/serve/on_miss",
                        () ->
                                "is \"stop\"; whoever a rollout misses goes on to the last step, so only \"next\" is allowed");
        if (when != null) {
            ConditionTree.checkDepth(when, "/when", checks);
        }
        checks.done();
    }

    /** The name of this rollout's step in an answer. */
    public String ruleId() {
        return Rule.ROLLOUT_PREFIX + id;
    }
}
