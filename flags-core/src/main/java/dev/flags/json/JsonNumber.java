package dev.flags.json;

import dev.flags.internal.ExactNumber;
import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * A JSON number, kept as its literal text: {@code 0.10} stays {@code 0.10}, and no digit is ever lost to a
 * floating-point number. Two numbers are equal if their texts are; compare {@link #toBigDecimal()} for the value.
 *
 * @param literal the number as JSON writes it, at most {@value #MAX_LENGTH} characters, an exponent within ±400,
 *     within the range of a finite {@code double}
 */
public record JsonNumber(String literal) implements JsonValue {
    /** Longest literal, in characters. */
    public static final int MAX_LENGTH = ExactNumber.MAX_LENGTH;

    /**
     * Checks the literal.
     *
     * @throws IllegalArgumentException if {@code literal} is no JSON number, too long, or too large
     */
    public JsonNumber {
        ExactNumber.requireValid(literal);
    }

    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /**
     * The number as Java prints it.
     *
     * @throws IllegalArgumentException if {@code value} is infinite or not a number
     */
    public static JsonNumber of(double value) {
        return new JsonNumber(Double.toString(value));
    }

    public static JsonNumber of(BigDecimal value) {
        return new JsonNumber(value.toString());
    }

    /** The exact value. */
    public BigDecimal toBigDecimal() {
        return new BigDecimal(literal);
    }

    /** The value, if it is an integer of 64 bits, however it is written: {@code 3}, {@code 3.0} and {@code 3e0} are. */
    public OptionalLong toLong() {
        BigDecimal value = toBigDecimal();
        // An exponent of millions would make the conversion allocate millions of digits.
        if (value.signum() == 0) {
            return OptionalLong.of(0);
        }
        if (value.precision() - (long) value.scale() > 19
                || value.stripTrailingZeros().scale() > 0) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(value.longValueExact());
        } catch (ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    /** Whether this is written as an integer, without fraction and exponent. */
    public boolean isIntegerLiteral() {
        return literal.indexOf('.') < 0 && literal.indexOf('e') < 0 && literal.indexOf('E') < 0;
    }

    @Override
    public String typeName() {
        return "a number";
    }

    @Override
    public String toString() {
        return literal;
    }
}
