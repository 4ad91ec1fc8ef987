package dev.flags.rollout;

import dev.flags.config.Percentage;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an analysis asks. The answer may come later, and on any thread. */
@FunctionalInterface
interface Source {
    CompletionStage<Answer> ask(Asked asked) throws Exception;

    /**
     * What is asked.
     *
     * @param recorded what the metric of the baseline was when there was one to measure; empty if that is not known, or there is
     *     one now
     */
    record Asked(StageContext context, Analysis analysis, OptionalDouble recorded) {
        public Asked {
            boolean hasControl =
                    !context.share().equals(Percentage.NONE) && !context.share().equals(Percentage.ALL);
            recorded = hasControl ? OptionalDouble.empty() : recorded;
        }
    }

    static Source of(Validator validator) {
        Objects.requireNonNull(validator, "validator");
        return asked -> CompletableFuture.completedFuture(Answer.of(validator.validate(asked.context())));
    }

    static Source ofAsync(Function<StageContext, CompletionStage<Verdict>> validator) {
        Objects.requireNonNull(validator, "validator");
        return asked -> validator.apply(asked.context()).thenApply(Answer::of);
    }

    static Source ofMetric(MetricSource metric) {
        Objects.requireNonNull(metric, "metric");
        return asked -> CompletableFuture.completedFuture(judged(metric.measure(asked.context()), asked));
    }

    static Source ofAsyncMetric(Function<StageContext, CompletionStage<Measurement>> metric) {
        Objects.requireNonNull(metric, "metric");
        return asked -> metric.apply(asked.context()).thenApply(measured -> judged(measured, asked));
    }

    private static Answer judged(@Nullable Measurement measured, Asked asked) {
        if (measured == null) {
            return Answer.of(Verdict.error("returned no measurement"));
        }
        Analysis analysis = asked.analysis();
        if (!(analysis.check() instanceof Check.Metric metric)) {
            return Answer.of(Verdict.error(
                    "\"" + analysis.check().source() + "\" is a metric, and the plan asks for a validator"));
        }
        boolean isRecorded = measured.baseline().isEmpty() && asked.recorded().isPresent();
        Measurement known = measured.or(new Measurement(OptionalDouble.empty(), asked.recorded()));
        Verdict verdict = metric.judge().judge(known, analysis.noData());
        return new Answer(
                isRecorded
                        ? new Verdict(verdict.result(), verdict.evidence() + "; the baseline is a recorded one")
                        : verdict,
                measured);
    }
}
