package dev.flags.abtest.stats;

import org.apache.commons.numbers.gamma.Erfcx;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The standard normal distribution: mean 0, standard deviation 1. Relative error of the tails some 1e-14, of their logarithms
 * some 1e-15, at any distance.
 */
public final class Normal {
    /** Beyond it a tail loses digits to the range of {@code double}; its logarithm does not. */
    private static final double FAR = 5;

    private static final double LN_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);
    private static final ContinuousDistribution STANDARD = NormalDistribution.of(0, 1);

    private Normal() {}

    /** P(Z ≤ z). NaN for NaN. */
    public static double cdf(double z) {
        return STANDARD.cumulativeProbability(z);
    }

    /** P(Z &gt; z). NaN for NaN. */
    public static double survival(double z) {
        return STANDARD.survivalProbability(z);
    }

    /** ln P(Z ≤ z). NaN for NaN. */
    public static double lnCdf(double z) {
        return lnSurvival(-z);
    }

    /** ln P(Z &gt; z): finite where the probability itself underflows, down to z ≈ 1e154. NaN for NaN. */
    public static double lnSurvival(double z) {
        if (z > FAR) {
            return Math.log(Erfcx.value(z / Math.sqrt(2)) / 2) - z * z / 2;
        }
        return z < 0 ? Math.log1p(-survival(-z)) : Math.log(survival(z));
    }

    /** The density at z. */
    public static double density(double z) {
        return Math.exp(lnDensity(z));
    }

    static double lnDensity(double z) {
        return -z * z / 2 - LN_SQRT_2PI;
    }

    /**
     * The value that is exceeded with a probability.
     *
     * @param upperTail the probability, in [0, 1]; infinite values for 0 and 1
     * @throws IllegalArgumentException if {@code upperTail} is not in [0, 1]
     */
    public static double upperQuantile(double upperTail) {
        return STANDARD.inverseSurvivalProbability(Arguments.probability(upperTail, "upperTail"));
    }

    /**
     * E[(u + Z)⁺] = φ(u) + u Φ(u): the mean of what is above 0. Without cancellation for negative u, where it is the small
     * difference of nearly equal terms.
     */
    static double meanAboveZero(double u) {
        if (u >= 0) {
            return density(u) + u * cdf(u);
        }
        return density(u) * oneMinusMills(-u);
    }

    /** 1 − x Q(x)/φ(x), which is about 1/x². */
    private static double oneMinusMills(double x) {
        if (x < 20) {
            return 1 - x * Math.sqrt(Math.PI / 2) * Erfcx.value(x / Math.sqrt(2));
        }
        // The asymptotic series of the Mills ratio: from 20 on, its tenth term is below 1e-17 of the first.
        double square = x * x;
        double term = 1 / square;
        double sum = term;
        for (int k = 1; k < 10; k++) {
            term *= -(2 * k + 1) / square;
            sum += term;
        }
        return sum;
    }
}
