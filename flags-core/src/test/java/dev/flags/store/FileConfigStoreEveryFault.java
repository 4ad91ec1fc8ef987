package dev.flags.store;

import dev.flags.store.FaultyDisk.Manner;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault at every step, each death with every so-manieth death of the rescue; a stride of 1 runs all. Not part of the
 * ordinary run: {@code .ci/faults/steps} runs it.
 */
@Execution(ExecutionMode.CONCURRENT) // most of it is waiting
class FileConfigStoreEveryFault {
    private static final int STRIDE = Integer.getInteger("stride", 7);

    @TempDir(factory = FastDirectory.class)
    private Path directory;

    @ParameterizedTest
    @MethodSource("dev.flags.store.FaultScenario#all")
    void death_atAnyStep_leavesOldOrNew(FaultScenario scenario) throws IOException {
        run(scenario, Manner.DEATH);
    }

    @ParameterizedTest
    @MethodSource("dev.flags.store.FaultScenario#all")
    void failure_atAnyStep_isToldAsItIs(FaultScenario scenario) throws IOException {
        run(scenario, Manner.FAILS_ONCE);
    }

    @ParameterizedTest
    @MethodSource("dev.flags.store.FaultScenario#all")
    void failureFromAnyStepOn_isToldAsItIs(FaultScenario scenario) throws IOException {
        run(scenario, Manner.FAILS_FOR_EVER);
    }

    private void run(FaultScenario scenario, Manner manner) throws IOException {
        int cases = new FaultMatrix(scenario, directory, FaultyDisk::new, STRIDE).run(manner);
        System.out.println(manner + ", " + scenario + ": " + cases + " cases");
    }
}
