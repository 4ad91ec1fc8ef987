package dev.flags.abtest;

import dev.flags.abtest.stats.Moments;

/**
 * Gathers the values of a metric while an application runs, for {@link Moments}. Thread-safe, and meant for many threads; see
 * {@link JointMomentsAccumulator}, which is the same for several variables, for how it is kept and what is refused.
 */
public final class MomentsAccumulator {
    private final JointMomentsAccumulator joint;

    private MomentsAccumulator(JointMomentsAccumulator joint) {
        this.joint = joint;
    }

    /** Of no value yet; the first is the pivot. */
    public static MomentsAccumulator create() {
        return new MomentsAccumulator(JointMomentsAccumulator.of(1));
    }

    /**
     * Of no value yet.
     *
     * @param reference the pivot: a value that is near to most others, at most {@value JointMomentsAccumulator#LARGEST} in magnitude
     */
    public static MomentsAccumulator about(double reference) {
        return new MomentsAccumulator(JointMomentsAccumulator.about(reference));
    }

    /**
     * Adds a value. Allocates nothing.
     *
     * @return false if it is refused
     */
    public boolean add(double value) {
        return joint.addValue(value);
    }

    /**
     * Replaces a value, as a user's total that grows. What stood there before leaves no trace but rounding.
     *
     * @param before one that was added
     * @return false if one of them is refused; then nothing is replaced
     */
    public boolean replace(double before, double after) {
        return joint.replaceValue(before, after);
    }

    /** Adds all values of others, such as those of another process, or of this one before it was restarted. */
    public void merge(Moments others) {
        joint.merge(others.joint());
    }

    /** Of all values so far. */
    public Moments snapshot() {
        return joint.snapshot().moments(0);
    }

    /** How many calls were refused. */
    public long refused() {
        return joint.refused();
    }
}
