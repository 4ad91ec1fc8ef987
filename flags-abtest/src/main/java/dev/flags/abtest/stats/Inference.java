package dev.flags.abtest.stats;

import java.util.Objects;

/**
 * An effect with its uncertainty, tested against a null value.
 *
 * @param estimate the effect, treatment minus control
 * @param standardError its standard error, above 0, in the unit of the effect
 * @param statistic (estimate − null value) / standard error
 * @param degreesOfFreedom of Student's t; infinite where the statistic is compared with the normal distribution
 * @param p the p-value for the hypothesis' alternative
 * @param interval the values of the effect that a test at the hypothesis' level does not reject; it excludes the null value
 *     exactly if p is below the level. Unbounded on the side that a one-sided alternative does not look at
 * @param hypothesis what was tested
 */
public record Inference(
        double estimate,
        double standardError,
        double statistic,
        double degreesOfFreedom,
        PValue p,
        Interval interval,
        Hypothesis hypothesis) {
    private static final double LN_2 = Math.log(2);

    public Inference {
        Objects.requireNonNull(p, "p");
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(hypothesis, "hypothesis");
    }

    /** By Student's t, or by the normal distribution if {@code df} is infinite. */
    static Inference of(double estimate, double standardError, double df, Hypothesis hypothesis) {
        double statistic = (estimate - hypothesis.nullValue()) / standardError;
        double halfWidth = StudentT.upperQuantile(hypothesis.alphaPerSide(), df) * standardError;
        return new Inference(
                estimate,
                standardError,
                statistic,
                df,
                p(statistic, df, hypothesis.alternative()),
                Interval.around(estimate, halfWidth, hypothesis.alternative()),
                hypothesis);
    }

    static Inference byNormal(double estimate, double standardError, Hypothesis hypothesis) {
        return of(estimate, standardError, Double.POSITIVE_INFINITY, hypothesis);
    }

    static PValue p(double statistic, double df, Alternative alternative) {
        return switch (alternative) {
            case GREATER -> new PValue(StudentT.lnSurvival(statistic, df));
            case LESS -> new PValue(StudentT.lnSurvival(-statistic, df));
            case TWO_SIDED -> PValue.atMostOne(LN_2 + StudentT.lnSurvival(Math.abs(statistic), df));
        };
    }

    /** Whether the null hypothesis is rejected at its level. */
    public boolean isSignificant() {
        return p.isBelow(hypothesis.alpha());
    }

    /** On which side of the null value the estimate is. */
    public Direction direction() {
        return Direction.of(estimate - hypothesis.nullValue());
    }
}
