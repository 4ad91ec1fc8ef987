package dev.flags.abtest.stats.montecarlo;

import dev.flags.abtest.stats.Alternative;
import dev.flags.abtest.stats.Cuped;
import dev.flags.abtest.stats.Hypothesis;
import dev.flags.abtest.stats.Inference;
import dev.flags.abtest.stats.JointMoments;
import dev.flags.abtest.stats.Moments;
import dev.flags.abtest.stats.Proportion;
import dev.flags.abtest.stats.RatioOfMeans;
import dev.flags.abtest.stats.TwoProportions;
import dev.flags.abtest.stats.Welch;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/** What users were like before takes noise away; what they have in common may not be counted as evidence. */
class AdjustmentSimulation implements Theme {
    private static final double ALPHA = 0.05;
    private static final int RUNS = 4_000;
    private static final int UNITS = 300;
    private static final int USERS = 500;

    /** One experiment's effect, as measured and as adjusted. */
    private record Effects(double plain, double adjusted) {}

    @Override
    public List<Protocol> protocols() {
        return List.of(
                variance(0),
                falseAlarms(0),
                variance(.5),
                falseAlarms(.5),
                variance(.8),
                falseAlarms(.8),
                new Protocol(
                        "6 clicks per view by the delta method, 500 users",
                        RUNS,
                        Band.around(ALPHA),
                        601,
                        r -> r.rate(random -> isFoundByUsers(users(random), users(random)))),
                new Protocol(
                        "6 control: clicks per view, event by event",
                        RUNS,
                        Band.atLeast(.15),
                        602,
                        r -> r.rate(random -> isFoundByEvents(users(random), users(random)))));
    }

    private static Protocol variance(double rho) {
        return new Protocol(
                "5 CUPED, ρ = " + rho + ", n = 300: variance adjusted over plain",
                RUNS,
                Band.aroundVariance(1 - rho * rho),
                501 + (int) (10 * rho),
                r -> {
                    List<Effects> effects = r.results(random -> effects(random, rho));
                    return variance(effects, Effects::adjusted) / variance(effects, Effects::plain);
                });
    }

    private static double variance(List<Effects> effects, ToDoubleFunction<Effects> effect) {
        return Moments.of(effects.stream().mapToDouble(effect).toArray()).variance();
    }

    private static Effects effects(RandomGenerator random, double rho) {
        JointMoments control = withPast(random, rho);
        JointMoments treatment = withPast(random, rho);
        return new Effects(
                Welch.test(control.summary(0), treatment.summary(0), Hypothesis.twoSided())
                        .orElseThrow()
                        .estimate(),
                adjusted(control, treatment).estimate());
    }

    private static Protocol falseAlarms(double rho) {
        return new Protocol(
                "5 CUPED, ρ = " + rho + ", n = 300: false positives",
                RUNS,
                Band.around(ALPHA),
                511 + (int) (10 * rho),
                r -> r.rate(random ->
                        adjusted(withPast(random, rho), withPast(random, rho)).isSignificant()));
    }

    private static Inference adjusted(JointMoments control, JointMoments treatment) {
        return Cuped.adjust(control, treatment, Cuped.Theta.WITHIN_ARMS)
                .flatMap(arms -> arms.test(Hypothesis.twoSided()))
                .orElseThrow();
    }

    /** A metric and its past, normal, with a correlation. */
    private static JointMoments withPast(RandomGenerator random, double rho) {
        double[] past = Draw.normal(0, 1).values(random, UNITS);
        double[] metric = DoubleStream.of(past)
                .map(x -> rho * x + Math.sqrt(1 - rho * rho) * random.nextGaussian())
                .toArray();
        return JointMoments.of(metric, past);
    }

    /**
     * Clicks and views of users who differ in how much they view (1 to 20 pages) and in how often they click (10 % in the middle,
     * log-odds with sd 1).
     */
    private static JointMoments users(RandomGenerator random) {
        double[] clicks = new double[USERS];
        double[] views = new double[USERS];
        for (int i = 0; i < USERS; i++) {
            int seen = random.nextInt(1, 21);
            views[i] = seen;
            clicks[i] = Counts.successes(random, seen, 1 / (1 + 9 * Math.exp(random.nextGaussian())));
        }
        return JointMoments.of(clicks, views);
    }

    private static boolean isFoundByUsers(JointMoments control, JointMoments treatment) {
        return RatioOfMeans.test(control, treatment, Hypothesis.twoSided())
                .orElseThrow()
                .isSignificant();
    }

    private static boolean isFoundByEvents(JointMoments control, JointMoments treatment) {
        return TwoProportions.pooled(events(control), events(treatment), Alternative.TWO_SIDED)
                .orElseThrow()
                .p()
                .isBelow(ALPHA);
    }

    private static Proportion events(JointMoments users) {
        return new Proportion(Math.round(users.sum(0)), Math.round(users.sum(1)));
    }
}
