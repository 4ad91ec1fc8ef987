package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Samples.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.TTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Commons Statistics says of the same data. */
class SecondOpinionTest {
    private static final int RUNS = 300;

    private static AlternativeHypothesis theirs(Alternative alternative) {
        return switch (alternative) {
            case TWO_SIDED -> AlternativeHypothesis.TWO_SIDED;
            case GREATER -> AlternativeHypothesis.GREATER_THAN;
            case LESS -> AlternativeHypothesis.LESS_THAN;
        };
    }

    private static double[] normal(SplittableRandom random, int n, double mean, double deviation) {
        return random.doubles(n)
                .map(u -> mean + deviation * Normal.upperQuantile(u))
                .toArray();
    }

    @ParameterizedTest
    @EnumSource
    void welch(Alternative alternative) {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < RUNS; i++) {
            double[] control = normal(random, 2 + random.nextInt(30), 5, 1);
            double[] treatment = normal(random, 2 + random.nextInt(30), 5.5, 3);
            Inference ours = Welch.test(
                            Moments.of(control).summary(),
                            Moments.of(treatment).summary(),
                            Hypothesis.twoSided().withAlternative(alternative))
                    .orElseThrow();
            TTest.Result second = TTest.withDefaults().with(theirs(alternative)).test(treatment, control);

            assertClose(ours.statistic(), second.getStatistic(), 1e-12);
            assertClose(ours.degreesOfFreedom(), second.getDegreesOfFreedom(), 1e-12);
            assertClose(ours.p().value(), second.getPValue(), 1e-11);
        }
    }

    @ParameterizedTest
    @EnumSource
    void fisher(Alternative alternative) {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < RUNS; i++) {
            int n1 = 1 + random.nextInt(80);
            int n2 = 1 + random.nextInt(80);
            Proportion control = new Proportion(random.nextInt(n1 + 1), n1);
            Proportion treatment = new Proportion(random.nextInt(n2 + 1), n2);
            int[][] table = {
                {(int) treatment.successes(), (int) treatment.failures()},
                {(int) control.successes(), (int) control.failures()}
            };
            double second = FisherExactTest.withDefaults()
                    .with(theirs(alternative))
                    .test(table)
                    .getPValue();

            assertClose(
                    FisherExact.test(control, treatment, alternative)
                            .orElseThrow()
                            .p()
                            .value(),
                    second,
                    1e-11);
        }
    }

    @ParameterizedTest
    @EnumSource
    void mannWhitney(Alternative alternative) {
        SplittableRandom random = new SplittableRandom(3);
        MannWhitneyUTest test = MannWhitneyUTest.withDefaults().with(theirs(alternative));
        for (int i = 0; i < RUNS; i++) {
            double[] control = normal(random, 1 + random.nextInt(20), 0, 1);
            double[] treatment = normal(random, 1 + random.nextInt(20), 0.5, 1);
            RankSum ranks = RankSum.of(control, treatment);

            assertThat(ranks.uTreatment()).isEqualTo(test.statistic(treatment, control));
            assertClose(
                    MannWhitney.exact(ranks, alternative).orElseThrow().p().value(),
                    test.with(PValueMethod.EXACT).test(treatment, control).getPValue(),
                    1e-11);
            assertClose(
                    MannWhitney.asymptotic(ranks, alternative).orElseThrow().p().value(),
                    test.with(PValueMethod.ASYMPTOTIC).test(treatment, control).getPValue(),
                    1e-11);
        }
    }
}
