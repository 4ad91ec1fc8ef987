package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Answers that a method could give without being able to. */
class NearZeroTest {
    private static final Summary THREE_IN_A_THOUSAND = new Proportion(3, 1_000).summary();
    private static final Summary NONE_IN_A_THOUSAND = new Proportion(0, 1_000).summary();

    @Test
    void treatmentOfZeros_isNotCertain() {
        for (Hypothesis hypothesis :
                new Hypothesis[] {Hypothesis.twoSided(), Hypothesis.less().withNullValue(-1)}) {
            assertThat(RelativeLift.delta(THREE_IN_A_THOUSAND, NONE_IN_A_THOUSAND, hypothesis))
                    .isInstanceOfSatisfying(
                            NotEstimable.class,
                            none -> assertThat(none.status()).isEqualTo(Status.ZERO_VARIANCE));
            assertThat(RelativeLift.deltaByNormal(THREE_IN_A_THOUSAND, NONE_IN_A_THOUSAND, hypothesis))
                    .isInstanceOf(NotEstimable.class);
        }
        assertThat(Fieller.of(THREE_IN_A_THOUSAND, NONE_IN_A_THOUSAND, 0.05).orElseThrow())
                .isInstanceOf(Fieller.AllReals.class);
    }

    @Test
    void adjustedTreatmentOfZeros_isNotCertain() {
        JointMoments control = JointMoments.of(new double[] {0, 0, 0, 1}, new double[] {1, 1, 1, 1});
        JointMoments treatment = JointMoments.of(new double[] {0, 0, 0, 0}, new double[] {1, 1, 1, 1});

        assertThat(Cuped.relativeLift(control, treatment, Cuped.Theta.WITHIN_ARMS, Hypothesis.twoSided()))
                .isInstanceOf(NotEstimable.class);
    }

    @Test
    void permutation_knowsNothingOfAnOffset() {
        double[] first = {1, 2, 3, 4, 5, 6};
        double[] second = {7, 8, 9, 10, 11, 12};
        PValue p = Permutation.exact(first, second, Alternative.TWO_SIDED)
                .orElseThrow()
                .p();

        for (double offset : new double[] {1e12, 1.7e12, 1e15}) {
            assertThat(Permutation.exact(shifted(first, offset), shifted(second, offset), Alternative.TWO_SIDED)
                            .orElseThrow()
                            .p())
                    .isEqualTo(p);
        }
    }

    @Test
    void ranksOfEqualValues_areNoEvidence_howeverManyThereAre() {
        for (int n : new int[] {2, 1_000, 166_502}) {
            double[] same = new double[n];

            assertThat(MannWhitney.asymptotic(RankSum.of(same, same), Alternative.TWO_SIDED))
                    .isInstanceOfSatisfying(
                            NotEstimable.class,
                            none -> assertThat(none.status()).isEqualTo(Status.ALL_TIED));
            same[0] = 1;
            assertThat(MannWhitney.asymptotic(RankSum.of(same, new double[n]), Alternative.TWO_SIDED))
                    .isInstanceOf(Estimated.class);
        }
    }

    private static double[] shifted(double[] values, double by) {
        return DoubleStream.of(values).map(value -> value + by).toArray();
    }

    @Test
    void upperEnd_keepsItsDigits_atTinyLevels() {
        assertThat(OneProportion.clopperPearson(new Proportion(5, 100), 1e-12)
                        .orElseThrow()
                        .upper())
                .isCloseTo(0.3529160, within(5e-7));
        assertThat(OneProportion.clopperPearson(new Proportion(5, 100), 1e-16)
                        .orElseThrow()
                        .upper())
                .isLessThan(0.5);
    }

    @Test
    void unitsThatNobodyCanCount_areMany() {
        ArmSizes sizes = SampleSize.ofMean(PlannedMean.of(1, 1), 1e-10, TestPlan.twoSided(), new LookPlan.Once());

        assertThat(sizes.units()).isEqualTo(Long.MAX_VALUE);
        assertThat(sizes.days(1_000, 0)).isPositive();
    }

    @Test
    void direction_isThatOfWhatIsSignificant() {
        AsymptoticConfidenceSequence sequence = AsymptoticConfidenceSequence.tunedFor(1_000, Hypothesis.twoSided());
        SequentialInference first = sequence.look(4, 1, 1_000);

        SequentialInference second = sequence.look(-0.3, 0.9, 1_100).since(first);

        assertThat(second.isSignificant()).isTrue();
        assertThat(second.interval().lower()).isPositive();
        assertThat(second.direction()).isEqualTo(Direction.INCREASE);
    }
}
