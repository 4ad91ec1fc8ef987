package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Samples.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Laws of power, sizes and detectable effects. */
class PlanningProperties {
    private static final LookPlan ONCE = new LookPlan.Once();
    private static final LookPlan FIVE_TIMES =
            new LookPlan.AtTimes(List.of(0.2, 0.4, 0.6, 0.8, 1.0), new AlphaSpending.ObrienFleming());
    private static final LookPlan ALWAYS = new LookPlan.Always(20_000);

    @Provide
    Arbitrary<LookPlan> looks() {
        return Arbitraries.of(ONCE, FIVE_TIMES, ALWAYS);
    }

    @Provide
    Arbitrary<TestPlan> plans() {
        return Arbitraries.of(
                TestPlan.twoSided(),
                TestPlan.twoSided().withAlternative(Alternative.GREATER).withAlpha(0.01),
                TestPlan.twoSided().withAlternative(Alternative.LESS).withRatio(0.5),
                TestPlan.twoSided().withPower(0.95).withRatio(3));
    }

    @Property(tries = 30)
    void sizeAndDetectableEffect_areInversesOfOneAnother(
            @ForAll("looks") LookPlan looks,
            @ForAll("plans") TestPlan plan,
            @ForAll @IntRange(min = 100, max = 10_000_000) int control,
            @ForAll @DoubleRange(min = -0.9, max = 0.9) double correlation) {
        PlannedMean metric = new PlannedMean(10, 4, correlation);

        double effect =
                MinimumDetectableEffect.ofMean(metric, control, plan, looks).absolute();

        assertClose(SampleSize.ofMean(metric, effect, plan, looks).control(), control, 1e-8);
    }

    @Property(tries = 30)
    void sizeAndDetectableEffectOfShares_areInversesOfOneAnother(
            @ForAll("looks") LookPlan looks,
            @ForAll("plans") TestPlan plan,
            @ForAll @IntRange(min = 1000, max = 10_000_000) int control,
            @ForAll @DoubleRange(min = 0.1, max = 0.9) double baseline) {
        int sign = plan.alternative() == Alternative.LESS ? -1 : 1;

        MinimumDetectableEffect.ofShare(baseline, control, plan, looks).value().ifPresent(mde -> {
            ArmSizes sizes = SampleSize.ofShares(baseline, baseline + sign * mde.absolute(), plan, looks);
            assertClose(sizes.control(), control, 1e-7);
            assertClose(sizes.treatment(), control * plan.ratio(), 1e-7);
        });
    }

    @Property(tries = 15)
    void lookingMoreOften_takesMoreUnits_andACovariateFewer(
            @ForAll("plans") TestPlan plan, @ForAll @DoubleRange(min = 0.05, max = 1) double effect) {
        PlannedMean metric = PlannedMean.of(10, 4);
        ArmSizes once = SampleSize.ofMean(metric, effect, plan, ONCE);

        assertThat(SampleSize.ofMean(metric, effect, plan, FIVE_TIMES).control())
                .isGreaterThan(once.control());
        assertThat(SampleSize.ofMean(metric, effect, plan, ALWAYS).control()).isGreaterThan(once.control());
        assertClose(
                SampleSize.ofMean(new PlannedMean(10, 4, 0.6), effect, plan, ONCE)
                        .control(),
                once.control() * 0.64,
                1e-12);
    }

    @Property(tries = 100)
    void power_atTheSampleSize_isThePlannedOne(
            @ForAll("plans") TestPlan plan, @ForAll @DoubleRange(min = 0.02, max = 1) double effectSize) {
        ArmSizes sizes = TTestPower.sampleSize(effectSize, plan);
        double signed = plan.alternative() == Alternative.LESS ? -effectSize : effectSize;

        assertClose(
                TTestPower.power(signed, sizes.control(), sizes.treatment(), plan.alternative(), plan.alpha()),
                plan.power(),
                1e-9);
        // The exact size is the normal one and a little more.
        double normal =
                SampleSize.ofMean(PlannedMean.of(0, 1), effectSize, plan, ONCE).control();
        assertThat(sizes.control()).isBetween(normal, normal + 4);
    }

    @Property(tries = 100)
    void power_withoutAnEffect_isTheLevel(
            @ForAll Alternative alternative,
            @ForAll @IntRange(min = 2, max = 100_000) int control,
            @ForAll @IntRange(min = 2, max = 100_000) int treatment,
            @ForAll @DoubleRange(min = 0.01, max = 0.5) double alpha) {
        assertClose(TTestPower.power(0, control, treatment, alternative, alpha), alpha, 1e-10);
    }

    @Property(tries = 100)
    void noncentralT_aroundItsOwnCentre_isStudents(
            @ForAll @DoubleRange(min = -30, max = 30) double t, @ForAll @DoubleRange(min = 0.5, max = 1000) double df) {
        double expected = StudentT.survival(t, df);

        assertThat(Math.abs(NoncentralT.survival(t, df, 0) - expected)).isLessThan(1e-12);
    }
}
