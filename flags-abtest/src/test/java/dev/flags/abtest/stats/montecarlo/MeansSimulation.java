package dev.flags.abtest.stats.montecarlo;

import dev.flags.abtest.stats.Hypothesis;
import dev.flags.abtest.stats.Inference;
import dev.flags.abtest.stats.PValue;
import dev.flags.abtest.stats.StudentT;
import dev.flags.abtest.stats.Summary;
import dev.flags.abtest.stats.Welch;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/** Two means without any difference, looked at once. */
class MeansSimulation implements Theme {
    private static final double ALPHA = 0.05;
    private static final Draw NORMAL = Draw.normal(0, 1);
    private static final Draw WIDE = Draw.normal(0, 4);

    @Override
    public List<Protocol> protocols() {
        return List.of(
                welch("1 Welch, normal, n = 500", 101, NORMAL, 500, NORMAL, 500),
                welch("1 Welch, lognormal(0, 1), n = 500", 102, Draw.logNormal(1), 500, Draw.logNormal(1), 500),
                welch("1 Welch, Bernoulli .05, n = 500", 103, Draw.bernoulli(.05), 500, Draw.bernoulli(.05), 500),
                welch("1 Welch, n = 20, sd 4 against n = 80, sd 1", 104, WIDE, 20, NORMAL, 80),
                new Protocol(
                        "1 control: pooled t, n = 20, sd 4 against n = 80, sd 1",
                        20_000,
                        Band.around(.29),
                        105,
                        r -> r.rate(random -> pooledP(WIDE.summary(random, 20), NORMAL.summary(random, 80)) < ALPHA)),
                new Protocol(
                        "9 Welch's p uniform, normal, n = 50: p of Kolmogorov and Smirnov",
                        20_000,
                        Band.fixed(.001, 1),
                        901,
                        r -> uniformity(
                                r,
                                random -> welch(random, NORMAL, 50, NORMAL, 50).p())),
                new Protocol(
                        "9 control: z instead of t, n = 5: p of Kolmogorov and Smirnov",
                        20_000,
                        Band.fixed(0, .001),
                        902,
                        r -> uniformity(
                                r,
                                random -> Welch.testByNormal(
                                                NORMAL.summary(random, 5),
                                                NORMAL.summary(random, 5),
                                                Hypothesis.twoSided())
                                        .orElseThrow()
                                        .p())));
    }

    private static Protocol welch(String name, int seed, Draw control, int nControl, Draw treatment, int nTreatment) {
        return new Protocol(
                name,
                20_000,
                Band.around(ALPHA),
                seed,
                r -> r.rate(random ->
                        welch(random, control, nControl, treatment, nTreatment).isSignificant()));
    }

    private static Inference welch(RandomGenerator random, Draw control, int nControl, Draw treatment, int nTreatment) {
        return Welch.test(
                        control.summary(random, nControl), treatment.summary(random, nTreatment), Hypothesis.twoSided())
                .orElseThrow();
    }

    /** Student's own test, which takes the variances as equal, and is offered nowhere. */
    private static double pooledP(Summary control, Summary treatment) {
        double df = control.n() + treatment.n() - 2.0;
        double variance = ((control.n() - 1) * control.variance() + (treatment.n() - 1) * treatment.variance()) / df;
        double error = Math.sqrt(variance * (1.0 / control.n() + 1.0 / treatment.n()));
        return 2 * StudentT.survival(Math.abs(treatment.mean() - control.mean()) / error, df);
    }

    private static double uniformity(Replications replications, Function<RandomGenerator, PValue> replication) {
        double[] p = replications.results(replication).stream()
                .mapToDouble(PValue::value)
                .toArray();
        return KolmogorovSmirnovTest.withDefaults().test(p, x -> x).getPValue();
    }
}
