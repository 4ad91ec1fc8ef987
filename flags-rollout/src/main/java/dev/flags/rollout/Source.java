package dev.flags.rollout;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What an analysis asks. The answer may come later, and on any thread. */
@FunctionalInterface
interface Source {
    CompletionStage<Verdict> ask(StageContext context, Analysis analysis) throws Exception;

    static Source of(Validator validator) {
        Objects.requireNonNull(validator, "validator");
        return (context, analysis) -> CompletableFuture.completedFuture(validator.validate(context));
    }

    static Source ofAsync(Function<StageContext, CompletionStage<Verdict>> validator) {
        Objects.requireNonNull(validator, "validator");
        return (context, analysis) -> validator.apply(context);
    }

    static Source of(MetricSource metric) {
        Objects.requireNonNull(metric, "metric");
        return (context, analysis) -> CompletableFuture.completedFuture(judged(metric.measure(context), analysis));
    }

    static Source ofAsyncMetric(Function<StageContext, CompletionStage<Measurement>> metric) {
        Objects.requireNonNull(metric, "metric");
        return (context, analysis) -> metric.apply(context).thenApply(measured -> judged(measured, analysis));
    }

    private static Verdict judged(Measurement measured, Analysis analysis) {
        return analysis.check() instanceof Check.Metric metric
                ? metric.judge().judge(measured, analysis.noData())
                : Verdict.error("\"" + analysis.check().source() + "\" is a metric, and the plan asks for a validator");
    }
}
