package dev.flags;

import dev.flags.bucketing.Bucketing;
import dev.flags.bucketing.Dialect;
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

        Gate(AttributeRef[] bucketBy, String salt, Ranges ranges) {
            this.bucketBy = bucketBy;
            this.saltHash = Bucketing.hash(salt);
            this.ranges = ranges;
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
    }

    /** By our own hash and ranges of slots. */
    static final class NativeDivision extends Division {
        private final long saltHash;
        private final Ranges ranges;

        NativeDivision(String salt, Ranges ranges, Outcome[] outcomes) {
            super(outcomes);
            this.saltHash = Bucketing.hash(salt);
            this.ranges = ranges;
        }

        @Override
        int indexOf(AttributeRef attribute, EvaluationContext context, @Nullable String user) {
            int slot = attribute.bucketIn(context, user, saltHash);
            return slot < 0 ? NO_UNIT : ranges.indexOf(slot);
        }
    }

    /** By another system's hash. */
    static final class DialectDivision extends Division {
        private final Dialect.Bucketer bucketer;

        DialectDivision(Dialect.Bucketer bucketer, Outcome[] outcomes) {
            super(outcomes);
            this.bucketer = bucketer;
        }

        @Override
        int indexOf(AttributeRef attribute, EvaluationContext context, @Nullable String user) {
            String unit = attribute.unitIn(context, user);
            return unit == null ? NO_UNIT : bucketer.indexOf(unit);
        }
    }
}
