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
            double df = degreesOfFreedom(control, treatment);
            return Inference.of(difference(control, treatment), error(control, treatment), df, hypothesis);
        });
    }

    /** As {@link #test}, by the normal distribution: the same for large samples. */
    public static Outcome<Inference> testByNormal(Summary control, Summary treatment, Hypothesis hypothesis) {
        return Means.compared(
                control,
                treatment,
                () -> Inference.byNormal(difference(control, treatment), error(control, treatment), hypothesis));
    }

    private static double difference(Summary control, Summary treatment) {
        return Summary.difference(control, treatment);
    }

    private static double error(Summary control, Summary treatment) {
        return Math.sqrt(control.squaredError() + treatment.squaredError());
    }

    /** Satterthwaite's, of arms of two units or more of which at least one varies. */
    static double degreesOfFreedom(Summary control, Summary treatment) {
        double e1 = control.squaredError();
        double e2 = treatment.squaredError();
        // Of shares, not of squares: those of tiny errors underflow.
        double share1 = e1 / (e1 + e2);
        double share2 = e2 / (e1 + e2);
        return 1 / (share1 * share1 / (control.n() - 1) + share2 * share2 / (treatment.n() - 1));
    }
}
