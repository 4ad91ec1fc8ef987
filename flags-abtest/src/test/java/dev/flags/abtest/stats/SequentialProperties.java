package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Samples.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** Laws of what may be looked at again and again. */
@Domain(Samples.class)
@Domain(DomainContext.Global.class)
class SequentialProperties {
    private static final double SAME = 1e-9;

    @Property
    void interval_excludesTheNullValue_exactlyIfTheEvidenceRejectsIt(
            @ForAll @DoubleRange(min = -6, max = 6) double estimate,
            @ForAll @DoubleRange(min = 0.01, max = 2) double error,
            @ForAll @IntRange(min = 2, max = 1_000_000) int units,
            @ForAll Hypothesis hypothesis) {
        assertVerdict(AsymptoticConfidenceSequence.tunedFor(5000, hypothesis).look(estimate, error, units));
        assertVerdict(new MixtureSprt(0.3, hypothesis.nullValue(), hypothesis.alpha()).look(estimate, error * error));
    }

    private static void assertVerdict(SequentialInference look) {
        double lnAlpha = Math.log(look.hypothesis().alpha());
        Assume.that(Math.abs(look.evidence().ln() + lnAlpha) > SAME);
        assertThat(look.interval().contains(look.hypothesis().nullValue())).isEqualTo(!look.isSignificant());
        assertThat(look.isSignificant())
                .isEqualTo(look.p().isBelow(look.hypothesis().alpha()));
    }

    @Property
    void interval_holdsThatOfOneLook(
            @ForAll Summary control, @ForAll Summary treatment, @ForAll Hypothesis hypothesis) {
        Inference once = Welch.testByNormal(control, treatment, hypothesis).orElseThrow();
        Interval always = AsymptoticConfidenceSequence.tunedFor(5000, hypothesis)
                .look(once, control.n() + treatment.n())
                .interval();

        assertThat(always.lower()).isLessThanOrEqualTo(once.interval().lower());
        assertThat(always.upper()).isGreaterThanOrEqualTo(once.interval().upper());
    }

    @Property
    void swappingTheArms_mirrorsTheLook(
            @ForAll @DoubleRange(min = -6, max = 6) double estimate, @ForAll Hypothesis hypothesis) {
        SequentialInference one =
                AsymptoticConfidenceSequence.tunedFor(5000, hypothesis).look(estimate, 0.5, 1000);
        SequentialInference other = AsymptoticConfidenceSequence.tunedFor(5000, hypothesis.mirrored())
                .look(0 - estimate, 0.5, 1000);

        assertThat(other.evidence()).isEqualTo(one.evidence());
        assertThat(other.interval()).isEqualTo(one.interval().negated());
    }

    @Property
    void run_keepsTheStrongestEvidenceAndTheCommonValues(
            @ForAll @DoubleRange(min = -1.9, max = 1.9) double first,
            @ForAll @DoubleRange(min = -1.9, max = 1.9) double second) {
        MixtureSprt test = new MixtureSprt(1, 0, 0.05);
        SequentialInference before = test.look(first, 0.5);
        SequentialInference now = test.look(second, 0.25);
        SequentialInference run = now.since(before);

        assertThat(run.p()).isLessThanOrEqualTo(before.p());
        assertThat(run.p()).isLessThanOrEqualTo(now.p());
        assertThat(run.interval().lower())
                .isEqualTo(Math.max(before.interval().lower(), now.interval().lower()));
        assertThat(run.interval().upper())
                .isEqualTo(Math.min(before.interval().upper(), now.interval().upper()));
        assertThat(run.estimate()).isEqualTo(second);
    }

    @Example
    void run_ofIntervalsWithNothingInCommon_hasTheLastOne() {
        MixtureSprt test = new MixtureSprt(1, 0, 0.05);
        SequentialInference now = test.look(50, 0.25);

        assertThat(now.since(test.look(-50, 0.5)).interval()).isEqualTo(now.interval());
    }

    /** Over all tables with a look's totals the likelihood ratios average to 1: an e-value, at any counts. */
    @Property(tries = 200)
    void eProcess_isWorth1OnAverage_ifTheOddsAreThoseOfTheNull(
            @ForAll @IntRange(min = 1, max = 60) int control,
            @ForAll @IntRange(min = 1, max = 60) int treatment,
            @ForAll @DoubleRange(min = 0, max = 1) double share,
            @ForAll Alternative alternative,
            @ForAll @DoubleRange(min = 0.2, max = 5) double oddsRatio) {
        long successes = Math.round(share * (control + treatment));
        Hypergeometric tables = new Hypergeometric((long) control + treatment, successes, treatment);
        double lnTotal = tables.lnMeanPower(Math.log(oddsRatio));
        double mean = 0;
        for (long x = tables.min(); x <= tables.max(); x++) {
            EValue e = BinomialEProcess.start(alternative, oddsRatio)
                    .look(new Proportion(successes - x, control), new Proportion(x, treatment))
                    .evidence();
            mean += Math.exp(tables.lnProbability(x) + x * Math.log(oddsRatio) - lnTotal + e.ln());
        }

        assertClose(mean, 1, SAME);
    }

    @Property
    void eProcess_mirrorsWithTheArms(@ForAll Proportion control, @ForAll Proportion treatment) {
        EValue more = BinomialEProcess.start(Alternative.GREATER)
                .look(control, treatment)
                .evidence();
        EValue less = BinomialEProcess.start(Alternative.LESS)
                .look(treatment, control)
                .evidence();

        assertClose(more.ln(), less.ln(), 1e-7);
    }

    @Property
    void normalMixtureBound_isTightestWhereItWasTunedTo(
            @ForAll @DoubleRange(min = 1, max = 1e6) double variance,
            @ForAll @DoubleRange(min = 0.01, max = 0.5) double alpha) {
        NormalMixtureBound tuned = NormalMixtureBound.tunedFor(variance, alpha);

        assertThat(tuned.at(variance)).isLessThan(new NormalMixtureBound(tuned.rho() * 1.1, alpha).at(variance));
        assertThat(tuned.at(variance)).isLessThan(new NormalMixtureBound(tuned.rho() / 1.1, alpha).at(variance));
    }

    @Property
    void lambertW_solvesItsEquation(@ForAll @DoubleRange(min = -2000, max = -1) double lnMinusX) {
        double y = -LambertW.minusOne(lnMinusX);

        assertThat(y).isGreaterThanOrEqualTo(1);
        assertClose(Math.log(y) - y, lnMinusX, 1e-14);
    }

    @Property(tries = 30)
    void groupSequential_spendsItsLevel(
            @ForAll @IntRange(min = 1, max = 6) int looks,
            @ForAll @DoubleRange(min = 0.01, max = 0.2) double alpha,
            @ForAll Alternative alternative,
            @ForAll @IntRange(min = 0, max = 2) int kind) {
        AlphaSpending spending = List.of(
                        new AlphaSpending.ObrienFleming(), new AlphaSpending.Pocock(), new AlphaSpending.Power(2))
                .get(kind);
        double[] times = new double[looks];
        for (int i = 0; i < looks; i++) {
            times[i] = (i + 1.0) * (i + 1) / (looks * looks);
        }

        GroupSequential design = GroupSequential.design(times, spending, alternative, alpha);

        double oneSide = alternative == Alternative.TWO_SIDED ? alpha / 2 : alpha;
        assertClose(design.power(0), oneSide, SAME);
        assertThat(design.power(3)).isGreaterThan(design.power(2));
        GroupSequential.Look last = design.looks().get(looks - 1);
        assertThat(last.criticalZ()).isGreaterThanOrEqualTo(Normal.upperQuantile(oneSide) - SAME);
        assertThat(design.isCrossed(0, alternative == Alternative.LESS ? -40 : 40))
                .isTrue();
        assertThat(design.isCrossed(0, 0)).isFalse();
    }
}
