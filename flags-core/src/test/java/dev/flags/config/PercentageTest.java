package dev.flags.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentageTest {
    @ParameterizedTest(name = "{0} % is {1} slots")
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "0.001, 1",
        "12.5, 12500",
        "29.29, 29290",
        "57.001, 57001",
        "99.999, 99999",
        "100, 100000"
    })
    void ofPercent_isExact(double percent, int slots) {
        assertThat(Percentage.ofPercent(percent)).isEqualTo(new Percentage(slots));
    }

    @ParameterizedTest(name = "{0} % is {1} slots")
    @CsvSource({"0, 0", "0e999999999, 0", "0e-999999999, 0", "1e2, 100000", "1e-3, 1", "12.500000, 12500"})
    @Timeout(10)
    void ofPercent_ofDecimal_isExact(BigDecimal percent, int slots) {
        assertThat(Percentage.ofPercent(percent)).isEqualTo(new Percentage(slots));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0001", "33.3333", "99.9999", "1e-999999999", "1e-2147483647"})
    @Timeout(10)
    void ofPercent_finerThanASlot_isRefused(BigDecimal percent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Percentage.ofPercent(percent))
                .withMessage("percent finer than 0.001: " + percent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.001", "100.001", "1e999999999", "-1e999999999", "-1e-999999999", "1e2147483647"})
    @Timeout(10)
    void anyPercent_outOfRange_isRefused(BigDecimal percent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Percentage.ofPercent(percent))
                .withMessage("percent not in [0, 100]: " + percent);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Percentage.roundedFromPercent(percent))
                .withMessage("percent not in [0, 100]: " + percent);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, -5})
    void ofPercent_ofDouble_outOfRange_isRefused(double percent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Percentage.ofPercent(percent))
                .withMessageStartingWith("percent not in [0, 100]: ");
    }

    @Test
    void ofPercent_ofDouble_finerThanASlot_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Percentage.ofPercent(0.1 + 0.2))
                .withMessage("percent finer than 0.001: 0.30000000000000004");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 100_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void slots_outOfRange_areRefused(int slots) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Percentage(slots))
                .withMessage("slots not in [0, 100000]: " + slots);
    }

    @ParameterizedTest(name = "{0} % rounds to {1} slots")
    @CsvSource({
        "0, 0",
        "0e-999999999, 0",
        "1e-999999999, 1",
        "0.0004, 1",
        "0.001, 1",
        "0.00149, 1",
        "0.0015, 2",
        "33.33333, 33333",
        "66.6665, 66667",
        "99.9985, 99999",
        "99.999, 99999",
        "99.9995, 99999",
        "99.9999999, 99999",
        "100, 100000",
        "1e2, 100000"
    })
    @Timeout(10)
    void roundedFromPercent_roundsHalfUp_exceptToNobodyAndEverybody(BigDecimal percent, int slots) {
        assertThat(Percentage.roundedFromPercent(percent)).isEqualTo(new Percentage(slots));
    }

    @ParameterizedTest(name = "{0} slots are {1} %")
    @CsvSource({"0, 0", "1, 0.001", "10, 0.01", "12500, 12.5", "10000, 10", "99999, 99.999", "100000, 100"})
    void toPercent_hasNeitherTrailingZerosNorExponent(int slots, String percent) {
        assertThat(new Percentage(slots).toPercent()).hasToString(percent);
        assertThat(new Percentage(slots)).hasToString(percent + " %");
    }

    @Test
    void constants_areTheEndsOfTheScale() {
        assertThat(Percentage.NONE.slots()).isZero();
        assertThat(Percentage.ALL.slots()).isEqualTo(Percentage.SCALE).isEqualTo(100_000);
    }

    @Test
    void order_isThatOfTheSize() {
        assertThat(Percentage.NONE).isLessThan(new Percentage(1));
        assertThat(Percentage.ALL).isGreaterThan(new Percentage(99_999));
        assertThat(new Percentage(7)).isEqualByComparingTo(new Percentage(7));
    }
}
