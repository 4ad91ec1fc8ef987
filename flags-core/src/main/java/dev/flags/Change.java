package dev.flags;

import dev.flags.internal.WellFormed;
import org.jspecify.annotations.Nullable;

/**
 * Who changes the configuration, and why. Every change has one, and the audit trail keeps it.
 *
 * @param actor a person or a program
 * @param reason why, for whoever reads the trail in a year
 * @param isOverChurnBudget whether it is meant although the churn budget may not allow it
 */
public record Change(String actor, String reason, boolean isOverChurnBudget) {
    /** @throws IllegalArgumentException if either is missing or blank */
    public Change {
        actor = WellFormed.text(requireText(actor, "actor"));
        reason = WellFormed.text(requireText(reason, "reason"));
    }

    public static Change by(String actor, String reason) {
        return new Change(actor, reason, false);
    }

    /** The same, and meant even if it gives more contexts another answer than the churn budget allows. */
    public Change overChurnBudget() {
        return new Change(actor, reason, true);
    }

    private static String requireText(@Nullable String text, String name) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(name + " is " + (text == null ? "missing" : "blank")
                    + "; every change needs an actor and a reason");
        }
        return text;
    }
}
