package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Samples.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Laws of beliefs about arms. */
class BayesProperties {

    @Provide
    Arbitrary<BetaPosterior> posteriors() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0.5, 3000).ofScale(2),
                        Arbitraries.doubles().between(0.5, 3000).ofScale(2))
                .as(BetaPosterior::new);
    }

    @Property(tries = 200)
    void chances_ofBothArms_sumTo1(
            @ForAll("posteriors") BetaPosterior control, @ForAll("posteriors") BetaPosterior treatment) {
        assertClose(BestArm.chanceToWin(control, treatment) + BestArm.chanceToWin(treatment, control), 1, 1e-10);
    }

    /** E[(t − c)⁺] − E[(c − t)⁺] = E[t − c]. */
    @Property(tries = 200)
    void losses_differByTheDifferenceOfTheMeans(
            @ForAll("posteriors") BetaPosterior control, @ForAll("posteriors") BetaPosterior treatment) {
        double difference = BestArm.expectedLoss(control, treatment) - BestArm.expectedLoss(treatment, control);

        assertThat(Math.abs(difference - (treatment.mean() - control.mean()))).isLessThan(1e-11);
    }

    @Property(tries = 100)
    void bestOfTwo_isTheOneThatWins(
            @ForAll("posteriors") BetaPosterior control, @ForAll("posteriors") BetaPosterior treatment) {
        List<Double> chances = BestArm.amongShares(List.of(control, treatment));

        assertClose(chances.get(1), BestArm.chanceToWin(control, treatment), 1e-9);
    }

    @Property(tries = 50)
    void chances_ofManyArms_sumTo1(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 500) Integer> successes,
            @ForAll @DoubleRange(min = 0, max = 0.15) double floor) {
        List<BetaPosterior> arms = successes.stream()
                .map(x -> BetaPosterior.JEFFREYS.after(new Proportion(x, 600)))
                .toList();
        List<Double> chances = BestArm.amongShares(arms);
        List<Double> shares = ThompsonSampling.shares(chances, floor);

        assertClose(chances.stream().mapToDouble(c -> c).sum(), 1, 1e-9);
        assertClose(shares.stream().mapToDouble(c -> c).sum(), 1, 1e-12);
        assertThat(shares).allMatch(share -> share >= floor);
    }

    @Property
    void normalChances_areThoseOfTheDifference(
            @ForAll @DoubleRange(min = -5, max = 5) double control,
            @ForAll @DoubleRange(min = -5, max = 5) double treatment,
            @ForAll @DoubleRange(min = 0.1, max = 3) double deviation,
            @ForAll Better better) {
        NormalPosterior first = new NormalPosterior(control, deviation);
        NormalPosterior second = new NormalPosterior(treatment, 1);
        NormalPosterior effect = new NormalPosterior(treatment - control, Math.hypot(deviation, 1));

        List<Double> chances = BestArm.amongMeans(List.of(first, second), better);

        assertClose(chances.get(1), effect.chanceToWin(better), 1e-9);
        assertClose(chances.get(0) + chances.get(1), 1, 1e-9);
    }

    @Property
    void normalLosses_differByTheMean_andMirror(
            @ForAll @DoubleRange(min = -30, max = 30) double mean, @ForAll Better better) {
        NormalPosterior posterior = new NormalPosterior(mean, 1);
        Better other = better == Better.HIGHER ? Better.LOWER : Better.HIGHER;
        double gain = better == Better.HIGHER ? mean : -mean;

        assertThat(Math.abs(posterior.expectedLossOfControl(better) - posterior.expectedLossOfTreatment(better) - gain))
                .isLessThan(1e-13);
        assertThat(posterior.expectedLossOfControl(other)).isEqualTo(posterior.expectedLossOfTreatment(better));
        assertThat(posterior.expectedLossOfTreatment(better)).isPositive();
    }

    @Property
    void normalPrior_isOneMoreObservation(
            @ForAll @DoubleRange(min = -5, max = 5) double estimate,
            @ForAll @DoubleRange(min = 0.1, max = 3) double error) {
        NormalPosterior one = new NormalPosterior(1, 0.5).after(estimate, error);
        NormalPosterior other = NormalPosterior.of(estimate, error).after(1, 0.5);

        assertThat(Math.abs(one.mean() - other.mean())).isLessThan(1e-12);
        assertClose(one.standardDeviation(), other.standardDeviation(), 1e-12);
    }
}
