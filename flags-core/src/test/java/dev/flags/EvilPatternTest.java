package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Patterns that take backtracking engines longer than anybody lives, on texts as long as a context allows: a flag answers
 * them at once, and as that engine does on a short text of the same kind.
 */
class EvilPatternTest {
    /** A proof that matching ends, not a measure of speed. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final List<Integer> LENGTHS = List.of(20_000, 65_536);
    private static final int SHORT = 24;

    @ParameterizedTest
    @MethodSource("dev.flags.EvilPattern#all")
    void evilPattern_isAnsweredAtOnceAndRightly(EvilPattern evil) {
        Evaluator flags = evil.flags();
        assertThat(Pattern.compile(evil.pattern()).matcher(evil.text(SHORT)).find())
                .isEqualTo(evil.isFound());
        for (int length : LENGTHS) {
            EvaluationContext context = evil.context(length);
            Assertions.assertTimeoutPreemptively(DEADLINE, () -> {
                assertThat(flags.isEnabled("f", context)).isEqualTo(evil.isFound());
                assertThat(flags.evaluateBoolean("f", context, !evil.isFound()).value())
                        .isEqualTo(evil.isFound());
            });
        }
    }

    /** The known bad twin: it would go on for years, so it is not allowed more than a thousand looks at each character. */
    @Test
    void backtrackingEngine_doesNotComeToAnEnd() {
        Tired text = new Tired("a".repeat(19) + "b".repeat(1_981), 2_000_000);

        assertThatThrownBy(() -> Pattern.compile("(.*a){20}").matcher(text).find())
                .isInstanceOf(Tired.Exhausted.class);
    }

    /** A text that can be looked at only so often. */
    private static final class Tired implements CharSequence {
        private final String text;
        private int looks;

        Tired(String text, int looks) {
            this.text = text;
            this.looks = looks;
        }

        static final class Exhausted extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }

        @Override
        public char charAt(int index) {
            if (looks-- == 0) {
                throw new Exhausted();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
