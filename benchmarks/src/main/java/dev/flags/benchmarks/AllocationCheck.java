package dev.flags.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * That answers allocate nothing, however they are asked for, nor values that are recorded. A minute of short measurements in one JVM: how long answers take is
 * not looked at.
 */
public final class AllocationCheck {
    /** In bytes: what the background allocates meanwhile is far less for one of millions of answers. */
    private static final double NOTHING = 0.5;

    private AllocationCheck() {}

    /** Exits with 1 if something allocates. */
    public static void main(String[] args) throws RunnerException {
        int wrong = 0;
        for (Contender contender : FlagsLibrary.CONTENDERS) {
            for (Workload workload : contender.workloads()) {
                if (mustNotAllocate(contender, workload)) {
                    wrong += check(new OptionsBuilder()
                            .include(AnswerBenchmark.class.getName() + ".answer$")
                            .param("contender", contender.id())
                            .param("workload", workload.name()));
                }
            }
        }
        wrong += check(new OptionsBuilder().include(TypedAnswerBenchmark.class.getName()));
        wrong += check(new OptionsBuilder().include(RecordingBenchmark.class.getName()));
        if (wrong > 0) {
            System.out.println(wrong + " of these allocate");
            System.exit(1);
        }
    }

    /** All but those whose question makes a context, and those with so many flags that the background is busy. */
    private static boolean mustNotAllocate(Contender contender, Workload workload) {
        return !List.of(Workload.W3B, Workload.W8_10K, Workload.START).contains(workload)
                && !contender.id().equals("flags-new-exposures");
    }

    /** How many of some benchmarks allocate. Those that seem to are measured once more, and longer: compilers may have been late. */
    private static int check(ChainedOptionsBuilder options) throws RunnerException {
        return measure(options, 200).stream().noneMatch(AllocationCheck::allocates)
                ? 0
                : (int) measure(options, 2_000).stream()
                        .filter(AllocationCheck::allocates)
                        .count();
    }

    private static Collection<RunResult> measure(ChainedOptionsBuilder options, int millis) throws RunnerException {
        TimeValue time = TimeValue.milliseconds(millis);
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(options.build())
                        .forks(0)
                        .warmupIterations(2)
                        .warmupTime(time)
                        .measurementIterations(1)
                        .measurementTime(time)
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
        results.forEach(AllocationCheck::print);
        return results;
    }

    private static boolean allocates(RunResult result) {
        return bytes(result) > NOTHING;
    }

    private static double bytes(RunResult result) {
        return Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                .getScore();
    }

    private static void print(RunResult result) {
        BenchmarkParams params = result.getParams();
        String benchmark = params.getBenchmark().replaceFirst(".*\\.(?=\\w+\\.\\w+$)", "");
        String values = params.getParamsKeys().stream().map(params::getParam).collect(Collectors.joining(" "));
        System.out.printf(Locale.ROOT, "%-32s %-32s %.3f B%n", benchmark, values, bytes(result));
    }
}
