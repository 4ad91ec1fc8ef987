package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Samples.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.domains.Domain;

@Domain(Samples.class)
@Domain(net.jqwik.api.domains.DomainContext.Global.class)
class MomentsProperties {
    private static final double ULPS = 4e-16;

    @Property
    void merge_isCommutative(@ForAll double[] first, @ForAll double[] second) {
        Moments a = Moments.of(first);
        Moments b = Moments.of(second);

        assertSame(a.merge(b), b.merge(a));
    }

    @Property
    void merge_isAssociative(@ForAll double[] first, @ForAll double[] second, @ForAll double[] third) {
        Moments a = Moments.of(first);
        Moments b = Moments.of(second);
        Moments c = Moments.of(third);

        assertSame(a.merge(b).merge(c), a.merge(b.merge(c)));
    }

    @Property
    void merge_isThatOfAllValuesTogether(@ForAll double[] first, @ForAll double[] second) {
        double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);

        assertSame(Moments.of(first).merge(Moments.of(second)), Moments.of(all));
    }

    /** Totals that grow: each unit's last value counts, and what stood there before leaves no trace, though it was far off. */
    @Property
    void replace_leavesNoTrace(@ForAll double[] values, @ForAll @DoubleRange(min = -1e12, max = 1e12) double before) {
        Moments grown = Moments.empty();
        for (double value : values) {
            grown = grown.plus(before).replace(before, value);
        }

        assertSame(grown, Moments.of(values));
    }

    @Property
    void offset_movesTheMeanAndNothingElse(@ForAll double[] values) {
        double offset = 0x1p40;
        Moments moved = Moments.of(Arrays.stream(values).map(v -> v + offset).toArray());

        assertClose(moved.variance(), Moments.of(values).variance(), ULPS);
        assertThat(moved.mean())
                .isEqualTo(exactMean(values).add(BigDecimal.valueOf(offset)).doubleValue());
    }

    @Property
    void covariance_withItselfIsTheVariance_andSwapsFreely(@ForAll double[] values) {
        double[] reversed = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            reversed[i] = values[values.length - 1 - i];
        }
        JointMoments joint = JointMoments.of(values, values, reversed);

        assertThat(joint.covariance(0, 1)).isEqualTo(Moments.of(values).variance());
        assertThat(joint.covariance(2, 0)).isEqualTo(joint.covariance(0, 2));
    }

    private static BigDecimal exactMean(double[] values) {
        BigDecimal sum = Arrays.stream(values).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        return sum.divide(BigDecimal.valueOf(values.length), new MathContext(50));
    }

    private static void assertSame(Moments got, Moments expected) {
        assertThat(got.n()).isEqualTo(expected.n());
        assertThat(got.mean()).isEqualTo(expected.mean());
        assertClose(got.variance(), expected.variance(), ULPS);
    }
}
