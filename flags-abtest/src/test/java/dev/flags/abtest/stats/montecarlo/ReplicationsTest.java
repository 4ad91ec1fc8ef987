package dev.flags.abtest.stats.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ReplicationsTest {
    private static final Replications REPLICATIONS = new Replications(7, 1_000);

    @Test
    void results_areTheSameOnAnyNumberOfThreads() {
        assertThat(inPoolOf(1)).isEqualTo(inPoolOf(4));
    }

    /** A stream runs in the pool that it was started in. */
    private static List<Long> inPoolOf(int threads) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> REPLICATIONS.results(RandomGenerator::nextLong))
                    .join();
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void results_areOfNumbersOfTheirOwn() {
        assertThat(REPLICATIONS.results(RandomGenerator::nextLong)).doesNotHaveDuplicates();
        assertThat(REPLICATIONS.results(RandomGenerator::nextLong))
                .doesNotContainAnyElementsOf(new Replications(8, 1_000).results(RandomGenerator::nextLong));
    }

    @Test
    void rate_isTheShareOfReplications() {
        assertThat(REPLICATIONS.rate(random -> true)).isEqualTo(1);
        assertThat(REPLICATIONS.rate(random -> random.nextDouble() < 0.25)).isBetween(0.2, 0.3);
    }
}
