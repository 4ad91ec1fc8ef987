package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** How much is shown; what is escaped stands in the tests of {@code Text}, through which messages quote. */
class QuotedTest {
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
