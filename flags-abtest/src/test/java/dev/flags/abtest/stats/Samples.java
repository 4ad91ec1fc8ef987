package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** What the laws are tried on. */
public final class Samples extends DomainContextBase {

    /** Values on a grid of 1/64, so that sums of them are exact whatever their order. */
    @Provide
    Arbitrary<double[]> values() {
        return Arbitraries.integers()
                .between(-6400, 6400)
                .map(i -> i / 64.0)
                .array(Double[].class)
                .ofMinSize(2)
                .ofMaxSize(40)
                .map(Samples::unboxed);
    }

    private static double[] unboxed(Double[] values) {
        double[] unboxed = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            unboxed[i] = values[i];
        }
        return unboxed;
    }

    @Provide
    Arbitrary<Summary> summaries() {
        return Combinators.combine(
                        Arbitraries.longs().between(2, 1_000_000),
                        Arbitraries.doubles().between(-100, 100).ofScale(3),
                        Arbitraries.doubles().between(0.001, 1000).ofScale(3))
                .as(Summary::of);
    }

    @Provide
    Arbitrary<Proportion> proportions() {
        return Arbitraries.longs()
                .between(1, 100_000)
                .flatMap(n -> Arbitraries.longs().between(0, n).map(x -> new Proportion(x, n)));
    }

    @Provide
    Arbitrary<Hypothesis> hypotheses() {
        return Combinators.combine(
                        Arbitraries.of(Alternative.class),
                        Arbitraries.doubles().between(-1, 1).ofScale(3),
                        Arbitraries.doubles().between(0.001, 0.4).ofScale(3))
                .as(Hypothesis::new);
    }

    /** That two numbers agree to a share of their size, or to a hundredth of that share of 1. */
    static void assertClose(double got, double expected, double relative) {
        assertThat(Math.abs(got - expected))
                .as("%s instead of %s", got, expected)
                .isLessThanOrEqualTo(relative * Math.max(Math.abs(expected), 0.01));
    }
}
