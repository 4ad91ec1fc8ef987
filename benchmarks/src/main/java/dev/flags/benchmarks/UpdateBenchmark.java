package dev.flags.benchmarks;

import dev.flags.Change;
import dev.flags.FeatureFlagManager;
import dev.flags.config.Percentage;
import dev.flags.store.MemoryConfigStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One of 10 000 flags is changed, until a question sees it in the same process. Nothing is written to a disk. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // open() sets all
public class UpdateBenchmark {
    private static final Change CHANGE = Change.by("benchmark", "to see how long it takes");
    private static final Percentage NOBODY = new Percentage(0);
    private static final Percentage EVERYBODY = new Percentage(Percentage.SCALE);

    private String name;
    private String user;
    private FeatureFlagManager manager;
    private Reference reference;
    private boolean isOn;

    @Setup
    public void open() throws IOException {
        Path file = Files.createTempFile("flags", ".json");
        Files.writeString(file, FlagsFile.of(Workload.START));
        name = Names.asked(Workload.START)[0];
        user = Users.of(Workload.START)[0];
        // A store that nobody has written to takes the bootstrap for its content.
        manager = FeatureFlagManager.builder()
                .store(new MemoryConfigStore())
                .bootstrap(file.toUri().toURL())
                .build();
        Files.delete(file);
        reference = new Reference(Workload.START);
    }

    @TearDown
    public void close() {
        manager.close();
    }

    @Benchmark
    public boolean flags() {
        isOn = !isOn;
        manager.setRolloutPercentage(name, isOn ? EVERYBODY : NOBODY, CHANGE);
        if (manager.isEnabled(name, user) != isOn) {
            throw new IllegalStateException("the change is not seen");
        }
        return isOn;
    }

    /** Copies its map. */
    @Benchmark
    public Object reference() {
        reference.replace(name);
        return reference.isThere(name);
    }
}
