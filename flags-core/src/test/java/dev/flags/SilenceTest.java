package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    private final Silence silence = new Silence();

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    private boolean hasLasted(int seconds, int now) {
        return silence.hasLasted(Duration.ofSeconds(seconds), at(now));
    }

    @Test
    void whoHasNotAsked_hearsNoSilence() {
        assertThat(hasLasted(0, 100)).isFalse();
    }

    @Test
    void lookThatIsOnItsWay_isSilenceFromItsBeginningOn_untilItsAnswer() {
        long look = silence.begin(at(0));
        assertThat(hasLasted(10, 9)).isFalse();
        assertThat(hasLasted(10, 10)).isTrue();

        silence.end(look, at(10));
        assertThat(hasLasted(0, 100)).isFalse();
    }

    @Test
    void looksThatFail_areOneSilence() {
        silence.begin(at(0));
        silence.begin(at(5));

        assertThat(hasLasted(10, 10)).isTrue();
    }

    @Test
    void answerOfAnOlderLook_doesNotSpeakForANewerOne() {
        long older = silence.begin(at(0));
        long newer = silence.begin(at(5));

        silence.end(older, at(10));
        assertThat(hasLasted(10, 19)).isFalse();
        assertThat(hasLasted(10, 20)).isTrue();

        silence.end(newer, at(20));
        assertThat(hasLasted(0, 100)).isFalse();
    }

    @Test
    void answerOfANewerLook_speaksForOlderOnes_alsoForThoseThatNeverComeBack() {
        long older = silence.begin(at(0));
        long newer = silence.begin(at(5));

        silence.end(newer, at(6));
        assertThat(hasLasted(0, 100)).isFalse();
        silence.end(older, at(7));
        assertThat(hasLasted(0, 100)).isFalse();
    }
}
