package dev.flags.abtest.stats.montecarlo;

import dev.flags.abtest.stats.Proportion;
import java.util.random.RandomGenerator;

/** Draws how many of some units succeed. */
public final class Counts {
    private Counts() {}

    /** Each with the same probability, in (0, 1); from one success to the next, so that rare ones cost little. */
    static long successes(RandomGenerator random, long n, double probability) {
        double lnFailure = Math.log1p(-probability);
        long successes = 0;
        double unit = gap(random, lnFailure);
        while (unit < n) {
            successes++;
            unit += 1 + gap(random, lnFailure);
        }
        return successes;
    }

    /** How many failures there are before a success. */
    private static double gap(RandomGenerator random, double lnFailure) {
        return Math.floor(Math.log(1 - random.nextDouble()) / lnFailure);
    }

    public static Proportion proportion(RandomGenerator random, long n, double probability) {
        return new Proportion(successes(random, n, probability), n);
    }

    /** How many heads a fair coin shows. */
    static long heads(RandomGenerator random, long n) {
        long heads = 0;
        for (long left = n; left > 0; left -= Long.SIZE) {
            long bits = random.nextLong();
            heads += Long.bitCount(left < Long.SIZE ? bits >>> (Long.SIZE - left) : bits);
        }
        return heads;
    }
}
