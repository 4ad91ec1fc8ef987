package dev.flags;

import dev.flags.json.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What application code asks. Answers come from memory, in nanoseconds.
 *
 * <p>Thread-safe. No method ever throws, blocks, does I/O or takes a lock, whatever the configuration, the store or the
 * context are like: where there is no answer, the caller gets the fallback, and the {@code evaluate} methods say why. A
 * boolean answer allocates nothing, unless a flag lists or hashes a unit that is a number, searches a pattern, or ignores
 * the case of a text that is not in lower case.
 *
 * <p>An {@link EvaluationContext} built once per request and used for all its flags is the fastest way to ask; a
 * {@link #bool handle} kept in a field also saves looking the flag up.
 */
public interface Flags {

    /** As {@link #isEnabled(String, EvaluationContext)} in a context that knows nothing but the user. */
    boolean isEnabled(String flag, String user);

    /** Whether a flag is on in a context; false if there is no such flag, or it is not boolean. */
    default boolean isEnabled(String flag, EvaluationContext context) {
        return isEnabled(flag, context, false);
    }

    /** Whether a flag is on in a context; the fallback if there is no such flag, or it is not boolean. */
    boolean isEnabled(String flag, EvaluationContext context, boolean fallback);

    /** The name of the variant that a flag serves, whatever its type; the fallback if there is no such flag. */
    String variant(String flag, EvaluationContext context, String fallback);

    /** What a flag of type string serves. */
    String stringValue(String flag, EvaluationContext context, String fallback);

    /** What a flag of type integer serves, or one of type double whose value is an integer. */
    long longValue(String flag, EvaluationContext context, long fallback);

    /** As {@link #longValue}, and the fallback if the value does not fit. */
    int intValue(String flag, EvaluationContext context, int fallback);

    /** What a flag of type double serves, or one of type integer whose value a double holds exactly. */
    double doubleValue(String flag, EvaluationContext context, double fallback);

    /** What a flag of any type serves, as JSON. */
    JsonValue jsonValue(String flag, EvaluationContext context, JsonValue fallback);

    Evaluation<Boolean> evaluateBoolean(String flag, EvaluationContext context, boolean fallback);

    Evaluation<String> evaluateString(String flag, EvaluationContext context, String fallback);

    Evaluation<Long> evaluateLong(String flag, EvaluationContext context, long fallback);

    Evaluation<Double> evaluateDouble(String flag, EvaluationContext context, double fallback);

    Evaluation<JsonValue> evaluateJson(String flag, EvaluationContext context, JsonValue fallback);

    /**
     * What every flag serves, by name, from one state of the configuration; flags that were refused are left out. Values
     * are Boolean, String, Long, Double or {@link JsonValue} by the flag's type. Not counted as evaluations.
     */
    Map<String, Evaluation<Object>> evaluateAll(EvaluationContext context);

    /**
     * The answers for one context from the newest state of the configuration, now and for as long as the caller keeps them.
     */
    PinnedFlags pin(EvaluationContext context);

    /**
     * As {@link #pin(EvaluationContext)}, from the state that a request was begun with in another service, if this process
     * still knows it: each remembers its last 8. Otherwise from the newest; {@link PinnedFlags#version()} tells.
     *
     * @param version what {@link PinnedFlags#version()} was there; null or any other text stands for the newest
     */
    PinnedFlags pin(EvaluationContext context, @Nullable String version);

    /**
     * Why a flag serves to a context what it serves, step by step; whatever evaluation cannot answer is explained too. For
     * people who ask, not for every request: it takes microseconds, and where it works out at which percentage a unit would
     * enter, up to a millisecond. Not counted as an evaluation.
     */
    Explanation explain(String flag, EvaluationContext context);

    /** A handle on a boolean flag, to keep in a field; false is its fallback. The flag need not exist yet. */
    default BooleanFlag bool(String flag) {
        return bool(flag, false);
    }

    /** A handle on a boolean flag, to keep in a field. The flag need not exist yet. */
    BooleanFlag bool(String flag, boolean fallback);

    /** A handle on a flag of type string, to keep in a field. */
    TypedFlag<String> string(String flag, String fallback);

    /** A handle on a flag of type integer, to keep in a field. */
    TypedFlag<Long> integer(String flag, long fallback);

    /** A handle on a flag of type double, to keep in a field. */
    TypedFlag<Double> number(String flag, double fallback);

    /** A handle on a flag of any type, to keep in a field. */
    TypedFlag<JsonValue> json(String flag, JsonValue fallback);
}
