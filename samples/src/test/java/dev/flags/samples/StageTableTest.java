package dev.flags.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StageTableTest {
    private static final ArmStats NOBODY = ArmStats.of(List.of());
    private static final ArmStats KNN = ArmStats.of(Answers.ofArm("knn-3", 400, 396, 0));
    private static final ArmStats CENTROID = ArmStats.of(Answers.ofArm("centroid", 400, 360, 0));

    @Test
    void format_alignsTheColumns_andHasDashesForNothing() {
        List<StageResult> stages = Stream.of(
                        result("1 %", new Arms(KNN, CENTROID)),
                        result("5 %", new Arms(CENTROID, KNN)),
                        result("25 %", new Arms(NOBODY, NOBODY)),
                        result("soak", new Arms(KNN, NOBODY)))
                .toList();

        assertThat(StageTable.format(stages)).isEqualTo("""
                stage  candidate  control  accuracy  of control  p95 us  verdict  lasted
                -----  ---------  -------  --------  ----------  ------  -------  ------
                1 %          400      400    99.0 %      90.0 %   380.0     pass  0.32 s
                5 %          400      400    90.0 %      99.0 %   380.0     fail  0.32 s
                25 %           -        -         -           -       -        -  0.32 s
                soak         400        -    99.0 %           -   380.0     pass  0.32 s
                """);
    }

    private static StageResult result(String stage, Arms arms) {
        return StageResult.of(stage, Duration.ofMillis(321), arms, CENTROID, Canary.plan("centroid", "knn-3"));
    }
}
