package dev.flags.abtest.stats;

/** Intervals for one share of successes. Both exist at 0 and at 1, where the plain normal interval has no width. */
public final class OneProportion {
    private OneProportion() {}

    /**
     * Wilson's score interval: the shares that a z test with their own variance does not reject. Its coverage is 1 − α on
     * average, at any size.
     *
     * <p>The roots π of {@code (p − π)² = z² π(1 − π)/n}. Source: E. B. Wilson, JASA 22, 1927.
     *
     * @param alpha 1 minus the confidence, in (0, 1)
     * @return {@link Status#NO_DATA} without units
     */
    public static Outcome<Interval> wilson(Proportion proportion, double alpha) {
        double z = Normal.upperQuantile(Arguments.between(alpha, 0, 1, "alpha") / 2);
        return proportion.n() == 0 ? noUnits() : Outcome.of(wilsonWith(z, proportion));
    }

    /** With a critical value; of a proportion that has units. */
    static Interval wilsonWith(double z, Proportion proportion) {
        double p = proportion.share();
        double perUnit = z * z / proportion.n();
        double sum = 2 * p + perUnit + Math.sqrt(perUnit * (perUnit + 4 * proportion.spread()));
        // The roots' product is p²/(1 + z²/n), so that the lower one needs no difference of nearly equal terms.
        return new Interval(2 * p * p / sum, proportion.failures() == 0 ? 1 : sum / (2 * (1 + perUnit)));
    }

    /**
     * Clopper and Pearson's exact interval: the shares whose binomial tails are both above α/2. Its coverage is at least 1 − α
     * always, and more than that mostly.
     *
     * <p>From the quantile α/2 of Beta(x, n−x+1) to the quantile 1 − α/2 of Beta(x+1, n−x). Source: C. J. Clopper and E. S.
     * Pearson, Biometrika 26, 1934.
     *
     * @param alpha 1 minus the confidence, in (0, 1)
     * @return {@link Status#NO_DATA} without units
     */
    public static Outcome<Interval> clopperPearson(Proportion proportion, double alpha) {
        double tail = Arguments.between(alpha, 0, 1, "alpha") / 2;
        if (proportion.n() == 0) {
            return noUnits();
        }
        double x = proportion.successes();
        double rest = proportion.failures();
        return Outcome.of(new Interval(
                x == 0 ? 0 : Beta.quantile(tail, x, rest + 1), rest == 0 ? 1 : 1 - Beta.quantile(tail, rest, x + 1)));
    }

    static <T> Outcome<T> noUnits() {
        return Outcome.none(Status.NO_DATA, "an arm has no unit");
    }
}
