package dev.flags.abtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.abtest.stats.JointMoments;
import dev.flags.abtest.stats.MomentSums;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

/** Of pairs of values, on a grid and off it. */
class AccumulatorProperties {
    /** Of the accumulated sums, as a share of their largest terms. */
    private static final double ROUNDING = 0x1p-100;

    @Property
    void accumulated_isThatOfAllUnitsTogether(@ForAll("units") List<double[]> units) {
        assertSame(accumulated(units).snapshot(), moments(units));
    }

    @Property
    void order_doesNotMatter(@ForAll("units") List<double[]> units, @ForAll Random random) {
        List<double[]> shuffled = new ArrayList<>(units);
        Collections.shuffle(shuffled, random);

        assertSame(accumulated(shuffled).snapshot(), accumulated(units).snapshot());
    }

    /** Exact where sums are: on a grid, what stood there before leaves not a bit. */
    @Property
    void replace_isAsIfTheFormerHadNeverBeenAdded(
            @ForAll("onGrid") List<double[]> before, @ForAll("onGrid") List<double[]> after) {
        int size = Math.min(before.size(), after.size());
        JointMomentsAccumulator replaced = JointMomentsAccumulator.about(0, 0);
        JointMomentsAccumulator never = JointMomentsAccumulator.about(0, 0);
        before.subList(0, size).forEach(replaced::add);
        for (int i = 0; i < size; i++) {
            replaced.replace(before.get(i), after.get(i));
            never.add(after.get(i));
        }

        assertThat(replaced.snapshot().sums()).isEqualTo(never.snapshot().sums());
    }

    @Property
    void replace_ofWhatWasFarOff_leavesItsRoundingOnly(
            @ForAll("units") List<double[]> units, @ForAll @DoubleRange(min = -1e12, max = 1e12) double far) {
        JointMomentsAccumulator grown = JointMomentsAccumulator.about(units.get(0));
        for (double[] unit : units) {
            grown.add(far, far);
            grown.replace(new double[] {far, far}, unit);
        }

        double largest = 1e24 * units.size();
        assertThat(grown.snapshot().n()).isEqualTo(units.size());
        assertThat(grown.snapshot().variance(0) - moments(units).variance(0))
                .isBetween(-ROUNDING * largest, ROUNDING * largest);
        assertThat(grown.snapshot().covariance(0, 1) - moments(units).covariance(0, 1))
                .isBetween(-ROUNDING * largest, ROUNDING * largest);
    }

    @Property
    void merge_isCommutativeAndAssociative(
            @ForAll("units") List<double[]> first,
            @ForAll("units") List<double[]> second,
            @ForAll("units") List<double[]> third) {
        JointMomentsAccumulator forth = accumulated(first);
        forth.merge(moments(second));
        forth.merge(moments(third));
        JointMomentsAccumulator back = accumulated(third);
        back.merge(moments(second).merge(moments(first)));

        assertSame(forth.snapshot(), back.snapshot());
    }

    /** Bit for bit, so that what is merged after it is as exact as what was never written. */
    @Property
    void json_givesBackTheSame(@ForAll("units") List<double[]> units, @ForAll @Size(2) double[] far) {
        JointMomentsAccumulator accumulator = accumulated(units);
        accumulator.add(Arrays.stream(far).map(value -> value % 1e140).toArray());
        MomentSums sums = accumulator.snapshot().sums();

        JsonObject read =
                (JsonObject) JsonValue.parse(MomentSumsCodec.write(sums).toJson());

        assertThat(MomentSumsCodec.read(read).orThrow()).isEqualTo(sums);
        assertThat(JointMoments.of(sums).sums()).isEqualTo(sums);
    }

    @Provide
    Arbitrary<List<double[]>> units() {
        return Arbitraries.oneOf(onGrid(), offGrid());
    }

    /** Of 1/64, so that sums of them and of their squares are exact whatever their order. */
    @Provide
    Arbitrary<List<double[]>> onGrid() {
        return pairs(Arbitraries.integers().between(-6400, 6400).map(i -> i / 64.0));
    }

    private static Arbitrary<List<double[]>> offGrid() {
        return pairs(Arbitraries.doubles().between(-1e6, 1e6).ofScale(9).map(d -> d / 3));
    }

    private static Arbitrary<List<double[]>> pairs(Arbitrary<Double> values) {
        return values.list()
                .ofSize(2)
                .map(pair -> new double[] {pair.get(0), pair.get(1)})
                .list()
                .ofMinSize(2)
                .ofMaxSize(40);
    }

    private static JointMomentsAccumulator accumulated(List<double[]> units) {
        JointMomentsAccumulator accumulator = JointMomentsAccumulator.of(2);
        units.forEach(accumulator::add);
        return accumulator;
    }

    private static JointMoments moments(List<double[]> units) {
        return JointMoments.of(
                units.stream().mapToDouble(unit -> unit[0]).toArray(),
                units.stream().mapToDouble(unit -> unit[1]).toArray());
    }

    private static void assertSame(JointMoments got, JointMoments expected) {
        assertThat(got.n()).isEqualTo(expected.n());
        double scale = Math.sqrt(expected.variance(0) * expected.variance(1));
        for (int i = 0; i < 2; i++) {
            assertThat(Math.abs(got.mean(i) - expected.mean(i))).isLessThanOrEqualTo(Math.ulp(expected.mean(i)));
            assertThat(Math.abs(got.variance(i) - expected.variance(i)))
                    .isLessThanOrEqualTo(4e-16 * expected.variance(i));
        }
        assertThat(Math.abs(got.covariance(0, 1) - expected.covariance(0, 1))).isLessThanOrEqualTo(4e-16 * scale);
    }
}
