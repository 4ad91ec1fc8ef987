package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemVerTest {
    /** The examples of §11, lowest first, with numbers that no long holds at the end. */
    private static final List<String> ASCENDING = List.of(
            "0.0.0-0",
            "0.0.0",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "2.0.0",
            "2.1.0",
            "2.1.1",
            "2.1.10",
            "2.10.0",
            "99999999999999999999.0.0-99999999999999999998",
            "99999999999999999999.0.0-99999999999999999999",
            "99999999999999999999.0.0",
            "100000000000000000000.0.0");

    @Test
    void compare_followsTheExamplesOfTheSpecification() {
        for (int i = 0; i < ASCENDING.size(); i++) {
            for (int j = 0; j < ASCENDING.size(); j++) {
                assertThat(Integer.signum(SemVer.parse(ASCENDING.get(j)).compare(ASCENDING.get(i))))
                        .as("%s to %s", ASCENDING.get(i), ASCENDING.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0-alpha+001",
                "1.0.0+20130313144700",
                "1.0.0-beta+exp.sha.5114f85",
                "1.0.0+21AF26D3----117B344092BD",
                "1.0.0-x-y-z.--",
                "1.0.0-x.7.z.92",
                "1.0.0-0A.is.legal",
                "1.0.0--",
                "1.0.0---1+-"
            })
    void parse_takesWhatTheSpecificationAllows(String text) {
        assertThat(SemVer.parse(text)).hasToString(text);
        assertThat(SemVer.parse(text).compare(text)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "1.2",
                "1.2.",
                "1.2.3.4",
                "v1.2.3",
                "01.2.3",
                "1.02.3",
                "1.2.03",
                "1.2.3-",
                "1.2.3-01",
                "1.2.3-a..b",
                "1.2.3-a.",
                "1.2.3+",
                "1.2.3+a..b",
                "1.2.3+a+b",
                "1.2.3-ä",
                "1.2.3 ",
                " 1.2.3",
                "-1.2.3",
                "1.2.٣",
                "1..3",
                ".2.3",
                "1.2-3",
                "1.2+3",
                "1,2,3",
                "1.2.3-a+",
                "1.2.3\n"
            })
    void notAVersion_isRefusedAndMatchesNothing(String text) {
        assertThatThrownBy(() -> SemVer.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a semantic version such as 1.2.3");
        SemVer lowest = SemVer.parse("0.0.0-0");
        assertThat(lowest.compare(text)).isEqualTo(Relation.INCOMPARABLE);
        assertThat(lowest.tilde(text)).isFalse();
        assertThat(lowest.caret(text)).isFalse();
    }

    @Test
    void parse_longValue_isShortenedInTheMessage() {
        assertThatThrownBy(() -> SemVer.parse("x".repeat(1_000)))
                .hasMessageContaining("(1000 characters)")
                .message()
                .hasSizeLessThan(200);
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3, 1.2.3, true",
        "1.2.3, 1.2.99, true",
        "1.2.3, 1.2.2, false",
        "1.2.3, 1.3.0, false",
        "1.2.3, 1.3.0-0, false",
        "1.2.3, 1.3.0-rc.1, false",
        "1.2.3, 1.2.3-rc.1, false",
        "1.2.3, 1.2.4-rc.1, true",
        "1.2.3-rc.1, 1.2.3-rc.1, true",
        "1.2.3-rc.1, 1.2.3-beta, false",
        "1.2.3-rc.1, 1.2.3, true",
        "1.9.0, 1.9.5, true",
        "1.9.0, 1.10.0, false",
        "1.199.0, 1.199.7, true",
        "1.199.0, 1.200.0-0, false",
        "1.2.3+x, 1.2.3+y, true"
    })
    void tilde_reachesToTheNextMinor(String operand, String candidate, boolean expected) {
        assertThat(SemVer.parse(operand).tilde(candidate)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3, 1.2.3, true",
        "1.2.3, 1.99.0, true",
        "1.2.3, 2.0.0, false",
        "1.2.3, 2.0.0-0, false",
        "1.2.3, 1.2.2, false",
        "0.2.3, 0.2.9, true",
        "0.2.3, 0.3.0-0, false",
        "0.2.3, 0.2.2, false",
        "0.0.3, 0.0.3, true",
        "0.0.3, 0.0.4-0, false",
        "0.0.3, 0.0.4, false",
        "0.0.0, 0.0.0, true",
        "0.0.0, 0.0.1-0, false",
        "1.0.0-rc.1, 1.0.0-rc.2, true",
        "9.0.0, 9.9.9, true",
        "9.0.0, 10.0.0-0, false",
        "99999999999999999999.0.0, 99999999999999999999.1.0, true",
        "99999999999999999999.0.0, 100000000000000000000.0.0, false"
    })
    void caret_keepsTheLeftMostNumberThatIsNotZero(String operand, String candidate, boolean expected) {
        assertThat(SemVer.parse(operand).caret(candidate)).isEqualTo(expected);
    }

    @Test
    void equals_ignoresBuildMetadata() {
        assertThat(SemVer.parse("1.2.3+a")).isEqualTo(SemVer.parse("1.2.3+b")).hasSameHashCodeAs(SemVer.parse("1.2.3"));
        assertThat(SemVer.parse("1.2.3")).isNotEqualTo(SemVer.parse("1.2.3-a")).isNotEqualTo("1.2.3");
    }
}
