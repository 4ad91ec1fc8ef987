package dev.flags;

/**
 * A flag that an application keeps in a field and asks again and again. Always answers from the newest configuration.
 * Thread-safe; like {@link Flags}, it never throws and never blocks.
 *
 * @param <T> String, Long, Double or {@link dev.flags.json.JsonValue}
 */
public final class TypedFlag<T> extends FlagHandle {
    private final ValueType<T> type;
    private final T fallback;

    TypedFlag(Evaluator evaluator, String name, ValueType<T> type, T fallback) {
        super(evaluator, name);
        this.type = type;
        this.fallback = fallback;
    }

    /** What the flag serves in a context. */
    public T value(EvaluationContext context) {
        return evaluate(context, type, fallback).value();
    }

    /** What the flag serves in a context, and why. */
    public Evaluation<T> evaluate(EvaluationContext context) {
        return evaluate(context, type, fallback);
    }
}
