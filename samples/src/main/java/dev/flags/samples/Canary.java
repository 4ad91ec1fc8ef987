package dev.flags.samples;

import dev.flags.config.Percentage;
import dev.flags.rollout.Analysis;
import dev.flags.rollout.Judge;
import dev.flags.rollout.RolloutPhase;
import dev.flags.rollout.RolloutPlan;
import dev.flags.rollout.RolloutStatus;
import dev.flags.rollout.RolloutStrategy;
import dev.flags.rollout.Stage;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;

/** The plan by which models are rolled out, and what a rollout by it was like. */
final class Canary {
    static final String STAGE_OF_CRASH = "25 %";
    static final Duration BAKE = Duration.ofMillis(300);

    private static final double[] PERCENTS = {1, 5, 10, 25, 50, 100};

    /** Many times what the slower model takes, so that a busy machine does not count as a bad model. */
    static final double MAX_P95_MILLIS = 50;

    private static final Duration FIRST_LOOK = Duration.ofMillis(100);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final String SOAK = "soak";

    private Canary() {}

    static RolloutPlan plan(String baseline, String candidate) {
        return RolloutPlan.of(RolloutStrategy.CANARY)
                .variants(baseline, candidate)
                .stages(DoubleStream.of(PERCENTS).mapToObj(Canary::stage).toList())
                .analyses(
                        guardrail(ArmMetrics.ACCURACY, Judge.Ratio.atLeast(1)),
                        guardrail(ArmMetrics.P95, Judge.Threshold.atMost(MAX_P95_MILLIS)))
                .soak(BAKE)
                .build();
    }

    private static Stage stage(double percent) {
        return Stage.of(Percentage.ofPercent(percent))
                .bake(BAKE)
                .minSamples(Arms.MIN_ANSWERS)
                .build();
    }

    private static Analysis guardrail(String metric, Judge judge) {
        return Analysis.metric(metric, judge)
                .initialDelay(FIRST_LOOK)
                .interval(BETWEEN_LOOKS)
                .build();
    }

    /** The names of its stages, in order. */
    static List<String> stageNames() {
        return DoubleStream.of(PERCENTS)
                .mapToObj(percent -> stage(percent).name())
                .toList();
    }

    /** What the last rollout was like, stage by stage, as far as this process has served in them. */
    static List<StageResult> results(Production production) {
        RolloutStatus status = production.status();
        RolloutPlan plan = plan(status.baseline(), status.candidate());
        return production.spans().stream()
                .filter(span -> span.isIn(RolloutPhase.PROGRESSING) || span.isIn(RolloutPhase.MONITORING))
                .map(span -> result(span, plan, status, production.answers()))
                .toList();
    }

    private static StageResult result(StageSpan span, RolloutPlan plan, RolloutStatus status, AnswerLog log) {
        String name = span.isIn(RolloutPhase.MONITORING) ? SOAK : span.stage();
        Arms arms = Arms.of(
                log.ofNewestVersion(span.from(), span.to()), status.rollout(), status.candidate(), status.baseline());
        ArmStats former = Arms.arm(log.all(), status.rollout(), status.baseline());
        return StageResult.of(name, span.length(), arms, former, plan);
    }
}
