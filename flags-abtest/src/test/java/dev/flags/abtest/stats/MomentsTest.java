package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MomentsTest {

    @Test
    void meanOfABillion_withADeviationOf1_isExact() {
        Moments moments = Moments.of(1e9 - 1, 1e9, 1e9 + 1);

        assertThat(moments.mean()).isEqualTo(1e9);
        assertThat(moments.variance()).isEqualTo(1);
    }

    @Test
    void difference_ofMeansThatADoubleCannotTellApart_isKept() {
        double[] control = IntStream.range(0, 1000).mapToDouble(i -> 0x1p52).toArray();
        double[] treatment = control.clone();
        treatment[0] += 1;

        assertThat(Summary.difference(
                        Moments.of(control).summary(), Moments.of(treatment).summary()))
                .isEqualTo(0.001);
    }

    @Test
    void constant_hasNoVariance_howeverItCameAbout() {
        Moments moments = Moments.of(1, 2.2, -3.7);
        moments = moments.replace(1, 5.1).replace(2.2, 5.1).replace(-3.7, 5.1).merge(Moments.of(5.1, 5.1));

        assertThat(moments.variance()).isZero();
        assertThat(moments.mean()).isEqualTo(5.1);
    }

    @Test
    void nothing_hasNoMean() {
        assertThat(Moments.empty().n()).isZero();
        assertThat(Moments.empty().sum()).isZero();
        assertThatThrownBy(() -> Moments.empty().mean()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Moments.empty().minus(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void oneValue_hasNoVariance() {
        assertThat(Moments.of(3).summary()).isEqualTo(Summary.of(1, 3, 0));
        assertThatThrownBy(() -> Moments.of(3).variance())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("fewer than 2 units: 1");
    }

    @Test
    void minusTheLastValue_isNothing() {
        assertThat(Moments.of(3).minus(3).n()).isZero();
        assertThat(Moments.of(3).minus(3).plus(7).mean()).isEqualTo(7);
    }

    @Test
    void merge_withNothing_changesNothing() {
        assertThat(Moments.of(3, 4).merge(Moments.empty()).mean()).isEqualTo(3.5);
        assertThat(Moments.empty().merge(Moments.of(3, 4)).mean()).isEqualTo(3.5);
    }

    @Test
    void notANumber_isRefused() {
        assertThatThrownBy(() -> Moments.of(1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1] is not finite: NaN");
        assertThatThrownBy(() -> Moments.empty().plus(Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void beyondTheRange_isAnErrorAndNotInfinity() {
        assertThatThrownBy(() -> Moments.of(0, 1e200).variance()).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void rowsAndColumns_mustFit() {
        JointMoments pair = JointMoments.empty(2);

        assertThat(pair.plus(1, 2).plus(3, 5).covariance(0, 1)).isEqualTo(3);
        assertThatThrownBy(() -> pair.plus(1)).hasMessage("not 2 variables: 1");
        assertThatThrownBy(() -> pair.merge(JointMoments.empty(1))).hasMessage("not 2 variables: 1");
        assertThatThrownBy(() -> JointMoments.empty(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JointMoments.of(new double[2], new double[3]))
                .hasMessage("columns[1] has not 2 values: 3");
    }

    @Test
    void select_keepsWhatConcernsTheVariables() {
        double[] x = {1, 2, 4};
        double[] y = {3, 1, 8};
        double[] z = {5, 5, 7};
        JointMoments all = JointMoments.of(x, y, z);

        assertThat(all.select(2, 0).sums()).isEqualTo(JointMoments.of(z, x).sums());
        assertThat(all.moments(1).joint().sums()).isEqualTo(JointMoments.of(y).sums());
        assertThatThrownBy(all::select).hasMessage("variables is below 1: 0");
        assertThatThrownBy(() -> all.moments(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void sums_areThoseOfDifferencesFromThePivot() {
        MomentSums sums =
                JointMoments.of(new double[] {2.5, 4}, new double[] {1, 3}).sums();

        assertThat(sums)
                .isEqualTo(new MomentSums(
                        2,
                        List.of(2.5, 1.0),
                        List.of(new Twofold(1.5, 0), new Twofold(2, 0)),
                        List.of(List.of(new Twofold(2.25, 0)), List.of(new Twofold(3, 0), new Twofold(4, 0)))));
        assertThat(JointMoments.of(sums).covariance(0, 1)).isEqualTo(1.5);
    }

    @Test
    void sums_beyondTheRange_areAnError() {
        assertThatThrownBy(() -> JointMoments.of(new double[] {0, 1e200}).sums())
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void twofold_isWhatOneDoubleCannotHold() {
        assertThat(new Twofold(0x1p60, -1)).hasToString("1.15292150460684698E18 - 1.0");
        assertThat(new Twofold(3, -0.0)).isEqualTo(new Twofold(3, 0));
        assertThatThrownBy(() -> new Twofold(1, 0x1p-52))
                .hasMessage("low is not below half of the last digit of high: 1.0, 2.220446049250313E-16");
        assertThatThrownBy(() -> new Twofold(Double.NaN, 0)).hasMessage("high is not finite: NaN");
        assertThatThrownBy(() -> new Twofold(0, Double.NaN)).hasMessage("low is not finite: NaN");
    }

    /** The sum of squares is rounding alone here, and below 0. */
    @Test
    void variance_isNeverNegative() {
        MomentsBuilder builder = new MomentsBuilder(0);
        builder.add(1e-9);
        builder.add(1e12);
        builder.replace(1e12, 0);
        builder.replace(1e-9, 0);
        builder.add(0);

        assertThat(builder.build().sums().ss().get(0).get(0).high()).isNegative();
        assertThat(builder.build().variance(0)).isZero();
        assertThat(builder.build().summary(0).variance()).isZero();
    }

    @Test
    void row_isReplacedByAnother() {
        JointMoments pair = JointMoments.empty(2).plus(1, 2).plus(9, 9);

        JointMoments replaced = pair.replace(new double[] {9, 9}, new double[] {3, 5});

        assertThat(replaced.n()).isEqualTo(2);
        assertThat(replaced.mean(1)).isEqualTo(3.5);
        assertThat(replaced.covariance(0, 1)).isEqualTo(3);
        assertThatThrownBy(() -> pair.minus(1)).hasMessage("not 2 variables: 1");
        assertThatThrownBy(() -> pair.minus(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void summary_keepsDigitsBeyondThoseOfItsMean() {
        Summary shifted = Summary.of(2, 1e16, 4).shifted(1);

        assertThat(shifted).isEqualTo(new Summary(2, 1e16, 1, 4));
        assertThat(shifted.scaled(3)).isEqualTo(new Summary(2, 3e16, 3, 36));
        assertThat(Summary.difference(shifted, shifted.shifted(2))).isEqualTo(2);
        assertThat(Summary.difference(Summary.of(2, 1e16, 4), shifted)).isEqualTo(1);
    }

    @Test
    void proportion_isAMeanOfZerosAndOnes() {
        Summary counted = Moments.of(1, 1, 0, 0, 0).summary();
        Summary proportion = new Proportion(2, 5).summary();

        assertThat(proportion.mean()).isEqualTo(counted.mean());
        assertThat(proportion.variance()).isCloseTo(counted.variance(), within(1e-15));
        assertThat(new Proportion(1, 1).summary()).isEqualTo(Summary.of(1, 1, 0));
        assertThat(new Proportion(0, 0).summary()).isEqualTo(Summary.of(0, 0, 0));
    }
}
