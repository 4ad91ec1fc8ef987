package dev.flags.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A number that attributes are compared with, exactly, whatever their type: 9007199254740993 is above 9007199254740992,
 * and the double 0.1 is the number 0.1. A double stands for the shortest decimal that reads back as it, which is what
 * {@link Double#toString(double)} prints since JDK 19; a float is to be passed as the decimal it prints, not widened.
 *
 * <p>How it goes without allocating: every long, and every double, is below a pivot, above it or the pivot itself. The
 * pivot is the operand rounded to that type. Rounding never crosses the operand except at the pivot, and what holds there
 * is worked out when the operand is parsed.
 */
public final class ExactNumber {
    /** The longest literal, {@value} characters. */
    public static final int MAX_LENGTH = 64;

    /**
     * The largest written exponent. It covers what a literal of 64 characters needs to reach every double, and keeps the
     * arithmetic on it short: 1e999999999 would have a billion digits.
     */
    private static final int MAX_EXPONENT = 400;

    private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    private final String literal;
    private final BigDecimal value;
    private final long longPivot;
    private final int atLongPivot;
    private final double doublePivot;
    private final int atDoublePivot;

    private ExactNumber(String literal, BigDecimal value, double nearest) {
        this.literal = literal;
        this.value = value;
        this.doublePivot = nearest;
        this.atDoublePivot = ShortestDecimal.of(nearest).compareTo(value);
        BigDecimal floor = value.setScale(0, RoundingMode.FLOOR).max(MIN_LONG).min(MAX_LONG);
        this.longPivot = floor.longValueExact();
        this.atLongPivot = floor.compareTo(value);
    }

    /**
     * Reads a JSON number (RFC 8259 §6).
     *
     * @throws IllegalArgumentException if the text is not one, has more than {@value #MAX_LENGTH} characters, an exponent
     *     beyond ±400, or is outside the range of a finite double
     */
    public static ExactNumber parse(String literal) {
        requireValid(literal);
        BigDecimal value = new BigDecimal(literal);
        return new ExactNumber(literal, value, value.doubleValue());
    }

    /**
     * Refuses what {@link #parse} does, without the work of making a number.
     *
     * @throws IllegalArgumentException as there
     */
    public static void requireValid(String literal) {
        if (literal.length() > MAX_LENGTH) {
            throw Refusal.of("number of more than " + MAX_LENGTH + " characters", literal);
        }
        int exponentAt = endOfDecimal(literal);
        if (!isExponent(literal, exponentAt)) {
            throw Refusal.of("not a JSON number", literal);
        }
        if (isTooLarge(literal, exponentAt)) {
            throw Refusal.of("exponent not in [-" + MAX_EXPONENT + ", " + MAX_EXPONENT + "]", literal);
        }
        // Without an exponent, there are too few digits to leave the range.
        if (exponentAt < literal.length() && Double.isInfinite(new BigDecimal(literal).doubleValue())) {
            throw Refusal.of("number outside the range of a finite double, ±1.7976931348623157E308", literal);
        }
    }

    /** The number itself. */
    public BigDecimal value() {
        return value;
    }

    /** Negative, zero or positive as the candidate is below, at or above this number. */
    public int compare(long candidate) {
        return candidate == longPivot ? atLongPivot : Long.compare(candidate, longPivot);
    }

    /**
     * Negative, zero or positive as the candidate is below, at or above this number, or {@link Relation#INCOMPARABLE} if
     * it is infinite or not a number. The two zeros are equal.
     */
    public int compare(double candidate) {
        if (!Double.isFinite(candidate)) {
            return Relation.INCOMPARABLE;
        }
        if (candidate == doublePivot) {
            return atDoublePivot;
        }
        return candidate < doublePivot ? -1 : 1;
    }

    /**
     * Negative, zero or positive as the candidate is below, at or above this number. Takes time by the digits of the
     * candidate, not by its exponent. Allocates only if the candidate has more than 18 digits.
     */
    public int compare(BigDecimal candidate) {
        return candidate.compareTo(value);
    }

    /** As above for a Long, a Double or a BigDecimal; {@link Relation#INCOMPARABLE} for everything else. */
    public int compareUnknown(Object candidate) {
        if (candidate instanceof Long number) {
            return compare(number.longValue());
        }
        if (candidate instanceof Double number) {
            return compare(number.doubleValue());
        }
        return candidate instanceof BigDecimal number ? compare(number) : Relation.INCOMPARABLE;
    }

    /** Where the exponent of a JSON number begins, or -1 if what comes before it is not right. */
    private static int endOfDecimal(String literal) {
        int start = literal.startsWith("-") ? 1 : 0;
        int end = Digits.end(literal, start);
        if (end == start || (end - start > 1 && literal.charAt(start) == '0')) {
            return -1;
        }
        if (end == literal.length() || literal.charAt(end) != '.') {
            return end;
        }
        int fractionEnd = Digits.end(literal, end + 1);
        return fractionEnd == end + 1 ? -1 : fractionEnd;
    }

    private static boolean isExponent(String literal, int at) {
        if (at < 0 || at == literal.length()) {
            return at > 0;
        }
        int digits = exponentDigits(literal, at);
        return (literal.charAt(at) | 0x20) == 'e'
                && digits < literal.length()
                && Digits.end(literal, digits) == literal.length();
    }

    private static boolean isTooLarge(String literal, int exponentAt) {
        int exponent = 0;
        for (int at = exponentDigits(literal, exponentAt); at < literal.length(); at++) {
            exponent = exponent * 10 + literal.charAt(at) - '0';
            if (exponent > MAX_EXPONENT) {
                return true;
            }
        }
        return false;
    }

    private static int exponentDigits(String literal, int exponentAt) {
        int at = exponentAt + 1;
        boolean signed = at < literal.length() && (literal.charAt(at) == '+' || literal.charAt(at) == '-');
        return signed ? at + 1 : at;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExactNumber number && value.compareTo(number.value) == 0;
    }

    @Override
    public int hashCode() {
        return value.stripTrailingZeros().hashCode();
    }

    @Override
    public String toString() {
        return literal;
    }
}
