package dev.flags.abtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * On real threads: two add units of 2 and replace each by 3, two look meanwhile. Whenever somebody looks, all units but the two at
 * work are 3, and count, sum and sum of squares belong together. What calls answer one by one is for
 * {@link AccumulatorInterleavingSimulation}.
 */
class AccumulatorThreadsTest {
    private static final int WRITERS = 2;
    private static final int LOOKERS = 2;
    private static final int UNITS = 20_000;
    private static final int ROUNDS = 5;
    /** On a busy machine, threads may take turns for long. */
    private static final int ROUNDS_UNTIL_CAUGHT = 200;

    @Test
    void everyLook_isOfOneInstant() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Grown sums = new Grown.OfAccumulator();

            assertThat(contradictions(sums)).isEmpty();
            assertThat(sums.look()).containsExactly((long) WRITERS * UNITS, 3L * WRITERS * UNITS, 9L * WRITERS * UNITS);
        }
    }

    @Test
    void adders_areCaughtTorn() throws Exception {
        assertThat(contradictionsOfTwin(Grown.OfAdders::new)).isNotEmpty();
    }

    @Test
    void stripesThatAreReadOneByOne_areCaught() throws Exception {
        assertThat(contradictionsOfTwin(Grown.OfStripesOneByOne::new)).isNotEmpty();
    }

    private static List<List<Long>> contradictionsOfTwin(Supplier<Grown> twin) throws Exception {
        List<List<Long>> found = List.of();
        for (int round = 0; found.isEmpty() && round < ROUNDS_UNTIL_CAUGHT; round++) {
            found = contradictions(twin.get());
        }
        return found;
    }

    /** What was seen that never was, if anything. */
    private static List<List<Long>> contradictions(Grown sums) throws Exception {
        Queue<List<Long>> found = new ConcurrentLinkedQueue<>();
        CyclicBarrier start = new CyclicBarrier(WRITERS + LOOKERS);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + LOOKERS);
        try {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                calls.add(() -> write(sums, start));
            }
            for (int i = 0; i < LOOKERS; i++) {
                calls.add(() -> look(sums, start, found));
            }
            for (Future<Void> call : threads.invokeAll(calls)) {
                call.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return List.copyOf(found);
    }

    private static @Nullable Void write(Grown sums, CyclicBarrier start) throws Exception {
        start.await();
        for (int unit = 0; unit < UNITS; unit++) {
            sums.add(2);
            sums.replace(2, 3);
        }
        return null;
    }

    private static @Nullable Void look(Grown sums, CyclicBarrier start, Queue<List<Long>> contradictions)
            throws Exception {
        start.await();
        long before = 0;
        for (List<Long> seen = sums.look(); seen.get(0) < WRITERS * UNITS; seen = sums.look()) {
            if (!isPossible(seen) || seen.get(0) < before) {
                contradictions.add(seen);
                return null;
            }
            before = seen.get(0);
        }
        return null;
    }

    private static boolean isPossible(List<Long> seen) {
        long atWork = 3 * seen.get(0) - seen.get(1);
        return atWork >= 0 && atWork <= WRITERS && seen.get(2) == 9 * seen.get(0) - 5 * atWork;
    }
}
