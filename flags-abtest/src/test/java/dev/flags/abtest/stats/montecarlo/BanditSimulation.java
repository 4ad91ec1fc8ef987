package dev.flags.abtest.stats.montecarlo;

import dev.flags.abtest.stats.BestArm;
import dev.flags.abtest.stats.BetaPosterior;
import dev.flags.abtest.stats.Moments;
import dev.flags.abtest.stats.ThompsonSampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Bandits of four arms: 20 rounds of 400 units, shares by the chance to be the best, no share below 2 %. */
class BanditSimulation implements Theme {
    private static final int RUNS = 1_000;
    private static final int ARMS = 4;
    private static final int ROUNDS = 20;
    private static final int UNITS = 400;
    private static final double FLOOR = 0.02;

    private static final List<Double> EQUAL = List.of(.05, .05, .05, .05);
    private static final List<Double> ONE_BETTER = List.of(.05, .05, .05, .10);

    @Override
    public List<Protocol> protocols() {
        return List.of(
                new Protocol(
                        "8 Thompson, equal arms: errors that a mean share is from 1/4",
                        RUNS,
                        Band.fixed(0, 4),
                        801,
                        r -> errorsFromEqual(r.results(random -> last(rounds(random, EQUAL))))),
                new Protocol(
                        "8 Thompson, 5 % against 10 %: least share at any time",
                        RUNS,
                        Band.fixed(FLOOR, 1.0 / ARMS),
                        802,
                        r -> r.results(random -> rounds(random, ONE_BETTER)).stream()
                                .flatMap(List::stream)
                                .mapToDouble(Collections::min)
                                .min()
                                .orElseThrow()),
                new Protocol(
                        "8 Thompson, 5 % against 10 %: mean share of the better arm",
                        RUNS,
                        Band.atLeast(.90),
                        803,
                        r -> r.results(random -> last(rounds(random, ONE_BETTER))).stream()
                                .mapToDouble(BanditSimulation::last)
                                .average()
                                .orElseThrow()));
    }

    /** The largest distance of an arm's mean share from an equal one, in standard errors. */
    private static double errorsFromEqual(List<List<Double>> shares) {
        return IntStream.range(0, ARMS)
                .mapToObj(arm -> Moments.of(
                        shares.stream().mapToDouble(run -> run.get(arm)).toArray()))
                .mapToDouble(arm -> Math.abs(arm.mean() - 1.0 / ARMS) / Math.sqrt(arm.variance() / arm.n()))
                .max()
                .orElseThrow();
    }

    /** The shares after each round. */
    private static List<List<Double>> rounds(RandomGenerator random, List<Double> rates) {
        List<BetaPosterior> arms = new ArrayList<>(Collections.nCopies(ARMS, BetaPosterior.UNIFORM));
        List<List<Double>> rounds = new ArrayList<>();
        List<Double> shares = Collections.nCopies(ARMS, 1.0 / ARMS);
        for (int round = 0; round < ROUNDS; round++) {
            long[] units = assigned(random, shares);
            for (int arm = 0; arm < ARMS; arm++) {
                arms.set(arm, arms.get(arm).after(Counts.proportion(random, units[arm], rates.get(arm))));
            }
            shares = ThompsonSampling.shares(BestArm.amongShares(arms), FLOOR);
            rounds.add(shares);
        }
        return rounds;
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private static long[] assigned(RandomGenerator random, List<Double> shares) {
        long[] units = new long[ARMS];
        for (int i = 0; i < UNITS; i++) {
            double left = random.nextDouble();
            int arm = 0;
            while (arm < ARMS - 1 && left >= shares.get(arm)) {
                left -= shares.get(arm);
                arm++;
            }
            units[arm]++;
        }
        return units;
    }
}
