package dev.flags.abtest.stats;

/**
 * A ratio of two means, in whose neighbourhood it is linear: unit i contributes {@code (nᵢ − r dᵢ) / d̄}, whose mean is 0 and
 * whose variance is that of the ratio per unit.
 */
record Linearized(JointMoments arm, int numerator, int denominator, double value) {
    /** Below this share of its terms, a variance is rounding. */
    private static final double ROUNDING = 0x1p-48;

    /** Of two variables of an arm. */
    static Outcome<Linearized> of(JointMoments arm, int numerator, int denominator) {
        if (arm.n() < 2) {
            return Outcome.none(Status.TOO_FEW, "fewer than two units in an arm: " + arm.n());
        }
        double denominatorSum = arm.sum(denominator);
        if (denominatorSum == 0) {
            return Outcome.none(Status.ZERO_DENOMINATOR, "the denominators of an arm add up to 0");
        }
        return Outcome.of(new Linearized(arm, numerator, denominator, arm.sum(numerator) / denominatorSum));
    }

    /** The ratio in the place of the mean, with its variance per unit. */
    Summary summary() {
        return Summary.of(arm.n(), value, covariance(this));
    }

    /** With another ratio of the same units, or with itself: then the variance per unit. */
    double covariance(Linearized other) {
        double first = arm.covariance(numerator, other.numerator);
        double second = value * arm.covariance(denominator, other.numerator);
        double third = other.value * arm.covariance(numerator, other.denominator);
        double fourth = value * other.value * arm.covariance(denominator, other.denominator);
        double sum = first - second - third + fourth;
        double size = Math.abs(first) + Math.abs(second) + Math.abs(third) + Math.abs(fourth);
        double scale = arm.mean(denominator) * arm.mean(other.denominator);
        return Math.abs(sum) <= ROUNDING * size ? 0 : sum / scale;
    }
}
