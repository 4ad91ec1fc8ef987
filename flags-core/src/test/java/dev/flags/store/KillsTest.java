package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillsTest {
    private static final int KILLS = 15;
    private static final int MAX_ROUNDS = 20;
    private static final int KILLS_OF_THE_TWIN = 6;
    private static final long SEED = 1;

    @TempDir
    private Path directory;

    @Test
    void processKilledWhileItCommits_tearsAndLosesNothing() throws IOException {
        Kills.Report report = Kills.run(directory, KILLS, SEED, false);

        assertThat(report.violations()).isEmpty();
        assertThat(report.acknowledged()).isPositive();
        assertThat(report.leftovers()).isLessThanOrEqualTo(1);
    }

    @Test
    void writerInPlace_isCaught() throws IOException {
        int violations = 0;
        for (int round = 0;
                violations == 0 && round < MAX_ROUNDS;
                round++) { // a kill may miss the moment, on a busy machine
            violations = Kills.run(directory.resolve("round" + round), KILLS_OF_THE_TWIN, SEED + round, true)
                    .violations()
                    .size();
        }
        assertThat(violations).isPositive();
    }
}
