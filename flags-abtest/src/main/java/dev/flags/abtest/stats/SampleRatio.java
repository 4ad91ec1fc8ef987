package dev.flags.abtest.stats;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Checks that arms are as large, relative to one another, as their weights say. A mismatch means that units were lost, counted
 * twice or assigned wrongly, so that no comparison of the arms means anything. Weights are those at the time of exposure.
 *
 * <p>{@link #test} is for one look, at the time of the decision, at a level of {@value #ALPHA}; {@link #evidence} is for looking
 * while the experiment runs.
 */
public final class SampleRatio {
    /** The level that the field has settled on: {@value}. A healthy experiment is stopped by it once in a thousand times. */
    public static final double ALPHA = 0.001;

    private SampleRatio() {}

    /**
     * Pearson's χ² test of the counts: {@code Σ (x − n w)² / (n w)}. Arms of weight 0 without units are left out.
     *
     * @param counts units of each arm
     * @param weights of each arm, in any unit: 1 and 1, or 50 and 50
     * @return {@link Status#NO_DATA} without units, {@link Status#UNEXPECTED_ARM} if an arm of weight 0 has some, which is a
     *     mismatch by itself
     * @throws IllegalArgumentException if the arrays have different lengths, a count or a weight is negative, or fewer than two
     *     weights are above 0
     */
    public static Outcome<ChiSquareResult> test(long[] counts, double[] weights) {
        return checked(counts, weights).map(Arms::chiSquare);
    }

    /**
     * The evidence against the weights so far, valid at every look: the Bayes factor of shares that are Dirichlet-distributed
     * about the weights, against the weights themselves. It is an e-value, so that it reaches 1/α with a probability of at most α
     * as long as the weights hold.
     *
     * <p>{@code ln Γ(K) − ln Γ(K+n) + Σ [ln Γ(aᵢ+xᵢ) − ln Γ(aᵢ)] − Σ xᵢ ln wᵢ} with {@code aᵢ = K wᵢ}. Source: M. Lindon and A.
     * Malek, "Anytime-valid inference for multinomial count data", NeurIPS 2022.
     *
     * @param concentration K, above 0: how near to the weights a mismatch is expected to be; 1 is indifferent, 10 000 looks for
     *     deviations of about a percent. Fixed before the experiment starts
     * @return as {@link #test}
     */
    public static Outcome<EValue> evidence(long[] counts, double[] weights, double concentration) {
        Arguments.positive(concentration, "concentration");
        return checked(counts, weights).map(arms -> arms.evidence(concentration));
    }

    private static Outcome<Arms> checked(long[] counts, double[] weights) {
        Objects.requireNonNull(counts, "counts");
        if (counts.length != Arguments.finite(weights, "weights").length) {
            throw new IllegalArgumentException(
                    "counts and weights have different lengths: " + counts.length + ", " + weights.length);
        }
        Arrays.stream(counts).forEach(count -> Arguments.atLeast(count, 0, "count"));
        Arrays.stream(weights).forEach(weight -> Arguments.notNegative(weight, "weight"));
        int[] expected =
                IntStream.range(0, weights.length).filter(i -> weights[i] > 0).toArray();
        Arguments.atLeast(expected.length, 2, "number of weights above 0");
        long n = LongStream.of(counts).sum();
        long inExpected = Arrays.stream(expected).mapToLong(i -> counts[i]).sum();
        if (n > inExpected) {
            return Outcome.none(Status.UNEXPECTED_ARM, (n - inExpected) + " units are in arms of weight 0");
        }
        if (n == 0) {
            return Outcome.none(Status.NO_DATA, "no unit");
        }
        return Outcome.of(new Arms(
                Arrays.stream(expected).mapToDouble(i -> counts[i]).toArray(),
                Arrays.stream(expected).mapToDouble(i -> weights[i]).toArray()));
    }

    /** Arms of a weight above 0, of which at least one has a unit. */
    private static final class Arms {
        private final double[] counts;
        private final double[] weights;
        private final double units;
        private final double weight;

        Arms(double[] counts, double[] weights) {
            this.counts = counts;
            this.weights = weights;
            this.units = Arrays.stream(counts).sum();
            this.weight = Arrays.stream(weights).sum();
        }

        ChiSquareResult chiSquare() {
            double statistic = IntStream.range(0, counts.length)
                    .mapToDouble(i -> {
                        double scaled = counts[i] * weight - units * weights[i];
                        return scaled / weight * (scaled / (units * weights[i]));
                    })
                    .sum();
            return ChiSquareResult.of(statistic, counts.length - 1);
        }

        EValue evidence(double concentration) {
            double[] prior = IntStream.range(0, weights.length)
                    .mapToDouble(i -> concentration * weights[i] / weight)
                    .toArray();
            double[] posterior = IntStream.range(0, counts.length)
                    .mapToDouble(i -> prior[i] + counts[i])
                    .toArray();
            return new EValue(lnWeight(posterior, concentration + units) - lnWeight(prior, concentration));
        }

        /**
         * Σ ln Γ(oᵢ) − ln Γ(o) − Σ oᵢ ln wᵢ with Stirling's formula, less what is the same for all: the large terms are left as
         * deviances, which do not cancel.
         */
        private double lnWeight(double[] shapes, double sum) {
            double ln = Math.log(sum) / 2 - Stirling.error(sum);
            for (int i = 0; i < shapes.length; i++) {
                ln += Stirling.deviance(shapes[i], sum * weights[i] / weight)
                        - Math.log(shapes[i]) / 2
                        + Stirling.error(shapes[i]);
            }
            return ln;
        }
    }
}
