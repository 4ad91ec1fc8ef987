package dev.flags.abtest.stats;

/**
 * Successes among units, each of which has one or none.
 *
 * @param successes how many, from 0 to {@code n}
 * @param n how many units, at least 0
 */
public record Proportion(long successes, long n) {
    /** @throws IllegalArgumentException if {@code successes} is not in [0, n] */
    public Proportion {
        if (successes < 0 || successes > n) {
            throw new IllegalArgumentException("successes not in [0, " + n + "]: " + successes);
        }
    }

    public long failures() {
        return n - successes;
    }

    /** The share of successes; NaN if there is no unit. */
    public double share() {
        return (double) successes / n;
    }

    /** p(1 − p), without cancellation near 1. */
    double spread() {
        return share() * ((double) failures() / n);
    }

    /** The counts of both together. */
    public Proportion plus(Proportion other) {
        return new Proportion(successes + other.successes, n + other.n);
    }

    /**
     * As a mean of zeros and ones, for the methods of means.
     *
     * @return the variance with n − 1
     */
    public Summary summary() {
        return n == 0 ? Summary.of(0, 0, 0) : Summary.of(n, share(), n == 1 ? 0 : spread() * n / (n - 1));
    }
}
