package dev.flags.abtest.stats;

/**
 * An interval of values, both ends included. A one-sided bound has an infinite other end.
 *
 * @param lower the lower end, or negative infinity
 * @param upper the upper end, or positive infinity; not below {@code lower}
 */
public record Interval(double lower, double upper) {
    /** @throws IllegalArgumentException if an end is NaN, or {@code lower} is above {@code upper} */
    public Interval {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("lower is not at most upper: " + lower + ", " + upper);
        }
    }

    /** All values: nothing is known. */
    static final Interval UNBOUNDED = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Around a centre; with an infinite other end for a one-sided alternative. */
    static Interval around(double centre, double halfWidth, Alternative alternative) {
        return new Interval(
                alternative == Alternative.LESS ? Double.NEGATIVE_INFINITY : centre - halfWidth,
                alternative == Alternative.GREATER ? Double.POSITIVE_INFINITY : centre + halfWidth);
    }

    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }

    /** Infinite if an end is. */
    public double width() {
        return upper - lower;
    }

    /** The same interval with the arms swapped. */
    public Interval negated() {
        return new Interval(0 - upper, 0 - lower);
    }
}
