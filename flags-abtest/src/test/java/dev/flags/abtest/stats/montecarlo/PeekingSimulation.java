package dev.flags.abtest.stats.montecarlo;

import dev.flags.abtest.stats.AlphaSpending;
import dev.flags.abtest.stats.Alternative;
import dev.flags.abtest.stats.AsymptoticConfidenceSequence;
import dev.flags.abtest.stats.Better;
import dev.flags.abtest.stats.GroupSequential;
import dev.flags.abtest.stats.Hypothesis;
import dev.flags.abtest.stats.Inference;
import dev.flags.abtest.stats.MixtureSprt;
import dev.flags.abtest.stats.Moments;
import dev.flags.abtest.stats.NormalPosterior;
import dev.flags.abtest.stats.Summary;
import dev.flags.abtest.stats.Welch;
import java.util.List;
import java.util.random.RandomGenerator;

/** Two means without any difference, looked at again and again until one look finds one. */
class PeekingSimulation implements Theme {
    private static final double ALPHA = 0.05;
    private static final int RUNS = 4_000;
    private static final Looks EVERY_PAIR = new Looks(100, 1, 5_000);

    private static final Draw NORMAL = Draw.normal(0, 1);
    private static final Draw RARE = Draw.bernoulli(.02);
    private static final Draw SKEWED = Draw.logNormal(1.5);

    /** What a look says: whether there is a difference. */
    private interface Look {
        boolean finds(Summary control, Summary treatment);
    }

    /** After how many pairs of units one looks: the first time, how many later each time, and the last time. */
    private record Looks(int first, int step, int last) {
        boolean include(int pairs) {
            return pairs >= first && (pairs - first) % step == 0;
        }
    }

    @Override
    public List<Protocol> protocols() {
        return List.of(
                everyPair("2 confidence sequence, normal", 201, NORMAL, Band.atMost(ALPHA), sequence()),
                everyPair("2 confidence sequence, Bernoulli .02", 202, RARE, Band.atMost(ALPHA), sequence()),
                everyPair("2 confidence sequence, lognormal(0, 1.5)", 203, SKEWED, Band.atMost(ALPHA), sequence()),
                everyPair("2 mSPRT, normal", 204, NORMAL, Band.atMost(ALPHA), sprt(.1)),
                everyPair("2 mSPRT, Bernoulli .02", 205, RARE, Band.atMost(ALPHA), sprt(.014)),
                everyPair("2 mSPRT, lognormal(0, 1.5)", 206, SKEWED, Band.atMost(ALPHA), sprt(.9)),
                everyPair(
                        "2b control: t at every look, normal",
                        211,
                        NORMAL,
                        Band.atLeast(.30),
                        PeekingSimulation::isSignificant),
                new Protocol(
                        "2c O'Brien and Fleming, 5 looks, 200 pairs each",
                        20_000,
                        Band.around(ALPHA),
                        221,
                        PeekingSimulation::obrienFleming),
                peeking(
                        "pitfall 2: t at 10 looks, 100 pairs each",
                        222,
                        NORMAL,
                        Band.around(.19),
                        new Looks(100, 100, 1_000),
                        PeekingSimulation::isSignificant),
                peeking(
                        "pitfall 3: chance to win beyond 95 or 5 % at 100 looks, 50 pairs each",
                        231, NORMAL, Band.around(.59), new Looks(50, 50, 5_000), PeekingSimulation::isDecided));
    }

    private static Protocol everyPair(String name, int seed, Draw draw, Band band, Look look) {
        return peeking(name, seed, draw, band, EVERY_PAIR, look);
    }

    private static Protocol peeking(String name, int seed, Draw draw, Band band, Looks looks, Look look) {
        return new Protocol(name, RUNS, band, seed, r -> r.rate(random -> isFound(random, draw, looks, look)));
    }

    private static double obrienFleming(Replications replications) {
        double[] times = {.2, .4, .6, .8, 1};
        GroupSequential design =
                GroupSequential.design(times, new AlphaSpending.ObrienFleming(), Alternative.TWO_SIDED, ALPHA);
        Look look = (control, treatment) -> design.isCrossed(
                (int) control.n() / 200 - 1, byNormal(control, treatment).statistic());
        return replications.rate(random -> isFound(random, NORMAL, new Looks(200, 200, 1_000), look));
    }

    private static Look sequence() {
        AsymptoticConfidenceSequence sequence = AsymptoticConfidenceSequence.tunedFor(5_000, Hypothesis.twoSided());
        return (control, treatment) -> sequence.look(byNormal(control, treatment), control.n() + treatment.n())
                .isSignificant();
    }

    /** τ is a tenth of the standard deviation. */
    private static Look sprt(double tau) {
        MixtureSprt sprt = new MixtureSprt(tau * tau, 0, ALPHA);
        return (control, treatment) -> {
            Inference now = byNormal(control, treatment);
            return sprt.look(now.estimate(), now.standardError() * now.standardError())
                    .isSignificant();
        };
    }

    private static boolean isSignificant(Summary control, Summary treatment) {
        return Welch.test(control, treatment, Hypothesis.twoSided())
                .orElseThrow()
                .isSignificant();
    }

    private static boolean isDecided(Summary control, Summary treatment) {
        Inference now = byNormal(control, treatment);
        double chance = NormalPosterior.of(now.estimate(), now.standardError()).chanceToWin(Better.HIGHER);
        return chance > .95 || chance < .05;
    }

    private static Inference byNormal(Summary control, Summary treatment) {
        return Welch.testByNormal(control, treatment, Hypothesis.twoSided()).orElseThrow();
    }

    /** Whether any look finds a difference. */
    private static boolean isFound(RandomGenerator random, Draw draw, Looks looks, Look look) {
        Moments control = Moments.empty();
        Moments treatment = control;
        for (int pairs = 1; pairs <= looks.last(); pairs++) {
            control = control.plus(draw.next(random));
            treatment = treatment.plus(draw.next(random));
            if (looks.include(pairs) && isFound(control.summary(), treatment.summary(), look)) {
                return true;
            }
        }
        return false;
    }

    /** Arms that do not vary yet tell nothing. */
    private static boolean isFound(Summary control, Summary treatment, Look look) {
        return control.variance() + treatment.variance() > 0 && look.finds(control, treatment);
    }
}
