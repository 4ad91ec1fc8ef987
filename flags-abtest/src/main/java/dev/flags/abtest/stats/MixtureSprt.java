package dev.flags.abtest.stats;

/**
 * The mixture sequential probability ratio test: the likelihood of the estimate averaged over effects that are normal about the
 * null value with variance τ², over that at the null value. Two-sided; valid at every look, as far as the estimate is normal:
 * from some 100 units an arm.
 *
 * <p>With V the squared standard error and d the distance from the null value:
 * {@code ln Λ = ½ ln(V/(V+τ²)) + τ² d² / (2V(V+τ²))}; half-width {@code √(V(V+τ²)/τ² · (2 ln(1/α) + ln((V+τ²)/V)))}. The run's
 * p-value is 1 over the largest Λ so far, see {@link SequentialInference#since}.
 *
 * <p>Source: R. Johari, P. Koomen, L. Pekelis and D. Walsh, "Always valid inference", Operations Research 70, 2022.
 *
 * @param tauSquared τ², above 0: the square of the effect that is expected, in its unit; fixed before data are looked at
 * @param nullValue the effect under the null hypothesis
 * @param alpha the level, in (0, 1)
 */
public record MixtureSprt(double tauSquared, double nullValue, double alpha) {

    /** @throws IllegalArgumentException if {@code tauSquared} is not above 0, or {@code alpha} is not in (0, 1) */
    public MixtureSprt {
        Arguments.positive(tauSquared, "tauSquared");
        Arguments.finite(nullValue, "nullValue");
        Arguments.between(alpha, 0, 1, "alpha");
    }

    /**
     * One look.
     *
     * @param estimate the effect so far
     * @param variance its squared standard error, above 0
     */
    public SequentialInference look(double estimate, double variance) {
        Arguments.finite(estimate, "estimate");
        Arguments.positive(variance, "variance");
        double distance = estimate - nullValue;
        double sum = variance + tauSquared;
        double lnWidth = Math.log1p(tauSquared / variance);
        double ln = tauSquared / sum * (distance * distance) / (2 * variance) - lnWidth / 2;
        double halfWidth = Math.sqrt(variance * (sum / tauSquared) * (lnWidth - 2 * Math.log(alpha)));
        return new SequentialInference(
                estimate,
                Math.sqrt(variance),
                new EValue(ln),
                new Interval(estimate - halfWidth, estimate + halfWidth),
                new Hypothesis(Alternative.TWO_SIDED, nullValue, alpha));
    }
}
