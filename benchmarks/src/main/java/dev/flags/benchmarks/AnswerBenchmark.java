package dev.flags.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** One answer. Each pair of contender and workload is measured in JVMs of its own. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // the harness sets what is annotated, and open() the rest
public class AnswerBenchmark {
    @Param("flags")
    public String contender;

    @Param("W2")
    public Workload workload;

    private Question question;
    private Session session;
    private Path document;

    /** Where one thread is: threads begin at different users. */
    @State(Scope.Thread)
    public static class Turn {
        private static final AtomicInteger THREADS = new AtomicInteger();

        private int turn = THREADS.getAndIncrement() * (Users.ASKING / 2);
    }

    /** Also refuses what answers wrongly. */
    @Setup
    public void open() throws Exception {
        Contender measured = Contenders.named(contender);
        document = Files.createTempFile("flags", ".json");
        session = measured.open(workload, document);
        question = session.question();
        AnswerCheck.check(question, measured, workload);
    }

    @TearDown
    public void close() throws Exception {
        session.resources().close();
        Files.delete(document);
    }

    @Benchmark
    @Threads(1)
    public Object answer(Turn turn) {
        return question.ask(turn.turn++);
    }

    /** W7, if the workload is W2: two threads at once. */
    @Benchmark
    @Threads(2)
    public Object answerOnTwoThreads(Turn turn) {
        return question.ask(turn.turn++);
    }
}
