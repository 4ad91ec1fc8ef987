package dev.flags.abtest.stats.montecarlo;

import dev.flags.abtest.stats.Alternative;
import dev.flags.abtest.stats.MannWhitney;
import dev.flags.abtest.stats.Proportion;
import dev.flags.abtest.stats.RankSum;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** How often judges of a rollout blame a healthy canary, and whether they find one that is not. */
class CanarySimulation implements Theme {
    private static final int RUNS = 4_000;
    private static final Draw LATENCY = Draw.logNormal(1);

    private static final Canary HEALTHY = new Canary(.02, .02, 200, 15);
    private static final Canary TWICE = new Canary(.02, .04, 200, 15);
    private static final Canary FOUR_TIMES = new Canary(.02, .08, 200, 3);
    private static final Canary FEW_UNITS = new Canary(.01, .01, 10, 15);

    @Override
    public List<Protocol> protocols() {
        return List.of(
                blamed(
                        "canary control: above 5 % once, 1 % errors, 10 units, 15 checks",
                        1001, Band.around(.78), FEW_UNITS, () -> CanarySimulation::isAbove5Percent),
                blamed(
                        "canary control: above 5 % three times in a row, the same",
                        1002, Band.around(.01), FEW_UNITS, () -> Canary.inARow(3, CanarySimulation::isAbove5Percent)),
                blamed(
                        "canary control: above 1.5 × control so far, 2 % errors, 200 units an arm, 15 checks",
                        1003,
                        Band.around(.41),
                        HEALTHY,
                        () -> Canary.soFar((control, treatment) -> treatment.successes() > 1.5 * control.successes())),
                blamed("canary e-process, the same", 1004, Band.atMost(.05), HEALTHY, Canary::eProcess),
                blamed("canary e-process, 2 % to 4 %", 1005, Band.atLeast(.95), TWICE, Canary::eProcess),
                new Protocol(
                        "canary e-process, 2 % to 4 %: median check",
                        RUNS,
                        Band.fixed(6, 6),
                        1006,
                        r -> median(r.results(random -> TWICE.blamedAt(random, Canary.eProcess())))),
                blamed("canary e-process, 2 % to 8 %, 3 checks", 1007, Band.atLeast(.98), FOUR_TIMES, Canary::eProcess),
                mannWhitney("canary Mann–Whitney, one look at 1 000 values an arm", 1008, Band.around(.05), 1_000, 1),
                mannWhitney(
                        "canary control: Mann–Whitney, 20 looks: at 100 values an arm, then 20 more each",
                        1009,
                        Band.around(.21),
                        100,
                        20));
    }

    private static Protocol blamed(String name, int seed, Band band, Canary canary, Supplier<Canary.Judge> judge) {
        return new Protocol(name, RUNS, band, seed, r -> r.rate(random -> canary.isBlamed(random, judge.get())));
    }

    private static boolean isAbove5Percent(Proportion control, Proportion treatment) {
        return treatment.successes() > .05 * treatment.n();
    }

    /** Of the checks at which a canary was blamed; never is later than all. */
    private static double median(List<Integer> checks) {
        List<Integer> ascending = checks.stream()
                .map(check -> check == 0 ? Integer.MAX_VALUE : check)
                .sorted()
                .toList();
        return ascending.get(ascending.size() / 2);
    }

    private static Protocol mannWhitney(String name, int seed, Band band, int first, int looks) {
        return new Protocol(name, RUNS, band, seed, r -> r.rate(random -> isEverFound(random, first, looks)));
    }

    /** At a first look, and at those after it, each of which brings 20 values more. */
    private static boolean isEverFound(RandomGenerator random, int first, int looks) {
        int last = first + 20 * (looks - 1);
        double[] control = LATENCY.values(random, last);
        double[] treatment = LATENCY.values(random, last);
        return IntStream.iterate(first, n -> n <= last, n -> n + 20)
                .anyMatch(n -> isFound(Arrays.copyOf(control, n), Arrays.copyOf(treatment, n)));
    }

    private static boolean isFound(double[] control, double[] treatment) {
        return MannWhitney.asymptotic(RankSum.of(control, treatment), Alternative.TWO_SIDED)
                .orElseThrow()
                .p()
                .isBelow(.05);
    }
}
