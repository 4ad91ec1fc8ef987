package dev.flags.abtest.stats;

import java.util.Locale;

/**
 * A p-value, kept as its natural logarithm: those of large samples underflow a {@code double}, and none is ever 0.
 *
 * @param ln the natural logarithm, at most 0
 */
public record PValue(double ln) implements Comparable<PValue> {
    /** No evidence at all. */
    public static final PValue ONE = new PValue(0);

    private static final double LN_10 = Math.log(10);
    private static final double SMALLEST_PRINTED = 1e-300;
    private static final double LARGEST_WITH_EXPONENT = 1e-4;

    /** @throws IllegalArgumentException if {@code ln} is NaN or above 0 */
    public PValue {
        if (!(ln <= 0)) {
            throw new IllegalArgumentException("ln is not at most 0: " + ln);
        }
    }

    /**
     * Of the p-value itself.
     *
     * @throws IllegalArgumentException if {@code p} is not in (0, 1]
     */
    public static PValue of(double p) {
        if (!(p > 0 && p <= 1)) {
            throw new IllegalArgumentException("p is not in (0, 1]: " + p);
        }
        return new PValue(Math.log(p));
    }

    /** Of a logarithm that rounding, or a bound such as 1/e, may have taken above 0: then 1. */
    static PValue atMostOne(double ln) {
        return ln >= 0 ? ONE : new PValue(ln);
    }

    /** The p-value itself; 0 where it is too small for a {@code double}, below some 1e-323. */
    public double value() {
        return Math.exp(ln);
    }

    /** The logarithm to base 10. */
    public double log10() {
        return ln / LN_10;
    }

    /** Whether it is below the level; the null hypothesis is then rejected at it. */
    public boolean isBelow(double alpha) {
        return ln < Math.log(alpha);
    }

    @Override
    public int compareTo(PValue other) {
        return Double.compare(ln, other.ln);
    }

    /** For people: {@code p = 0.031}, {@code p = 1.2e-45}, and {@code p < 1e-300} below that. */
    @Override
    public String toString() {
        double p = value();
        if (p < SMALLEST_PRINTED) {
            return "p < 1e-300";
        }
        return String.format(Locale.ROOT, p < LARGEST_WITH_EXPONENT ? "p = %.1e" : "p = %.2g", p);
    }
}
