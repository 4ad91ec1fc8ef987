package dev.flags.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures contenders with the workloads that they can do, each pair in JVMs of its own, and writes a table. */
public final class Comparison {
    private static final Set<Column> KEY_COLUMNS =
            Set.of(Column.W1, Column.W2, Column.W3, Column.W8_10K, Column.COLD_START);
    private static final Set<String> KEY_CONTENDERS =
            Set.of("nothing", "jackson", "reference", "reference-handle", "flags", "flags-handle", "launchdarkly");

    private final boolean isShort;
    private final Path directory;
    private final List<Figure> figures = new ArrayList<>();

    private Comparison(Path directory, boolean isShort) {
        this.directory = directory;
        this.isShort = isShort;
    }

    /**
     * Measures, and writes {@code comparison.md} and {@code comparison.json}.
     *
     * @param args the directory to write to; then {@code short} for the key columns and rows alone; then, if others are to be
     *     measured, the ids of those contenders
     */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createDirectories(Path.of(args[0]));
        List<String> rest = Arrays.asList(args).subList(1, args.length);
        boolean isShort = rest.contains("short");
        List<String> ids = rest.stream().filter(id -> !id.equals("short")).toList();
        Comparison comparison = new Comparison(directory, isShort);
        comparison.run(Contenders.all().stream()
                .filter(contender -> ids.isEmpty()
                        ? !isShort || KEY_CONTENDERS.contains(contender.id())
                        : ids.contains(contender.id()))
                .toList());
    }

    /** Column by column, so that what is compared is measured at about the same time; writes after each. */
    private void run(List<Contender> contenders) throws Exception {
        for (Column column : Column.values()) {
            for (Contender contender : contenders) {
                boolean isWanted = !isShort || KEY_COLUMNS.contains(column);
                if (isWanted && contender.canDo(column.workload())) {
                    add(measure(column, contender));
                }
            }
            Table table = new Table(figures);
            Files.writeString(directory.resolve("comparison.md"), table.markdown());
            Files.writeString(directory.resolve("comparison.json"), table.json());
        }
        System.out.println(new Table(figures).markdown());
    }

    private void add(Figure figure) {
        figures.add(figure);
        System.out.printf(
                Locale.ROOT,
                "%-40s %-10s %10.1f %s%s%s%n",
                figure.contender().title(),
                figure.column(),
                figure.value(),
                figure.column().unit(),
                figure.error() == null ? "" : String.format(Locale.ROOT, " ± %.1f", figure.error()),
                figure.bytes() == null ? "" : String.format(Locale.ROOT, ", %.0f B", figure.bytes()));
    }

    private Figure measure(Column column, Contender contender) throws Exception {
        return switch (column) {
            case HEAP -> new Figure(column, contender, heap(contender), null, null);
            case COLD_START -> coldStart(contender);
            case W7 -> answers(column, contender, ".answerOnTwoThreads$");
            default -> answers(column, contender, ".answer$");
        };
    }

    private Figure answers(Column column, Contender contender, String benchmark) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(AnswerBenchmark.class.getName() + benchmark)
                .param("contender", contender.id())
                .param("workload", column.workload().name())
                .addProfiler(GCProfiler.class);
        if (isShort) {
            options.forks(1)
                    .warmupIterations(3)
                    .warmupTime(TimeValue.milliseconds(500))
                    .measurementIterations(4)
                    .measurementTime(TimeValue.milliseconds(500));
        }
        RunResult result = run(options);
        Result<?> time = result.getPrimaryResult();
        double bytes = Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                .getScore();
        return new Figure(column, contender, time.getScore(), known(time.getScoreError()), bytes);
    }

    private Figure coldStart(Contender contender) throws IOException, RunnerException {
        Path document = Files.createTempFile("flags", ".json");
        try {
            Files.writeString(document, contender.library().get().document(Workload.START));
            Result<?> time = run(new OptionsBuilder()
                            .include(ColdStartBenchmark.class.getName())
                            .param("contender", contender.id())
                            .param("document", document.toString()))
                    .getPrimaryResult();
            return new Figure(Column.COLD_START, contender, time.getScore(), known(time.getScoreError()), null);
        } finally {
            Files.delete(document);
        }
    }

    private static RunResult run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .runSingle();
    }

    private static @Nullable Double known(double error) {
        return Double.isNaN(error) ? null : error;
    }

    private static double heap(Contender contender) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Footprint.class.getName(),
                        contender.id())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = process.inputReader().lines().toList();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(contender.title() + " failed: " + lines);
        }
        return lines.stream()
                .filter(line -> line.startsWith(Footprint.RESULT))
                .mapToDouble(line -> Double.parseDouble(line.substring(Footprint.RESULT.length())))
                .findFirst()
                .orElseThrow();
    }
}
