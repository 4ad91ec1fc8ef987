package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class LinearRegexProperties {
    @Property
    void compile_anyText_worksOrIsRefused(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
        LinearRegex regex;
        try {
            regex = LinearRegex.compile(pattern, true);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("pattern");
            return;
        }
        assertThatCode(() -> regex.find(text)).doesNotThrowAnyException();
    }

    /**
     * What the limits are for: the automaton is no larger than a few states for each element. RE2/J's own count of states
     * is the independent witness that no syntax smuggles a repetition past the scanner.
     */
    @Property(tries = 20_000)
    void repeatCount_boundsTheAutomaton(@ForAll("syntax") String pattern) {
        int count = RepeatCount.of(pattern);
        if (count > 10_000 || CaseFolding.isEndless(pattern, false)) {
            return;
        }
        try {
            assertThat(Pattern.compile(pattern).programSize()).isLessThanOrEqualTo(4 * (pattern.length() + count) + 10);
        } catch (PatternSyntaxException e) {
            // Then no count matters.
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Garbage.texts().map(text -> text.substring(0, Math.min(text.length(), 2_000)));
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.frequencyOf(Tuple.of(9, syntax()), Tuple.of(1, Garbage.texts()));
    }

    @Provide
    Arbitrary<String> syntax() {
        return Arbitraries.of(
                        "a",
                        "b",
                        "{30}",
                        "{2,40}",
                        "{20,}",
                        "{",
                        "}",
                        "(",
                        "(",
                        ")",
                        ")",
                        "(?:",
                        "(?i)",
                        "(?P<n>",
                        "(?i:",
                        "|",
                        "*",
                        "+",
                        "?",
                        "[",
                        "]",
                        "[^",
                        "[:alpha:]",
                        "[:",
                        "\\Q",
                        "\\E",
                        "\\",
                        "\\x41",
                        "\\x{42}",
                        "\\pL",
                        "\\p{Lu}",
                        "\\b",
                        "^",
                        "$",
                        ".",
                        "\\1",
                        "\\{",
                        "-",
                        ",",
                        "\uD83D\uDE00",
                        "é")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }
}
