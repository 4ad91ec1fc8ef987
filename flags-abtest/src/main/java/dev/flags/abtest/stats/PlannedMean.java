package dev.flags.abtest.stats;

/**
 * What is known of a metric before the experiment. Of a ratio of totals: the ratio, and the square root of its variance per unit
 * ({@link RatioOfMeans#summary}).
 *
 * @param mean the baseline
 * @param standardDeviation per unit, above 0
 * @param correlation ρ with a covariate of before that {@link Cuped} takes away, in (−1, 1); 0 without one
 */
public record PlannedMean(double mean, double standardDeviation, double correlation) {

    /** @throws IllegalArgumentException if a number is not in its range */
    public PlannedMean {
        Arguments.finite(mean, "mean");
        Arguments.positive(standardDeviation, "standardDeviation");
        Arguments.between(correlation, -1, 1, "correlation");
    }

    /** Without a covariate. */
    public static PlannedMean of(double mean, double standardDeviation) {
        return new PlannedMean(mean, standardDeviation, 0);
    }

    /** What one unit of the control adds to 1/se², inverted: se² = this / n. */
    double squaredErrorPerUnit(double ratio) {
        return standardDeviation * standardDeviation * (1 - correlation) * (1 + correlation) * (1 + 1 / ratio);
    }
}
