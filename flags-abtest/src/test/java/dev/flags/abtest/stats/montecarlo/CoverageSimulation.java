package dev.flags.abtest.stats.montecarlo;

import dev.flags.abtest.stats.Fieller;
import dev.flags.abtest.stats.Hypothesis;
import dev.flags.abtest.stats.RelativeLift;
import dev.flags.abtest.stats.Summary;
import dev.flags.abtest.stats.TwoProportions;
import dev.flags.abtest.stats.Welch;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** How often an interval holds what it promises to hold. */
class CoverageSimulation implements Theme {
    private static final double ALPHA = 0.05;

    @Override
    public List<Protocol> protocols() {
        return List.of(
                covered(
                        "3 Newcombe, .3 and .3, n = 500",
                        301,
                        random -> TwoProportions.newcombe(
                                        Counts.proportion(random, 500, .3), Counts.proportion(random, 500, .3), ALPHA)
                                .orElseThrow()
                                .contains(0)),
                covered(
                        "3 Welch, 0 and .5, sd 1 and 2, n = 100 and 200",
                        302,
                        random -> Welch.test(
                                        Draw.normal(0, 1).summary(random, 100),
                                        Draw.normal(.5, 2).summary(random, 200),
                                        Hypothesis.twoSided())
                                .orElseThrow()
                                .interval()
                                .contains(.5)),
                fieller("3 Fieller, baseline 50 errors above 0, lift .3", 303, Band.around(1 - ALPHA), 5, .3),
                fieller("3 Fieller, baseline 2 errors above 0, lift .3", 304, Band.around(1 - ALPHA), .2, .3),
                fieller("3 Fieller, baseline 1.5 errors above 0, lift 3", 305, Band.noLessThan(1 - ALPHA), .15, 3),
                fieller("3 Fieller, baseline 1 error below 0, lift −.5", 306, Band.noLessThan(1 - ALPHA), -.1, -.5),
                delta("3 control: delta method, baseline 1.5 errors above 0, lift 3", 307, Band.atMost(.93), .15, 3));
    }

    private static Protocol covered(String name, int seed, Predicate<RandomGenerator> replication) {
        return new Protocol(name, 20_000, Band.around(1 - ALPHA), seed, r -> r.rate(replication));
    }

    private static Protocol fieller(String name, int seed, Band band, double baseline, double lift) {
        return lift(
                name,
                seed,
                band,
                baseline,
                lift,
                (control, treatment) ->
                        Fieller.of(control, treatment, ALPHA).orElseThrow().contains(lift));
    }

    private static Protocol delta(String name, int seed, Band band, double baseline, double lift) {
        return lift(
                name,
                seed,
                band,
                baseline,
                lift,
                (control, treatment) -> RelativeLift.delta(control, treatment, Hypothesis.twoSided())
                        .orElseThrow()
                        .interval()
                        .contains(lift));
    }

    /** Normal with sd 1, and 100 units in each arm: an error of the baseline is .1. */
    private static Protocol lift(
            String name, int seed, Band band, double baseline, double lift, BiPredicate<Summary, Summary> holds) {
        Draw control = Draw.normal(baseline, 1);
        Draw treatment = Draw.normal(baseline + lift * Math.abs(baseline), 1);
        return new Protocol(
                name,
                20_000,
                band,
                seed,
                r -> r.rate(random -> holds.test(control.summary(random, 100), treatment.summary(random, 100))));
    }
}
