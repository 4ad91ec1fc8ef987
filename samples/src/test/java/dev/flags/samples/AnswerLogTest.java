package dev.flags.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerLogTest {
    private final AnswerLog log = new AnswerLog();

    @Test
    void since_includesTheMoment() {
        Answer first = Answers.ofNoArm("centroid", 0, 1);
        Answer second = Answers.ofNoArm("centroid", 5, 1);
        log.add(first);
        log.add(second);

        assertThat(log.since(Answers.START)).containsExactly(first, second);
        assertThat(log.since(at(5))).containsExactly(second);
        assertThat(log.since(at(6))).isEmpty();
    }

    @Test
    void ofNewestVersion_leavesOutWhatTheVersionBeforeAnswered_andWhatCameLater() {
        Answer late = Answers.ofNoArm("centroid", 1, 1);
        Answer inTime = Answers.ofNoArm("knn-3", 2, 2);
        Answer later = Answers.ofNoArm("knn-3", 9, 2);
        List.of(late, inTime, later).forEach(log::add);

        assertThat(log.ofNewestVersion(at(1), at(9))).containsExactly(inTime);
    }

    private static Instant at(int millis) {
        return Answers.START.plusMillis(millis);
    }
}
