package dev.flags.abtest.stats;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Quantiles of one arm, with intervals that assume nothing of the distribution. The values must be independent: those of events
 * of the same users are not, and their interval is too narrow. Quantiles cannot be merged or averaged.
 */
public final class Quantiles {
    private Quantiles() {}

    /**
     * A quantile and its interval between order statistics.
     *
     * @param value the sample quantile, see {@link #type7}
     * @param lower the lower end; empty if the sample is too small to have one
     * @param upper the upper end; empty if the sample is too small: a p99 needs 368 values at 95 %
     * @param lowerRank which value, counted from 1 in ascending order, the lower end is
     * @param upperRank which value the upper end is
     * @param coverage the exact confidence of the interval, at least 1 − α; empty if an end is missing
     */
    public record Estimate(
            double value,
            OptionalDouble lower,
            OptionalDouble upper,
            OptionalInt lowerRank,
            OptionalInt upperRank,
            OptionalDouble coverage) {
        public Estimate {
            Objects.requireNonNull(lower, "lower");
            Objects.requireNonNull(upper, "upper");
            Objects.requireNonNull(lowerRank, "lowerRank");
            Objects.requireNonNull(upperRank, "upperRank");
            Objects.requireNonNull(coverage, "coverage");
        }
    }

    /**
     * The sample quantile by linear interpolation of order statistics: type 7 of Hyndman and Fan, the default of R and numpy.
     *
     * @param values in any order, at least one
     * @param q which quantile, in [0, 1]
     * @throws IllegalArgumentException if there is no value, one is not finite, or q is not in [0, 1]
     */
    public static double type7(double[] values, double q) {
        return ofSorted(sorted(values), Arguments.probability(q, "q"));
    }

    static double ofSorted(double[] sorted, double q) {
        double position = (sorted.length - 1) * q;
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /**
     * A quantile with its exact interval: the number of values below the true quantile is binomial, so each end is the order
     * statistic whose binomial tail is at most α/2.
     *
     * @param q which quantile, in (0, 1)
     * @param alpha 1 minus the confidence, in (0, 1)
     * @throws IllegalArgumentException if there is no value, one is not finite, or q or alpha is not in (0, 1)
     */
    public static Estimate estimate(double[] values, double q, double alpha) {
        Arguments.between(q, 0, 1, "q");
        double tail = Arguments.between(alpha, 0, 1, "alpha") / 2;
        double[] sorted = sorted(values);
        BinomialDistribution below = BinomialDistribution.of(sorted.length, q);
        OptionalInt lower = lowerRank(below, tail);
        OptionalInt upper = upperRank(below, tail);
        OptionalDouble coverage = lower.isPresent() && upper.isPresent()
                ? OptionalDouble.of(below.probability(lower.getAsInt() - 1, upper.getAsInt() - 1))
                : OptionalDouble.empty();
        return new Estimate(ofSorted(sorted, q), at(sorted, lower), at(sorted, upper), lower, upper, coverage);
    }

    /** The largest rank with P(B &lt; rank) ≤ tail. */
    private static OptionalInt lowerRank(BinomialDistribution below, double tail) {
        int rank = below.inverseCumulativeProbability(tail) + 1;
        while (rank > 0 && below.cumulativeProbability(rank - 1) > tail) {
            rank--;
        }
        return rank == 0 ? OptionalInt.empty() : OptionalInt.of(rank);
    }

    /** The smallest rank with P(B ≥ rank) ≤ tail. */
    private static OptionalInt upperRank(BinomialDistribution below, double tail) {
        int n = below.getNumberOfTrials();
        int rank = Math.max(1, below.inverseSurvivalProbability(tail));
        while (rank <= n && below.survivalProbability(rank - 1) > tail) {
            rank++;
        }
        return rank > n ? OptionalInt.empty() : OptionalInt.of(rank);
    }

    private static OptionalDouble at(double[] sorted, OptionalInt rank) {
        return rank.isPresent() ? OptionalDouble.of(sorted[rank.getAsInt() - 1]) : OptionalDouble.empty();
    }

    static double[] sorted(double[] values) {
        double[] sorted = Arguments.finite(values, "values");
        Arguments.atLeast(sorted.length, 1, "number of values");
        Arrays.sort(sorted);
        return sorted;
    }
}
