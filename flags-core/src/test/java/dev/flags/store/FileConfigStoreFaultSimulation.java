package dev.flags.store;

import dev.flags.store.FaultyDisk.Manner;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every death at every step, each with every death at every step of the rescue. Not part of the ordinary run:
 * {@code mvn -pl flags-core surefire:test -Dtest=FileConfigStoreFaultSimulation}.
 */
class FileConfigStoreFaultSimulation {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("dev.flags.store.FaultScenario#all")
    void death_atAnyStep_leavesOldOrNew(FaultScenario scenario) throws IOException {
        int cases = new FaultMatrix(scenario, directory, FaultyDisk::new, 1).run(Manner.DEATH);
        System.out.println(scenario + ": " + cases + " cases");
    }
}
