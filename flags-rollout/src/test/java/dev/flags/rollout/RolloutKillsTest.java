package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts whose processes are killed; {@code .ci/faults/rollout-kills} kills more of them. */
class RolloutKillsTest {
    private static final int KILLS = 5;
    private static final int MAX_ROUNDS = 10;
    private static final int KILLS_OF_THE_TWIN = 3;
    private static final long SEED = 1;

    @TempDir
    private Path directory;

    @Test
    void scenario8_processIsKilled_andTheNextOneGoesOnWithTheSameStage() throws IOException {
        RolloutKills.Report report = RolloutKills.run(directory, KILLS, SEED, false);

        assertThat(report.violations()).isEmpty();
        assertThat(report.kills()).isEqualTo(KILLS);
    }

    @Test
    void subscriberThatTakesEventsBeforeItHasWrittenThemDown_isCaught() throws IOException {
        int violations = 0;
        for (int round = 0; violations == 0 && round < MAX_ROUNDS; round++) { // a kill may miss the moment
            violations = RolloutKills.run(directory.resolve("round" + round), KILLS_OF_THE_TWIN, SEED + round, true)
                    .violations()
                    .size();
        }
        assertThat(violations).isPositive();
    }

    @Test
    void scenario10_driverIsKilled_andTheOtherGoesOnWhenItsLeaseIsOver() throws IOException {
        RolloutTakeovers.Report report = RolloutTakeovers.run(directory, 1, SEED);

        assertThat(report.violations()).isEmpty();
        assertThat(report.after()).hasSize(1);
    }
}
