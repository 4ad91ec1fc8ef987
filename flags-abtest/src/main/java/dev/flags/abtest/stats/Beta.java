package dev.flags.abtest.stats;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.apache.commons.statistics.distribution.BetaDistribution;

/** The beta distribution on [0, 1] with positive shapes a and b, and the incomplete beta function. */
public final class Beta {
    /** Above it, a tail still has all digits of a {@code double}. */
    static final double TINY = 1e-290;

    private static final int MAX_TERMS = 1_000_000;
    private static final double SMALLEST_DIVISOR = 1e-300;

    private Beta() {}

    /**
     * P(X ≤ x) = I(x; a, b).
     *
     * @throws IllegalArgumentException if x is not in [0, 1], or a shape is not above 0
     */
    public static double cdf(double x, double a, double b) {
        check(x, a, b);
        return RegularizedBeta.value(x, a, b);
    }

    /**
     * P(X &gt; x).
     *
     * @throws IllegalArgumentException if x is not in [0, 1], or a shape is not above 0
     */
    public static double survival(double x, double a, double b) {
        check(x, a, b);
        return RegularizedBeta.complement(x, a, b);
    }

    /**
     * ln P(X ≤ x), finite where the probability itself underflows.
     *
     * @param y 1 − x, which has digits that x has lost where it is near 1
     */
    static double lnCdf(double x, double y, double a, double b) {
        double below = lower(x, y, a, b);
        if (below < 0.5) {
            return below > TINY ? Math.log(below) : lnByContinuedFraction(x, Math.log(x), Math.log1p(-x), a, b);
        }
        return Math.log1p(-lower(y, x, b, a));
    }

    /** I(x; a, b), from whichever of x and y = 1 − x is smaller. */
    private static double lower(double x, double y, double a, double b) {
        return x <= y ? RegularizedBeta.value(x, a, b) : RegularizedBeta.complement(y, b, a);
    }

    /**
     * The value that is exceeded with probability 1 − p.
     *
     * @param p the probability below, in [0, 1]
     * @throws IllegalArgumentException if p is not in [0, 1], or a shape is not above 0
     */
    public static double quantile(double p, double a, double b) {
        check(p, a, b);
        return BetaDistribution.of(a, b).inverseCumulativeProbability(p);
    }

    /**
     * ln I(x; a, b) for x well below the mean, where the value itself underflows.
     *
     * @param lnX ln x, which has digits that x has lost where it is near 1
     * @param ln1MinusX ln(1 − x)
     */
    static double lnByContinuedFraction(double x, double lnX, double ln1MinusX, double a, double b) {
        return a * lnX + b * ln1MinusX - Math.log(a) - LogBeta.value(a, b) + Math.log(continuedFraction(x, a, b));
    }

    /** Lentz's method on DLMF 8.17.22. */
    private static double continuedFraction(double x, double a, double b) {
        double c = 1;
        double d = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
        double fraction = d;
        for (int m = 1; m < MAX_TERMS; m++) {
            double even = m * (b - m) * x / ((a - 1 + 2.0 * m) * (a + 2.0 * m));
            d = 1 / awayFromZero(1 + even * d);
            c = awayFromZero(1 + even / c);
            fraction *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 1 + 2.0 * m));
            d = 1 / awayFromZero(1 + odd * d);
            c = awayFromZero(1 + odd / c);
            fraction *= d * c;
            if (Math.abs(d * c - 1) < Math.ulp(1.0)) {
                break;
            }
        }
        return fraction;
    }

    private static double awayFromZero(double value) {
        return Math.abs(value) < SMALLEST_DIVISOR ? SMALLEST_DIVISOR : value;
    }

    private static void check(double probability, double a, double b) {
        Arguments.probability(probability, "x");
        Arguments.positive(a, "a");
        Arguments.positive(b, "b");
    }
}
