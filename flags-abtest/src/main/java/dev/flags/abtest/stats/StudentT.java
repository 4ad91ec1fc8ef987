package dev.flags.abtest.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Student's t distribution, for any positive number of degrees of freedom, infinitely many included (then it is {@link Normal}).
 * Relative error of the tails some 1e-13, of their logarithms 1e-10.
 */
public final class StudentT {
    private static final double LN_2 = Math.log(2);

    /** Beyond it, the square of t outweighs any number of degrees of freedom, and may overflow. */
    private static final double FAR = 1e150;

    private StudentT() {}

    /** P(T ≤ t). */
    public static double cdf(double t, double df) {
        return survival(-t, df);
    }

    /**
     * P(T &gt; t).
     *
     * @throws IllegalArgumentException if {@code df} is not above 0
     */
    public static double survival(double t, double df) {
        checkDf(df);
        if (df == Double.POSITIVE_INFINITY) {
            return Normal.survival(t);
        }
        if (Math.abs(t) > FAR) {
            double tail = Math.exp(lnFarTail(Math.abs(t), df));
            return t > 0 ? tail : 1 - tail;
        }
        // Cauchy's, in closed form; the general way loses half of the digits near t = 0.
        return df == 1 ? Math.atan2(1, t) / Math.PI : TDistribution.of(df).survivalProbability(t);
    }

    /**
     * ln P(T &gt; t): finite where the probability itself underflows.
     *
     * @throws IllegalArgumentException if {@code df} is not above 0
     */
    public static double lnSurvival(double t, double df) {
        checkDf(df);
        if (df == Double.POSITIVE_INFINITY) {
            return Normal.lnSurvival(t);
        }
        if (t < 0) {
            return Math.log1p(-survival(-t, df));
        }
        double tail = survival(t, df);
        return tail > Beta.TINY ? Math.log(tail) : lnFarTail(t, df);
    }

    /** P(T > t) = I(df/(df + t²); df/2, 1/2) / 2. */
    private static double lnFarTail(double t, double df) {
        double square = t * t;
        return Beta.lnByContinuedFraction(
                        df / (df + square), -ln1PlusSquare(t, df), -Math.log1p(df / square), df / 2, 0.5)
                - LN_2;
    }

    /** ln(1 + t²/ν). */
    private static double ln1PlusSquare(double t, double df) {
        return Math.abs(t) < FAR ? Math.log1p(t * t / df) : 2 * Math.log(Math.abs(t)) - Math.log(df);
    }

    /**
     * The value that is exceeded with a probability.
     *
     * @param upperTail the probability, in (0, 1)
     * @return infinite where it is beyond 1e150, as far out with fewer than two degrees of freedom
     * @throws IllegalArgumentException if {@code upperTail} is not in (0, 1) or {@code df} is not above 0
     */
    public static double upperQuantile(double upperTail, double df) {
        Arguments.between(upperTail, 0, 1, "upperTail");
        checkDf(df);
        if (df == Double.POSITIVE_INFINITY) {
            return Normal.upperQuantile(upperTail);
        }
        if (upperTail > 0.5) {
            return 0 - upperQuantile(1 - upperTail, df);
        }
        double t = TDistribution.of(df).inverseSurvivalProbability(upperTail);
        return t > FAR ? Double.POSITIVE_INFINITY : t;
    }

    private static void checkDf(double df) {
        if (!(df > 0)) {
            throw new IllegalArgumentException("df is not above 0: " + df);
        }
    }
}
