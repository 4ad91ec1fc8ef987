package dev.flags.abtest.stats;

import org.apache.commons.numbers.core.DD;

/**
 * A number in twice the digits of a {@code double}: the exact sum of two.
 *
 * @param high the number, rounded
 * @param low what the rounding took away; 0 if that is not known
 */
public record Twofold(double high, double low) {
    /** @throws IllegalArgumentException if one is not finite, or {@code high} is not their rounded sum */
    public Twofold {
        Arguments.finite(high, "high");
        Arguments.finite(low, "low");
        if (high + low != high) {
            throw new IllegalArgumentException("low is not below half of the last digit of high: " + high + ", " + low);
        }
        low += 0.0; // -0 is 0
    }

    static Twofold of(DD number) {
        if (!number.isFinite()) {
            throw new ArithmeticException("a sum is beyond the range of double");
        }
        return new Twofold(number.hi(), number.lo());
    }

    @Override
    public String toString() {
        return low == 0 ? String.valueOf(high) : high + (low < 0 ? " - " : " + ") + Math.abs(low);
    }

    DD toDD() {
        return DD.ofSum(high, low);
    }
}
