package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Samples.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** Laws of the tests of means, ratios and lifts. */
@Domain(Samples.class)
@Domain(DomainContext.Global.class)
class MeanProperties {
    private static final double Z = Normal.upperQuantile(0.025);
    private static final double SAME = 1e-9;

    @Property
    void swappingTheArms_negatesTheEffectAndSwapsTheSides(
            @ForAll Summary control, @ForAll Summary treatment, @ForAll Hypothesis hypothesis) {
        Inference one = Welch.test(control, treatment, hypothesis).orElseThrow();
        Inference other = Welch.test(treatment, control, hypothesis.mirrored()).orElseThrow();

        assertThat(other.estimate()).isEqualTo(0 - one.estimate());
        assertThat(other.p()).isEqualTo(one.p());
        assertThat(other.interval()).isEqualTo(one.interval().negated());
    }

    @Property
    void interval_excludesTheNullValue_exactlyIfPIsBelowTheLevel(
            @ForAll Summary control, @ForAll Summary treatment, @ForAll Hypothesis hypothesis) {
        Inference welch = Welch.test(control, treatment, hypothesis).orElseThrow();

        assertVerdict(welch);
        assertVerdict(Welch.testByNormal(control, treatment, hypothesis).orElseThrow());
        RelativeLift.delta(control, treatment, hypothesis).value().ifPresent(MeanProperties::assertVerdict);
    }

    private static void assertVerdict(Inference inference) {
        Assume.that(Math.abs(inference.p().value() / inference.hypothesis().alpha() - 1) > SAME);
        assertThat(inference.interval().contains(inference.hypothesis().nullValue()))
                .isEqualTo(!inference.isSignificant());
    }

    @Property
    void scalingAndShifting_scaleTheEffectAndLeaveP(
            @ForAll double[] control,
            @ForAll double[] treatment,
            @ForAll @DoubleRange(min = -8, max = 8) double shift) {
        Inference plain = welch(control, treatment, 1, 0);
        Inference moved = welch(control, treatment, 16, shift);
        Inference mirrored = welch(control, treatment, -1, 0);

        assertClose(moved.estimate(), 16 * plain.estimate(), SAME);
        assertClose(moved.standardError(), 16 * plain.standardError(), SAME);
        assertClose(moved.p().ln(), plain.p().ln(), SAME);
        assertThat(mirrored.p()).isEqualTo(plain.p());
        assertThat(mirrored.interval()).isEqualTo(plain.interval().negated());
    }

    private static Inference welch(double[] control, double[] treatment, double factor, double shift) {
        Outcome<Inference> outcome =
                Welch.test(moved(control, factor, shift), moved(treatment, factor, shift), Hypothesis.twoSided());
        Assume.that(outcome instanceof Estimated<Inference>);
        return outcome.orElseThrow();
    }

    private static Summary moved(double[] values, double factor, double shift) {
        return Moments.of(Arrays.stream(values).map(v -> v * factor + shift).toArray())
                .summary();
    }

    @Property
    void fieller_saysOfNoLiftWhatTheDifferenceSays(
            @ForAll Summary control,
            @ForAll Summary treatment,
            @ForAll @DoubleRange(min = 0.01, max = 0.4) double alpha) {
        Assume.that(control.mean() != 0);
        Inference difference = Welch.test(
                        control, treatment, Hypothesis.twoSided().withAlpha(alpha))
                .orElseThrow();
        Assume.that(Math.abs(difference.p().value() / alpha - 1) > SAME);

        Fieller set = Fieller.of(control, treatment, alpha).orElseThrow();

        assertThat(set.contains(0)).isEqualTo(!difference.isSignificant());
        assertThat(set.contains(set.lift())).isTrue();
        assertThat(set instanceof Fieller.Bounded).isEqualTo(set.g() < 1);
    }

    /** The ends of the set are where the contrast that defines it is just significant. */
    @Property
    void fieller_endsWhereTheContrastIsJustSignificant(@ForAll Summary control, @ForAll Summary treatment) {
        Assume.that(control.mean() != 0);
        Fieller set = Fieller.byNormal(control, treatment, 0.05).orElseThrow();
        if (set instanceof Fieller.Bounded bounded) {
            assertClose(significance(control, treatment, bounded.interval().lower()), Z, 1e-6);
            assertClose(significance(control, treatment, bounded.interval().upper()), Z, 1e-6);
        } else if (set instanceof Fieller.ExclusiveUnbounded unbounded) {
            double up = significance(control, treatment, unbounded.size());
            double down = significance(control, treatment, -unbounded.size());
            assertClose(Math.min(up, down), Z, 1e-6);
        }
    }

    /** How many of its errors the contrast that is 0 at a lift is away from 0, if the baseline has the sign of its estimate. */
    private static double significance(Summary control, Summary treatment, double lift) {
        Assume.that(Math.abs(lift) < 1e6);
        double ratio = 1 + Math.signum(control.mean()) * lift;
        double contrast = treatment.mean() - ratio * control.mean();
        double error = Math.sqrt(treatment.squaredError() + ratio * ratio * control.squaredError());
        return Math.abs(contrast) / error;
    }

    /** Where the baseline may be 0 its sign is not known either, and an estimate that is barely negative says little. */
    @Property
    void fieller_ofABaselineThatMayBe0_holdsTheLiftsOfEitherSign(
            @ForAll Summary control, @ForAll Summary treatment, @ForAll @DoubleRange(min = -9, max = 9) double lift) {
        Assume.that(control.mean() != 0);
        Fieller set = Fieller.byNormal(control, treatment, 0.05).orElseThrow();
        Assume.that(set.g() >= 1);

        double nearer = Math.min(significance(control, treatment, lift), significance(control, treatment, -lift));
        Assume.that(Math.abs(nearer - Z) > SAME);

        assertThat(set.contains(lift)).isEqualTo(nearer < Z);
    }

    @Property
    void ratio_withDenominators1_isTheMean(
            @ForAll double[] control, @ForAll double[] treatment, @ForAll Hypothesis hypothesis) {
        Outcome<Inference> ratio = RatioOfMeans.test(overOnes(control), overOnes(treatment), hypothesis);
        Outcome<Inference> mean =
                Welch.test(Moments.of(control).summary(), Moments.of(treatment).summary(), hypothesis);

        assertThat(ratio.value().isPresent()).isEqualTo(mean.value().isPresent());
        if (ratio instanceof Estimated<Inference> r && mean instanceof Estimated<Inference> m) {
            assertClose(r.estimate().estimate(), m.estimate().estimate(), SAME);
            assertClose(r.estimate().standardError(), m.estimate().standardError(), SAME);
        }
    }

    private static JointMoments overOnes(double[] values) {
        double[] ones = new double[values.length];
        Arrays.fill(ones, 1);
        return JointMoments.of(values, ones);
    }

    @Property
    void cuped_withoutACorrelate_isWelch(
            @ForAll double[] control, @ForAll double[] treatment, @ForAll Hypothesis hypothesis) {
        Cuped.Adjusted adjusted = Cuped.adjust(overOnes(control), overOnes(treatment), Cuped.Theta.WITHIN_ARMS)
                .orElseThrow();

        assertThat(adjusted.theta()).isZero();
        assertThat(adjusted.varianceReduction()).isZero();
        assertThat(adjusted.test(hypothesis))
                .isEqualTo(Welch.test(
                        Moments.of(control).summary(), Moments.of(treatment).summary(), hypothesis));
    }

    @Property
    void cuped_withTheMetricItself_leavesNothing(@ForAll double[] control, @ForAll double[] treatment) {
        Cuped.Adjusted adjusted = Cuped.adjust(
                        JointMoments.of(control, control),
                        JointMoments.of(treatment, treatment),
                        Cuped.Theta.WITHIN_ARMS)
                .orElseThrow();
        boolean varies = Moments.of(control).variance() + Moments.of(treatment).variance() > 0;

        assertThat(adjusted.theta()).isEqualTo(varies ? 1 : 0);
        assertThat(adjusted.control().variance()).isZero();
    }

    @Property
    void cupedOfRatios_withDenominators1_isCuped(@ForAll double[] control, @ForAll double[] treatment) {
        Cuped.Adjusted ratio = RatioCuped.adjust(withPast(control, true), withPast(treatment, true))
                .orElseThrow();
        Cuped.Adjusted mean = Cuped.adjust(
                        withPast(control, false), withPast(treatment, false), Cuped.Theta.WITHIN_ARMS)
                .orElseThrow();

        assertClose(ratio.theta(), mean.theta(), 1e-7);
        assertClose(ratio.treatment().mean(), mean.treatment().mean(), 1e-7);
        assertClose(ratio.varianceReduction(), mean.varianceReduction(), 1e-7);
    }

    private static JointMoments withPast(double[] values, boolean asRatios) {
        double[] past = new double[values.length];
        double[] ones = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            past[i] = values[i] / 2 + i % 7;
            ones[i] = 1;
        }
        return asRatios ? JointMoments.of(values, ones, past, ones) : JointMoments.of(values, past);
    }

    @Property
    void nonInferiority_withoutAMargin_isTheTestForAGain(
            @ForAll Summary control,
            @ForAll Summary treatment,
            @ForAll Better better,
            @ForAll @DoubleRange(min = 0, max = 0.5) double margin) {
        Assume.that(control.mean() != 0);
        Inference gain = Welch.test(control, treatment, new Hypothesis(better.gain(), 0, 0.05))
                .orElseThrow();

        assertThat(NonInferiority.absolute(control, treatment, 0, better, 0.05)
                        .orElseThrow()
                        .p())
                .isEqualTo(gain.p());
        assertThat(NonInferiority.relative(control, treatment, 0, better, 0.05)
                        .orElseThrow()
                        .p())
                .isEqualTo(gain.p());
        assertThat(NonInferiority.absolute(control, treatment, margin, better, 0.05)
                        .orElseThrow()
                        .p())
                .isLessThanOrEqualTo(gain.p());
    }
}
