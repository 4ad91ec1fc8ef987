package dev.flags;

import dev.flags.config.DocumentKey;
import dev.flags.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers from one snapshot at a time. The only mutable thing on the way is the volatile field that holds it. */
final class Evaluator implements Flags {
    private static final Logger LOG = LoggerFactory.getLogger(Flags.class);

    private final AtomicBoolean hasFailed = new AtomicBoolean();
    private volatile Snapshot snapshot;

    Evaluator(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    void swap(Snapshot next) {
        snapshot = next;
    }

    @Override
    public boolean isEnabled(String flag, String user) {
        Snapshot current = snapshot;
        return isEnabled(current, current.flag(flag), EvaluationContext.EMPTY, user, false);
    }

    @Override
    public boolean isEnabled(String flag, EvaluationContext context, boolean fallback) {
        Snapshot current = snapshot;
        return isEnabled(current, current.flag(flag), context, null, fallback);
    }

    @Override
    public String variant(String flag, EvaluationContext context, String fallback) {
        Snapshot current = snapshot;
        Outcome outcome = decide(current, current.flag(flag), context, null);
        return outcome == null ? fallback : outcome.variant();
    }

    @Override
    public String stringValue(String flag, EvaluationContext context, String fallback) {
        return evaluateString(flag, context, fallback).value();
    }

    @Override
    public long longValue(String flag, EvaluationContext context, long fallback) {
        return evaluateLong(flag, context, fallback).value();
    }

    @Override
    public int intValue(String flag, EvaluationContext context, int fallback) {
        long value = longValue(flag, context, fallback);
        return value == (int) value ? (int) value : fallback;
    }

    @Override
    public double doubleValue(String flag, EvaluationContext context, double fallback) {
        return evaluateDouble(flag, context, fallback).value();
    }

    @Override
    public JsonValue jsonValue(String flag, EvaluationContext context, JsonValue fallback) {
        return evaluateJson(flag, context, fallback).value();
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
        Snapshot current = snapshot;
        Map<String, Evaluation<Object>> all = new LinkedHashMap<>();
        if (context == null || context.isInvalid()) {
            return all;
        }
        current.flags().forEach((name, flag) -> {
            if (!flag.isRefused()) {
                try {
                    Outcome outcome = flag.decide(current, context, null);
                    all.put(name, current.isStale() ? outcome.stale() : outcome.evaluation());
                } catch (RuntimeException e) {
                    failed(name, e);
                }
            }
        });
        return all;
    }

    @Override
    public Explanation explain(String flag, EvaluationContext context) {
        return Explainer.explain(snapshot, flag, context);
    }

    @Override
    public BooleanFlag bool(String flag, boolean fallback) {
        return new BooleanFlag(new FlagHandle(this, flag), fallback);
    }

    @Override
    public TypedFlag<String> string(String flag, String fallback) {
        return new TypedFlag<>(new FlagHandle(this, flag), ValueType.STRING, fallback);
    }

    @Override
    public TypedFlag<Long> integer(String flag, long fallback) {
        return new TypedFlag<>(new FlagHandle(this, flag), ValueType.LONG, fallback);
    }

    @Override
    public TypedFlag<Double> number(String flag, double fallback) {
        return new TypedFlag<>(new FlagHandle(this, flag), ValueType.DOUBLE, fallback);
    }

    @Override
    public TypedFlag<JsonValue> json(String flag, JsonValue fallback) {
        return new TypedFlag<>(new FlagHandle(this, flag), ValueType.JSON, fallback);
    }

    boolean isEnabled(
            Snapshot current,
            @Nullable CompiledFlag flag,
            @Nullable EvaluationContext context,
            @Nullable String user,
            boolean fallback) {
        Outcome outcome = decide(current, flag, context, user);
        if (outcome == null) {
            return fallback;
        }
        return outcome.isOn() || (fallback && !(outcome.evaluation().value() instanceof Boolean));
    }

    private <T> Evaluation<T> evaluate(String flag, EvaluationContext context, ValueType<T> type, T fallback) {
        Snapshot current = snapshot;
        return evaluate(current, current.flag(flag), context, type, fallback);
    }

    <T> Evaluation<T> evaluate(
            Snapshot current,
            @Nullable CompiledFlag flag,
            @Nullable EvaluationContext context,
            ValueType<T> type,
            T fallback) {
        Outcome outcome = decide(current, flag, context, null);
        if (outcome == null) {
            return Evaluation.fallback(fallback, whyNot(current, flag, context), flag == null ? 0 : flag.revision());
        }
        return type.of(current.isStale() ? outcome.stale() : outcome.evaluation(), fallback);
    }

    /** The outcome, counted, or null if the fallback has to do. Whatever goes wrong inside stays inside. */
    private @Nullable Outcome decide(
            Snapshot current, @Nullable CompiledFlag flag, @Nullable EvaluationContext context, @Nullable String user) {
        if (flag == null || context == null || context.isInvalid() || flag.isRefused()) {
            return null;
        }
        try {
            Outcome outcome = flag.decide(current, context, user);
            outcome.count().increment();
            return outcome;
        } catch (RuntimeException e) {
            failed(flag.name(), e);
            return null;
        }
    }

    static ErrorCode whyNot(Snapshot current, @Nullable CompiledFlag flag, @Nullable EvaluationContext context) {
        if (flag == null) {
            return current.isReady() ? ErrorCode.FLAG_NOT_FOUND : ErrorCode.PROVIDER_NOT_READY;
        }
        if (context == null || context.isInvalid()) {
            return ErrorCode.INVALID_CONTEXT;
        }
        return flag.isRefused() ? ErrorCode.PARSE_ERROR : ErrorCode.GENERAL;
    }

    /** A defect of ours. The application goes on with its fallback; the first one is logged. */
    private void failed(String flag, RuntimeException e) {
        if (hasFailed.compareAndSet(false, true)) {
            LOG.error(
                    "Evaluating {} failed; this and all later failures serve the fallback", DocumentKey.flag(flag), e);
        }
    }
}
