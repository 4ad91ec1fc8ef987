package dev.flags.benchmarks;

import dev.flags.abtest.JointMomentsAccumulator;
import dev.flags.abtest.MomentsAccumulator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long one value takes to be recorded. Beside it, what that could cost at least: counting alone; the sums that lose digits and
 * tear; and one lock around them, which does not tear but is waited for.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class RecordingBenchmark {
    private final MomentsAccumulator moments = MomentsAccumulator.create();
    private final JointMomentsAccumulator pair = JointMomentsAccumulator.of(2);
    private final JointMomentsAccumulator four = JointMomentsAccumulator.of(4);
    private final LongAdder count = new LongAdder();
    private final DoubleAdder sum = new DoubleAdder();
    private final DoubleAdder squares = new DoubleAdder();
    /** Count, sum and sum of squares. */
    private final double[] locked = new double[3];

    /** Values that each thread goes through. */
    @State(Scope.Thread)
    public static class Values {
        private static final int SIZE = 1024;

        private final double[] values =
                ThreadLocalRandom.current().doubles(SIZE, 0, 100).toArray();
        private final double[] pair = new double[2];
        private final double[] four = new double[4];
        private int turn;

        double next() {
            return values[turn++ & SIZE - 1];
        }

        double[] next(double[] row) {
            for (int i = 0; i < row.length; i++) {
                row[i] = next();
            }
            return row;
        }
    }

    @Benchmark
    public double nothing(Values values) {
        return values.next();
    }

    @Benchmark
    public boolean add(Values values) {
        return moments.add(values.next());
    }

    @Benchmark
    public boolean replace(Values values) {
        return moments.replace(values.next(), values.next());
    }

    @Benchmark
    public boolean addPair(Values values) {
        return pair.add(values.next(values.pair));
    }

    @Benchmark
    public boolean addFour(Values values) {
        return four.add(values.next(values.four));
    }

    @Benchmark
    public void countOnly(Values values) {
        count.increment();
    }

    @Benchmark
    public void threeAdders(Values values) {
        double value = values.next();
        count.increment();
        sum.add(value);
        squares.add(value * value);
    }

    @Benchmark
    public synchronized void oneLock(Values values) {
        double value = values.next();
        locked[0]++;
        locked[1] += value;
        locked[2] += value * value;
    }
}
