package dev.flags.bucketing;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * Where each variant ends, in another system's own numbers: shards, per cent, fractions.
 *
 * <p>A variant of weight 0 has no place and is never found, whatever number is looked up.
 */
final class Bounds {
    private static final int MISS = -1;

    private final double[] ends;
    private final int[] variants;

    private Bounds(double[] ends, int[] variants) {
        this.ends = ends;
        this.variants = variants;
    }

    /**
     * Ends added up from the size of each variant, in doubles and in order of declaration, as most systems do. The
     * rounding of those additions is part of their behaviour: .1 + .2 ends above .3.
     *
     * @param size from a weight in thousandths of a percent to the other system's number
     */
    static Bounds summed(List<Integer> weights, IntToDoubleFunction size) {
        requireWeights(weights);
        double[] ends = new double[weights.size()];
        double end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += size.applyAsDouble(weights.get(i));
            ends[i] = end;
        }
        return of(weights, ends);
    }

    /** Ends added up like {@link #summed}, but in floats and as fractions of 1. */
    static Bounds summedInFloats(List<Integer> weights) {
        requireWeights(weights);
        double[] ends = new double[weights.size()];
        float end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += (float) weights.get(i) / Bucketing.SCALE;
            ends[i] = end;
        }
        return of(weights, ends);
    }

    /**
     * Ends in a system that has {@code total} whole buckets. A third of 99 buckets is 33 although 33.333 % are not quite
     * that, so ends are rounded; but only by what a weight's third decimal can be off.
     *
     * @throws IllegalArgumentException if a weight is no whole number of buckets
     */
    static Bounds whole(Dialect dialect, List<Integer> weights, int total) {
        requireWeights(weights);
        double[] ends = new double[weights.size()];
        double tolerance = 0;
        long sum = 0;
        for (int i = 0; i < ends.length; i++) {
            sum += weights.get(i);
            tolerance += weights.get(i) == 0 ? 0 : .5 * total / Bucketing.SCALE;
            double exact = (double) sum * total / Bucketing.SCALE;
            ends[i] = Math.rint(exact);
            if (Math.abs(exact - ends[i]) > tolerance + 1e-9) {
                throw new IllegalArgumentException("dialect \"" + dialect.name() + "\" has " + total
                        + " buckets here: the weights up to the variant at " + i + " add up to " + sum / 1000.
                        + " %, which is " + exact + " of them and not a whole number");
            }
        }
        return of(weights, ends);
    }

    /** The given end of each variant, without those of weight 0. */
    private static Bounds of(List<Integer> weights, double[] ends) {
        int[] variants = new int[ends.length];
        double[] taken = new double[ends.length];
        int count = 0;
        for (int i = 0; i < ends.length; i++) {
            if (weights.get(i) > 0) {
                variants[count] = i;
                taken[count++] = ends[i];
            }
        }
        return new Bounds(Arrays.copyOf(taken, count), Arrays.copyOf(variants, count));
    }

    /** The same variants with other sizes, added up anew. */
    Bounds resized(DoubleUnaryOperator size) {
        double[] resized = new double[ends.length];
        double end = 0;
        for (int k = 0; k < ends.length; k++) {
            end += size.applyAsDouble(k == 0 ? ends[0] : ends[k] - ends[k - 1]);
            resized[k] = end;
        }
        return new Bounds(resized, variants);
    }

    private static void requireWeights(List<Integer> weights) {
        long sum = 0;
        for (int weight : weights) {
            if (weight < 0) {
                throw new IllegalArgumentException("weights must not be negative: " + weights);
            }
            sum += weight;
        }
        if (sum > Bucketing.SCALE) {
            throw new IllegalArgumentException("weights add up to more than " + Bucketing.SCALE + ": " + weights);
        }
    }

    /** The first variant that ends above {@code number}, or -1. */
    int below(double number) {
        for (int k = 0; k < ends.length; k++) {
            if (number < ends[k]) {
                return variants[k];
            }
        }
        return MISS;
    }

    /** The first variant that ends at {@code number} or above, or -1. */
    int upTo(double number) {
        for (int k = 0; k < ends.length; k++) {
            if (number <= ends[k]) {
                return variants[k];
            }
        }
        return MISS;
    }

    /** The last variant that has a weight; there must be one. */
    int last() {
        return variants[variants.length - 1];
    }
}
