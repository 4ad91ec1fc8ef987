package dev.flags;

import dev.flags.config.FlagsException;
import dev.flags.config.Percentage;
import java.util.Locale;

/** A change would give more of the recent contexts another answer than the churn budget allows. Nothing was changed. */
public final class ChurnBudgetException extends FlagsException {
    private static final long serialVersionUID = 1L;

    private final transient Impact impact;

    ChurnBudgetException(FlagImpact flag, Percentage max, Impact impact) {
        super(String.format(
                Locale.ROOT,
                "the change would give %d of %d recent contexts (%.3f %%) another answer of flag %s; the churn budget is %s."
                        + " If that is meant, make the change with Change.overChurnBudget()",
                flag.flips(),
                flag.contexts(),
                100 * flag.share(),
                flag.flag(),
                max));
        this.impact = impact;
    }

    /** What the change would have done. */
    public Impact impact() {
        return impact;
    }
}
