package dev.flags.store;

import dev.flags.store.FaultyDisk.Manner;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sample of what {@link FileConfigStoreFaultSimulation} runs in full. */
class FileConfigStoreFaultTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("dev.flags.store.FaultScenario#all")
    void death_atAnyStep_leavesOldOrNew(FaultScenario scenario) throws IOException {
        new FaultMatrix(scenario, directory, FaultyDisk::new, 37).run(Manner.DEATH);
    }

    @ParameterizedTest
    @MethodSource("dev.flags.store.FaultScenario#all")
    void failure_atAnyStep_isToldAsItIs(FaultScenario scenario) throws IOException {
        new FaultMatrix(scenario, directory, FaultyDisk::new, 1).run(Manner.FAILS_ONCE);
    }

    @ParameterizedTest
    @MethodSource("dev.flags.store.FaultScenario#all")
    void failureFromAnyStepOn_isToldAsItIs(FaultScenario scenario) throws IOException {
        new FaultMatrix(scenario, directory, FaultyDisk::new, 1).run(Manner.FAILS_FOR_EVER);
    }
}
