package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small values that go in and come out. */
class ValueTest {

    @ParameterizedTest
    @CsvSource({
        "0, p = 1.0",
        "-0.693147180559945, p = 0.50",
        "-3.46, p = 0.031",
        "-9.1, p = 0.00011",
        "-103.5, p = 1.1e-45",
        "-690, p = 2.2e-300",
        "-5000, p < 1e-300",
        "-Infinity, p < 1e-300"
    })
    void pValue_isNeverPrintedAs0(double ln, String text) {
        assertThat(new PValue(ln)).hasToString(text);
    }

    @Test
    void pValue_comparesAndRefuses() {
        assertThat(PValue.of(0.01)).isLessThan(PValue.of(0.02));
        assertThat(PValue.of(0.01).isBelow(0.05)).isTrue();
        assertThat(PValue.of(0.05).isBelow(0.05)).isFalse();
        assertThat(PValue.of(0.001).log10()).isCloseTo(-3, within(1e-15));
        assertThat(PValue.atMostOne(1e-17)).isEqualTo(PValue.ONE);
        assertThatThrownBy(() -> new PValue(0.1)).hasMessage("ln is not at most 0: 0.1");
        assertThatThrownBy(() -> new PValue(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PValue.of(0)).hasMessage("p is not in (0, 1]: 0.0");
    }

    @Test
    void interval_holdsItsEnds() {
        Interval interval = new Interval(-1, 2);

        assertThat(interval.contains(-1)).isTrue();
        assertThat(interval.contains(2)).isTrue();
        assertThat(interval.contains(2.1)).isFalse();
        assertThat(interval.contains(-1.1)).isFalse();
        assertThat(interval.width()).isEqualTo(3);
        assertThat(interval.negated()).isEqualTo(new Interval(-2, 1));
        assertThatThrownBy(() -> new Interval(2, 1)).hasMessage("lower is not at most upper: 2.0, 1.0");
        assertThatThrownBy(() -> new Interval(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneSidedIntervals_haveNoOtherEnd() {
        assertThat(Interval.around(1, 2, Alternative.GREATER)).isEqualTo(new Interval(-1, Double.POSITIVE_INFINITY));
        assertThat(Interval.around(1, 2, Alternative.LESS)).isEqualTo(new Interval(Double.NEGATIVE_INFINITY, 3));
    }

    @Test
    void direction_isThatOfTheEstimateFromTheNullValue() {
        Hypothesis margin = Hypothesis.greater().withNullValue(-1);
        Inference inference = Inference.byNormal(-0.5, 1, margin);

        assertThat(inference.direction()).isEqualTo(Direction.INCREASE);
        assertThat(Inference.byNormal(-1, 1, margin).direction()).isEqualTo(Direction.NONE);
        assertThat(Inference.byNormal(-2, 1, margin).direction()).isEqualTo(Direction.DECREASE);
        assertThat(TwoProportions.pooled(new Proportion(1, 9), new Proportion(3, 9), Alternative.LESS)
                        .orElseThrow()
                        .direction())
                .isEqualTo(Direction.INCREASE);
        assertThat(new MixtureSprt(1, 5, 0.05).look(3, 1).direction()).isEqualTo(Direction.DECREASE);
        assertThat(Better.HIGHER.harm()).isEqualTo(Alternative.LESS);
        assertThat(Better.LOWER.harm()).isEqualTo(Alternative.GREATER);
    }

    @Test
    void hypothesis_mirrors() {
        assertThat(Hypothesis.greater().withNullValue(2).mirrored())
                .isEqualTo(Hypothesis.less().withNullValue(-2));
        assertThat(Hypothesis.twoSided().mirrored()).isEqualTo(Hypothesis.twoSided());
        assertThatThrownBy(() -> Hypothesis.twoSided().withAlpha(0)).hasMessage("alpha is not in (0.0, 1.0): 0.0");
        assertThatThrownBy(() -> Hypothesis.twoSided().withNullValue(Double.NaN))
                .hasMessage("nullValue is not finite: NaN");
    }

    @Test
    void eValue_rejectsAtItsInverse() {
        EValue twenty = new EValue(Math.log(20));

        assertThat(twenty.rejects(0.05)).isTrue();
        assertThat(new EValue(2.9).rejects(0.05)).isFalse();
        assertThat(twenty.p().value()).isCloseTo(1.0 / 20, within(1e-16));
        assertThat(EValue.ONE.max(twenty)).isSameAs(twenty);
        assertThat(twenty.max(EValue.ONE)).isSameAs(twenty);
        assertThat(new EValue(-3).p()).isEqualTo(PValue.ONE);
        assertThat(EValue.ONE).isLessThan(twenty);
        assertThatThrownBy(() -> new EValue(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void outcome_goesOnOrKeepsItsReason() {
        Outcome<Integer> some = Outcome.of(3);
        Outcome<Integer> none = Outcome.none(Status.NO_DATA, "no unit");

        assertThat(some.map(i -> i + 1)).isEqualTo(Outcome.of(4));
        assertThat(some.value()).contains(3);
        assertThat(none.map(i -> i + 1)).isEqualTo(none);
        assertThat(none.value()).isEmpty();
        assertThatThrownBy(none::orElseThrow)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no estimate: NotEstimable[status=NO_DATA, why=no unit]");
    }

    @Test
    void inputs_refuseWhatCannotBe() {
        assertThatThrownBy(() -> Summary.of(-1, 0, 0)).hasMessage("n is below 0: -1");
        assertThatThrownBy(() -> Summary.of(1, Double.NaN, 0)).hasMessage("mean is not finite: NaN");
        assertThatThrownBy(() -> Summary.of(1, 0, -1)).hasMessage("variance is not finite and at least 0: -1.0");
        assertThatThrownBy(() -> new Proportion(3, 2)).hasMessage("successes not in [0, 2]: 3");
        assertThatThrownBy(() -> new Proportion(-1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RankSum(2, 2, 5, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RankSum.of(new double[] {Double.NaN}, new double[1]))
                .hasMessage("control[0] is not finite: NaN");
        assertThatThrownBy(() -> new BetaPosterior(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NormalPosterior(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MixtureSprt(0, 0, 0.05)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NormalMixtureBound(0, 0.05)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AlphaSpending.Power(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> NonInferiority.relative(Summary.of(5, 1, 1), Summary.of(5, 1, 1), 1, Better.HIGHER, 0.05))
                .hasMessage("margin is not in [0, 1): 1.0");
        assertThatThrownBy(() ->
                        NonInferiority.ofShares(new Proportion(1, 2), new Proportion(1, 2), -0.1, Better.HIGHER, 0.05))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RelativeLift.logRatio(
                        Summary.of(5, 1, 1),
                        Summary.of(5, 1, 1),
                        Hypothesis.greater().withNullValue(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void quantiles_ofOneValue_andOfNone() {
        Quantiles.Estimate one = Quantiles.estimate(new double[] {7}, 0.5, 0.05);

        assertThat(one.value()).isEqualTo(7);
        assertThat(one.lower()).isEmpty();
        assertThat(one.upper()).isEmpty();
        assertThat(one.coverage()).isEmpty();
        assertThat(Quantiles.type7(new double[] {3, 1, 2}, 0)).isEqualTo(1);
        assertThat(Quantiles.type7(new double[] {3, 1, 2}, 1)).isEqualTo(3);
        assertThatThrownBy(() -> Quantiles.type7(new double[0], 0.5)).hasMessage("number of values is below 1: 0");
        assertThatThrownBy(() -> Quantiles.estimate(new double[1], 0, 0.05))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void p99_needs368Values() {
        double[] values = IntStream.range(0, 368).mapToDouble(i -> i).toArray();

        assertThat(Quantiles.estimate(values, 0.99, 0.05).upper()).hasValue(367);
        assertThat(Quantiles.estimate(Arrays.copyOf(values, 367), 0.99, 0.05).upper())
                .isEmpty();
    }

    @Test
    void winsorizing_takesItsCapFromBothArms() {
        double cap = Winsorizing.cap(0.5, new double[] {1, 2}, new double[] {3});

        assertThat(cap).isEqualTo(2);
        assertThat(Winsorizing.apply(new double[] {1, 2, 30}, cap).moments().sum())
                .isEqualTo(5);
        assertThat(Winsorizing.apply(new double[] {1, 2, 30}, cap).capped()).isEqualTo(1);
    }

    @Test
    void bandit_takesChancesByTheirSum() {
        List<Double> shares = ThompsonSampling.shares(List.of(0.2, 0.6), 0.1);

        assertThat(shares.get(0)).isCloseTo(0.3, within(1e-15));
        assertThat(shares.get(1)).isCloseTo(0.7, within(1e-15));
    }

    @Test
    void bandit_needsAFloorThatFits() {
        assertThat(ThompsonSampling.shares(List.of(0.0, 1.0), 0.5)).containsExactly(0.5, 0.5);
        assertThat(ThompsonSampling.shares(List.of(0.0, 1.0), 0.1)).containsExactly(0.1, 0.9);
        assertThatThrownBy(() -> ThompsonSampling.shares(List.of(0.5, 0.5), 0.6))
                .hasMessage("floor is not in [0, 1/2]: 0.6");
        assertThatThrownBy(() -> ThompsonSampling.shares(List.of(), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ThompsonSampling.shares(List.of(0.0, 0.0), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void groupSequential_refusesTimesThatDoNotAscend() {
        assertRefused();
        assertRefused(0.5, 0.4);
        assertRefused(0.5, 1.1);
        assertRefused(0, 1);
        assertRefused(0.5, 0.50001);
    }

    private static void assertRefused(double... times) {
        assertThatThrownBy(() -> GroupSequential.design(times, new AlphaSpending.Pocock(), Alternative.TWO_SIDED, 0.05))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void groupSequential_withNothingToSpend_hasNoBoundYet() {
        GroupSequential design = GroupSequential.design(
                new double[] {0.001, 0.5, 1}, new AlphaSpending.ObrienFleming(), Alternative.TWO_SIDED, 0.05);

        assertThat(design.looks().get(0).criticalZ()).isInfinite();
        assertThat(design.interval(0, 1, 1))
                .isEqualTo(new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
        assertThat(design.isCrossed(0, 100)).isFalse();
        assertThat(design.isCrossed(1, -3)).isTrue();
        assertThat(design.interval(1, 3, 1).contains(0)).isFalse();
        assertThat(design.looks()).isEqualTo(List.copyOf(design.looks()));
    }
}
