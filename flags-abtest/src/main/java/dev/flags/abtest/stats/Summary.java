package dev.flags.abtest.stats;

/**
 * What a test of means needs of one arm.
 *
 * @param n how many units, at least 0
 * @param mean the mean; 0 if there is no unit
 * @param meanLow what the mean has beyond the digits of {@code mean}; 0 where that is not known. Means of 1e12 that differ by
 *     1e-6 are told apart by it
 * @param variance the variance with n − 1, at least 0; 0 if there are fewer than two units
 */
public record Summary(long n, double mean, double meanLow, double variance) {
    /** @throws IllegalArgumentException if {@code n} or {@code variance} is negative, or a value is not finite */
    public Summary {
        Arguments.atLeast(n, 0, "n");
        Arguments.finite(mean, "mean");
        Arguments.finite(meanLow, "meanLow");
        Arguments.notNegative(variance, "variance");
    }

    public static Summary of(long n, double mean, double variance) {
        return new Summary(n, mean, 0, variance);
    }

    /** The same spread about a mean that is larger by an amount, with the digits that a {@code double} has no room for. */
    Summary shifted(double amount) {
        double sum = mean + amount;
        double before = sum - amount;
        double lost = (mean - before) + (amount - (sum - before));
        return new Summary(n, sum, meanLow + lost, variance);
    }

    /** Of the same units' values times a factor. */
    Summary scaled(double factor) {
        return new Summary(n, mean * factor, meanLow * factor, variance * factor * factor);
    }

    Summary withVariance(double other) {
        return new Summary(n, mean, meanLow, other);
    }

    /** The squared standard error of the mean. */
    double squaredError() {
        return variance / n;
    }

    /** The mean of the treatment minus that of the control. */
    static double difference(Summary control, Summary treatment) {
        return (treatment.mean - control.mean) + (treatment.meanLow - control.meanLow);
    }
}
