package dev.flags.abtest.stats.montecarlo;

import dev.flags.abtest.stats.Interval;

/**
 * Where a figure has to be, given over how many replications it was measured. A band leaves four standard errors on each side, so
 * that with another seed a method that keeps its promise would fail once in 15 000 times.
 */
interface Band {
    /**
     * The figures that pass.
     *
     * @param count how many replications there were
     * @param full how many the figure's own limits are meant for; fewer widen them
     */
    Interval at(int count, int full);

    /** About a share that is known. */
    static Band around(double share) {
        return (count, full) -> new Interval(share - fourErrors(share, count), share + fourErrors(share, count));
    }

    /** At least a share that is promised, and that may be exceeded. */
    static Band noLessThan(double share) {
        return (count, full) -> new Interval(share - fourErrors(share, count), 1);
    }

    /** Up to a limit: with all replications that itself, with fewer four standard errors more. */
    static Band atMost(double limit) {
        return (count, full) -> new Interval(0, limit + widened(limit, count, full));
    }

    /** From a limit on: with all replications that itself, with fewer four standard errors less. */
    static Band atLeast(double limit) {
        return (count, full) -> new Interval(limit - widened(limit, count, full), 1);
    }

    /** About a ratio of variances that is known; the relative standard error of a variance is √(2/S). */
    static Band aroundVariance(double ratio) {
        return (count, full) ->
                new Interval(ratio * (1 - 4 * Math.sqrt(2.0 / count)), ratio * (1 + 4 * Math.sqrt(2.0 / count)));
    }

    /** The same for any number of replications. */
    static Band fixed(double lower, double upper) {
        return (count, full) -> new Interval(lower, upper);
    }

    private static double widened(double limit, int count, int full) {
        return count < full ? fourErrors(limit, count) : 0;
    }

    private static double fourErrors(double share, int count) {
        return 4 * Math.sqrt(share * (1 - share) / count);
    }
}
