package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class QuotedTest {
    @Test
    void plainText_isShownWithItsQuotesEscaped() {
        assertThat(Quoted.of("say \"hi\" \\ ü😀")).isEqualTo("\"say \\\"hi\\\" \\\\ ü😀\"");
        assertThat(Quoted.of("")).isEqualTo("\"\"");
    }

    @Test
    void whatGarblesALine_isEscaped() {
        assertThat(Quoted.of("a\n\u007f\u202e\ud800")).isEqualTo("\"a\\u000a\\u007f\\u202e\\ud800\"");
    }

    @Test
    void longText_isCut() {
        assertThat(Quoted.of("a".repeat(64))).isEqualTo("\"" + "a".repeat(64) + "\"");
        assertThat(Quoted.of("a".repeat(65))).isEqualTo("\"" + "a".repeat(63) + "…\"");
        assertThat(Quoted.of("😀".repeat(65))).isEqualTo("\"" + "😀".repeat(63) + "…\"");
    }

    @Test
    void escapes_countForAsManyAsTheyAre() {
        assertThat(Quoted.of("\n".repeat(65))).isEqualTo("\"" + "\\u000a".repeat(10) + "…\"");
        assertThat(Quoted.of("\n".repeat(10) + "abcd")).isEqualTo("\"" + "\\u000a".repeat(10) + "abcd\"");
    }

    @Property
    void nothing_isLongerThanTheMost(@ForAll String text) {
        String quoted = Quoted.of(text);

        assertThat(quoted.codePointCount(0, quoted.length())).isLessThanOrEqualTo(Quoted.MAX_LENGTH + 2);
    }
}
