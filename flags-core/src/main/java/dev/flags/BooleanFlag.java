package dev.flags;

/**
 * A boolean flag that an application keeps in a field and asks again and again. Always answers from the newest
 * configuration. Thread-safe; like {@link Flags}, it never throws and never blocks.
 */
public final class BooleanFlag {
    private final FlagHandle handle;
    private final boolean fallback;

    BooleanFlag(FlagHandle handle, boolean fallback) {
        this.handle = handle;
        this.fallback = fallback;
    }

    public String name() {
        return handle.name();
    }

    /** Whether the flag is on in a context. */
    public boolean isEnabled(EvaluationContext context) {
        return handle.isEnabled(context, null, fallback);
    }

    /** Whether the flag is on for a user. */
    public boolean isEnabled(String user) {
        return handle.isEnabled(EvaluationContext.EMPTY, user, fallback);
    }

    /** Whether the flag is on in a context, and why. */
    public Evaluation<Boolean> evaluate(EvaluationContext context) {
        return handle.evaluate(context, ValueType.BOOLEAN, fallback);
    }
}
