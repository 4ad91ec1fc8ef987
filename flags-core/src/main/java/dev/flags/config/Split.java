package dev.flags.config;

import com.google.common.collect.ImmutableMap;
import dev.flags.bucketing.Dialect;
import dev.flags.internal.JsonPointer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A division of the units among variants. Who gets what follows from a hash of the unit, so that a unit always gets the
 * same variant, and a change of the weights moves only the units that have to move.
 *
 * @param weights the share of each variant in order of declaration, or null if only ranges are given; what is missing to
 *     100 % is a gap
 * @param ranges the slots of each variant, or null if they follow from the weights
 * @param salt what the unit is hashed with, or null for the flag's
 * @param bucketBy the attributes whose value is the unit, the first that is present; empty for the flag's
 * @param layer the layer that decides who takes part at all, or null
 * @param stopOnMiss whether a unit in no range gets the off variant, instead of going on to the next step
 * @param dialect another system's bucketing, or null for ours
 */
public record Split(
        @Nullable Map<String, Percentage> weights,
        @Nullable List<SlotRange> ranges,
        @Nullable String salt,
        List<String> bucketBy,
        @Nullable String layer,
        boolean stopOnMiss,
        @Nullable Dialect dialect)
        implements Serve {

    /** @throws IllegalArgumentException if weights add up to more than 100 %, ranges overlap, or nothing is given */
    public Split {
        weights = weights == null ? null : ImmutableMap.copyOf(weights);
        ranges = ranges == null ? null : List.copyOf(ranges);
        bucketBy = List.copyOf(bucketBy);
        Checks checks = new Checks();
        checks.require(weights != null || ranges != null, "", () -> "has neither weights nor ranges; one is required");
        if (weights != null) {
            checkWeights(weights, checks);
        }
        if (ranges != null) {
            checkRanges(ranges, checks);
        }
        if (salt != null) {
            checks.atMost(salt.length(), Limits.MAX_NAME_LENGTH, "characters", "/salt");
        }
        checks.names(bucketBy, "/bucket_by");
        if (layer != null) {
            checks.name(layer, "/layer");
        }
        if (dialect != null) {
            checks.require(ranges == null, "/ranges", () -> "is not allowed beside a dialect, which has its own")
                    .require(layer == null, "/layer", () -> "is not allowed beside a dialect");
            checkExpressible(dialect, weights, checks);
        }
        checks.done();
        if (weights != null && ranges != null) {
            effectiveRanges(ranges, weights);
        }
    }

    /** Also the order of the weights counts: without ranges it decides which slots are whose. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Split split && parts().equals(split.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<@Nullable Object> parts() {
        return Arrays.asList(
                weights == null ? null : List.copyOf(weights.entrySet()),
                ranges,
                salt,
                bucketBy,
                layer,
                stopOnMiss,
                dialect);
    }

    /** Units by weight, in slots laid out in order of declaration. */
    public static Split ofWeights(Map<String, Percentage> weights) {
        return builder().weights(weights).build();
    }

    /** Units by slots. */
    public static Split ofRanges(List<SlotRange> ranges) {
        return builder().ranges(ranges).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * The ranges after a change of weights that moves no unit that need not move: the slots that change owner, those of
     * the gap included, are exactly the sum of the increases.
     *
     * @param weights in order of declaration; a variant that is only in {@code ranges} falls to 0
     * @throws IllegalArgumentException if the result needs more than {@value Limits#MAX_RANGES} ranges
     */
    public static List<SlotRange> rebalance(List<SlotRange> ranges, Map<String, Percentage> weights) {
        return Rebalance.rebalance(ranges, weights);
    }

    /**
     * The same shares in one range for each variant: the way out of too many ranges. Moves units.
     */
    public static List<SlotRange> compact(List<SlotRange> ranges) {
        return Rebalance.compact(ranges);
    }

    /** This split with other weights, written down as ranges so that the next change starts from them. */
    public Split reweighted(Map<String, Percentage> newWeights) {
        if (dialect != null) {
            return toBuilder().weights(newWeights).build();
        }
        return toBuilder()
                .weights(newWeights)
                .ranges(rebalance(effectiveRanges(), newWeights))
                .build();
    }

    /**
     * The slots of each variant, from both ranges and weights: where their shares differ, the weights are newer.
     *
     * @throws IllegalStateException if the split has a dialect, which knows no slots
     */
    public List<SlotRange> effectiveRanges() {
        if (dialect != null) {
            throw new IllegalStateException("a split with the dialect " + dialect.name() + " has no ranges");
        }
        return effectiveRanges(ranges, weights);
    }

    private static List<SlotRange> effectiveRanges(
            @Nullable List<SlotRange> ranges, @Nullable Map<String, Percentage> weights) {
        if (ranges == null) {
            return laidOut(weights == null ? Map.of() : weights);
        }
        return weights == null || shares(ranges).equals(positive(weights)) ? ranges : rebalance(ranges, weights);
    }

    /** Every variant that this may serve, also one at weight 0. */
    public Set<String> variants() {
        Set<String> variants = new LinkedHashSet<>();
        if (weights != null) {
            variants.addAll(weights.keySet());
        }
        if (ranges != null) {
            ranges.forEach(range -> variants.add(range.variant()));
        }
        return variants;
    }

    private static List<SlotRange> laidOut(Map<String, Percentage> weights) {
        List<SlotRange> laidOut = new ArrayList<>();
        int from = 0;
        for (Map.Entry<String, Percentage> weight : weights.entrySet()) {
            int to = from + weight.getValue().slots();
            laidOut.add(new SlotRange(weight.getKey(), from, to));
            from = to;
        }
        return laidOut;
    }

    private static Map<String, Integer> shares(Collection<SlotRange> ranges) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        for (SlotRange range : ranges) {
            if (range.to() > range.from()) {
                shares.merge(range.variant(), range.to() - range.from(), Integer::sum);
            }
        }
        return shares;
    }

    private static Map<String, Integer> positive(Map<String, Percentage> weights) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        weights.forEach((variant, weight) -> {
            if (weight.slots() > 0) {
                shares.put(variant, weight.slots());
            }
        });
        return shares;
    }

    private static void checkWeights(Map<String, Percentage> weights, Checks checks) {
        weights.keySet().forEach(variant -> checks.name(variant, "/weights/" + JsonPointer.escape(variant)));
        long sum = sum(weights);
        checks.require(
                sum <= Percentage.SCALE,
                "/weights",
                () -> "add up to "
                        + BigDecimal.valueOf(sum, 3).stripTrailingZeros().toPlainString()
                        + " %; at most 100 % is allowed");
    }

    private static long sum(Map<String, Percentage> weights) {
        return weights.values().stream().mapToLong(Percentage::slots).sum();
    }

    /** Systems that count in whole percents, say, cannot divide by halves. */
    private static void checkExpressible(Dialect dialect, @Nullable Map<String, Percentage> weights, Checks checks) {
        if (weights == null || sum(weights) > Percentage.SCALE) {
            return;
        }
        try {
            dialect.bucketer("any", slots(weights));
        } catch (IllegalArgumentException e) {
            checks.fail("/weights", String.valueOf(e.getMessage()));
        }
    }

    private static List<Integer> slots(Map<String, Percentage> weights) {
        return weights.values().stream().map(Percentage::slots).toList();
    }

    private static void checkRanges(List<SlotRange> ranges, Checks checks) {
        checks.atMost(ranges.size(), Limits.MAX_RANGES, "ranges", "/ranges");
        List<SlotRange> sorted = ranges.stream()
                .filter(range -> range.to() > range.from())
                .sorted(Comparator.comparingInt(SlotRange::from))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            SlotRange before = sorted.get(i - 1);
            SlotRange after = sorted.get(i);
            int later = Math.max(ranges.lastIndexOf(before), ranges.lastIndexOf(after));
            checks.require(
                    before.to() <= after.from(),
                    "/ranges/" + later,
                    () -> "ranges overlap: " + before + " and " + after);
        }
    }

    /** Collects the parts of a split. Not thread-safe. */
    public static final class Builder {
        private @Nullable Map<String, Percentage> weights;
        private @Nullable List<SlotRange> ranges;
        private @Nullable String salt;
        private List<String> bucketBy = List.of();
        private @Nullable String layer;
        private boolean stopOnMiss;
        private @Nullable Dialect dialect;

        private Builder() {}

        private Builder(Split split) {
            weights = split.weights;
            ranges = split.ranges;
            salt = split.salt;
            bucketBy = split.bucketBy;
            layer = split.layer;
            stopOnMiss = split.stopOnMiss;
            dialect = split.dialect;
        }

        public Builder weights(@Nullable Map<String, Percentage> newWeights) {
            weights = newWeights;
            return this;
        }

        public Builder ranges(@Nullable List<SlotRange> newRanges) {
            ranges = newRanges;
            return this;
        }

        public Builder salt(@Nullable String newSalt) {
            salt = newSalt;
            return this;
        }

        public Builder bucketBy(List<String> attributes) {
            bucketBy = attributes;
            return this;
        }

        public Builder layer(@Nullable String newLayer) {
            layer = newLayer;
            return this;
        }

        public Builder stopOnMiss(boolean stop) {
            stopOnMiss = stop;
            return this;
        }

        public Builder dialect(@Nullable Dialect newDialect) {
            dialect = newDialect;
            return this;
        }

        /**
         * Makes the split; may be called again.
         *
         * @throws IllegalArgumentException as the constructor does
         */
        public Split build() {
            return new Split(weights, ranges, salt, bucketBy, layer, stopOnMiss, dialect);
        }
    }
}
