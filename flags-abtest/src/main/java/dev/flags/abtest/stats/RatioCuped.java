package dev.flags.abtest.stats;

/**
 * CUPED for a ratio of totals, with the same or another ratio before the exposure as the covariate: {@link Cuped} on what each
 * unit contributes to the two ratios, see {@link RatioOfMeans}. θ is estimated within the arms.
 */
public final class RatioCuped {
    private static final int BEFORE_NUMERATOR = 2;
    private static final int BEFORE_DENOMINATOR = 3;

    private RatioCuped() {}

    /**
     * Adjusts both arms' ratios.
     *
     * @param control of each unit: numerator, denominator, and the two of before the exposure, in this order
     * @param treatment likewise
     * @return {@link Status#TOO_FEW} if an arm has fewer than two units, {@link Status#ZERO_DENOMINATOR} if denominators of an
     *     arm, of either time, add up to 0
     * @throws IllegalArgumentException if an arm has not four variables
     */
    public static Outcome<Cuped.Adjusted> adjust(JointMoments control, JointMoments treatment) {
        return arm(control)
                .flatMap(c -> arm(treatment).map(t -> CovariateArm.adjust(c, t, CovariateArm.slopeWithin(c, t))));
    }

    private static Outcome<CovariateArm> arm(JointMoments arm) {
        if (arm.variables() != 4) {
            throw new IllegalArgumentException("arm has not four variables: " + arm.variables());
        }
        return Linearized.of(arm, RatioOfMeans.NUMERATOR, RatioOfMeans.DENOMINATOR)
                .flatMap(now -> Linearized.of(arm, BEFORE_NUMERATOR, BEFORE_DENOMINATOR)
                        .map(before -> new CovariateArm(now.summary(), before.summary(), now.covariance(before))));
    }
}
