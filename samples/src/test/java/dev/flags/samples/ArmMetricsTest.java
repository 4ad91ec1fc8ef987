package dev.flags.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.rollout.Measurement;
import dev.flags.rollout.StageContext;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArmMetricsTest {
    private final AnswerLog log = new AnswerLog();
    private final ArmMetrics metrics = new ArmMetrics(log);

    @Test
    void accuracy_isThatOfEachArmSinceTheStageBegan() {
        Answers.ofArm("centroid", 400, 0, 0).forEach(log::add);
        Answers.ofArm("knn-3", 400, 396, 500).forEach(log::add);
        Answers.ofArm("centroid", 400, 360, 900).forEach(log::add);

        assertThat(metrics.accuracy(stage(10, 500))).isEqualTo(Measurement.of(0.99, 0.9));
    }

    @Test
    void accuracy_ofFewAnswers_isNoData() {
        Answers.ofArm("knn-3", 300, 300, 0).forEach(log::add);
        Answers.ofArm("centroid", 299, 299, 300).forEach(log::add);
        assertThat(metrics.accuracy(stage(10, 0))).isEqualTo(Measurement.NO_DATA);

        log.add(Answers.ofArm("centroid", 600, true));

        assertThat(metrics.accuracy(stage(10, 0))).isEqualTo(Measurement.of(1, 1));
    }

    @Test
    void accuracy_leavesOutWhoIsInNeitherArm() {
        Answers.ofArm("knn-3", 300, 300, 0).forEach(log::add);
        for (int i = 0; i < 300; i++) {
            log.add(Answers.ofNoArm("centroid", 300 + i, 1));
        }

        assertThat(metrics.accuracy(stage(10, 0))).isEqualTo(Measurement.NO_DATA);
    }

    @Test
    void accuracy_atOneHundredPercent_isComparedWithTheFormerControlGroup() {
        Answers.ofArm("centroid", 300, 270, 0).forEach(log::add);
        Answers.ofArm("knn-3", 300, 297, 500).forEach(log::add);

        assertThat(metrics.accuracy(stage(100, 500))).isEqualTo(Measurement.of(0.99, 0.9));
    }

    @Test
    void p95_isTheCandidatesInMilliseconds() {
        Answers.ofArm("knn-3", 400, 400, 0).forEach(log::add);

        assertThat(metrics.p95(stage(10, 0))).isEqualTo(Measurement.of(0.38));
    }

    private static StageContext stage(int percent, int sinceMillis) {
        Instant since = Answers.START.plusMillis(sinceMillis);
        Percentage share = Percentage.ofPercent(percent);
        return new StageContext(
                "digit_model", Answers.ROLLOUT, 1, 0, share.toString(), share, "centroid", "knn-3", since, 0, 0);
    }
}
