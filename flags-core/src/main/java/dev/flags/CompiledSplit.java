package dev.flags;

import dev.flags.BucketFinding.Bucket;
import dev.flags.BucketFinding.NoUnit;
import dev.flags.BucketFinding.Unit;
import dev.flags.bucketing.Bucketing;
import dev.flags.bucketing.Dialect;
import dev.flags.config.Layer;
import dev.flags.config.Percentage;
import dev.flags.config.SlotRange;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which of some outcomes a unit gets. */
final class CompiledSplit {
    private final AttributeRef[] bucketBy;
    private final Division division;
    private final @Nullable Gate layer;
    private final @Nullable Outcome missed;
    private final @Nullable Outcome missing;

    /**
     * Makes a split.
     *
     * @param layer who takes part at all, or null for everyone
     * @param missed what a unit in no range gets, or null if it goes on to the next step
     * @param missing what a context without a unit gets, or null if it goes on to the next step
     */
    CompiledSplit(
            AttributeRef[] bucketBy,
            Division division,
            @Nullable Gate layer,
            @Nullable Outcome missed,
            @Nullable Outcome missing) {
        this.bucketBy = bucketBy;
        this.division = division;
        this.layer = layer;
        this.missed = missed;
        this.missing = missing;
    }

    /** The outcome, or null if this split has none for the context. */
    @Nullable Outcome decide(EvaluationContext context, @Nullable String user) {
        if (layer != null) {
            int slot = firstBucket(layer.bucketBy, context, user, layer.saltHash);
            if (slot < 0) {
                return missing;
            }
            if (layer.ranges.indexOf(slot) < 0) {
                return missed;
            }
        }
        for (AttributeRef attribute : bucketBy) {
            int index = division.indexOf(attribute, context, user);
            if (index != Division.NO_UNIT) {
                return index < 0 ? missed : division.outcomes[index];
            }
        }
        return missing;
    }

    /** Looks at what {@link #decide} looks at. */
    void explain(Trail trail, EvaluationContext context) {
        if (layer != null) {
            trail.then(() -> layer.explain(context));
        }
        trail.then(() -> explainDivision(context));
    }

    private BucketFinding explainDivision(EvaluationContext context) {
        for (AttributeRef attribute : bucketBy) {
            if (division.indexOf(attribute, context, null) != Division.NO_UNIT) {
                return division.explain(attribute, context);
            }
        }
        return noUnit(bucketBy);
    }

    private static Unit unit(AttributeRef attribute, EvaluationContext context) {
        return new Unit(attribute.toString(), Objects.requireNonNull(attribute.unitIn(context, null)));
    }

    private static NoUnit noUnit(AttributeRef[] attributes) {
        return new NoUnit(Arrays.stream(attributes).map(AttributeRef::toString).toList());
    }

    private static int firstBucket(
            AttributeRef[] attributes, EvaluationContext context, @Nullable String user, long saltHash) {
        for (AttributeRef attribute : attributes) {
            int slot = attribute.bucketIn(context, user, saltHash);
            if (slot >= 0) {
                return slot;
            }
        }
        return -1;
    }

    /** A layer's slots for one flag. */
    static final class Gate {
        private final AttributeRef[] bucketBy;
        private final long saltHash;
        private final Ranges ranges;
        private final String layer;
        private final List<Layer.Slots> slots;

        /** @param ranges those of {@code slots} */
        Gate(AttributeRef[] bucketBy, String salt, Ranges ranges, String layer, List<Layer.Slots> slots) {
            this.bucketBy = bucketBy;
            this.saltHash = Bucketing.hash(salt);
            this.ranges = ranges;
            this.layer = layer;
            this.slots = slots;
        }

        BucketFinding explain(EvaluationContext context) {
            for (AttributeRef attribute : bucketBy) {
                int slot = attribute.bucketIn(context, null, saltHash);
                if (slot >= 0) {
                    return new BucketFinding.InLayer(
                            layer, new Bucket(unit(attribute, context), slot), slots, ranges.indexOf(slot) >= 0);
                }
            }
            return noUnit(bucketBy);
        }
    }

    /** Disjoint ranges of slots, each with an index. */
    static final class Ranges {
        private static final int FEW = 8;

        private final int[] from;
        private final int[] to;
        private final int[] index;

        /** @param from ascending */
        Ranges(int[] from, int[] to, int[] index) {
            this.from = from;
            this.to = to;
            this.index = index;
        }

        /** The index of the range that holds the slot, or -1. */
        int indexOf(int slot) {
            if (from.length > FEW) {
                return searched(slot);
            }
            for (int i = 0; i < from.length; i++) {
                if (slot < to[i]) {
                    return slot >= from[i] ? index[i] : -1;
                }
            }
            return -1;
        }

        private int searched(int slot) {
            int low = 0;
            int high = from.length - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                if (slot < from[middle]) {
                    high = middle - 1;
                } else if (slot >= to[middle]) {
                    low = middle + 1;
                } else {
                    return index[middle];
                }
            }
            return -1;
        }
    }

    /** Which outcome the unit of an attribute gets. */
    abstract static sealed class Division permits NativeDivision, DialectDivision {
        static final int NO_UNIT = -2;

        final Outcome[] outcomes;

        Division(Outcome[] outcomes) {
            this.outcomes = outcomes;
        }

        /** An index into the outcomes, -1 if the unit is in the gap, {@link #NO_UNIT} if there is no unit. */
        abstract int indexOf(AttributeRef attribute, EvaluationContext context, @Nullable String user);

        /** Where the unit of an attribute is put; there is one. */
        abstract BucketFinding explain(AttributeRef attribute, EvaluationContext context);
    }

    /** By our own hash and ranges of slots. */
    static final class NativeDivision extends Division {
        private final long saltHash;
        private final Ranges ranges;
        private final List<SlotRange> declared;
        private final Ramp ramp;

        /** @param ranges those of {@code declared} that hold slots */
        NativeDivision(String salt, Ranges ranges, Outcome[] outcomes, List<SlotRange> declared, Ramp ramp) {
            super(outcomes);
            this.saltHash = Bucketing.hash(salt);
            this.ranges = ranges;
            this.declared = declared;
            this.ramp = ramp;
        }

        @Override
        int indexOf(AttributeRef attribute, EvaluationContext context, @Nullable String user) {
            int slot = attribute.bucketIn(context, user, saltHash);
            return slot < 0 ? NO_UNIT : ranges.indexOf(slot);
        }

        @Override
        BucketFinding explain(AttributeRef attribute, EvaluationContext context) {
            int slot = attribute.bucketIn(context, null, saltHash);
            Bucket bucket = new Bucket(unit(attribute, context), slot);
            int index = indexOf(attribute, context, null);
            return index < 0
                    ? new BucketFinding.InGap(bucket, declared, ramp.entries(slot))
                    : new BucketFinding.InRange(bucket, outcomes[index].variant(), declared, ramp.entries(slot));
        }
    }

    /** By another system's hash. */
    static final class DialectDivision extends Division {
        private final Dialect.Bucketer bucketer;
        private final String dialect;
        private final Map<String, Percentage> weights;

        /** @param weights what {@code bucketer} was made with */
        DialectDivision(
                Dialect.Bucketer bucketer, Outcome[] outcomes, String dialect, Map<String, Percentage> weights) {
            super(outcomes);
            this.bucketer = bucketer;
            this.dialect = dialect;
            this.weights = weights;
        }

        @Override
        int indexOf(AttributeRef attribute, EvaluationContext context, @Nullable String user) {
            String unit = attribute.unitIn(context, user);
            return unit == null ? NO_UNIT : bucketer.indexOf(unit);
        }

        @Override
        BucketFinding explain(AttributeRef attribute, EvaluationContext context) {
            Unit unit = unit(attribute, context);
            int index = indexOf(attribute, context, null);
            return index < 0
                    ? new BucketFinding.NotByDialect(dialect, unit, weights)
                    : new BucketFinding.ByDialect(dialect, unit, outcomes[index].variant(), weights);
        }
    }
}
