package dev.flags.abtest.stats;

import java.util.Objects;

/**
 * Intervals of an effect that hold at all looks at once, for anything that {@link Welch}, {@link RatioOfMeans}, {@link
 * RelativeLift} or {@link Cuped} estimates. They hold asymptotically: from some 100 units an arm, before which one should not
 * look. The price is a wider interval: at its best, with n near the tuning value, by a factor of some 1.4 to 1.6.
 *
 * <p>With {@code s = se √n} and {@code v = nρ²}: half-width {@code s √(2(v+1)/(n v) · ln(√(v+1)/α))}; one-sided with
 * {@code ln(1 + √(v+1)/(2α))}. Evidence: {@code e = exp(v d²/(2(v+1) se²)) / √(v+1)} for a distance d of the estimate from the
 * null value; one-sided, what the interval is the inverse of.
 *
 * <p>Source: I. Waudby-Smith, D. Arbour, R. Sinha, E. Kennedy and A. Ramdas, "Time-uniform central limit theory and asymptotic
 * confidence sequences", Annals of Statistics 52, 2024.
 *
 * @param rho ρ, above 0: where the interval is narrowest. Must not change once data have been looked at
 * @param hypothesis what is tested
 */
public record AsymptoticConfidenceSequence(double rho, Hypothesis hypothesis) {
    private static final double LN_2 = Math.log(2);

    /** @throws IllegalArgumentException if {@code rho} is not above 0 */
    public AsymptoticConfidenceSequence {
        Arguments.positive(rho, "rho");
        Objects.requireNonNull(hypothesis, "hypothesis");
    }

    /**
     * The sequence whose interval is narrowest at a number of units: {@code ρ² = (−2 ln a + ln(1 − 2 ln a)) / n}, where a is α, or
     * 2α for a one-sided alternative.
     *
     * @param units in both arms together, at least 1; the number at which a decision is expected
     * @throws IllegalArgumentException if {@code units} is below 1, or α of a one-sided alternative is not below 1/2
     */
    public static AsymptoticConfidenceSequence tunedFor(long units, Hypothesis hypothesis) {
        Arguments.atLeast(units, 1, "units");
        double level = Arguments.between(2 * hypothesis.alphaPerSide(), 0, 1, "two-sided alpha");
        double square = (-2 * Math.log(level) + Math.log1p(-2 * Math.log(level))) / units;
        return new AsymptoticConfidenceSequence(Math.sqrt(square), hypothesis);
    }

    /**
     * One look.
     *
     * @param estimate the effect so far
     * @param standardError of the effect so far, above 0
     * @param units how many it is from, in both arms together, at least 1
     */
    public SequentialInference look(double estimate, double standardError, long units) {
        Arguments.finite(estimate, "estimate");
        Arguments.positive(standardError, "standardError");
        double n = (double) Arguments.atLeast(units, 1, "units");
        double distance = (estimate - hypothesis.nullValue()) / standardError;
        double halfWidth = standardError * criticalValue(n);
        Interval interval = Interval.around(estimate, halfWidth, hypothesis.alternative());
        return new SequentialInference(estimate, standardError, evidence(distance, n), interval, hypothesis);
    }

    /** One look at what a method for one look has estimated; its own p-value and interval are not used. */
    public SequentialInference look(Inference inference, long units) {
        return look(inference.estimate(), inference.standardError(), units);
    }

    /** The half-width in standard errors: what 1.96 is for one look. */
    double criticalValue(double units) {
        double v = units * rho * rho;
        double lnRoot = Math.log1p(v) / 2;
        double alpha = hypothesis.alpha();
        double ln = hypothesis.alternative() == Alternative.TWO_SIDED
                ? lnRoot - Math.log(alpha)
                : Math.log1p(Math.exp(lnRoot) / (2 * alpha));
        return Math.sqrt(2 * (v + 1) / v * ln);
    }

    private EValue evidence(double distance, double units) {
        double v = units * rho * rho;
        double exponent = distance * distance * v / (2 * (v + 1));
        double lnRoot = Math.log1p(v) / 2;
        return switch (hypothesis.alternative()) {
            case TWO_SIDED -> new EValue(exponent - lnRoot);
            case GREATER -> oneSided(distance > 0, exponent, lnRoot);
            case LESS -> oneSided(distance < 0, exponent, lnRoot);
        };
    }

    /** 2 (e^exponent − 1) / √(v + 1); none on the other side. */
    private static EValue oneSided(boolean isOnItsSide, double exponent, double lnRoot) {
        if (!isOnItsSide) {
            return new EValue(Double.NEGATIVE_INFINITY);
        }
        double lnExpM1 = exponent > 40 ? exponent : Math.log(Math.expm1(exponent));
        return new EValue(LN_2 + lnExpM1 - lnRoot);
    }
}
