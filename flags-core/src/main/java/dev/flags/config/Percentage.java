package dev.flags.config;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A share of traffic, exact to a thousandth of a percent. Immutable; ordered by size.
 *
 * <pre>{@code
 * Percentage share = Percentage.ofPercent(12.5);
 * share.slots();    // 12500
 * share.toString(); // "12.5 %"
 * }</pre>
 *
 * @param slots the share, from 0 (nobody) to 100 000 (everybody)
 */
public record Percentage(int slots) implements Comparable<Percentage> {
    /** The slots that are everybody, {@value}; one slot is 0.001 %. */
    public static final int SCALE = 100_000;

    /** Nobody, 0 %. */
    public static final Percentage NONE = new Percentage(0);

    /** Everybody, 100 %. */
    public static final Percentage ALL = new Percentage(SCALE);

    private static final int DECIMALS = 3;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal LEAST = new Percentage(1).toPercent();
    private static final BigDecimal MOST = new Percentage(SCALE - 1).toPercent();

    /** @throws IllegalArgumentException if {@code slots} is not in [0, 100 000] */
    public Percentage {
        if (slots < 0 || slots > SCALE) {
            throw new IllegalArgumentException("slots not in [0, 100000]: " + slots);
        }
    }

    /**
     * The share that a number of percent is, exactly. A {@code double} stands for the shortest decimal that Java prints for
     * it: 29.29 is 29 290 slots, although the binary number is a little less.
     *
     * @param percent from 0 to 100 in steps of 0.001
     * @throws IllegalArgumentException if {@code percent} is not in [0, 100], is finer than 0.001 or is no number
     */
    public static Percentage ofPercent(double percent) {
        if (!Double.isFinite(percent)) {
            throw new IllegalArgumentException("percent not in [0, 100]: " + percent);
        }
        return ofPercent(BigDecimal.valueOf(percent));
    }

    /**
     * The share that a number of percent is, exactly.
     *
     * @param percent from 0 to 100 in steps of 0.001
     * @throws IllegalArgumentException if {@code percent} is not in [0, 100] or is finer than 0.001
     */
    public static Percentage ofPercent(BigDecimal percent) {
        requireInRange(percent);
        try {
            return new Percentage(percent.scaleByPowerOfTen(DECIMALS).intValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("percent finer than 0.001: " + percent, e);
        }
    }

    /**
     * The share nearest to a number of percent, halves rounded up. Something is never rounded to nobody, and less than
     * everything never to everybody: 0.0001 is one slot, 99.9999 is all but one.
     *
     * @param percent from 0 to 100, as fine as it may be
     * @throws IllegalArgumentException if {@code percent} is not in [0, 100]
     */
    public static Percentage roundedFromPercent(BigDecimal percent) {
        requireInRange(percent);
        // Only what lies between the least and the most is rounded: rounding 1e-999999999 would build a number of a
        // billion digits.
        if (percent.signum() > 0 && percent.compareTo(LEAST) < 0) {
            return new Percentage(1);
        }
        if (percent.compareTo(MOST) > 0 && percent.compareTo(HUNDRED) < 0) {
            return new Percentage(SCALE - 1);
        }
        return percent.signum() == 0 ? NONE : ofPercent(percent.setScale(DECIMALS, RoundingMode.HALF_UP));
    }

    /** The number of percent without trailing zeros and without an exponent: 12.5, 100. */
    public BigDecimal toPercent() {
        BigDecimal percent = BigDecimal.valueOf(slots, DECIMALS).stripTrailingZeros();
        return percent.scale() < 0 ? percent.setScale(0) : percent;
    }

    @Override
    public int compareTo(Percentage other) {
        return Integer.compare(slots, other.slots);
    }

    /** The number of percent and the sign, such as {@code 12.5 %}. */
    @Override
    public String toString() {
        return toPercent().toPlainString() + " %";
    }

    /** Compares only, which takes no longer for a number with a huge exponent. */
    private static void requireInRange(BigDecimal percent) {
        if (percent.signum() < 0 || percent.compareTo(HUNDRED) > 0) {
            throw new IllegalArgumentException("percent not in [0, 100]: " + percent);
        }
    }
}
