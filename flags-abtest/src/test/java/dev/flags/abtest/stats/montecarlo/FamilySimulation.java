package dev.flags.abtest.stats.montecarlo;

import dev.flags.abtest.stats.Hypothesis;
import dev.flags.abtest.stats.Multiplicity;
import dev.flags.abtest.stats.PValue;
import dev.flags.abtest.stats.Welch;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Twenty metrics, none of which the treatment changes: how often at least one of them seems to be. */
class FamilySimulation implements Theme {
    private static final double ALPHA = 0.05;
    private static final int METRICS = 20;
    private static final Draw NORMAL = Draw.normal(0, 1);

    @Override
    public List<Protocol> protocols() {
        return List.of(
                any("7 Holm", 701, Band.around(ALPHA), Multiplicity.HOLM::adjust),
                any("7 Benjamini and Hochberg", 702, Band.around(ALPHA), Multiplicity.BENJAMINI_HOCHBERG::adjust),
                any(
                        "7 control: uncorrected",
                        703,
                        Band.around(1 - Math.pow(1 - ALPHA, METRICS)),
                        UnaryOperator.identity()));
    }

    private static Protocol any(String name, int seed, Band band, UnaryOperator<Map<Integer, PValue>> correction) {
        return new Protocol(
                name + ", 20 metrics, normal, n = 100: any found",
                4_000,
                band,
                seed,
                r -> r.rate(random ->
                        correction.apply(metrics(random)).values().stream().anyMatch(p -> p.isBelow(ALPHA))));
    }

    private static Map<Integer, PValue> metrics(RandomGenerator random) {
        return IntStream.range(0, METRICS)
                .boxed()
                .collect(Collectors.toMap(
                        metric -> metric,
                        metric -> Welch.test(
                                        NORMAL.summary(random, 100), NORMAL.summary(random, 100), Hypothesis.twoSided())
                                .orElseThrow()
                                .p()));
    }
}
