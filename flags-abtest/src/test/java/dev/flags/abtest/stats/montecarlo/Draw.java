package dev.flags.abtest.stats.montecarlo;

import dev.flags.abtest.stats.Moments;
import dev.flags.abtest.stats.Summary;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/** Draws a value of a unit. */
interface Draw {
    double next(RandomGenerator random);

    static Draw normal(double mean, double deviation) {
        return random -> random.nextGaussian(mean, deviation);
    }

    /** e to the power of a normal value with mean 0. */
    static Draw logNormal(double deviation) {
        return random -> Math.exp(random.nextGaussian(0, deviation));
    }

    /** 1 with a probability, else 0. */
    static Draw bernoulli(double probability) {
        return random -> random.nextDouble() < probability ? 1 : 0;
    }

    default double[] values(RandomGenerator random, int n) {
        return DoubleStream.generate(() -> next(random)).limit(n).toArray();
    }

    default Summary summary(RandomGenerator random, int n) {
        return Moments.of(values(random, n)).summary();
    }
}
