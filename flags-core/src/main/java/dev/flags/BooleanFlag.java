package dev.flags;

/**
 * A boolean flag that an application keeps in a field and asks again and again. Always answers from the newest
 * configuration. Thread-safe; like {@link Flags}, it never throws and never blocks.
 */
public final class BooleanFlag extends FlagHandle {
    private final boolean fallback;

    BooleanFlag(Evaluator evaluator, String name, boolean fallback) {
        super(evaluator, name);
        this.fallback = fallback;
    }

    /** Whether the flag is on in a context. */
    public boolean isEnabled(EvaluationContext context) {
        return isEnabled(context, null, fallback);
    }

    /** Whether the flag is on for a user. */
    public boolean isEnabled(String user) {
        return isEnabled(EvaluationContext.EMPTY, user, fallback);
    }

    /** Whether the flag is on in a context, and why. */
    public Evaluation<Boolean> evaluate(EvaluationContext context) {
        return evaluate(context, ValueType.BOOLEAN, fallback);
    }
}
