package dev.flags.abtest.stats.montecarlo;

import dev.flags.abtest.stats.Interval;
import java.util.Locale;

/**
 * A figure that is measured over many simulated experiments, and where it has to be. Always the same figure, since the seed is
 * fixed: it passes always or never.
 *
 * @param name what is measured, with the parameters
 * @param full how many replications its limits are meant for; the short form has a tenth of them
 * @param band where the figure has to be
 * @param seed of its random numbers
 * @param measure gives the figure
 */
record Protocol(String name, int full, Band band, int seed, Measure measure) {
    /** The system property that asks for all replications. */
    static final String FULL = "flags.montecarlo.full";

    private static final int SHORTER = 10;

    /** Gives the figure of replications. */
    interface Measure {
        double figure(Replications replications);
    }

    /** What came out. */
    record Result(String name, int count, double figure, Interval band) {
        boolean isPassed() {
            return band.contains(figure);
        }

        /** A line of a Markdown table. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %.4f | %.4f–%.4f | %s |",
                    name,
                    count,
                    figure,
                    band.lower(),
                    band.upper(),
                    isPassed() ? "yes" : "**NO**");
        }
    }

    /** Measures, in the short form unless the system property {@value #FULL} is {@code true}. */
    Result run() {
        return run(Boolean.getBoolean(FULL) ? full : full / SHORTER);
    }

    private Result run(int count) {
        return new Result(name, count, measure.figure(new Replications(seed, count)), band.at(count, full));
    }
}
