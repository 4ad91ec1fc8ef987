package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.abtest.MomentsAccumulator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The streams of the vectors, recorded as a live application does: by several threads, and as totals that grow. The vectors allow
 * 1e-9; what is asked for here is the last digit or two.
 */
class StreamVectorTest {
    private static final double ULPS = 1e-15;
    private static final int THREADS = 3;

    @TestFactory
    Stream<DynamicTest> recordedByOneThread() {
        return each(c -> {
            MomentsAccumulator accumulator = MomentsAccumulator.create();
            StreamVector.of(c).from(0, 1).forEach(accumulator::add);
            return accumulator;
        });
    }

    @TestFactory
    Stream<DynamicTest> recordedByThreads() {
        return each(c -> {
            MomentsAccumulator accumulator = MomentsAccumulator.create();
            StreamVector stream = StreamVector.of(c);
            CompletableFuture.allOf(IntStream.range(0, THREADS)
                            .mapToObj(i -> CompletableFuture.runAsync(
                                    () -> stream.from(i, THREADS).forEach(accumulator::add)))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
            return accumulator;
        });
    }

    @TestFactory
    Stream<DynamicTest> grown() {
        return each(c -> {
            MomentsAccumulator accumulator = MomentsAccumulator.create();
            StreamVector stream = StreamVector.of(c);
            stream.from(0, 1).forEach(value -> {
                accumulator.add(stream.offset());
                accumulator.replace(stream.offset(), value);
            });
            return accumulator;
        });
    }

    private interface Recording {
        MomentsAccumulator of(VectorCase vector);
    }

    private static Stream<DynamicTest> each(Recording recording) {
        return VectorCase.of("moments_stream")
                .map(c -> DynamicTest.dynamicTest(
                        c.id(), () -> check(recording.of(c).snapshot(), c)));
    }

    private static void check(Moments moments, VectorCase c) {
        assertThat(moments.n()).isEqualTo(c.count("n"));
        assertThat(error(moments.mean(), VectorCase.number(c.expected(), "mean")))
                .isLessThanOrEqualTo(ULPS);
        assertThat(error(moments.variance(), VectorCase.number(c.expected(), "variance")))
                .isLessThanOrEqualTo(ULPS);
    }

    private static double error(double got, double expected) {
        return Math.abs(got - expected) / Math.abs(expected);
    }
}
