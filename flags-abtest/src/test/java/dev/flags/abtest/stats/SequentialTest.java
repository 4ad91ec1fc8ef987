package dev.flags.abtest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where looks are just decided. */
class SequentialTest {
    private static final double[] TIMES = {0.5, 1};

    @ParameterizedTest
    @EnumSource
    void evidence_isWorthTheLevel_whereTheIntervalEnds(Alternative alternative) {
        AsymptoticConfidenceSequence sequence =
                AsymptoticConfidenceSequence.tunedFor(1000, new Hypothesis(alternative, 0, 0.3));
        double edge = sequence.criticalValue(1000) * (alternative == Alternative.LESS ? -2 : 2);

        assertThat(sequence.look(edge, 2, 1000).evidence().ln()).isCloseTo(-Math.log(0.3), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void bound_thatIsReached_isCrossed(Alternative alternative) {
        GroupSequential design = design(alternative);
        double z = design.looks().get(1).criticalZ() * (alternative == Alternative.LESS ? -1 : 1);

        assertThat(design.isCrossed(1, z)).isTrue();
        assertThat(design.isCrossed(1, z * 0.9999)).isFalse();
        assertThat(design.interval(1, z * 3.0001, 3).contains(0)).isFalse();
        assertThat(design.interval(1, z * 2.9999, 3).contains(0)).isTrue();
    }

    @Test
    void nominalP_isThatOfTheSideOneLooksAt() {
        GroupSequential.Look less = design(Alternative.LESS).looks().get(0);

        assertThat(less).isEqualTo(design(Alternative.GREATER).looks().get(0));
        assertThat(less.nominalP().value()).isCloseTo(less.cumulativeAlpha(), within(1e-9));
    }

    private static GroupSequential design(Alternative alternative) {
        return GroupSequential.design(TIMES, new AlphaSpending.Pocock(), alternative, 0.05);
    }
}
