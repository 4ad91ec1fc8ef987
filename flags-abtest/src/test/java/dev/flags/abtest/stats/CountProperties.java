package dev.flags.abtest.stats;

import static dev.flags.abtest.stats.Samples.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/** Laws of the tests of counts and ranks, of intervals of shares, and of families of p-values. */
@Domain(Samples.class)
@Domain(DomainContext.Global.class)
class CountProperties {
    private static final double SAME = 1e-9;

    @Property
    void swappingTheArms_swapsTheSides(
            @ForAll Proportion control, @ForAll Proportion treatment, @ForAll Alternative side) {
        PValue exact = FisherExact.test(control, treatment, side).orElseThrow().p();
        PValue mirrored = FisherExact.test(treatment, control, side.mirrored())
                .orElseThrow()
                .p();
        assertClose(mirrored.ln(), exact.ln(), 1e-8);

        Outcome<TwoProportions.ScoreTest> score = TwoProportions.pooled(control, treatment, side);
        Outcome<TwoProportions.ScoreTest> other = TwoProportions.pooled(treatment, control, side.mirrored());
        assertThat(other.value().map(TwoProportions.ScoreTest::p))
                .isEqualTo(score.value().map(TwoProportions.ScoreTest::p));
    }

    @Property
    void swappingSuccessAndFailure_mirrorsEveryInterval(
            @ForAll Proportion control,
            @ForAll Proportion treatment,
            @ForAll @DoubleRange(min = 0.01, max = 0.5) double alpha) {
        assertMirrored(
                OneProportion.wilson(control, alpha).orElseThrow(),
                OneProportion.wilson(failures(control), alpha).orElseThrow(),
                1);
        assertMirrored(
                OneProportion.clopperPearson(control, alpha).orElseThrow(),
                OneProportion.clopperPearson(failures(control), alpha).orElseThrow(),
                1);
        assertMirrored(
                TwoProportions.newcombe(control, treatment, alpha).orElseThrow(),
                TwoProportions.newcombe(failures(control), failures(treatment), alpha)
                        .orElseThrow(),
                0);
        assertMirrored(
                TwoProportions.agrestiCaffo(control, treatment, alpha).orElseThrow(),
                TwoProportions.agrestiCaffo(failures(control), failures(treatment), alpha)
                        .orElseThrow(),
                0);
    }

    private static void assertMirrored(Interval one, Interval other, double sum) {
        assertThat(Math.abs(one.lower() + other.upper() - sum)).isLessThan(1e-12);
        assertThat(Math.abs(one.upper() + other.lower() - sum)).isLessThan(1e-12);
    }

    private static Proportion failures(Proportion proportion) {
        return new Proportion(proportion.failures(), proportion.n());
    }

    @Property
    void intervalsOfAShare_holdItAndLieInOneAnother(
            @ForAll Proportion proportion, @ForAll @DoubleRange(min = 0.01, max = 0.3) double alpha) {
        double share = (double) proportion.successes() / proportion.n();
        Interval wilson = OneProportion.wilson(proportion, alpha).orElseThrow();
        Interval exact = OneProportion.clopperPearson(proportion, alpha).orElseThrow();
        Interval wider = OneProportion.clopperPearson(proportion, alpha / 2).orElseThrow();

        assertThat(wilson.contains(share)).isTrue();
        assertThat(exact.contains(share)).isTrue();
        assertThat(wilson.lower()).isGreaterThanOrEqualTo(0);
        assertThat(wilson.upper()).isLessThanOrEqualTo(1);
        assertThat(wider.lower()).isLessThanOrEqualTo(exact.lower());
        assertThat(wider.upper()).isGreaterThanOrEqualTo(exact.upper());
    }

    /** The defining property of Clopper and Pearson's ends, by the binomial tails themselves. */
    @Property
    void clopperPearson_endsWhereATailIsHalfTheLevel(
            @ForAll @IntRange(min = 1, max = 500) int n, @ForAll @DoubleRange(min = 0, max = 1) double share) {
        Proportion proportion = new Proportion(Math.round(share * n), n);
        Interval interval = OneProportion.clopperPearson(proportion, 0.1).orElseThrow();
        if (proportion.successes() > 0) {
            assertClose(binomialUpperTail(proportion.successes(), n, interval.lower()), 0.05, 1e-10);
        }
        if (proportion.failures() > 0) {
            assertClose(1 - binomialUpperTail(proportion.successes() + 1, n, interval.upper()), 0.05, 1e-10);
        }
    }

    private static double binomialUpperTail(long from, int n, double p) {
        double sum = 0;
        for (long k = from; k <= n; k++) {
            sum += Math.exp(Stirling.lnBinomial(k, n, p, 1 - p));
        }
        return sum;
    }

    @Property
    void hypergeometric_isThatOfCommonsStatistics(
            @ForAll @IntRange(min = 1, max = 5000) int population,
            @ForAll @DoubleRange(min = 0, max = 1) double marked,
            @ForAll @DoubleRange(min = 0, max = 1) double drawn,
            @ForAll @DoubleRange(min = 0, max = 1) double where) {
        int m = (int) Math.round(marked * population);
        int n = (int) Math.round(drawn * population);
        HypergeometricDistribution theirs = HypergeometricDistribution.of(population, m, n);
        Hypergeometric ours = new Hypergeometric(population, m, n);
        int k = (int) Math.round(ours.min() + where * (ours.max() - ours.min()));

        assertThat(ours.min()).isEqualTo(theirs.getSupportLowerBound());
        assertThat(ours.max()).isEqualTo(theirs.getSupportUpperBound());
        assertClose(ours.lnProbability(k), theirs.logProbability(k), SAME);
        assertClose(Math.exp(ours.lnLowerTail(k)), theirs.cumulativeProbability(k), SAME);
        assertClose(Math.exp(ours.lnUpperTail(k)), theirs.probability(k) + theirs.survivalProbability(k), SAME);
    }

    @Property
    void ranks_swapWithTheArms(@ForAll double[] control, @ForAll double[] treatment, @ForAll Alternative side) {
        RankSum ranks = RankSum.of(control, treatment);
        RankSum swapped = RankSum.of(treatment, control);

        assertThat(swapped.uTreatment()).isEqualTo(ranks.uControl());
        assertThat(MannWhitney.asymptotic(swapped, side.mirrored()).map(MannWhitney.Result::p))
                .isEqualTo(MannWhitney.asymptotic(ranks, side).map(MannWhitney.Result::p));
        if (ranks.pairs() <= 200) {
            assertThat(MannWhitney.exact(swapped, side.mirrored()).value().map(r -> (float) r.p().ln()))
                    .isEqualTo(MannWhitney.exact(ranks, side).value().map(r -> (float) r.p().ln()));
        }
    }

    /** By its definition: all pairs are compared. */
    @Property
    void uOfTheTreatment_countsPairs(@ForAll double[] control, @ForAll double[] treatment) {
        double u = Arrays.stream(treatment)
                .map(t -> Arrays.stream(control)
                        .map(c -> t > c ? 1 : (t == c ? 0.5 : 0))
                        .sum())
                .sum();

        assertThat(RankSum.of(control, treatment).uTreatment()).isEqualTo(u);
    }

    @Property(tries = 100)
    void permutation_swapsWithTheArms_andRandomOnesComeNear(
            @ForAll double[] control, @ForAll double[] treatment, @ForAll Alternative side) {
        Assume.that(treatment.length <= 8 && control.length <= 8);
        PValue exact = Permutation.exact(control, treatment, side).orElseThrow().p();
        PValue random = Permutation.random(control, treatment, side, 2000, new SplittableRandom(7))
                .orElseThrow()
                .p();

        assertThat(Permutation.exact(treatment, control, side.mirrored())
                        .orElseThrow()
                        .p())
                .isEqualTo(exact);
        assertThat(Math.abs(random.value() - exact.value())).isLessThan(0.06);
    }

    @Property
    void adjusting_neverLowersP_andKeepsTheOrder(@ForAll Multiplicity method, @ForAll double[] seeds) {
        List<PValue> pValues = pValues(seeds);
        List<PValue> adjusted = adjusted(method, pValues);

        for (int i = 0; i < seeds.length; i++) {
            assertThat(adjusted.get(i).ln())
                    .isGreaterThanOrEqualTo(
                            pValues.get(i).ln() - 1e-12 * (1 - pValues.get(i).ln()));
            for (int j = 0; j < seeds.length; j++) {
                if (pValues.get(i).compareTo(pValues.get(j)) < 0) {
                    assertThat(adjusted.get(i)).isLessThanOrEqualTo(adjusted.get(j));
                }
            }
        }
    }

    @Property
    void steppedCorrections_areNoStricterThanBonferroni(@ForAll double[] seeds) {
        List<PValue> pValues = pValues(seeds);
        List<PValue> bonferroni = adjusted(Multiplicity.BONFERRONI, pValues);
        List<PValue> holm = adjusted(Multiplicity.HOLM, pValues);
        List<PValue> hochberg = adjusted(Multiplicity.HOCHBERG, pValues);
        List<PValue> rate = adjusted(Multiplicity.BENJAMINI_HOCHBERG, pValues);

        for (int i = 0; i < seeds.length; i++) {
            assertThat(holm.get(i)).isLessThanOrEqualTo(bonferroni.get(i));
            assertThat(hochberg.get(i)).isLessThanOrEqualTo(holm.get(i));
            assertThat(rate.get(i)).isLessThanOrEqualTo(hochberg.get(i));
        }
    }

    private static List<PValue> pValues(double[] seeds) {
        return Arrays.stream(seeds)
                .mapToObj(seed -> new PValue(-Math.abs(seed)))
                .toList();
    }

    private static List<PValue> adjusted(Multiplicity method, List<PValue> pValues) {
        Map<Integer, PValue> byIndex = new LinkedHashMap<>();
        pValues.forEach(p -> byIndex.put(byIndex.size(), p));
        return List.copyOf(method.adjust(byIndex).values());
    }

    @Property
    void sampleRatio_isBlindToTheUnitOfTheWeights(
            @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 1, max = 100_000) Integer> counts) {
        long[] units = counts.stream().mapToLong(Integer::longValue).toArray();
        double[] weights = new double[units.length];
        double[] scaled = new double[units.length];
        for (int i = 0; i < units.length; i++) {
            weights[i] = i + 1;
            scaled[i] = 8 * weights[i];
        }

        assertThat(SampleRatio.test(units, scaled)).isEqualTo(SampleRatio.test(units, weights));
        assertThat(SampleRatio.evidence(units, scaled, 100)).isEqualTo(SampleRatio.evidence(units, weights, 100));
    }
}
