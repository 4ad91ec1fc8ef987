package dev.flags.abtest.stats;

import java.util.OptionalDouble;
import org.apache.commons.numbers.rootfinder.BrentSolver;

/**
 * The smallest effect that a number of units finds with the planned power. What to state when a result is not significant; never
 * the "power at the observed effect", which says no more than the p-value.
 *
 * @param absolute in the unit of the metric; of a share, in shares. Above 0
 * @param relative as a share of the size of the baseline; empty for a baseline of 0
 */
public record MinimumDetectableEffect(double absolute, OptionalDouble relative) {
    private static final BrentSolver SOLVER = new BrentSolver(1e-14, 1e-16, 1e-16);

    private static MinimumDetectableEffect of(double absolute, double baseline) {
        return new MinimumDetectableEffect(
                absolute, baseline == 0 ? OptionalDouble.empty() : OptionalDouble.of(absolute / Math.abs(baseline)));
    }

    /**
     * Of a mean: {@code (z_α + z_β) σ √((1 − ρ²)(1 + 1/r)/n)}, with the like of z_α + z_β of the looks.
     *
     * @param control units in the control, at least 2
     */
    public static MinimumDetectableEffect ofMean(PlannedMean metric, long control, TestPlan plan, LookPlan looks) {
        double n = (double) Arguments.atLeast(control, 2, "control");
        double error = Math.sqrt(metric.squaredErrorPerUnit(plan.ratio()) / n);
        return of(looks.detectable(plan, n * (1 + plan.ratio())) * error, metric.mean());
    }

    /**
     * Of a share, whose variance changes with the effect: upwards, or downwards for an alternative of LESS.
     *
     * @param baseline the control's share, in (0, 1)
     * @param control units in the control, at least 2
     * @return {@link Status#TOO_FEW} if not even a share of 1, or of 0, would be found
     */
    public static Outcome<MinimumDetectableEffect> ofShare(
            double baseline, long control, TestPlan plan, LookPlan looks) {
        Arguments.between(baseline, 0, 1, "baseline");
        double n = (double) Arguments.atLeast(control, 2, "control");
        double detectable = looks.detectable(plan, n * (1 + plan.ratio()));
        int sign = plan.alternative() == Alternative.LESS ? -1 : 1;
        double farthest = sign > 0 ? 1 - baseline : baseline;
        if (surplus(farthest, baseline, sign, n, detectable, plan) <= 0) {
            return Outcome.none(
                    Status.TOO_FEW, control + " units in the control find no effect on a share of " + baseline);
        }
        double effect = SOLVER.findRoot(e -> surplus(e, baseline, sign, n, detectable, plan), 0, farthest);
        return Outcome.of(of(effect, baseline));
    }

    /** By how much an effect is larger than what is detectable at it. */
    private static double surplus(
            double effect, double baseline, int sign, double n, double detectable, TestPlan plan) {
        double treatment = Math.min(1, Math.max(0, baseline + sign * effect));
        return effect - detectable * Math.sqrt(SampleSize.variance(baseline, treatment, plan) / n);
    }
}
