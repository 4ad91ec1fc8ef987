package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalTest {
    @Test
    void of_showsLittleOfALongValueAndNoControlCharacters() {
        assertThat(Refusal.of("no number", "\u001B[31m" + "x".repeat(100)))
                .hasMessage("no number: \"\uFFFD[31m" + "x".repeat(59) + "\"... (105 characters)");
        assertThat(Refusal.of("no number", "1\uD83D\uDE00")).hasMessage("no number: \"1\uD83D\uDE00\"");
    }
}
