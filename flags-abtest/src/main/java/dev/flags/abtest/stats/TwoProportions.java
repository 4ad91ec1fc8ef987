package dev.flags.abtest.stats;

import java.util.Objects;

/**
 * Compares two shares of successes. The effect is the difference of the shares, treatment minus control, from −1 to 1.
 *
 * <p>Arms of 0 % or 100 % are no exception: {@link #pooled} tests 0 of 1000 against 50 of 1000, and {@link #newcombe} has an
 * interval for it, and for 0 against 0. With few successes, {@link FisherExact} is exact. All are for one look.
 */
public final class TwoProportions {
    private TwoProportions() {}

    /**
     * The score test, with the variance that both arms have if they are equal; the square of its statistic is Pearson's χ².
     * It has no interval of its own: {@link #newcombe} goes with it.
     *
     * @param estimate the difference of the shares
     * @param standardError of the difference under the null hypothesis
     * @param statistic estimate / standard error
     * @param p the p-value for the alternative
     * @param alternative on which side a difference was looked for
     */
    public record ScoreTest(
            double estimate, double standardError, double statistic, PValue p, Alternative alternative) {
        public ScoreTest {
            Objects.requireNonNull(p, "p");
            Objects.requireNonNull(alternative, "alternative");
        }

        /** Which share is higher. */
        public Direction direction() {
            return Direction.of(estimate);
        }
    }

    /**
     * The pooled z test of equal shares: {@code z = (p₂ − p₁) / √(p̄(1−p̄)(1/n₁ + 1/n₂))}.
     *
     * @return {@link Status#NO_DATA} if an arm has no unit, {@link Status#ZERO_VARIANCE} if all or none of the units succeed
     */
    public static Outcome<ScoreTest> pooled(Proportion control, Proportion treatment, Alternative alternative) {
        if (isEmpty(control, treatment)) {
            return OneProportion.noUnits();
        }
        double variance = control.plus(treatment).spread() * (1.0 / control.n() + 1.0 / treatment.n());
        if (variance == 0) {
            return sameEverywhere(control, treatment);
        }
        double difference = difference(control, treatment);
        double error = Math.sqrt(variance);
        PValue p = Inference.p(difference / error, Double.POSITIVE_INFINITY, alternative);
        return Outcome.of(new ScoreTest(difference, error, difference / error, p, alternative));
    }

    /**
     * Wald's z test and interval, with the variance of each arm by itself: for large counts, and for a null value other than 0.
     * {@code se² = p₁(1−p₁)/n₁ + p₂(1−p₂)/n₂}.
     *
     * @return {@link Status#NO_DATA} if an arm has no unit, {@link Status#ZERO_VARIANCE} if both shares are 0 or 1
     */
    public static Outcome<Inference> unpooled(Proportion control, Proportion treatment, Hypothesis hypothesis) {
        if (isEmpty(control, treatment)) {
            return OneProportion.noUnits();
        }
        double variance = control.spread() / control.n() + treatment.spread() / treatment.n();
        if (variance == 0) {
            return sameEverywhere(control, treatment);
        }
        return Outcome.of(Inference.byNormal(difference(control, treatment), Math.sqrt(variance), hypothesis));
    }

    /**
     * Newcombe's hybrid score interval of the difference, from Wilson's intervals of the arms. Exists for any counts, and stays
     * within −1 and 1. Source: R. G. Newcombe, Statistics in Medicine 17, 1998, method 10.
     *
     * @param alpha 1 minus the confidence, in (0, 1)
     * @return {@link Status#NO_DATA} if an arm has no unit
     */
    public static Outcome<Interval> newcombe(Proportion control, Proportion treatment, double alpha) {
        double z = Normal.upperQuantile(Arguments.between(alpha, 0, 1, "alpha") / 2);
        if (isEmpty(control, treatment)) {
            return OneProportion.noUnits();
        }
        Interval first = OneProportion.wilsonWith(z, control);
        Interval second = OneProportion.wilsonWith(z, treatment);
        double difference = difference(control, treatment);
        double below = Math.hypot(treatment.share() - second.lower(), first.upper() - control.share());
        double above = Math.hypot(second.upper() - treatment.share(), control.share() - first.lower());
        return Outcome.of(new Interval(difference - below, difference + above));
    }

    /**
     * Agresti and Caffo's interval of the difference: Wald's after one success and one failure were added to each arm. Simple,
     * and close to the promised coverage from ten units an arm. Source: The American Statistician 54, 2000.
     *
     * @param alpha 1 minus the confidence, in (0, 1)
     * @return {@link Status#NO_DATA} if an arm has no unit
     */
    public static Outcome<Interval> agrestiCaffo(Proportion control, Proportion treatment, double alpha) {
        Hypothesis level = Hypothesis.twoSided().withAlpha(alpha);
        if (isEmpty(control, treatment)) {
            return OneProportion.noUnits();
        }
        Proportion added = new Proportion(1, 2);
        return Outcome.of(unpooled(control.plus(added), treatment.plus(added), level)
                .orElseThrow()
                .interval());
    }

    private static double difference(Proportion control, Proportion treatment) {
        return treatment.share() - control.share();
    }

    private static boolean isEmpty(Proportion control, Proportion treatment) {
        return control.n() == 0 || treatment.n() == 0;
    }

    private static <T> Outcome<T> sameEverywhere(Proportion control, Proportion treatment) {
        return Outcome.none(
                Status.ZERO_VARIANCE,
                "the units of each arm are all alike: " + control.successes() + " of " + control.n() + ", "
                        + treatment.successes() + " of " + treatment.n());
    }
}
