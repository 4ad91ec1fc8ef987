package dev.flags.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @Test
    void quote_putsTheValueInQuotes() {
        assertThat(Text.quote("new checkout / größe 日本 😀")).isEqualTo("\"new checkout / größe 日本 😀\"");
        assertThat(Text.quote("")).isEqualTo("\"\"");
    }

    @Test
    void quote_escapesAsJsonDoes() {
        assertThat(Text.quote("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    }

    @Test
    void quote_keepsALogLineALine() {
        assertThat(Text.quote("a\nb\r\tc\0d\u001b[31me\u0085f\u2028g\u2029h"))
                .isEqualTo("\"a\\u000ab\\u000d\\u0009c\\u0000d\\u001b[31me\\u0085f\\u2028g\\u2029h\"");
    }

    @Test
    void quote_showsWhatTurnsOrHidesText() {
        assertThat(Text.quote("user\u202Enimda\u200B\u2066\u200F\uFEFF"))
                .isEqualTo("\"user\\u202enimda\\u200b\\u2066\\u200f\\ufeff\"");
        assertThat(Text.quote("a" + Character.toString(0xE0041))).isEqualTo("\"a\\udb40\\udc41\"");
    }

    @Test
    void quote_showsHalfOfASurrogatePair() {
        assertThat(Text.quote("a\ud83d")).isEqualTo("\"a\\ud83d\"");
    }

    @Test
    void quote_cutsWhatIsLongAndNeverInsideACharacter() {
        assertThat(Text.quote("x".repeat(64))).isEqualTo('"' + "x".repeat(64) + '"');
        assertThat(Text.quote("x".repeat(65))).isEqualTo('"' + "x".repeat(63) + "…\"");
        assertThat(Text.quote("x".repeat(62) + "😀".repeat(9))).isEqualTo('"' + "x".repeat(62) + "😀…\"");
        assertThat(Text.quote("😀".repeat(1_000_000))).hasSizeLessThan(140);
        assertThat(Text.quote("😀".repeat(40))).isEqualTo('"' + "😀".repeat(40) + '"');
    }

    @Test
    void quote_isTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(Text.quote("\u001f")).isEqualTo("\"\\u001f\"");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "negte, negate",
        "equal, equals",
        "EQUALS, equals",
        "eq, equals",
        "onmiss, on_miss",
        "on-miss, on_miss",
        "weigths, weights",
        "wieghts, weights",
        "is, in",
        "slat, salt"
    })
    void didYouMean_suggestsWhatIsNear(String given, String meant) {
        Set<String> known = Set.of("negate", "equals", "on_miss", "weights", "in", "values", "bucket_by", "salt");
        assertThat(Text.didYouMean(given, known)).isEqualTo("; did you mean \"" + meant + "\"?");
    }

    @ParameterizedTest
    @CsvSource({"x", "frequency", "''", "be", "v", "country"})
    void didYouMean_isSilentWhereNothingIsNear(String given) {
        assertThat(Text.didYouMean(given, Set.of("negate", "equals", "between", "before", "values")))
                .isEmpty();
    }

    @Test
    void didYouMean_takesNoTimeForWhatIsNoName() {
        List<String> names =
                IntStream.range(0, 10_000).mapToObj(i -> "flag" + i).toList();
        assertThat(Text.didYouMean("f".repeat(65_536), names)).isEmpty();
    }

    @Test
    void hint_listsWhatIsAllowedIfThatIsLittle() {
        assertThat(Text.hint("purple", List.of("green", "blue"))).isEqualTo("; allowed are \"blue\", \"green\"");
        assertThat(Text.hint("geen", List.of("green", "blue"))).isEqualTo("; did you mean \"green\"?");
        assertThat(Text.hint("purple", List.of())).isEmpty();
        List<String> many = IntStream.range(0, 13).mapToObj(i -> "name" + i).toList();
        assertThat(Text.hint("purple", many)).isEmpty();
        assertThat(Text.choices("purple", many))
                .startsWith("; allowed are \"name0\", ")
                .endsWith("\"name9\"");
    }
}
