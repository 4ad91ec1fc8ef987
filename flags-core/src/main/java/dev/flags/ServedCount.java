package dev.flags;

import java.util.concurrent.atomic.LongAdder;

/**
 * How often a flag served a variant for a reason. One object, since every flag has a few of them. Answers by a rollout are
 * counted in a part of it, and are in its sum as all others are. Thread-safe.
 */
final class ServedCount extends LongAdder {
    private static final long serialVersionUID = 1L;
    private static final ServedCount[] NONE = {};

    private final String variant;
    private final Reason reason;
    /** Both or none; they stay, so that the sum never falls. */
    private volatile ServedCount[] parts = NONE;

    /** Where answers are counted. */
    interface Source {
        /** The count of a variant that is served for a reason; the same one each time. */
        ServedCount of(String variant, Reason reason);
    }

    ServedCount(String variant, Reason reason) {
        this.variant = variant;
        this.reason = reason;
    }

    String variant() {
        return variant;
    }

    Reason reason() {
        return reason;
    }

    /**
     * What counts for itself and for this.
     *
     * @param turn 0 or 1
     */
    synchronized ServedCount part(int turn) {
        if (parts.length == 0) {
            parts = new ServedCount[] {new ServedCount(variant, reason), new ServedCount(variant, reason)};
        }
        return parts[turn];
    }

    /** How much of the sum is from a part. */
    long sumOf(int turn) {
        ServedCount[] made = parts;
        return made.length == 0 ? 0 : made[turn].sum();
    }

    @Override
    public long sum() {
        long sum = super.sum();
        for (ServedCount part : parts) {
            sum += part.sum();
        }
        return sum;
    }
}
