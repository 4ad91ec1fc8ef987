package dev.flags.abtest.stats;

/**
 * The hypergeometric distribution: how many of the marked units are among those drawn. Its tails are logarithms.
 *
 * @param population how many units, at least 1
 * @param marked how many of them are marked
 * @param drawn how many are drawn
 */
record Hypergeometric(long population, long marked, long drawn) {
    /** Terms below this share of the sum no longer count. */
    private static final double NEGLIGIBLE = 0x1p-60;

    long min() {
        return Math.max(0, marked - (population - drawn));
    }

    long max() {
        return Math.min(marked, drawn);
    }

    long mode() {
        return (long) Math.floor((marked + 1.0) * (drawn + 1.0) / (population + 2.0));
    }

    /** ln P(X = k), for k from min to max. */
    double lnProbability(long k) {
        if (drawn == 0 || drawn == population || marked == 0 || marked == population) {
            return 0;
        }
        double p = (double) drawn / population;
        double q = (double) (population - drawn) / population;
        return Stirling.lnBinomial(k, marked, p, q)
                + Stirling.lnBinomial(drawn - k, population - marked, p, q)
                - Stirling.lnBinomial(drawn, population, p, q);
    }

    /** P(X = k + 1) / P(X = k). */
    double ratio(long k) {
        return (double) (marked - k) / (k + 1) * ((double) (drawn - k) / (population - marked - drawn + k + 1));
    }

    /** ln P(X ≥ k). */
    double lnUpperTail(long k) {
        if (k <= min()) {
            return 0;
        }
        if (k > max()) {
            return Double.NEGATIVE_INFINITY;
        }
        return k >= mode() ? lnProbability(k) + Math.log(sumUp(k, 1)) : lnComplement(lnLowerTail(k - 1));
    }

    /** ln P(X ≤ k). */
    double lnLowerTail(long k) {
        if (k >= max()) {
            return 0;
        }
        if (k < min()) {
            return Double.NEGATIVE_INFINITY;
        }
        return k < mode() ? lnProbability(k) + Math.log(sumDown(k, 1)) : lnComplement(lnUpperTail(k + 1));
    }

    /** ln E[ψˣ], from ln ψ: what makes Fisher's noncentral distribution add up to 1. */
    double lnMeanPower(double lnPsi) {
        double psi = Math.exp(lnPsi);
        long peak = peak(psi);
        return lnProbability(peak) + peak * lnPsi + Math.log(sumUp(peak, psi) + sumDown(peak, psi) - 1);
    }

    /** The smallest count from which on P(X = k) ψᵏ only falls. */
    private long peak(double psi) {
        long low = min();
        long high = max();
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (ratio(middle) * psi > 1) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Σ P(X = i) ψⁱ over i ≥ k, relative to its first term, from a k on from which the terms fall. */
    private double sumUp(long k, double psi) {
        double term = 1;
        double sum = 1;
        for (long i = k; i < max() && term > NEGLIGIBLE * sum; i++) {
            term *= ratio(i) * psi;
            sum += term;
        }
        return sum;
    }

    /** The same over i ≤ k, from a k on below which the terms fall. */
    private double sumDown(long k, double psi) {
        double term = 1;
        double sum = 1;
        for (long i = k; i > min() && term > NEGLIGIBLE * sum; i--) {
            term /= ratio(i - 1) * psi;
            sum += term;
        }
        return sum;
    }

    /** ln(1 − eˣ), for x at most 0. */
    static double lnComplement(double x) {
        return x > -0.7 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
    }

    /** ln(eˣ + eʸ). */
    static double lnSum(double x, double y) {
        double larger = Math.max(x, y);
        return larger == Double.NEGATIVE_INFINITY ? larger : larger + Math.log1p(Math.exp(Math.min(x, y) - larger));
    }
}
