package dev.flags.abtest.stats;

/**
 * How much of the level may have been spent at a time, by Lan and DeMets. Time is information: the share of the planned number of
 * units, from 0 to 1.
 *
 * <p>Source: K. Lan and D. DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70, 1983.
 */
public sealed interface AlphaSpending {

    /**
     * What is spent up to a time, of one side's level.
     *
     * @param time in (0, 1]
     * @param alpha the level of one side, in (0, 1)
     */
    double spent(double time, double alpha);

    /** Like O'Brien and Fleming's bounds: {@code 2 − 2Φ(z_{α/2}/√t)}. Hardly anything early; the last look costs little. */
    record ObrienFleming() implements AlphaSpending {
        @Override
        public double spent(double time, double alpha) {
            return 2 * Normal.survival(Normal.upperQuantile(alpha / 2) / Math.sqrt(time));
        }
    }

    /** Like Pocock's bounds: {@code α ln(1 + (e − 1)t)}. About as strict at every look. */
    record Pocock() implements AlphaSpending {
        @Override
        public double spent(double time, double alpha) {
            return alpha * Math.log1p((Math.E - 1) * time);
        }
    }

    /**
     * By a power of time: {@code α t^φ}. 1 is near Pocock's, 3 near O'Brien and Fleming's.
     *
     * @param exponent φ, above 0
     */
    record Power(double exponent) implements AlphaSpending {
        /** @throws IllegalArgumentException if {@code exponent} is not above 0 */
        public Power {
            Arguments.positive(exponent, "exponent");
        }

        @Override
        public double spent(double time, double alpha) {
            return alpha * Math.pow(time, exponent);
        }
    }
}
