package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearRegexTest {
    /** A proof that matching ends, not a measure of speed. */
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final int LENGTH = 20_000;

    @ParameterizedTest
    @CsvSource({
        "b, abc, false, true",
        "^b, abc, false, false",
        "B, abc, false, false",
        "B, abc, true, true",
        "'', abc, false, true",
        "^\\d{3}$, 123, false, true",
        "É, é, true, true",
        "(?P<x>a)(?<y>b), ab, false, true",
        "a{0}, '', false, true"
    })
    void find_matchesAnyPart(String pattern, String text, boolean ignoreCase, boolean expected) {
        assertThat(LinearRegex.compile(pattern, ignoreCase).find(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+$",
                "(a|aa)+$",
                "(.*a){12}",
                "([a-z]+)*$",
                "(x+x+)+y",
                "^(\\w+\\s?)*$",
                "(?:a?){333}",
                "(.{0,200}x){4}y",
                "a{0,1000}y",
                "(?:a|b|ab){100}c"
            })
    void find_evilPattern_finishes(String pattern) {
        LinearRegex regex = LinearRegex.compile(pattern, true);
        for (String unit : new String[] {"a", "x", "word "}) {
            String text = unit.repeat(LENGTH / unit.length()) + "!";
            Assertions.assertTimeoutPreemptively(DEADLINE, () -> regex.find(text));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "(?=a), look-around",
        "(?!a), look-around",
        "(?<=a)b, look-around",
        "(?<!a)b, look-around",
        "(a)\\1, back-references",
        "(?<n>a)\\k<n>, back-references",
        "(?>a), invalid or unsupported Perl syntax",
        "(a, missing closing )",
        "[a, missing closing ]",
        "a**, invalid nested repetition operator",
        "a), not a pattern",
        "\\, trailing backslash",
        "a{1001}, 1001 elements",
        "a{2}{3}, nested repetition",
        "{5}, missing argument"
    })
    void compile_notRe2_saysWhy(String pattern, String reason) {
        assertThatThrownBy(() -> LinearRegex.compile(pattern, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("\"" + pattern + "\"");
    }

    @Test
    void compile_limitsTheLength() {
        assertThat(LinearRegex.compile("a".repeat(256), false).find("a".repeat(256)))
                .isTrue();
        assertThatThrownBy(() -> LinearRegex.compile("a".repeat(257), false))
                .hasMessageContaining("more than 256 characters")
                .hasMessageContaining("(257 characters)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a{1000}", "a{500}b{500}", "(a{9}){100}", "[a-z{]{1000}", "a{1000,}", "\\p{Greek}{1000}"})
    void compile_totalRepeatAtTheLimit_isAllowed(String pattern) {
        assertThat(LinearRegex.compile(pattern, false)).hasToString(pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a{501}b{500}",
                "(a{40}){40}",
                "((a{10}){10}){10}",
                "(ab){400}",
                "(?:abc){0,300}",
                "(?:xx)\\Q\\E{999}"
            })
    void compile_totalRepeatAboveTheLimit_isRefused(String pattern) {
        assertThatThrownBy(() -> LinearRegex.compile(pattern, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than 1000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "abc 0",
                "a{3} 3",
                "a{3}b{4} 7",
                "(a{10}){10} 110",
                "(a{10}b){10} 120",
                "a{2,5} 5",
                "a{2,} 2",
                "a{0} 1",
                "(abc){3} 12",
                "a|b{3} 3",
                "(a|b){3} 12",
                "(a*b+?){3} 18",
                "a{,3} 0",
                "a{x} 0",
                "a{3 0",
                "a{3}? 3",
                "\\{3} 0",
                "[{3}] 0",
                "[]{3}]{4} 4",
                "[^]{3}]{4} 4",
                "[\\]{3}]{4} 4",
                "[[:alpha:]{3}]{4} 4",
                "[[:x]{4} 4",
                "[:-[:alpha:]a{4} 4",
                "[\\d-[:alpha:]{4}]{3} 3",
                "[]-a]{4} 4",
                "[a-\\]{3}]{4} 4",
                "[a-]{4} 4",
                "\\x{41}{3} 3",
                "\\x41{3} 3",
                "\\p{Lu}{3} 3",
                "\\pL{3} 3",
                "\\Qa{3}\\E{4} 16",
                "\\Qa{3} 0",
                "x\\Q\\E{3} 3",
                "xy(?i){3} 3",
                "(?:){3} 3",
                "(?P<n>){3} 3",
                "(?i:ab){3} 9",
                "\uD83D\uDE00{3} 3",
                "((((a{99}){99}){99}){99}){99} 1000000",
                "a{99999999999} 1000000",
                "a{3})b{4} 7",
                "(a{3} 3",
                "\\ 0",
                "[a 0",
                "\\x{4 0"
            })
    void repeatCount_countsWhatRepetitionMakes(String pattern, int expected) {
        assertThat(RepeatCount.of(pattern)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u1C80",
                "\\x{1C88}",
                "\\x{001c85}",
                "[\u1C81]",
                "[a-\u1C82]",
                "[a-\u8A9E]",
                "[\\x{80}-\\x{FFFF}]",
                "[]a-\u8A9E]",
                "[\\\\x{8A9E}-\u8A9F]",
                "[\u1C84-\u8A9E]",
                "\\Q\u1C80\\E",
                "[a-\\\u8A9E]",
                "\\\u1C80"
            })
    void compile_endlessCaseFolding_isRefused(String pattern) {
        Assertions.assertTimeoutPreemptively(DEADLINE, () -> {
            assertThatThrownBy(() -> LinearRegex.compile(pattern, true)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> LinearRegex.compile("(?s-i:x)(?i)" + pattern, false))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u1C7F",
                "[\u8A9E-\u8A9F]",
                "[\\x{4E00}-\\x{9FFF}]",
                "e-\u8A9E",
                "[^\\x00-\\x7F]",
                "\\p{Cyrillic}",
                "\\P{Lu}",
                "[[:alpha:]]",
                ".",
                "\u0432",
                "\\x{}?",
                "\uD83D\uDE00"
            })
    void compile_otherCharacters_foldAndEnd(String pattern) {
        String everything = everyCharacter();
        Assertions.assertTimeoutPreemptively(DEADLINE, () -> {
            try {
                LinearRegex.compile(pattern, true).find(everything);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("invalid escape sequence");
            }
        });
    }

    @Test
    void compile_rangeAcrossTheEndlessCharacters_isAllowedWhereCaseMatters() {
        assertThat(LinearRegex.compile("(?:[\\x{80}-\\x{FFFF}])(?P<i>x)", false).find("\u1C80x"))
                .isTrue();
    }

    /** Fails if a JDK or an RE2/J brings new characters of this kind. */
    @Test
    void caseFolding_endsForAllOtherCharacters() throws ReflectiveOperationException {
        Method fold = Class.forName("com.google.re2j.Unicode").getDeclaredMethod("simpleFold", int.class);
        fold.setAccessible(true);
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < CaseFolding.FIRST_ENDLESS || c > CaseFolding.LAST_ENDLESS) {
                int folded = (Integer) fold.invoke(null, c);
                for (int steps = 0; folded != c && steps < 8; steps++) {
                    folded = (Integer) fold.invoke(null, folded);
                }
                assertThat(folded).isEqualTo(c);
            }
        }
    }

    private static String everyCharacter() {
        StringBuilder text = new StringBuilder();
        for (int c = 0; c <= 0xFFFF; c++) {
            text.appendCodePoint(c);
        }
        return text.toString();
    }

    @Test
    void equals_comparesPatternAndCase() {
        assertThat(LinearRegex.compile("a", true))
                .isEqualTo(LinearRegex.compile("a", true))
                .hasSameHashCodeAs(LinearRegex.compile("a", true))
                .isNotEqualTo(LinearRegex.compile("a", false))
                .isNotEqualTo(LinearRegex.compile("b", true))
                .isNotEqualTo("a");
    }
}
