package dev.flags.abtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.flags.abtest.stats.Cuped;
import dev.flags.abtest.stats.JointMoments;
import dev.flags.abtest.stats.Moments;
import dev.flags.abtest.stats.RatioCuped;
import dev.flags.abtest.stats.RatioOfMeans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsAccumulatorTest {
    private static final double[][] UNITS = {
        {2, 3, 1, 1}, {5, 4, 3, 1}, {1, 2, 1, 1}, {7, 6, 6, 1}, {3, 3, 2, 1}, {4, 1, 2, 1},
    };

    @Test
    void values_areGathered() {
        MomentsAccumulator accumulator = MomentsAccumulator.create();

        assertThat(accumulator.add(1e9 - 1)).isTrue();
        accumulator.add(1e9);
        accumulator.add(1e9 + 1);

        Moments moments = accumulator.snapshot();
        assertThat(moments.n()).isEqualTo(3);
        assertThat(moments.mean()).isEqualTo(1e9);
        assertThat(moments.variance()).isEqualTo(1);
    }

    @Test
    void pivot_isTheReferenceOrTheFirstValue() {
        MomentsAccumulator about = MomentsAccumulator.about(100);
        MomentsAccumulator first = MomentsAccumulator.create();
        about.add(7);
        first.add(7);

        assertThat(about.snapshot().joint().sums().pivot()).containsExactly(100.0);
        assertThat(first.snapshot().joint().sums().pivot()).containsExactly(7.0);
        assertThat(about.snapshot().mean()).isEqualTo(7);
    }

    @Test
    void nothing_isNothing() {
        assertThat(MomentsAccumulator.create().snapshot().n()).isZero();
        assertThat(MomentsAccumulator.about(5).snapshot().n()).isZero();
        assertThat(MomentsAccumulator.create().refused()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.1e140, -Double.MAX_VALUE})
    void whatIsNoUsableNumber_isRefusedAndCounted(double bad) {
        MomentsAccumulator accumulator = MomentsAccumulator.create();

        assertThat(accumulator.add(bad)).isFalse();
        accumulator.add(3);
        assertThat(accumulator.replace(3, bad)).isFalse();
        assertThat(accumulator.replace(bad, 4)).isFalse();

        assertThat(accumulator.refused()).isEqualTo(3);
        assertThat(accumulator.snapshot().n()).isEqualTo(1);
        assertThat(accumulator.snapshot().mean()).isEqualTo(3);
        assertThatThrownBy(() -> MomentsAccumulator.about(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reference is not between ±1.0E140: [" + bad + "]");
    }

    @Test
    void largestValues_stayInRange() {
        MomentsAccumulator accumulator = MomentsAccumulator.about(-JointMomentsAccumulator.LARGEST);
        for (int i = 0; i < 4; i++) {
            accumulator.add(JointMomentsAccumulator.LARGEST);
            accumulator.add(-JointMomentsAccumulator.LARGEST);
        }

        assertThat(accumulator.snapshot().variance()).isCloseTo(8 / 7.0 * 1e280, within(1e266));
    }

    @Test
    void replace_isAsIfTheFormerHadNeverBeen() {
        MomentsAccumulator accumulator = MomentsAccumulator.about(0);
        accumulator.add(1e12);
        accumulator.add(2);

        assertThat(accumulator.replace(1e12, 1)).isTrue();

        assertThat(accumulator.snapshot().n()).isEqualTo(2);
        assertThat(accumulator.snapshot().mean()).isEqualTo(1.5);
        assertThat(accumulator.snapshot().variance()).isEqualTo(0.5);
    }

    @Test
    void merge_addsTheUnitsOfOthers_whicheverPivotTheyHave() {
        MomentsAccumulator accumulator = MomentsAccumulator.create();
        accumulator.merge(Moments.of(1, 2));
        accumulator.add(1e9);
        accumulator.merge(Moments.of(3));

        assertThat(accumulator.snapshot().n()).isEqualTo(4);
        assertThat(accumulator.snapshot().sum()).isEqualTo(1e9 + 6);
        assertThatThrownBy(() -> JointMomentsAccumulator.of(2).merge(JointMoments.of(new double[] {1})))
                .hasMessage("not 2 variables: 1");
    }

    /** As after a restart: what was saved is merged, and its units go on to grow. */
    @Test
    void replace_ofWhatWasMerged_counts() {
        MomentsAccumulator accumulator = MomentsAccumulator.create();
        accumulator.merge(Moments.of(1, 2));

        accumulator.replace(2, 5);

        assertThat(accumulator.snapshot().n()).isEqualTo(2);
        assertThat(accumulator.snapshot().mean()).isEqualTo(3);
        assertThat(accumulator.snapshot().variance()).isEqualTo(8);
    }

    @Test
    void snapshot_staysWhatItIs() {
        MomentsAccumulator accumulator = MomentsAccumulator.create();
        accumulator.add(1);
        Moments snapshot = accumulator.snapshot();

        accumulator.add(100);

        assertThat(snapshot.n()).isEqualTo(1);
        assertThat(snapshot.mean()).isEqualTo(1);
    }

    @Test
    void oneAccumulator_servesRatioAndCupedAndBoth() {
        JointMoments gathered = gathered();

        assertThat(RatioOfMeans.summary(gathered.select(0, 1)))
                .isEqualTo(RatioOfMeans.summary(JointMoments.of(column(0), column(1))));
        assertThat(Cuped.adjust(gathered.select(0, 2), gathered.select(0, 2), Cuped.Theta.WITHIN_ARMS))
                .isEqualTo(Cuped.adjust(
                        JointMoments.of(column(0), column(2)),
                        JointMoments.of(column(0), column(2)),
                        Cuped.Theta.WITHIN_ARMS));
        assertThat(RatioCuped.adjust(gathered, gathered))
                .isEqualTo(RatioCuped.adjust(
                        JointMoments.of(column(0), column(1), column(2), column(3)),
                        JointMoments.of(column(0), column(1), column(2), column(3))));
    }

    @Test
    void rows_mustFitAndBeUsable() {
        JointMomentsAccumulator pair = JointMomentsAccumulator.of(2);
        double[] row = {1, 2};

        assertThatThrownBy(() -> pair.add(1)).hasMessage("not 2 variables: 1");
        assertThatThrownBy(() -> pair.add(new double[3])).hasMessage("not 2 variables: 3");
        assertThatThrownBy(() -> pair.replace(row, new double[1])).hasMessage("not 2 variables: 1");
        assertThatThrownBy(() -> JointMomentsAccumulator.of(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(pair.add(1, Double.NaN)).isFalse();
        assertThat(pair.add(row)).isTrue();
        assertThat(pair.replace(row, new double[] {Double.NaN, 1})).isFalse();
        assertThat(pair.refused()).isEqualTo(2);
        assertThat(pair.snapshot().n()).isEqualTo(1);
    }

    private static JointMoments gathered() {
        JointMomentsAccumulator accumulator = JointMomentsAccumulator.of(4);
        accumulator.add(UNITS[0]);
        for (double[] unit : UNITS) {
            accumulator.add(9, 9, 9, 9);
            accumulator.replace(new double[] {9, 9, 9, 9}, unit);
        }
        accumulator.replace(UNITS[0], UNITS[1]);
        accumulator.replace(UNITS[1], UNITS[0]);
        JointMoments twice = accumulator.snapshot();
        return twice.minus(UNITS[0]);
    }

    private static double[] column(int variable) {
        double[] column = new double[UNITS.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = UNITS[i][variable];
        }
        return column;
    }
}
