package dev.flags.config;

import dev.flags.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A step of a flag: whoever meets the condition gets what it serves.
 *
 * @param id unique in its flag; an answer names it
 * @param when null for everyone
 * @param window when the rule is looked at at all
 * @param description for people; empty if there is none
 * @param extras members that the format does not know, kept as they are
 */
public record Rule(
        String id, @Nullable Condition when, Serve serve, TimeWindow window, String description, JsonObject extras) {
    /** The id under which an answer names the denied units; no rule may have it. */
    public static final String DENIED = "denied";
    /** How the ids of running rollouts begin; no rule's may. */
    public static final String ROLLOUT_PREFIX = "rollout:";

    public Rule {
        Checks checks = new Checks().name(id, "/id");
        checks.require(
                !id.equals(DENIED) && !id.startsWith(ROLLOUT_PREFIX),
                "/id",
                () -> Text.quote(id) + " is reserved; \"denied\" and what starts with \"rollout:\" is not allowed");
        if (when != null) {
            ConditionTree.checkDepth(when, "/when", checks);
        }
        checks.done();
    }

    /** A rule at all times. */
    public static Rule of(String id, @Nullable Condition when, Serve serve) {
        return new Rule(id, when, serve, TimeWindow.ALWAYS, "", JsonObject.EMPTY);
    }
}
