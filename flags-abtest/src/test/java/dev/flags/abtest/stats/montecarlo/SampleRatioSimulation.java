package dev.flags.abtest.stats.montecarlo;

import dev.flags.abtest.stats.SampleRatio;
import java.util.List;
import java.util.random.RandomGenerator;

/** How often arms are blamed for their sizes. */
class SampleRatioSimulation implements Theme {
    private static final int UNITS = 100_000;
    private static final double[] HALVES = {1, 1};

    @Override
    public List<Protocol> protocols() {
        return List.of(
                once("4 sample ratio, healthy, n = 100 000", 401, 0, Band.atMost(.0019)),
                once("4 sample ratio, 2 % of an arm lost, n = 100 000", 402, .02, Band.atLeast(.44)),
                once("4 sample ratio, 3 % of an arm lost, n = 100 000", 403, .03, Band.atLeast(.92)),
                new Protocol(
                        "4 control: χ² at .001 on each of 60 days, 2 000 units each",
                        4_000,
                        Band.atLeast(.01),
                        404,
                        r -> r.rate(random -> isEverBlamed(random, SampleRatioSimulation::isBlamed))),
                new Protocol(
                        "4b sequential sample ratio at .01, healthy, 60 days, 2 000 units each",
                        4_000,
                        Band.atMost(.010),
                        405,
                        r -> r.rate(random -> isEverBlamed(random, SampleRatioSimulation::isBlamedAtAnyTime))));
    }

    private static Protocol once(String name, int seed, double lost, Band band) {
        return new Protocol(name, 20_000, band, seed, r -> r.rate(random -> isBlamed(arms(random, lost))));
    }

    /** Of units that a fair coin assigns, of which some are lost in the treatment. */
    private static long[] arms(RandomGenerator random, double lost) {
        long treatment = Counts.heads(random, UNITS);
        return new long[] {UNITS - treatment, treatment - (lost > 0 ? Counts.successes(random, treatment, lost) : 0)};
    }

    private interface Check {
        boolean blames(long[] counts);
    }

    private static boolean isBlamed(long[] counts) {
        return SampleRatio.test(counts, HALVES).orElseThrow().p().isBelow(SampleRatio.ALPHA);
    }

    private static boolean isBlamedAtAnyTime(long[] counts) {
        return SampleRatio.evidence(counts, HALVES, 10_000).orElseThrow().rejects(.01);
    }

    private static boolean isEverBlamed(RandomGenerator random, Check check) {
        long[] counts = {0, 0};
        for (int day = 0; day < 60; day++) {
            long treatment = Counts.heads(random, 2_000);
            counts[0] += 2_000 - treatment;
            counts[1] += treatment;
            if (check.blames(counts)) {
                return true;
            }
        }
        return false;
    }
}
