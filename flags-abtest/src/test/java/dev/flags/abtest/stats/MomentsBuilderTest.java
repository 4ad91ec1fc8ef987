package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MomentsBuilderTest {

    @Test
    void values_areGathered() {
        MomentsBuilder builder = new MomentsBuilder(1e9);
        builder.add(1e9 - 1);
        builder.add(1e9);
        builder.add(1e9 + 1);

        assertThat(builder.build().sums())
                .isEqualTo(JointMoments.of(new double[] {1e9, 1e9 - 1, 1e9 + 1}).sums());
    }

    @Test
    void rows_areGathered() {
        MomentsBuilder builder = new MomentsBuilder(1, 10);
        builder.add(1, 10);
        builder.add(3, 15);

        assertThat(builder.build().sums())
                .isEqualTo(JointMoments.of(new double[] {1, 3}, new double[] {10, 15})
                        .sums());
    }

    @Test
    void built_doesNotChangeAnyMore() {
        MomentsBuilder builder = new MomentsBuilder(0);
        builder.add(1);
        JointMoments built = builder.build();

        builder.add(5);

        assertThat(built.n()).isEqualTo(1);
        assertThat(built.mean(0)).isEqualTo(1);
        assertThat(builder.build().mean(0)).isEqualTo(3);
    }

    @Test
    void replacement_mayBeInAnotherBuilder() {
        MomentsBuilder total = new MomentsBuilder(5);
        MomentsBuilder first = new MomentsBuilder(5);
        MomentsBuilder second = new MomentsBuilder(5);
        first.add(1e10);
        first.add(7);
        second.replace(1e10, 9);

        total.addAll(second);
        total.addAll(first);

        assertThat(total.build().n()).isEqualTo(2);
        assertThat(total.build().mean(0)).isEqualTo(8);
        assertThat(total.build().variance(0)).isEqualTo(2);
    }

    @Test
    void others_areAddedWhateverTheirPivot() {
        MomentsBuilder builder = new MomentsBuilder(1e6);
        builder.replace(2, 5);
        builder.addAll(JointMoments.of(new double[] {1, 2}));

        assertThat(builder.build().n()).isEqualTo(2);
        assertThat(builder.build().mean(0)).isEqualTo(3);
        assertThat(builder.build().variance(0)).isEqualTo(8);
        assertThatThrownBy(() -> builder.addAll(JointMoments.empty(2))).hasMessage("not 1 variables: 2");
    }

    @Test
    void replacedRow_leavesNothing() {
        MomentsBuilder builder = new MomentsBuilder(0, 0);
        builder.add(1e10, 3);
        builder.add(1, 2);
        builder.replace(new double[] {1e10, 3}, new double[] {2, 4});

        assertThat(builder.build().covariance(0, 1)).isEqualTo(1);
        assertThat(builder.build().n()).isEqualTo(2);
    }

    @Test
    void whatDoesNotFit_isRefused_andChangesNothing() {
        MomentsBuilder one = new MomentsBuilder(0);
        MomentsBuilder two = new MomentsBuilder(0, 0);

        assertThatThrownBy(() -> two.add(1)).hasMessage("not 2 variables: 1");
        assertThatThrownBy(() -> two.replace(1, 2)).hasMessage("not 2 variables: 1");
        assertThatThrownBy(() -> one.add(1, 2)).hasMessage("not 1 variables: 2");
        assertThatThrownBy(() -> one.add(Double.NaN)).hasMessage("value is not finite: NaN");
        assertThatThrownBy(() -> one.replace(1, Double.NaN)).hasMessage("value is not finite: NaN");
        assertThatThrownBy(() -> two.add(1, Double.NaN)).hasMessage("value is not finite: NaN");
        assertThatThrownBy(() -> two.replace(new double[] {1, 2}, new double[] {1, Double.NaN}))
                .hasMessage("value is not finite: NaN");
        assertThatThrownBy(() -> one.addAll(new MomentsBuilder(1))).hasMessage("other has not the pivot [0.0]: [1.0]");
        assertThatThrownBy(() -> new MomentsBuilder()).hasMessage("variables is below 1: 0");
        assertThatThrownBy(() -> new MomentsBuilder(Double.NaN)).hasMessage("pivot[0] is not finite: NaN");
        assertThat(one.build().sums()).isEqualTo(JointMoments.empty(1).sums());
        assertThat(two.build().sums()).isEqualTo(JointMoments.empty(2).sums());
    }
}
