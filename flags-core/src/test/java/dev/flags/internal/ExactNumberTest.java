package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactNumberTest {
    @ParameterizedTest
    @CsvSource({
        "18, 17, -1",
        "18, 18, 0",
        "18, 19, 1",
        "0.5, 0, -1",
        "0.5, 1, 1",
        "-0.5, 0, 1",
        "-0.5, -1, -1",
        "1e3, 1000, 0",
        "-0, 0, 0",
        "1.50e1, 15, 0",
        "9223372036854775807, 9223372036854775807, 0",
        "9223372036854775807.5, 9223372036854775807, -1",
        "9223372036854775808, 9223372036854775807, -1",
        "-9223372036854775808, -9223372036854775808, 0",
        "-9223372036854775808.5, -9223372036854775808, 1",
        "-9223372036854775809, -9223372036854775808, 1",
        "9007199254740993, 9007199254740992, -1",
        "9007199254740993, 9007199254740993, 0",
        "1e308, 9223372036854775807, -1",
        "-1e308, -9223372036854775808, 1",
        "1e-400, 0, -1",
        "-1e-400, 0, 1"
    })
    void compare_long_isExact(String operand, long candidate, int expected) {
        assertThat(ExactNumber.parse(operand).compare(candidate)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1, 0",
        "0.10000000000000001, 0.1, -1",
        "0.1000000000000000055511151231257827, 0.1, -1",
        "0.09999999999999999999, 0.1, 1",
        "0, -0.0, 0",
        "-0, 0.0, 0",
        "0.0, -0.0, 0",
        "9007199254740993, 9007199254740992, -1",
        "9007199254740991.5, 9007199254740992, 1",
        "4.9e-324, 4.9E-324, 0",
        "5e-324, 4.9E-324, -1",
        "1e-400, 0, -1",
        "-1e-400, -0.0, 1",
        "1e-400, 4.9E-324, 1",
        "2.2250738585072014e-308, 2.2250738585072014E-308, 0",
        "1.7976931348623157e308, 1.7976931348623157E308, 0",
        "1.7976931348623158e308, 1.7976931348623157E308, -1",
        "1e23, 1E23, 0",
        "2e23, 2E23, 0",
        "5586e18, 5586E18, 0",
        "177202e16, 177202E16, 0",
        "5.684341886080802e-14, 5.684341886080802E-14, 0",
        "9007199254740992, 9007199254740992, 0"
    })
    void compare_double_takesTheShortestDecimal(String operand, double candidate, int expected) {
        assertThat(ExactNumber.parse(operand).compare(candidate)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void compare_notFinite_isIncomparable(double candidate) {
        assertThat(ExactNumber.parse("0").compare(candidate)).isEqualTo(Relation.INCOMPARABLE);
        assertThat(ExactNumber.parse("1.7976931348623157e308").compare(candidate))
                .isEqualTo(Relation.INCOMPARABLE);
    }

    @Test
    void compare_hugeExponents_isQuick() {
        ExactNumber number = ExactNumber.parse("12345678901234567890.5");
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            assertThat(number.compare(new BigDecimal("1e999999999"))).isPositive();
            assertThat(number.compare(new BigDecimal("-1e999999999"))).isNegative();
            assertThat(number.compare(new BigDecimal("1e-999999999"))).isNegative();
            assertThat(number.compare(new BigDecimal(BigInteger.ZERO, Integer.MIN_VALUE)))
                    .isNegative();
            assertThat(ExactNumber.parse("0").compare(new BigDecimal(BigInteger.ZERO, Integer.MAX_VALUE)))
                    .isZero();
        });
    }

    @Test
    void compareUnknown_takesThreeTypes() {
        ExactNumber number = ExactNumber.parse("1.5");
        assertThat(number.compareUnknown(1L)).isNegative();
        assertThat(number.compareUnknown(1.5)).isZero();
        assertThat(number.compareUnknown(new BigDecimal("1.50"))).isZero();
        assertThat(number.compareUnknown("1.5")).isEqualTo(Relation.INCOMPARABLE);
        assertThat(number.compareUnknown(1)).isEqualTo(Relation.INCOMPARABLE);
        assertThat(number.compareUnknown(1.5f)).isEqualTo(Relation.INCOMPARABLE);
        assertThat(number.compareUnknown(BigInteger.ONE)).isEqualTo(Relation.INCOMPARABLE);
        assertThat(number.compareUnknown(true)).isEqualTo(Relation.INCOMPARABLE);
        assertThat(number.compareUnknown(Double.NaN)).isEqualTo(Relation.INCOMPARABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "+1",
                "01",
                "-01",
                "1.",
                ".5",
                "1e",
                "1e+",
                "1e1.5",
                "1x",
                "0x10",
                "1_000",
                "NaN",
                "Infinity",
                "١",
                "1 ",
                " 1",
                "1,5",
                "--1",
                "1d",
                "1e٣",
                "e5",
                "1.e5",
                "1f"
            })
    void parse_notAJsonNumber_isRefused(String literal) {
        assertThatThrownBy(() -> ExactNumber.parse(literal))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a JSON number");
    }

    @ParameterizedTest
    @CsvSource({
        "1e400, finite double",
        "-1e309, finite double",
        "1.7976931348623159e308, finite double",
        "1e999999999, 'exponent not in [-400, 400]'",
        "1e-401, 'exponent not in [-400, 400]'",
        "1e99999999999999999999, 'exponent not in [-400, 400]'",
        "0E401, 'exponent not in [-400, 400]'"
    })
    void parse_outOfRange_saysWhatIsAllowed(String literal, String message) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThatThrownBy(() -> ExactNumber.parse(literal))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(message)
                        .hasMessageContaining(literal));
    }

    @Test
    void parse_limitsTheLength() {
        assertThat(ExactNumber.parse("1".repeat(64)).value()).isEqualTo(new BigDecimal("1".repeat(64)));
        assertThatThrownBy(() -> ExactNumber.parse("1".repeat(65))).hasMessageContaining("more than 64 characters");
    }

    @Test
    void equals_comparesTheNumber() {
        assertThat(ExactNumber.parse("1e3"))
                .isEqualTo(ExactNumber.parse("1000.0"))
                .hasSameHashCodeAs(ExactNumber.parse("1000.0"))
                .isNotEqualTo(ExactNumber.parse("1001"))
                .isNotEqualTo("1e3")
                .hasToString("1e3");
        assertThat(ExactNumber.parse("-0.0"))
                .isEqualTo(ExactNumber.parse("0"))
                .hasSameHashCodeAs(ExactNumber.parse("0"));
    }
}
