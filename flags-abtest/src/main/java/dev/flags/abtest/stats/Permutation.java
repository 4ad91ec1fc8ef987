package dev.flags.abtest.stats;

import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The permutation test of the difference in means: how many of the ways to deal the values out to arms of these sizes give a
 * difference as large as the observed one. Assumes nothing of the distribution but that the arms have the same one. For one look.
 *
 * <p>Differences that rounding tells apart by less than 1e-12 of the values' size count as equal.
 */
public final class Permutation {
    /** How many ways to deal the values out {@link #exact} tries at most. */
    public static final long MAX_PERMUTATIONS = 10_000_000;

    private static final double SAME = 1e-12;

    private Permutation() {}

    /**
     * What the test says.
     *
     * @param estimate the observed difference, treatment minus control
     * @param p the p-value for the alternative; two-sided, by the size of the difference
     * @param permutations how many ways to deal the values out were tried
     * @param alternative on which side a difference was looked for
     */
    public record Result(double estimate, PValue p, long permutations, Alternative alternative) {
        public Result {
            Objects.requireNonNull(p, "p");
            Objects.requireNonNull(alternative, "alternative");
        }
    }

    /**
     * Tries all ways.
     *
     * @return {@link Status#NO_DATA} if an arm is empty, {@link Status#TOO_MANY} if there are more than
     *     {@value #MAX_PERMUTATIONS} ways
     * @throws IllegalArgumentException if a value is NaN or infinite
     */
    public static Outcome<Result> exact(double[] control, double[] treatment, Alternative alternative) {
        Deal deal = new Deal(control, treatment, alternative);
        if (deal.isEmpty()) {
            return OneProportion.noUnits();
        }
        double ways = ways(control.length + treatment.length, treatment.length);
        if (ways > MAX_PERMUTATIONS) {
            return Outcome.none(
                    Status.TOO_MANY, "more than " + MAX_PERMUTATIONS + " ways to deal the values out: " + ways);
        }
        long extreme = deal.extremeOfAll(0, treatment.length, 0);
        return Outcome.of(deal.result((double) extreme / ways, Math.round(ways)));
    }

    /**
     * Tries random ways. The observed one is counted among them, so that p is never 0: (extreme + 1) / (tried + 1).
     *
     * @param tries how many, at least 1; the smallest possible p-value is 1 / (tries + 1)
     * @return {@link Status#NO_DATA} if an arm is empty
     * @throws IllegalArgumentException if a value is NaN or infinite
     */
    public static Outcome<Result> random(
            double[] control, double[] treatment, Alternative alternative, int tries, RandomGenerator random) {
        Arguments.atLeast(tries, 1, "tries");
        Deal deal = new Deal(control, treatment, alternative);
        if (deal.isEmpty()) {
            return OneProportion.noUnits();
        }
        long extreme = 0;
        for (int i = 0; i < tries; i++) {
            extreme += deal.isExtreme(deal.randomSum(random)) ? 1 : 0;
        }
        return Outcome.of(deal.result((extreme + 1.0) / (tries + 1.0), tries));
    }

    private static double ways(int n, int k) {
        double ways = 1;
        for (int i = 1; i <= k && ways <= 2.0 * MAX_PERMUTATIONS; i++) {
            ways = ways * (n - k + i) / i;
        }
        return ways;
    }

    /** All values, and which sums of the treatment's are as extreme as the observed one. */
    private static final class Deal {
        private final double[] values;
        private final int inTreatment;
        private final Alternative alternative;
        private final double total;
        private final double tolerance;
        private final double observed;

        Deal(double[] control, double[] treatment, Alternative alternative) {
            double[] first = Arguments.finite(control, "control");
            double[] second = Arguments.finite(treatment, "treatment");
            this.values = new double[first.length + second.length];
            System.arraycopy(second, 0, values, 0, second.length);
            System.arraycopy(first, 0, values, second.length, first.length);
            double pivot = values.length == 0 ? 0 : values[0];
            for (int i = 0; i < values.length; i++) {
                values[i] -= pivot; // differences of means know nothing of an offset, and rounding does
            }
            this.inTreatment = second.length;
            this.alternative = Objects.requireNonNull(alternative, "alternative");
            this.total = sum(values.length);
            double size = 0;
            for (double value : values) {
                size += Math.abs(value);
            }
            this.tolerance = SAME * size / Math.max(1, Math.min(first.length, second.length));
            this.observed = difference(sum(inTreatment));
        }

        boolean isEmpty() {
            return inTreatment == 0 || inTreatment == values.length;
        }

        Result result(double p, long permutations) {
            return new Result(observed, PValue.of(p), permutations, alternative);
        }

        /** Of all choices of {@code left} more values from {@code index} on, how many are extreme. */
        long extremeOfAll(int index, int left, double sum) {
            if (left == 0) {
                return isExtreme(sum) ? 1 : 0;
            }
            long extreme = 0;
            for (int i = index; i <= values.length - left; i++) {
                extreme += extremeOfAll(i + 1, left - 1, sum + values[i]);
            }
            return extreme;
        }

        double randomSum(RandomGenerator random) {
            for (int i = 0; i < inTreatment; i++) {
                int j = random.nextInt(i, values.length);
                double swapped = values[i];
                values[i] = values[j];
                values[j] = swapped;
            }
            return sum(inTreatment);
        }

        boolean isExtreme(double treatmentSum) {
            double difference = difference(treatmentSum);
            return switch (alternative) {
                case GREATER -> difference >= observed - tolerance;
                case LESS -> difference <= observed + tolerance;
                case TWO_SIDED -> Math.abs(difference) >= Math.abs(observed) - tolerance;
            };
        }

        private double difference(double treatmentSum) {
            return treatmentSum / inTreatment - (total - treatmentSum) / (values.length - inTreatment);
        }

        private double sum(int count) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += values[i];
            }
            return sum;
        }
    }
}
