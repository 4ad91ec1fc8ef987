package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes out of samples that say nothing, and what is no sample at all. */
class EdgeTest {
    private static final Hypothesis TWO_SIDED = Hypothesis.twoSided();
    private static final Summary GOOD = Summary.of(100, 5, 2);
    private static final Proportion SOME = new Proportion(5, 20);
    private static final Proportion NONE = new Proportion(0, 0);
    private static final double[] EMPTY = {};

    /** A comparison of two means, by all methods. */
    static Stream<Function<Summary, Outcome<?>>> meanTests() {
        return Stream.of(
                control -> Welch.test(control, GOOD, TWO_SIDED),
                control -> Welch.testByNormal(control, GOOD, TWO_SIDED),
                control -> RelativeLift.delta(control, GOOD, TWO_SIDED),
                control -> RelativeLift.deltaByNormal(control, GOOD, TWO_SIDED),
                control -> RelativeLift.logRatio(control, GOOD, TWO_SIDED),
                control -> Fieller.of(control, GOOD, 0.05),
                control -> Fieller.byNormal(control, GOOD, 0.05),
                control -> NonInferiority.absolute(control, GOOD, 1, Better.HIGHER, 0.05),
                control -> NonInferiority.relative(control, GOOD, 0.1, Better.HIGHER, 0.05));
    }

    @ParameterizedTest
    @MethodSource("meanTests")
    void fewerThanTwoUnits_areTooFew(Function<Summary, Outcome<?>> test) {
        assertStatus(test.apply(Summary.of(0, 0, 0)), Status.TOO_FEW);
        assertStatus(test.apply(Summary.of(1, 3, 0)), Status.TOO_FEW);
    }

    @ParameterizedTest
    @MethodSource("meanTests")
    void oneConstantArm_isNoObstacle(Function<Summary, Outcome<?>> test) {
        assertThat(test.apply(Summary.of(50, 3, 0))).isInstanceOf(Estimated.class);
    }

    @Test
    void twoConstantArms_haveZeroVariance() {
        Summary constant = Summary.of(50, 3, 0);

        assertStatus(Welch.test(constant, Summary.of(50, 8, 0), TWO_SIDED), Status.ZERO_VARIANCE);
        assertStatus(RelativeLift.delta(constant, constant, TWO_SIDED), Status.ZERO_VARIANCE);
        assertStatus(Fieller.of(constant, constant, 0.05), Status.ZERO_VARIANCE);
        assertStatus(NonInferiority.relative(constant, constant, 0.1, Better.LOWER, 0.05), Status.ZERO_VARIANCE);
    }

    @Test
    void baselineOfZero_hasNoRelativeLift() {
        Summary zero = Summary.of(50, 0, 2);

        assertStatus(RelativeLift.delta(zero, GOOD, TWO_SIDED), Status.ZERO_BASELINE);
        assertStatus(RelativeLift.deltaByNormal(zero, GOOD, TWO_SIDED), Status.ZERO_BASELINE);
        assertStatus(RelativeLift.logRatio(zero, GOOD, TWO_SIDED), Status.ZERO_BASELINE);
        assertStatus(Fieller.byNormal(zero, GOOD, 0.05), Status.ZERO_BASELINE);
        assertStatus(NonInferiority.relative(zero, GOOD, 0.1, Better.HIGHER, 0.05), Status.ZERO_BASELINE);
    }

    @Test
    void logarithm_needsPositiveMeans() {
        assertStatus(RelativeLift.logRatio(Summary.of(50, -3, 2), GOOD, TWO_SIDED), Status.NOT_POSITIVE);
        assertStatus(RelativeLift.logRatio(GOOD, Summary.of(50, 0, 2), TWO_SIDED), Status.NOT_POSITIVE);
    }

    @Test
    void nothingAgainstFivePercent_yieldsAVerdict() {
        Proportion control = new Proportion(0, 1000);
        Proportion treatment = new Proportion(50, 1000);

        assertThat(TwoProportions.pooled(control, treatment, Alternative.TWO_SIDED)
                        .orElseThrow()
                        .p())
                .hasToString("p = 8.0e-13");
        assertThat(FisherExact.test(control, treatment, Alternative.TWO_SIDED)
                        .orElseThrow()
                        .p())
                .hasToString("p = 9.5e-16");
        assertThat(TwoProportions.newcombe(control, treatment, 0.05)
                        .orElseThrow()
                        .lower())
                .isGreaterThan(0.03);
        assertThat(Welch.test(control.summary(), treatment.summary(), TWO_SIDED)
                        .orElseThrow()
                        .isSignificant())
                .isTrue();
        assertThat(BinomialEProcess.start(Alternative.GREATER)
                        .look(control, treatment)
                        .rejects(1e-9))
                .isTrue();
    }

    @Test
    void sharesWithoutUnits_haveNoData() {
        assertStatus(OneProportion.wilson(NONE, 0.05), Status.NO_DATA);
        assertStatus(OneProportion.clopperPearson(NONE, 0.05), Status.NO_DATA);
        assertStatus(TwoProportions.pooled(NONE, SOME, Alternative.GREATER), Status.NO_DATA);
        assertStatus(TwoProportions.unpooled(SOME, NONE, TWO_SIDED), Status.NO_DATA);
        assertStatus(TwoProportions.newcombe(NONE, SOME, 0.05), Status.NO_DATA);
        assertStatus(TwoProportions.agrestiCaffo(SOME, NONE, 0.05), Status.NO_DATA);
        assertStatus(FisherExact.test(SOME, NONE, Alternative.LESS), Status.NO_DATA);
        assertThat(NONE.summary()).isEqualTo(Summary.of(0, 0, 0));
        assertThat(new Proportion(1, 1).summary()).isEqualTo(Summary.of(1, 1, 0));
    }

    @Test
    void sharesOf0And1_haveZeroVariance_butIntervals() {
        Proportion all = new Proportion(20, 20);
        Proportion nothing = new Proportion(0, 20);

        assertStatus(TwoProportions.pooled(nothing, nothing, Alternative.GREATER), Status.ZERO_VARIANCE);
        assertStatus(TwoProportions.unpooled(nothing, all, TWO_SIDED), Status.ZERO_VARIANCE);
        assertThat(TwoProportions.pooled(nothing, all, Alternative.GREATER)).isInstanceOf(Estimated.class);
        assertThat(OneProportion.wilson(nothing, 0.05).orElseThrow().lower()).isZero();
        assertThat(OneProportion.clopperPearson(all, 0.05).orElseThrow().upper())
                .isEqualTo(1);
        assertThat(FisherExact.test(nothing, nothing, Alternative.TWO_SIDED)
                        .orElseThrow()
                        .oddsRatio())
                .isEmpty();
    }

    @Test
    void ranksOfNothing_andOfEqualValues() {
        double[] ones = {1, 1, 1};

        assertStatus(MannWhitney.asymptotic(RankSum.of(EMPTY, ones), Alternative.GREATER), Status.NO_DATA);
        assertStatus(MannWhitney.exact(RankSum.of(ones, EMPTY), Alternative.GREATER), Status.NO_DATA);
        assertStatus(MannWhitney.uncorrected(RankSum.of(ones, ones), Alternative.LESS), Status.ALL_TIED);
        assertStatus(MannWhitney.exact(RankSum.of(ones, ones), Alternative.LESS), Status.TIES);
        double[] many = IntStream.range(0, 101).mapToDouble(i -> i).toArray();
        double[] others = Arrays.stream(many).map(v -> v + 0.5).toArray();
        assertStatus(MannWhitney.exact(RankSum.of(many, others), Alternative.LESS), Status.TOO_MANY);
        assertThat(RankSum.of(new double[] {-0.0}, new double[] {0.0}).hasTies())
                .isTrue();
    }

    @Test
    void permutationsOfNothing_andOfTooMuch() {
        assertStatus(Permutation.exact(EMPTY, new double[3], Alternative.GREATER), Status.NO_DATA);
        assertStatus(Permutation.exact(new double[30], new double[30], Alternative.GREATER), Status.TOO_MANY);
        assertStatus(
                Permutation.random(new double[3], EMPTY, Alternative.GREATER, 10, new SplittableRandom(1)),
                Status.NO_DATA);
        assertThat(Permutation.random(
                                new double[] {0, 0, 0, 0, 0, 0},
                                new double[] {9, 9, 9, 9, 9, 9},
                                Alternative.GREATER,
                                99,
                                new SplittableRandom(1))
                        .orElseThrow()
                        .p()
                        .value())
                .isCloseTo(0.01, within(1e-12));
    }

    @Test
    void bootstrap_needsTwoValues_andRepeatsWithItsSeed() {
        double[] values = {1, 5, 2, 8, 4};
        Function<Integer, Outcome<Interval>> median = seed -> Bootstrap.difference(
                values, values, v -> Quantiles.type7(v, 0.5), 500, 0.1, new SplittableRandom(seed));

        assertStatus(
                Bootstrap.difference(new double[1], values, Bootstrap::mean, 500, 0.1, new SplittableRandom(1)),
                Status.TOO_FEW);
        assertThat(median.apply(1)).isEqualTo(median.apply(1));
        assertThat(median.apply(1).orElseThrow().contains(0)).isTrue();
        assertThatThrownBy(() -> Bootstrap.difference(values, values, Bootstrap::mean, 5, 0.1, new SplittableRandom(1)))
                .hasMessage("resamples is below 100: 5");
    }

    @Test
    void tables_needTwoRowsAndColumns() {
        assertStatus(Contingency.independence(new long[][] {{1, 2}}), Status.NO_DATA);
        assertStatus(Contingency.independence(new long[][] {{1, 0}, {2, 0}}), Status.NO_DATA);
        assertThat(Contingency.independence(new long[][] {{10, 20, 0}, {20, 15, 0}, {0, 0, 0}}))
                .isEqualTo(Contingency.independence(new long[][] {{10, 20}, {20, 15}}));
        assertThatThrownBy(() -> Contingency.independence(new long[][] {{1, 2}, {3}}))
                .hasMessage("table has rows of 2 and 1");
        assertThatThrownBy(() -> Contingency.independence(new long[][] {{1, -2}, {3, 4}}))
                .hasMessage("count is below 0: -2");
        assertThatThrownBy(() -> Contingency.independence(new long[][] {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Contingency.withYatesCorrection(new long[][] {{1, 2, 3}, {1, 2, 3}}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sampleRatio_ofNothing_andOfArmsThatShouldBeEmpty() {
        double[] weights = {1, 1, 0};

        assertStatus(SampleRatio.test(new long[] {0, 0, 0}, weights), Status.NO_DATA);
        assertThat(SampleRatio.test(new long[] {5, 5, 1}, weights))
                .isEqualTo(Outcome.none(Status.UNEXPECTED_ARM, "1 units are in arms of weight 0"));
        assertStatus(SampleRatio.evidence(new long[] {5, 5, 1}, weights, 100), Status.UNEXPECTED_ARM);
        assertThatThrownBy(() -> SampleRatio.test(new long[] {1, 2}, weights))
                .hasMessage("counts and weights have different lengths: 2, 3");
        assertThatThrownBy(() -> SampleRatio.test(new long[] {1, 2, 0}, new double[] {1, 0, 0}))
                .hasMessage("number of weights above 0 is below 2: 1");
        assertThatThrownBy(() -> SampleRatio.test(new long[] {1, -2, 0}, weights))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SampleRatio.test(new long[] {1, 2, 0}, new double[] {1, -1, 1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SampleRatio.evidence(new long[] {1, 2, 0}, weights, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ratios_needUnitsAndDenominators() {
        JointMoments one = JointMoments.of(new double[] {1}, new double[] {1});
        JointMoments zeros = JointMoments.of(new double[] {1, 2}, new double[] {0, 0});
        JointMoments good = JointMoments.of(new double[] {1, 2, 5}, new double[] {1, 3, 2});

        assertStatus(RatioOfMeans.test(one, good, TWO_SIDED), Status.TOO_FEW);
        assertStatus(RatioOfMeans.testByNormal(good, zeros, TWO_SIDED), Status.ZERO_DENOMINATOR);
        assertThatThrownBy(() -> RatioOfMeans.summary(JointMoments.empty(3)))
                .hasMessage("arm has not two variables: 3");
        assertStatus(Cuped.adjust(one, good, Cuped.Theta.WITHIN_ARMS), Status.TOO_FEW);
        assertStatus(Cuped.relativeLift(good, one, Cuped.Theta.IGNORING_ARMS, TWO_SIDED), Status.TOO_FEW);
        assertThatThrownBy(() -> Cuped.adjust(JointMoments.empty(1), good, Cuped.Theta.WITHIN_ARMS))
                .hasMessage("arms have not two variables: 1, 2");
        assertThatThrownBy(() -> RatioCuped.adjust(good, good)).hasMessage("arm has not four variables: 2");
        assertStatus(RatioCuped.adjust(JointMoments.empty(4), JointMoments.empty(4)), Status.TOO_FEW);
    }

    @Test
    void adjustedLift_ofAZeroBaseline_isNone() {
        JointMoments zero = JointMoments.of(new double[] {-1, 1}, new double[] {3, 4});

        assertStatus(Cuped.relativeLift(zero, zero, Cuped.Theta.WITHIN_ARMS, TWO_SIDED), Status.ZERO_BASELINE);
    }

    @Test
    void proportionalTotals_leaveNoVariance() {
        JointMoments third = JointMoments.of(new double[] {0.1, 0.2, 0.7}, new double[] {0.3, 0.6, 2.1});

        assertStatus(RatioOfMeans.test(third, third, TWO_SIDED), Status.ZERO_VARIANCE);
    }

    @Test
    void family_ofNothing_isNothing() {
        for (Multiplicity method : Multiplicity.values()) {
            assertThat(method.adjust(Map.of())).isEmpty();
        }
    }

    @Test
    void p_thatUnderflows_isAdjustedAsALogarithm() {
        Map<String, PValue> p = Map.of("revenue", new PValue(-5000), "visits", PValue.ONE);

        for (Multiplicity method : Multiplicity.values()) {
            assertThat(method.adjust(p))
                    .hasEntrySatisfying(
                            "revenue", adjusted -> assertThat(adjusted.ln()).isBetween(-5000.0, -4998.0));
        }
    }

    @Test
    void eProcess_withoutUnitsInAnArm_staysAsItIs() {
        BinomialEProcess start = BinomialEProcess.start(Alternative.TWO_SIDED);

        assertThat(start.look(NONE, SOME)).isSameAs(start);
        assertThat(start.look(SOME, NONE)).isSameAs(start);
        assertThat(start.p()).isEqualTo(PValue.ONE);
        assertThat(start.evidence().ln()).isZero();
        assertThatThrownBy(() -> new BinomialEProcess(Alternative.GREATER, 1, List.of(0.0), EValue.ONE))
                .hasMessage("lnRatios has not 16 values: 1");
        assertThatThrownBy(() -> BinomialEProcess.start(Alternative.GREATER, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertStatus(Outcome<?> outcome, Status status) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        NotEstimable.class, none -> assertThat(none.status()).isEqualTo(status));
        assertThatThrownBy(outcome::orElseThrow).isInstanceOf(IllegalStateException.class);
    }
}
