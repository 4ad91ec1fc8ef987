package dev.flags;

import dev.flags.json.JsonValue;
import java.util.Map;

/**
 * The answers for one context from one state of the configuration, at one moment: however long a request takes, and
 * whatever is changed meanwhile, no two of its answers contradict each other. Get one from {@link Flags#pin} at the
 * beginning of a request, and let go of it at the end: it does not see a kill switch.
 *
 * <p>{@link #version()} says which state it is. It can go into a log context, and to another service, which asks
 * {@link Flags#pin(EvaluationContext, String)} for the same.
 *
 * <p>Immutable and thread-safe. Like {@link Flags}, no method throws, blocks or does I/O, and answers are counted.
 *
 * <pre>{@code
 * PinnedFlags flags = manager.flags().pin(context);
 * MDC.put("flags", flags.version());
 * if (flags.isEnabled("new_checkout")) { ... }
 * }</pre>
 */
public final class PinnedFlags {
    private final Evaluator evaluator;
    private final Snapshot snapshot;
    private final EvaluationContext context;

    PinnedFlags(Evaluator evaluator, Snapshot snapshot, EvaluationContext context) {
        this.evaluator = evaluator;
        this.snapshot = snapshot;
        this.context = context;
    }

    /** The state of the configuration that all answers come from, as a word. */
    public String version() {
        return snapshot.version();
    }

    /** Whether a flag is on; false if there is no such flag, or it is not boolean. */
    public boolean isEnabled(String flag) {
        return isEnabled(flag, false);
    }

    /** Whether a flag is on; the fallback if there is no such flag, or it is not boolean. */
    public boolean isEnabled(String flag, boolean fallback) {
        return evaluator.isEnabled(snapshot, flag, context, fallback);
    }

    /** The name of the variant that a flag serves, whatever its type; the fallback if there is no such flag. */
    public String variant(String flag, String fallback) {
        return evaluator.variant(snapshot, flag, context, fallback);
    }

    /** What a flag of type string serves. */
    public String stringValue(String flag, String fallback) {
        String value = evaluator.value(snapshot, flag, context, ValueType.STRING);
        return value == null ? fallback : value;
    }

    /** What a flag of type integer serves, or one of type double whose value is an integer. */
    public long longValue(String flag, long fallback) {
        Long value = evaluator.value(snapshot, flag, context, ValueType.LONG);
        return value == null ? fallback : value;
    }

    /** As {@link #longValue}, and the fallback if the value does not fit. */
    public int intValue(String flag, int fallback) {
        return ValueType.toInt(longValue(flag, fallback), fallback);
    }

    /** What a flag of type double serves, or one of type integer whose value a double holds exactly. */
    public double doubleValue(String flag, double fallback) {
        Double value = evaluator.value(snapshot, flag, context, ValueType.DOUBLE);
        return value == null ? fallback : value;
    }

    /** What a flag of any type serves, as JSON. */
    public JsonValue jsonValue(String flag, JsonValue fallback) {
        JsonValue value = evaluator.value(snapshot, flag, context, ValueType.JSON);
        return value == null ? fallback : value;
    }

    public Evaluation<Boolean> evaluateBoolean(String flag, boolean fallback) {
        return evaluator.evaluate(snapshot, flag, context, ValueType.BOOLEAN, fallback);
    }

    public Evaluation<String> evaluateString(String flag, String fallback) {
        return evaluator.evaluate(snapshot, flag, context, ValueType.STRING, fallback);
    }

    public Evaluation<Long> evaluateLong(String flag, long fallback) {
        return evaluator.evaluate(snapshot, flag, context, ValueType.LONG, fallback);
    }

    public Evaluation<Double> evaluateDouble(String flag, double fallback) {
        return evaluator.evaluate(snapshot, flag, context, ValueType.DOUBLE, fallback);
    }

    public Evaluation<JsonValue> evaluateJson(String flag, JsonValue fallback) {
        return evaluator.evaluate(snapshot, flag, context, ValueType.JSON, fallback);
    }

    /** Why a flag serves what it serves here, step by step, as {@link Flags#explain} tells of the newest state. */
    public Explanation explain(String flag) {
        return Explainer.explain(snapshot, flag, context);
    }

    /** As {@link Flags#evaluateAll}. */
    public Map<String, Evaluation<Object>> evaluateAll() {
        return evaluator.evaluateAll(snapshot, context);
    }
}
