package dev.flags.abtest.stats;

import org.apache.commons.numbers.rootfinder.BrentSolver;

/**
 * Power and size of the t test of two means with one variance, exactly, by the noncentral t distribution. It matters below some
 * 50 units an arm; above, {@link SampleSize} says the same, and knows of shares, covariates and looks.
 */
public final class TTestPower {
    private static final BrentSolver SOLVER = new BrentSolver(1e-13, 1e-13, 1e-15);

    private TTestPower() {}

    /**
     * The chance of finding an effect.
     *
     * @param effectSize d: the effect, treatment minus control, in standard deviations
     * @param control units, at least 2; need not be whole
     * @param treatment units, at least 2
     * @param alternative two-sided, the chance is that of either side
     * @param alpha the level, in (0, 1)
     */
    public static double power(
            double effectSize, double control, double treatment, Alternative alternative, double alpha) {
        Arguments.finite(effectSize, "effectSize");
        Arguments.between(alpha, 0, 1, "alpha");
        if (!(control >= 2 && treatment >= 2 && Double.isFinite(control + treatment))) {
            throw new IllegalArgumentException("arms have not two units each: " + control + ", " + treatment);
        }
        double df = control + treatment - 2;
        double noncentrality = effectSize * Math.sqrt(control * (treatment / (control + treatment)));
        return switch (alternative) {
            case GREATER -> beyond(StudentT.upperQuantile(alpha, df), df, noncentrality);
            case LESS -> beyond(StudentT.upperQuantile(alpha, df), df, -noncentrality);
            case TWO_SIDED -> {
                double critical = StudentT.upperQuantile(alpha / 2, df);
                yield beyond(critical, df, noncentrality) + beyond(critical, df, -noncentrality);
            }
        };
    }

    private static double beyond(double critical, double df, double noncentrality) {
        return NoncentralT.survival(critical, df, noncentrality);
    }

    /**
     * The sizes at which an effect is found with the planned power; at least two units an arm.
     *
     * @param effectSize d: the size of the effect in standard deviations, above 0, on the side of the plan's alternative
     */
    public static ArmSizes sampleSize(double effectSize, TestPlan plan) {
        Arguments.positive(effectSize, "effectSize");
        double smallest = 2 / Math.min(1, plan.ratio());
        if (lack(effectSize, smallest, plan) <= 0) {
            return ArmSizes.of(smallest, plan.ratio());
        }
        double largest = 2 * smallest;
        while (lack(effectSize, largest, plan) > 0) {
            largest *= 2;
        }
        double control = SOLVER.findRoot(n -> lack(effectSize, n, plan), largest / 2, largest);
        return ArmSizes.of(control, plan.ratio());
    }

    private static double lack(double effectSize, double control, TestPlan plan) {
        double signed = plan.alternative() == Alternative.LESS ? -effectSize : effectSize;
        return plan.power() - power(signed, control, control * plan.ratio(), plan.alternative(), plan.alpha());
    }
}
