package dev.flags.benchmarks;

import dev.flags.abtest.JointMomentsAccumulator;
import dev.flags.abtest.stats.AsymptoticConfidenceSequence;
import dev.flags.abtest.stats.Cuped;
import dev.flags.abtest.stats.EValue;
import dev.flags.abtest.stats.Hypothesis;
import dev.flags.abtest.stats.Inference;
import dev.flags.abtest.stats.JointMoments;
import dev.flags.abtest.stats.Multiplicity;
import dev.flags.abtest.stats.PValue;
import dev.flags.abtest.stats.SampleRatio;
import dev.flags.abtest.stats.Welch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long an experiment with 20 metrics and 4 arms takes to be analysed from its accumulators: of each metric and treatment
 * Welch's test, a confidence sequence and CUPED, each adjusted for all comparisons; and the sample ratio.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class AnalysisBenchmark {
    private static final int METRICS = 20;
    private static final int ARMS = 4;
    private static final int UNITS = 1_000;
    private static final double CONCENTRATION = 10_000;
    /** The only metric that differs, in the only arm. */
    private static final String MOVED = "m0 a1";

    private final Hypothesis hypothesis = Hypothesis.twoSided();
    private final AsymptoticConfidenceSequence sequence = AsymptoticConfidenceSequence.tunedFor(2 * UNITS, hypothesis);
    private final List<List<JointMomentsAccumulator>> metrics = new ArrayList<>();
    private final double[] weights = new double[ARMS];

    /** By metric and arm. */
    private record PValues(Map<String, PValue> welch, Map<String, PValue> sequential, Map<String, PValue> cuped) {
        PValues() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        PValues adjusted() {
            return new PValues(
                    Multiplicity.HOLM.adjust(welch),
                    Multiplicity.HOLM.adjust(sequential),
                    Multiplicity.BENJAMINI_HOCHBERG.adjust(cuped));
        }

        boolean areBelow(String name, double alpha) {
            return List.of(welch, sequential, cuped).stream()
                    .allMatch(all -> all.size() == METRICS * (ARMS - 1)
                            && all.getOrDefault(name, PValue.ONE).isBelow(alpha));
        }
    }

    /** What is shown of the experiment. */
    private record Analysis(PValues adjusted, PValue sampleRatio, EValue sampleRatioEvidence) {}

    @Setup
    public void record() {
        Random random = new Random(1);
        Arrays.fill(weights, 1);
        for (int metric = 0; metric < METRICS; metric++) {
            List<JointMomentsAccumulator> arms = new ArrayList<>();
            for (int arm = 0; arm < ARMS; arm++) {
                arms.add(recorded(random, metric == 0 && arm == 1 ? 0.5 : 0));
            }
            metrics.add(arms);
        }
        Analysis analysis = analysis();
        if (!analysis.adjusted.areBelow(MOVED, 0.001) || analysis.adjusted.areBelow("m1 a1", 0.001)) {
            throw new IllegalStateException("not the effect that there is: " + analysis);
        }
    }

    private static JointMomentsAccumulator recorded(Random random, double effect) {
        JointMomentsAccumulator arm = JointMomentsAccumulator.of(2);
        for (int unit = 0; unit < UNITS; unit++) {
            double before = random.nextGaussian();
            arm.add(before + random.nextGaussian() + effect, before);
        }
        return arm;
    }

    @Benchmark
    public Object metrics20Arms4() {
        return analysis();
    }

    private Analysis analysis() {
        PValues raw = new PValues();
        long[] counts = new long[ARMS];
        for (int metric = 0; metric < METRICS; metric++) {
            JointMoments control = metrics.get(metric).get(0).snapshot();
            counts[0] = control.n();
            for (int arm = 1; arm < ARMS; arm++) {
                JointMoments treatment = metrics.get(metric).get(arm).snapshot();
                counts[arm] = treatment.n();
                compare(control, treatment, "m" + metric + " a" + arm, raw);
            }
        }
        return new Analysis(
                raw.adjusted(),
                SampleRatio.test(counts, weights).orElseThrow().p(),
                SampleRatio.evidence(counts, weights, CONCENTRATION).orElseThrow());
    }

    private void compare(JointMoments control, JointMoments treatment, String name, PValues into) {
        Inference difference =
                Welch.test(control.summary(0), treatment.summary(0), hypothesis).orElseThrow();
        into.welch.put(name, difference.p());
        into.sequential.put(
                name, sequence.look(difference, control.n() + treatment.n()).p());
        into.cuped.put(
                name,
                Cuped.adjust(control, treatment, Cuped.Theta.WITHIN_ARMS)
                        .flatMap(arms -> arms.test(hypothesis))
                        .orElseThrow()
                        .p());
    }
}
