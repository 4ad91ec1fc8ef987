package dev.flags.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures every contender with every workload that it can do, and writes a table. */
public final class Comparison {
    private static final Set<Workload> KEY_WORKLOADS =
            EnumSet.of(Workload.W1, Workload.W2, Workload.W3, Workload.W8_10K);
    private static final Set<Contender> KEY_CONTENDERS =
            EnumSet.of(Contender.NOTHING, Contender.REFERENCE, Contender.FLAGS, Contender.FLAGS_HANDLE);

    private final boolean isShort;
    private final List<Figure> figures = new ArrayList<>();

    private Comparison(boolean isShort) {
        this.isShort = isShort;
    }

    /**
     * Runs all of it, or what matters most.
     *
     * @param args a directory for {@code comparison.md} and {@code comparison.json}; then {@code short} for the key rows
     */
    public static void main(String[] args) throws IOException, RunnerException {
        Path directory = Files.createDirectories(Path.of(args[0]));
        Comparison comparison = new Comparison(args.length > 1 && args[1].equals("short"));
        comparison.run();
        Table table = new Table(comparison.figures);
        Files.writeString(directory.resolve("comparison.md"), table.markdown());
        Files.writeString(directory.resolve("comparison.json"), table.json());
        System.out.println(table.markdown());
    }

    private void run() throws RunnerException {
        for (Workload workload : isShort ? KEY_WORKLOADS : EnumSet.allOf(Workload.class)) {
            for (Contender contender : isShort ? KEY_CONTENDERS : EnumSet.allOf(Contender.class)) {
                if (contender.canDo(workload)) {
                    measure(contender, workload, 1);
                }
            }
        }
        for (Contender contender : isShort ? KEY_CONTENDERS : EnumSet.allOf(Contender.class)) {
            if (contender.canDo(Workload.W2)) {
                measure(contender, Workload.W2, 2);
            }
        }
    }

    private void measure(Contender contender, Workload workload, int threads) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(AnswerBenchmark.class.getName() + (threads == 1 ? ".answer$" : ".answerOnTwoThreads$"))
                .param("contender", contender.name())
                .param("workload", workload.name())
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        if (isShort) {
            options.forks(1)
                    .warmupIterations(3)
                    .warmupTime(TimeValue.milliseconds(500))
                    .measurementIterations(4)
                    .measurementTime(TimeValue.milliseconds(500));
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            Result<?> bytes =
                    Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"));
            Figure figure =
                    new Figure(contender, workload, threads, time.getScore(), time.getScoreError(), bytes.getScore());
            figures.add(figure);
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %-8s %d thread(s) %9.1f ns ± %.1f, %.0f B%n",
                    contender.title(),
                    workload,
                    threads,
                    figure.nanos(),
                    figure.error(),
                    figure.bytes());
        }
    }
}
