package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoInstantTest {
    @ParameterizedTest
    @CsvSource({
        "2026-12-01T00:00:00Z, 2026-12-01T00:00:00Z",
        "2026-12-01t00:00:00z, 2026-12-01T00:00:00Z",
        "2026-12-01T00:00Z, 2026-12-01T00:00:00Z",
        "2026-12-01T00:00:00.Z, 2026-12-01T00:00:00Z",
        "2026-12-01T00:00:00.5Z, 2026-12-01T00:00:00.5Z",
        "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999999Z",
        "2026-12-01T00:00:00+01:00, 2026-11-30T23:00:00Z",
        "2026-12-01T00:00-01, 2026-12-01T01:00:00Z",
        "2026-12-01T00:00:00+18:00, 2026-11-30T06:00:00Z",
        "2026-12-01T00:00:00-00:00, 2026-12-01T00:00:00Z",
        "2026-12-01T00:00:00+01:02:03, 2026-11-30T22:57:57Z",
        "2024-02-29T12:00:00Z, 2024-02-29T12:00:00Z",
        "2000-02-29T12:00:00Z, 2000-02-29T12:00:00Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "0000-01-01T00:00:00+18:00, -0001-12-31T06:00:00Z",
        "9999-12-31T23:59:59-18:00, +10000-01-01T17:59:59Z"
    })
    void toInstant_isTheMoment(String text, Instant expected) {
        assertThat(IsoInstant.parse(text).toInstant()).isEqualTo(expected);
        assertThat(IsoInstant.parse(text)).hasToString(text);
        assertThat(IsoInstant.parse(text).compare(text)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "2026-12-01",
                "2026-12-01T00:00:00",
                "2026-12-01T00:00",
                "2026-12-01T00Z",
                "2026-12-01 00:00:00Z",
                "2026-12-01T24:00:00Z",
                "2026-12-01T00:60:00Z",
                "2026-12-01T00:00:60Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-12-00T00:00:00Z",
                "2026-12-32T00:00:00Z",
                "2026-04-31T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "-0001-12-01T00:00:00Z",
                "-001-12-01T00:00:00Z",
                "+10000-12-01T00:00:00Z",
                "12026-12-01T00:00:00Z",
                "2026-12-01T00:00:00+0100",
                "2026-12-01T00:00:00+1",
                "2026-12-01T00:00:00+01:0",
                "2026-12-01T00:00:00+01:60",
                "2026-12-01T00:00:00+18:01",
                "2026-12-01T00:00:00+19:00",
                "2026-12-01T00:00:00*01:00",
                "2026-12-01T00:00:00+01.00",
                "2026-12-01T00:00:00+01:00.00",
                "2026-12-01T00:00:00.1234567890Z",
                "2026-12-01T00:00:00,5Z",
                "2026-12-01T00:00.5Z",
                "2026-12-01T00:00:Z",
                "2026-12-01T00:00:00ZZ",
                "2026-12-01T00:00:00Z[UTC]",
                "2026-12-01T00:00:00Z ",
                "2026-12-01T00:00:00",
                "٢026-12-01T00:00:00Z",
                "2026/12/01T00:00:00Z",
                "2026-12/01T00:00:00Z",
                "2026-12-01T00.00:00Z",
                "2026-12-01T00:00x"
            })
    void notAnInstant_isRefusedAndIncomparable(String text) {
        assertThatThrownBy(() -> IsoInstant.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an instant with a zone");
        assertThat(IsoInstant.parse("2026-12-01T00:00:00Z").compare(text)).isEqualTo(Relation.INCOMPARABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-01T00:00:00Z, 2026-11-30T23:59:59.999999999Z, -1",
                "2026-12-01T00:00:00Z, 2026-12-01T00:00:00.000000001Z, 1",
        "2026-12-01T00:00:00.5Z, 2026-12-01T00:00:00.50Z, 0", "2026-12-01T00:00:00.5Z, 2026-12-01T00:00:00.05Z, -1",
        "2026-12-01T00:00:00Z, 2026-12-01T01:00:00+01:00, 0", "2026-12-01T00:00:00Z, 2026-12-01T00:30:00+01:00, -1"
    })
    void compare_ordersByTime(String operand, String candidate, int expected) {
        assertThat(IsoInstant.parse(operand).compare(candidate)).isEqualTo(expected);
    }

    @Test
    void equals_comparesTheMoment() {
        assertThat(IsoInstant.parse("2026-12-01T00:00Z"))
                .isEqualTo(IsoInstant.parse("2026-12-01T01:00:00.0+01:00"))
                .hasSameHashCodeAs(IsoInstant.parse("2026-12-01T01:00:00.0+01:00"))
                .isNotEqualTo(IsoInstant.parse("2026-12-01T00:00:00.1Z"))
                .isNotEqualTo(IsoInstant.parse("2026-12-01T00:00:01Z"))
                .isNotEqualTo("2026-12-01T00:00Z");
    }
}
