package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageTest {
    private static final int EVERY = 29;

    @TempDir(factory = FastDirectory.class)
    private Path directory;

    @Test
    void damagedFilesOfTheStore_areReported() throws IOException {
        Damage.Report report = Damage.run(directory, EVERY);

        assertThat(report.violations()).isEmpty();
        assertThat(report.newest()).isPositive();
    }

    @Test
    void damagedLog_blocksNoCommit() throws IOException {
        Damage.Report report = Damage.run(directory, EVERY);

        assertThat(report.blocked()).isZero();
    }
}
