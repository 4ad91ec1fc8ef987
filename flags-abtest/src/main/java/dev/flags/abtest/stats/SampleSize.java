package dev.flags.abtest.stats;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.rootfinder.BrentSolver;

/**
 * How many units an experiment needs to find an effect, by the normal distribution. {@link TTestPower} is exact for small
 * samples.
 */
public final class SampleSize {
    private static final BrentSolver SOLVER = new BrentSolver(1e-13, 1e-12, 1e-15);

    private SampleSize() {}

    /**
     * For a mean: {@code n = (z_α + z_β)² σ²(1 − ρ²)(1 + 1/r) / effect²} in the control, with the like of z_α + z_β of the looks.
     *
     * @param effect the difference to be found, in the metric's unit, above 0, on the side of the plan's alternative
     */
    public static ArmSizes ofMean(PlannedMean metric, double effect, TestPlan plan, LookPlan looks) {
        Arguments.positive(effect, "effect");
        return needed(metric.squaredErrorPerUnit(plan.ratio()) / effect / effect, plan, looks);
    }

    /**
     * For two shares, each with its own variance: {@code n = (z_α + z_β)² (p₁(1−p₁) + p₂(1−p₂)/r) / (p₂ − p₁)²}.
     *
     * @param control the baseline's share, in (0, 1)
     * @param treatment the share to be found, in (0, 1), another one
     */
    public static ArmSizes ofShares(double control, double treatment, TestPlan plan, LookPlan looks) {
        double difference = difference(control, treatment);
        return needed(variance(control, treatment, plan) / difference / difference, plan, looks);
    }

    /** Of a squared error, in effects, per unit of the control. */
    private static ArmSizes needed(double squaredError, TestPlan plan, LookPlan looks) {
        DoubleUnaryOperator next = n -> square(looks.detectable(plan, n * (1 + plan.ratio()))) * squaredError;
        double once = next.applyAsDouble(square(new LookPlan.Once().detectable(plan, 1)) * squaredError);
        if (next.applyAsDouble(once) == once) {
            return ArmSizes.of(once, plan.ratio());
        }
        double low = once;
        while (next.applyAsDouble(low) < low) {
            low /= 2;
        }
        double high = once;
        while (next.applyAsDouble(high) > high) {
            high *= 2;
        }
        return ArmSizes.of(SOLVER.findRoot(n -> next.applyAsDouble(n) - n, low, high), plan.ratio());
    }

    /**
     * For the test of two shares with a pooled variance, as R's {@code power.prop.test}; for one look.
     *
     * @param control the baseline's share, in (0, 1)
     * @param treatment the share to be found, in (0, 1), another one
     */
    public static ArmSizes ofSharesPooled(double control, double treatment, TestPlan plan) {
        double difference = difference(control, treatment);
        double pooled = (control + plan.ratio() * treatment) / (1 + plan.ratio());
        double underNull = Math.sqrt(pooled * (1 - pooled) * (1 + 1 / plan.ratio()));
        double root = plan.criticalZ() * underNull + plan.powerZ() * Math.sqrt(variance(control, treatment, plan));
        return ArmSizes.of(square(root / difference), plan.ratio());
    }

    /**
     * For two shares on the arcsine scale: {@code n = (z_α + z_β)² (1 + 1/r) / h²}; for one look.
     *
     * @param control the baseline's share, in (0, 1)
     * @param treatment the share to be found, in (0, 1), another one
     */
    public static ArmSizes ofSharesByArcsine(double control, double treatment, TestPlan plan) {
        difference(control, treatment);
        double z = plan.criticalZ() + plan.powerZ();
        return ArmSizes.of(square(z / cohenH(control, treatment)) * (1 + 1 / plan.ratio()), plan.ratio());
    }

    /** Cohen's h, {@code 2 arcsin √p₂ − 2 arcsin √p₁}: the difference of two shares on a scale of constant variance. */
    public static double cohenH(double control, double treatment) {
        return 2 * Math.asin(Math.sqrt(Arguments.probability(treatment, "treatment")))
                - 2 * Math.asin(Math.sqrt(Arguments.probability(control, "control")));
    }

    static double variance(double control, double treatment, TestPlan plan) {
        return control * (1 - control) + treatment * (1 - treatment) / plan.ratio();
    }

    private static double difference(double control, double treatment) {
        double difference =
                Arguments.between(treatment, 0, 1, "treatment") - Arguments.between(control, 0, 1, "control");
        if (difference == 0) {
            throw new IllegalArgumentException("treatment is not another share than control: " + treatment);
        }
        return difference;
    }

    private static double square(double value) {
        return value * value;
    }
}
