package dev.flags.abtest.stats;

/**
 * Evidence against a null hypothesis under which its mean is at most 1, whenever one looks. So with a probability of at most α it
 * ever reaches 1/α: whoever stops there, after however many looks, is wrong at most that often. Kept as its natural logarithm.
 *
 * @param ln the natural logarithm
 */
public record EValue(double ln) implements Comparable<EValue> {
    /** What one starts with: no evidence. */
    public static final EValue ONE = new EValue(0);

    /** @throws IllegalArgumentException if {@code ln} is NaN */
    public EValue {
        if (Double.isNaN(ln)) {
            throw new IllegalArgumentException("ln is not a number: NaN");
        }
    }

    /** The larger of the two: the evidence at its strongest, which may be kept while the current one falls again. */
    public EValue max(EValue other) {
        return ln >= other.ln ? this : other;
    }

    /**
     * The always-valid p-value: 1/e, at most 1. Of the largest e-value so far it is that of the whole run.
     */
    public PValue p() {
        return PValue.atMostOne(-ln);
    }

    /** Whether the null hypothesis is rejected at a level: e ≥ 1/α. */
    public boolean rejects(double alpha) {
        return ln >= -Math.log(alpha);
    }

    @Override
    public int compareTo(EValue other) {
        return Double.compare(ln, other.ln);
    }
}
