package dev.flags.abtest.stats;

/**
 * A ratio of totals over units, such as clicks per page view where users are randomised: Σ numerator / Σ denominator, which is a
 * ratio of means. Each unit contributes its totals once, so that events of one user count as one observation (event by event,
 * 23 % instead of 5 % false positives were measured).
 *
 * <p>By the delta method, the variance per unit is {@code (sₙ² − 2 r cov + r² s_d²) / d̄²} with r the ratio; it holds from some
 * hundred units, and the denominator's mean should be at least five of its standard errors above 0. With a denominator of 1 for
 * every unit it is the mean's own.
 *
 * <p>Source: A. Deng, U. Knoblich and J. Lu, "Applying the delta method in metric analytics", KDD 2018. For one look.
 */
public final class RatioOfMeans {
    static final int NUMERATOR = 0;
    static final int DENOMINATOR = 1;

    private RatioOfMeans() {}

    /**
     * One arm's ratio, as what a test of means needs: the ratio in the place of the mean, and its variance per unit.
     *
     * @param arm numerator and denominator of each unit, in this order; units without events have zeros and belong to it
     * @return {@link Status#TOO_FEW} with fewer than two units, {@link Status#ZERO_DENOMINATOR} if the denominators' sum is 0
     * @throws IllegalArgumentException if the arm has not two variables
     */
    public static Outcome<Summary> summary(JointMoments arm) {
        if (arm.variables() != 2) {
            throw new IllegalArgumentException("arm has not two variables: " + arm.variables());
        }
        return Linearized.of(arm, NUMERATOR, DENOMINATOR).map(Linearized::summary);
    }

    /**
     * Tests the difference of the ratios, treatment minus control, by Student's t with Satterthwaite's degrees of freedom.
     *
     * @return as {@link #summary}, or {@link Status#ZERO_VARIANCE} if neither ratio varies
     */
    public static Outcome<Inference> test(JointMoments control, JointMoments treatment, Hypothesis hypothesis) {
        return summary(control).flatMap(c -> summary(treatment).flatMap(t -> Welch.test(c, t, hypothesis)));
    }

    /** As {@link #test}, by the normal distribution. */
    public static Outcome<Inference> testByNormal(JointMoments control, JointMoments treatment, Hypothesis hypothesis) {
        return summary(control).flatMap(c -> summary(treatment).flatMap(t -> Welch.testByNormal(c, t, hypothesis)));
    }
}
