package dev.flags.abtest.stats;

import java.util.Objects;

/**
 * Count, mean and variance of the values of one variable; see {@link JointMoments} for how they are kept and how exact they
 * are. Immutable; every change is a new value.
 */
public final class Moments {
    private static final Moments EMPTY = new Moments(JointMoments.empty(1));

    private final JointMoments joint;

    /** @param joint of one variable */
    Moments(JointMoments joint) {
        this.joint = joint;
    }

    /** Of no value yet. */
    public static Moments empty() {
        return EMPTY;
    }

    /**
     * Of values.
     *
     * @throws IllegalArgumentException if a value is NaN or infinite
     */
    public static Moments of(double... values) {
        return new Moments(JointMoments.of(Objects.requireNonNull(values, "values")));
    }

    /**
     * With one value more.
     *
     * @throws IllegalArgumentException if the value is NaN or infinite
     */
    public Moments plus(double value) {
        return new Moments(joint.plus(value));
    }

    /**
     * With one value less.
     *
     * @param value one that was added
     * @throws IllegalStateException if there is no value
     */
    public Moments minus(double value) {
        return new Moments(joint.minus(value));
    }

    /** With another value in the place of one, as of a user's total that grows. Exact. */
    public Moments replace(double before, double after) {
        return minus(before).plus(after);
    }

    /** Of the values of both. Associative and commutative to the last digit or two. */
    public Moments merge(Moments other) {
        return new Moments(joint.merge(other.joint));
    }

    /** The same as of units with one variable. */
    public JointMoments joint() {
        return joint;
    }

    public long n() {
        return joint.n();
    }

    /**
     * The mean.
     *
     * @throws IllegalStateException if there is no value
     */
    public double mean() {
        return joint.mean(0);
    }

    public double sum() {
        return joint.sum(0);
    }

    /**
     * The variance, with n − 1.
     *
     * @throws IllegalStateException if there are fewer than two values
     */
    public double variance() {
        return joint.variance(0);
    }

    /**
     * What a test of means needs.
     *
     * @throws IllegalStateException if there is no value
     */
    public Summary summary() {
        return joint.summary(0);
    }
}
