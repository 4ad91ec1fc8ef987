package dev.flags.abtest.stats.montecarlo;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Runs an experiment many times, each with random numbers of its own. What comes out depends on the seed and the count only: not on
 * how many threads there are, nor on which of them is first.
 *
 * @param seed of all of them, from 0 to 2³¹ − 1
 * @param count how many, at least 1
 */
record Replications(int seed, int count) {

    /** What each replication gives, in their order. */
    <T> List<T> results(Function<RandomGenerator, T> replication) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> replication.apply(random(i)))
                .toList();
    }

    /** The share of replications in which something happens. */
    double rate(Predicate<RandomGenerator> replication) {
        return (double) IntStream.range(0, count)
                        .parallel()
                        .filter(i -> replication.test(random(i)))
                        .count()
                / count;
    }

    /** Neighbouring seeds of this generator are as good as any; their streams do not meet within 2³⁰ numbers. */
    private RandomGenerator random(int replication) {
        return new SplittableRandom(((long) seed << 32) + replication);
    }
}
