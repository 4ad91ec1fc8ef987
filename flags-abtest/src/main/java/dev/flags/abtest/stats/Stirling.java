package dev.flags.abtest.stats;

import org.apache.commons.numbers.gamma.LogGamma;

/**
 * The parts of Stirling's formula, of which probabilities of counts are made without the cancellation of differences of ln Γ.
 * At counts of 1e9 such a difference has lost nine digits.
 *
 * <p>{@code ln Γ(x) = (x − ½) ln x − x + ½ ln 2π + error(x)}. Source: C. Loader, "Fast and accurate computation of binomial
 * probabilities", 2000.
 */
final class Stirling {
    private static final double LN_2PI = Math.log(2 * Math.PI);
    private static final double SERIES_FROM = 16;

    private Stirling() {}

    /** What Stirling's formula leaves out of ln Γ(x), and as well of ln x! with x + ½ in place of x − ½; x above 0. */
    static double error(double x) {
        if (x < SERIES_FROM) {
            return LogGamma.value(x) - (x - 0.5) * Math.log(x) + x - LN_2PI / 2;
        }
        double square = x * x;
        return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square) / square) / square)
                / x;
    }

    /** x ln(x/mean) + mean − x, at least 0; by a series where x is near the mean. Both above 0, or x = 0. */
    static double deviance(double x, double mean) {
        if (x == 0) {
            return mean;
        }
        double difference = x - mean;
        if (!(Math.abs(difference) <= 0.1 * (x + mean))) {
            return x * Math.log(x / mean) + mean - x;
        }
        double v = difference / (x + mean);
        double term = 2 * x * v;
        double sum = difference * v;
        for (int j = 1; ; j++) {
            term *= v * v;
            double next = sum + term / (2 * j + 1);
            if (next == sum) {
                return sum;
            }
            sum = next;
        }
    }

    /** ln of the binomial probability of x successes among n, with p and q = 1 − p given separately; both in (0, 1). */
    static double lnBinomial(long successes, long trials, double p, double q) {
        double x = successes;
        double n = trials;
        double rest = trials - successes;
        if (x == 0 || rest == 0) {
            return n * (x == 0 ? lnOneMinus(p, q) : lnOneMinus(q, p));
        }
        return error(n)
                - error(x)
                - error(rest)
                - deviance(x, n * p)
                - deviance(rest, n * q)
                - (LN_2PI + Math.log(x) + Math.log(rest / n)) / 2;
    }

    private static double lnOneMinus(double p, double q) {
        return p < 0.5 ? Math.log1p(-p) : Math.log(q);
    }
}
