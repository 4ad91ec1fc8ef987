package dev.flags.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WellFormedTest {
    private static final String SMILE = "\uD83D\uDE00";

    @Test
    void halvesOfPairs_becomeQuestionMarks() {
        assertThat(WellFormed.text("a\uD83Db\uDE00c\uDE00\uD83D")).isEqualTo("a?b?c??");
    }

    @Test
    void whatIsWellFormed_isLeftAlone() {
        String text = "é " + SMILE;

        assertThat(WellFormed.text(text)).isSameAs(text);
    }

    @Test
    void cut_leavesPairsWhole() {
        assertThat(WellFormed.first("ab" + SMILE + "c", 3)).isEqualTo("ab");
        assertThat(WellFormed.first("ab" + SMILE + "c", 4)).isEqualTo("ab" + SMILE);
    }
}
