package dev.flags.abtest.stats;

/**
 * What is believed of a share of successes: Beta(a, b).
 *
 * @param a above 0; successes and what the prior adds to them
 * @param b above 0; failures and what the prior adds to them
 */
public record BetaPosterior(double a, double b) {
    /** All shares alike. */
    public static final BetaPosterior UNIFORM = new BetaPosterior(1, 1);

    /** Jeffreys' prior: invariant, and with less weight than one observation. */
    public static final BetaPosterior JEFFREYS = new BetaPosterior(0.5, 0.5);

    private static final double LN_2PI = Math.log(2 * Math.PI);

    /** @throws IllegalArgumentException if a parameter is not above 0 */
    public BetaPosterior {
        Arguments.positive(a, "a");
        Arguments.positive(b, "b");
    }

    /** After more was seen; what this is is the prior. */
    public BetaPosterior after(Proportion seen) {
        return new BetaPosterior(a + seen.successes(), b + seen.failures());
    }

    public double mean() {
        return a / (a + b);
    }

    /**
     * The credible interval with the same probability on both sides of it.
     *
     * @param alpha 1 minus its probability, in (0, 1)
     */
    public Interval credibleInterval(double alpha) {
        Arguments.between(alpha, 0, 1, "alpha");
        return new Interval(Beta.quantile(alpha / 2, a, b), 1 - Beta.quantile(alpha / 2, b, a));
    }

    /** On the scale of log-odds, where it is smooth everywhere and has no ends. */
    Curve curve() {
        return new LogOdds(a, b);
    }

    /** 1 / (1 + e⁻ᵘ): the share at log-odds u; that at −u is the rest. */
    static double share(double u) {
        return 1 / (1 + Math.exp(-u));
    }

    private record LogOdds(double a, double b) implements Curve {
        /** Within π/2 of the real line it does not grow: with steps of half of this, the error is below e^(−4π²). */
        private static final double WIDEST = 0.5;

        /** xᵃ(1−x)ᵇ/B(a, b) by Stirling's formula and deviances: exact for large a and b too. */
        @Override
        public double lnDensity(double u) {
            double n = a + b;
            return (Math.log(a) + Math.log(b / n) - LN_2PI) / 2
                    - Stirling.deviance(a, n * share(u))
                    - Stirling.deviance(b, n * share(-u))
                    - Stirling.error(a)
                    - Stirling.error(b)
                    + Stirling.error(n);
        }

        @Override
        public double lnBelow(double u) {
            return Beta.lnCdf(share(u), share(-u), a, b);
        }

        @Override
        public double lnAbove(double u) {
            return Beta.lnCdf(share(-u), share(u), b, a);
        }

        @Override
        public double centre() {
            return Math.log(a / b);
        }

        @Override
        public double scale() {
            return Math.min(Math.sqrt(1 / a + 1 / b), WIDEST);
        }
    }
}
