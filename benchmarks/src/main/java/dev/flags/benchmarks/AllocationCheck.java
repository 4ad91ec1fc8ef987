package dev.flags.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * That answers allocate nothing, however they are asked for. A minute of short measurements in one JVM: how long they take says
 * nothing, and is not looked at.
 */
public final class AllocationCheck {
    /** In bytes: what the background allocates meanwhile is far less for one of millions of answers. */
    private static final double NOTHING = 0.5;

    private AllocationCheck() {}

    /** Exits with 1 if some answer allocates. */
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
        if (wrong > 0) {
            System.out.println(wrong + " kinds of answers allocate");
            System.exit(1);
        }
    }

    /** All but those whose question makes a context, and those with so many flags that the background is busy. */
    private static boolean mustNotAllocate(Contender contender, Workload workload) {
        return !List.of(Workload.W3B, Workload.W8_10K, Workload.START).contains(workload)
                && !contender.id().equals("flags-new-exposures");
    }

    private static int check(ChainedOptionsBuilder options) throws RunnerException {
        int wrong = 0;
        for (RunResult result : new Runner(options.forks(0)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.milliseconds(150))
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(150))
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run()) {
            double bytes = Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                    .getScore();
            System.out.printf(
                    Locale.ROOT,
                    "%-50s %-30s %.3f B%n",
                    result.getParams().getBenchmark().replaceFirst(".*\\.(?=\\w+\\.\\w+$)", ""),
                    parameters(result),
                    bytes);
            wrong += bytes > NOTHING ? 1 : 0;
        }
        return wrong;
    }

    private static String parameters(RunResult result) {
        return String.join(
                " ",
                result.getParams().getParamsKeys().stream()
                        .map(result.getParams()::getParam)
                        .toList());
    }
}
