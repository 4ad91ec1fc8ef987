package dev.flags.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From a file with 10 000 flags to the first answer, once in each of several new JVMs. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(5)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // the harness sets what is annotated, and start() the rest
public class ColdStartBenchmark {
    @Param("flags")
    public String contender;

    /** The file, written beforehand: writing it would warm up what is measured. */
    @Param("")
    public String document;

    private Session session;

    @Benchmark
    public Object start() throws Exception {
        session = Contenders.named(contender).library().get().open(Workload.START, Path.of(document));
        return session.question().ask(0);
    }

    @TearDown
    public void close() throws Exception {
        session.resources().close();
    }
}
