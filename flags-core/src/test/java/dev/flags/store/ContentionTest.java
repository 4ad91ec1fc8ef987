package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentionTest {
    private static final int TIMES = 60;
    private static final int ROUNDS = 5;
    private static final int COMMITS = 200;

    @TempDir
    private Path directory;

    @Test
    void twoProcesses_loseNoIncrement() throws IOException {
        assertThat(Contention.increments(directory, TIMES, false)).isEqualTo(2 * TIMES);
    }

    @Test
    void twoProcessesWithoutALock_areCaught() {
        assertThatThrownBy(() -> {
                    for (int round = 0;
                            round < 20;
                            round++) { // on a busy machine one may be done before the other begins
                        Contention.increments(directory.resolve("round" + round), TIMES, true);
                    }
                })
                .isInstanceOfAny(IllegalStateException.class, StoreException.class);
    }

    @Test
    void fourProcessesWithOneStaleRevision_haveOneWinner() throws IOException {
        assertThat(Contention.races(directory, ROUNDS, false)).isEqualTo(3 * ROUNDS);
    }

    @Test
    void killedHolderOfTheLock_isFollowedAtOnce() throws IOException {
        assertThat(Contention.killedHolder(directory)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void stoppedHolderOfTheLock_keepsOthersOutAndGoesOn() throws IOException {
        assertThat(Contention.stoppedWriter(directory, Duration.ofSeconds(3))).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void readerBesideAWriter_neverMixesVersions() throws IOException {
        assertThat(Contention.mixedReads(directory, COMMITS)).isZero();
    }
}
