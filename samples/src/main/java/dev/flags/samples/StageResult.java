package dev.flags.samples;

import dev.flags.rollout.Analysis;
import dev.flags.rollout.Check;
import dev.flags.rollout.Measurement;
import dev.flags.rollout.RolloutPlan;
import dev.flags.rollout.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * What one stage of a rollout was like, from what the service answered in it.
 *
 * @param verdict what the plan's judges say of the whole stage
 * @param length how long it lasted
 */
record StageResult(String stage, Arms arms, Verdict.Result verdict, Duration length) {

    /** @param former the control group of the whole rollout, for stages that have none any more */
    static StageResult of(String stage, Duration length, Arms arms, ArmStats former, RolloutPlan plan) {
        Arms judged = arms.control().answers() == 0 ? arms.withControl(former) : arms;
        List<Verdict> verdicts = plan.analyses().stream()
                .map(analysis -> verdict(analysis, judged))
                .toList();
        return new StageResult(stage, arms, Verdict.combined(verdicts), length);
    }

    private static Verdict verdict(Analysis analysis, Arms arms) {
        Check.Metric metric = (Check.Metric) analysis.check();
        Measurement measured = metric.source().equals(ArmMetrics.P95) ? arms.p95() : arms.accuracy();
        return metric.judge().judge(measured, analysis.noData());
    }

    /** Whether this process has served enough in it for a verdict. */
    boolean isMeasured() {
        return verdict != Verdict.Result.INCONCLUSIVE;
    }
}
