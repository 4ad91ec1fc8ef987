package dev.flags.abtest.stats;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** The χ² distribution. Relative error of the tails some 1e-13. */
public final class ChiSquare {
    private static final int MAX_TERMS = 100_000;

    private ChiSquare() {}

    /**
     * P(X ≤ x).
     *
     * @throws IllegalArgumentException if {@code df} is not above 0
     */
    public static double cdf(double x, double df) {
        return ChiSquaredDistribution.of(Arguments.positive(df, "df")).cumulativeProbability(x);
    }

    /**
     * P(X &gt; x).
     *
     * @throws IllegalArgumentException if {@code df} is not above 0
     */
    public static double survival(double x, double df) {
        return ChiSquaredDistribution.of(Arguments.positive(df, "df")).survivalProbability(x);
    }

    /**
     * ln P(X &gt; x): finite where the probability itself underflows.
     *
     * @throws IllegalArgumentException if {@code df} is not above 0
     */
    public static double lnSurvival(double x, double df) {
        double tail = survival(x, df);
        if (tail > 0.5) {
            return Math.log1p(-cdf(x, df));
        }
        return tail > Beta.TINY ? Math.log(tail) : lnFarTail(df / 2, x / 2);
    }

    /** Legendre's continued fraction of the incomplete gamma function, Q(a, x), for x far above a, by Lentz's method. */
    private static double lnFarTail(double a, double x) {
        double b = x + 1 - a;
        double d = 1 / b;
        double c = Double.POSITIVE_INFINITY;
        double fraction = d;
        for (int i = 1; i < MAX_TERMS; i++) {
            double term = -i * (i - a);
            b += 2;
            d = 1 / (term * d + b);
            c = b + term / c;
            double factor = c * d;
            fraction *= factor;
            if (Math.abs(factor - 1) < Math.ulp(1.0)) {
                break;
            }
        }
        return -x + a * Math.log(x) - LogGamma.value(a) + Math.log(fraction);
    }
}
