package dev.flags.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServedShareTest {
    private static final List<Answer> ANSWERS = List.of(
            Answers.ofNoArm("knn-3", 10, 1),
            Answers.ofNoArm("knn-3", 20, 1),
            Answers.ofNoArm("centroid", 30, 1),
            Answers.ofNoArm("knn-3", 40, 1),
            Answers.ofNoArm("centroid", 50, 2),
            Answers.ofNoArm("centroid", 60, 3));

    @Test
    void of_isOneForEachVersion_butForThoseWithoutTheModel() {
        List<ServedShare> shares = ServedShare.of("knn-3", ANSWERS);

        assertThat(shares)
                .containsExactly(
                        new ServedShare(Answers.START.plusMillis(10), 4, 3),
                        new ServedShare(Answers.START.plusMillis(50), 2, 0));
        assertThat(shares.get(0).isAbout(Percentage.ofPercent(75))).isTrue();
        assertThat(shares.get(0).isAbout(Percentage.ofPercent(62))).isFalse();
    }

    @Test
    void table_showsTheSharesOverTime() {
        assertThat(ServedShare.table(Answers.START, ServedShare.of("knn-3", ANSWERS), "knn-3"))
                .isEqualTo("""
                         after  answers  of knn-3
                        ------  -------  --------
                        0.01 s        4    75.0 %
                        0.05 s        2     0.0 %
                        """);
    }
}
