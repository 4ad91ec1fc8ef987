package dev.flags.abtest.stats;

/**
 * Welch's t test: the difference of two means whose variances may differ.
 *
 * <p>{@code t = (m₂ − m₁ − δ₀) / se} with {@code se² = e₁ + e₂}, {@code eᵢ = sᵢ²/nᵢ}, and Satterthwaite's degrees of freedom
 * {@code (e₁ + e₂)² / (e₁²/(n₁−1) + e₂²/(n₂−1))}. The pooled test of equal variances is not offered: with unequal sizes and
 * variances its false positives reach 29 %.
 *
 * <p>An arm that does not vary adds nothing to the error and needs no second unit's doubt: one constant arm is testable, two are
 * not. For one look only; see {@link AsymptoticConfidenceSequence} for more.
 *
 * <p>Source: B. L. Welch, "The generalization of Student's problem", Biometrika 34, 1947.
 */
public final class Welch {
    private Welch() {}

    /**
     * Tests the difference of the means.
     *
     * @return {@link Status#TOO_FEW} if an arm has fewer than two units, {@link Status#ZERO_VARIANCE} if neither varies
     */
    public static Outcome<Inference> test(Summary control, Summary treatment, Hypothesis hypothesis) {
        return Means.compared(control, treatment, () -> {
            double e1 = control.squaredError();
            double e2 = treatment.squaredError();
            return Inference.of(
                    Summary.difference(control, treatment),
                    Math.sqrt(e1 + e2),
                    degreesOfFreedom(e1, control.n(), e2, treatment.n()),
                    hypothesis);
        });
    }

    /** Satterthwaite's, of two squared errors of which at least one is above 0. */
    static double degreesOfFreedom(double e1, long n1, double e2, long n2) {
        // Of shares, not of squares: those of tiny errors underflow.
        double share1 = e1 / (e1 + e2);
        double share2 = e2 / (e1 + e2);
        return 1 / (share1 * share1 / (n1 - 1) + share2 * share2 / (n2 - 1));
    }
}
