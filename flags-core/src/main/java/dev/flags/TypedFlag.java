package dev.flags;

/**
 * A flag that an application keeps in a field and asks again and again. Always answers from the newest configuration.
 * Thread-safe; like {@link Flags}, it never throws and never blocks.
 *
 * @param <T> String, Long, Double or {@link dev.flags.json.JsonValue}
 */
public final class TypedFlag<T> {
    private final FlagHandle handle;
    private final ValueType<T> type;
    private final T fallback;

    TypedFlag(FlagHandle handle, ValueType<T> type, T fallback) {
        this.handle = handle;
        this.type = type;
        this.fallback = fallback;
    }

    public String name() {
        return handle.name();
    }

    /** What the flag serves in a context. */
    public T value(EvaluationContext context) {
        return handle.evaluate(context, type, fallback).value();
    }

    /** What the flag serves in a context, and why. */
    public Evaluation<T> evaluate(EvaluationContext context) {
        return handle.evaluate(context, type, fallback);
    }
}
