package dev.flags;

import dev.flags.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers from one snapshot at a time. The only mutable thing on the way is the volatile field that holds it. */
final class Evaluator implements Flags {
    private static final Logger LOG = LoggerFactory.getLogger(Flags.class);

    private final Observer observer;
    private final boolean isCounting;
    private final LongAdder unknown = new LongAdder();
    private final AtomicBoolean hasFailed = new AtomicBoolean();
    private final RecentSnapshots recent = new RecentSnapshots();
    private volatile Snapshot snapshot;

    Evaluator(Snapshot snapshot, Observer observer) {
        this(snapshot, observer, true);
    }

    /** @param isCounting whether answers are counted; fallbacks always are */
    Evaluator(Snapshot snapshot, Observer observer, boolean isCounting) {
        this.snapshot = snapshot;
        this.observer = observer;
        this.isCounting = isCounting;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** Called by one thread at a time. */
    void swap(Snapshot next) {
        recent.add(next);
        snapshot = next;
    }

    /** How often somebody asked for a flag that is not there. */
    LongAdder unknown() {
        return unknown;
    }

    @Override
    public PinnedFlags pin(EvaluationContext context) {
        return pinned(snapshot, context);
    }

    @Override
    public PinnedFlags pin(EvaluationContext context, @Nullable String version) {
        return pinned(recent.find(version, snapshot), context);
    }

    private PinnedFlags pinned(Snapshot current, EvaluationContext context) {
        Snapshot fixed = current;
        try {
            fixed = current.now();
        } catch (RuntimeException e) { // of a clock; each answer that needs it falls back by itself
            failed("a schedule", e);
        }
        return new PinnedFlags(this, fixed, context);
    }

    @Override
    public boolean isEnabled(String flag, String user) {
        Snapshot current = snapshot;
        return isEnabled(current, flag, current.flag(flag), EvaluationContext.EMPTY, user, false);
    }

    @Override
    public boolean isEnabled(String flag, EvaluationContext context, boolean fallback) {
        return isEnabled(snapshot, flag, context, fallback);
    }

    @Override
    public String variant(String flag, EvaluationContext context, String fallback) {
        return variant(snapshot, flag, context, fallback);
    }

    @Override
    public String stringValue(String flag, EvaluationContext context, String fallback) {
        String value = value(snapshot, flag, context, ValueType.STRING);
        return value == null ? fallback : value;
    }

    @Override
    public long longValue(String flag, EvaluationContext context, long fallback) {
        Long value = value(snapshot, flag, context, ValueType.LONG);
        return value == null ? fallback : value;
    }

    @Override
    public int intValue(String flag, EvaluationContext context, int fallback) {
        return ValueType.toInt(longValue(flag, context, fallback), fallback);
    }

    @Override
    public double doubleValue(String flag, EvaluationContext context, double fallback) {
        Double value = value(snapshot, flag, context, ValueType.DOUBLE);
        return value == null ? fallback : value;
    }

    @Override
    public JsonValue jsonValue(String flag, EvaluationContext context, JsonValue fallback) {
        JsonValue value = value(snapshot, flag, context, ValueType.JSON);
        return value == null ? fallback : value;
    }

    @Override
    public Evaluation<Boolean> evaluateBoolean(String flag, EvaluationContext context, boolean fallback) {
        return evaluate(flag, context, ValueType.BOOLEAN, fallback);
    }

    @Override
    public Evaluation<String> evaluateString(String flag, EvaluationContext context, String fallback) {
        return evaluate(flag, context, ValueType.STRING, fallback);
    }

    @Override
    public Evaluation<Long> evaluateLong(String flag, EvaluationContext context, long fallback) {
        return evaluate(flag, context, ValueType.LONG, fallback);
    }

    @Override
    public Evaluation<Double> evaluateDouble(String flag, EvaluationContext context, double fallback) {
        return evaluate(flag, context, ValueType.DOUBLE, fallback);
    }

    @Override
    public Evaluation<JsonValue> evaluateJson(String flag, EvaluationContext context, JsonValue fallback) {
        return evaluate(flag, context, ValueType.JSON, fallback);
    }

    @Override
    public Map<String, Evaluation<Object>> evaluateAll(EvaluationContext context) {
        return evaluateAll(snapshot, context);
    }

    @Override
    public Explanation explain(String flag, EvaluationContext context) {
        return Explainer.explain(snapshot, flag, context);
    }

    @Override
    public BooleanFlag bool(String flag, boolean fallback) {
        return new BooleanFlag(this, flag, fallback);
    }

    @Override
    public TypedFlag<String> string(String flag, String fallback) {
        return new TypedFlag<>(this, flag, ValueType.STRING, fallback);
    }

    @Override
    public TypedFlag<Long> integer(String flag, long fallback) {
        return new TypedFlag<>(this, flag, ValueType.LONG, fallback);
    }

    @Override
    public TypedFlag<Double> number(String flag, double fallback) {
        return new TypedFlag<>(this, flag, ValueType.DOUBLE, fallback);
    }

    @Override
    public TypedFlag<JsonValue> json(String flag, JsonValue fallback) {
        return new TypedFlag<>(this, flag, ValueType.JSON, fallback);
    }

    boolean isEnabled(Snapshot current, String flag, EvaluationContext context, boolean fallback) {
        return isEnabled(current, flag, current.flag(flag), context, null, fallback);
    }

    boolean isEnabled(
            Snapshot current,
            String name,
            @Nullable CompiledFlag flag,
            @Nullable EvaluationContext context,
            @Nullable String user,
            boolean fallback) {
        Outcome outcome = decide(current, flag, context, user);
        if (flag == null || context == null || outcome == null || !outcome.isBoolean()) {
            ErrorCode why = outcome == null ? whyNot(current, flag, context, user) : ErrorCode.TYPE_MISMATCH;
            fellBack(Question.BOOLEAN, name, flag, why, context, user);
            return fallback;
        }
        answered(Question.BOOLEAN, current, flag, outcome, context, user);
        return outcome.isOn();
    }

    String variant(Snapshot current, String name, @Nullable EvaluationContext context, String fallback) {
        CompiledFlag flag = current.flag(name);
        Outcome outcome = decide(current, flag, context, null);
        if (flag == null || context == null || outcome == null) {
            fellBack(Question.VARIANT, name, flag, whyNot(current, flag, context, null), context, null);
            return fallback;
        }
        answered(Question.VARIANT, current, flag, outcome, context, null);
        return outcome.variant();
    }

    /**
     * The value in a type, or null if the fallback has to do. The fallback stays with the caller: in a box, it would be an
     * object for each answer.
     */
    <T> @Nullable T value(Snapshot current, String name, @Nullable EvaluationContext context, ValueType<T> type) {
        CompiledFlag flag = current.flag(name);
        Outcome outcome = decide(current, flag, context, null);
        T value = outcome == null ? null : type.of(outcome.evaluation().value());
        if (flag == null || context == null || outcome == null || value == null) {
            ErrorCode why = outcome == null ? whyNot(current, flag, context, null) : ErrorCode.TYPE_MISMATCH;
            fellBack(type.question(), name, flag, why, context, null);
            return null;
        }
        answered(type.question(), current, flag, outcome, context, null);
        return value;
    }

    private <T> Evaluation<T> evaluate(String flag, EvaluationContext context, ValueType<T> type, T fallback) {
        return evaluate(snapshot, flag, context, type, fallback);
    }

    <T> Evaluation<T> evaluate(
            Snapshot current, String flag, EvaluationContext context, ValueType<T> type, T fallback) {
        return evaluate(current, flag, current.flag(flag), context, type, fallback);
    }

    <T> Evaluation<T> evaluate(
            Snapshot current,
            String name,
            @Nullable CompiledFlag flag,
            @Nullable EvaluationContext context,
            ValueType<T> type,
            T fallback) {
        Outcome outcome = decide(current, flag, context, null);
        if (flag == null || context == null || outcome == null) {
            ErrorCode why = whyNot(current, flag, context, null);
            fellBack(type.question(), name, flag, why, context, null);
            return Evaluation.fallback(fallback, why, flag == null ? 0 : flag.revision());
        }
        Evaluation<T> evaluation = type.of(outcome.evaluation(flag.isStaleIn(current)), fallback);
        if (evaluation.error() == ErrorCode.TYPE_MISMATCH) {
            fellBack(type.question(), name, flag, ErrorCode.TYPE_MISMATCH, context, null);
        } else {
            answered(type.question(), current, flag, outcome, context, null);
        }
        return evaluation;
    }

    Map<String, Evaluation<Object>> evaluateAll(Snapshot current, EvaluationContext context) {
        Map<String, Evaluation<Object>> all = new LinkedHashMap<>();
        for (CompiledFlag flag : current.flags()) {
            Outcome outcome = decide(current, flag, context, null);
            if (outcome != null) {
                all.put(flag.name(), outcome.evaluation(flag.isStaleIn(current)));
            }
        }
        return all;
    }

    /** The outcome, or null if the fallback has to do. Whatever goes wrong inside stays inside. */
    private @Nullable Outcome decide(
            Snapshot current, @Nullable CompiledFlag flag, @Nullable EvaluationContext context, @Nullable String user) {
        if (flag == null || context == null || isInvalid(context, user) || flag.isRefused()) {
            return null;
        }
        try {
            return flag.decide(current, context, user);
        } catch (RuntimeException e) {
            failed(flag.name(), e);
            return null;
        }
    }

    private void answered(
            Question question,
            Snapshot current,
            CompiledFlag flag,
            Outcome outcome,
            EvaluationContext context,
            @Nullable String user) {
        boolean isStale = flag.isStaleIn(current);
        if (isCounting) {
            outcome.count(isStale).increment();
        }
        try {
            observer.answered(question, flag, outcome, isStale, context, user);
        } catch (RuntimeException e) { // such as from the application's clock
            failed(flag.name(), e);
        }
    }

    private void fellBack(
            Question question,
            String name,
            @Nullable CompiledFlag flag,
            ErrorCode why,
            @Nullable EvaluationContext context,
            @Nullable String user) {
        (flag == null ? unknown : flag.fallbacks()).increment();
        String asked = String.valueOf(name); // an application may ask for null
        try {
            observer.fellBack(question, asked, flag == null ? 0 : flag.revision(), why, context, user);
        } catch (RuntimeException e) {
            failed(asked, e);
        }
    }

    static ErrorCode whyNot(
            Snapshot current, @Nullable CompiledFlag flag, @Nullable EvaluationContext context, @Nullable String user) {
        if (flag == null) {
            return current.isReady() ? ErrorCode.FLAG_NOT_FOUND : ErrorCode.PROVIDER_NOT_READY;
        }
        if (context == null || isInvalid(context, user)) {
            return ErrorCode.INVALID_CONTEXT;
        }
        return flag.isRefused() ? ErrorCode.PARSE_ERROR : ErrorCode.GENERAL;
    }

    /** A user beside the context is as long as one in it at most. */
    private static boolean isInvalid(EvaluationContext context, @Nullable String user) {
        return context.isInvalid() || (user != null && ContextValues.isTooLong(user));
    }

    /** A defect of ours. The application goes on with its fallback; the first one is logged. */
    private void failed(Object what, RuntimeException e) {
        if (hasFailed.compareAndSet(false, true)) {
            LOG.error("Evaluating {} failed; this and all later failures serve the fallback", what, e);
        }
    }
}
