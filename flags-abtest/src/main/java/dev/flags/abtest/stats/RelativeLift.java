package dev.flags.abtest.stats;

import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The lift relative to the control: {@code (m₂ − m₁) / |m₁|}; 0.05 is 5 % more. Divided by the size of the baseline, so that
 * more is positive with a negative baseline too. With a baseline near 0 only {@link Fieller} holds, and with one of 0 there is
 * none. For one look.
 */
public final class RelativeLift {
    private RelativeLift() {}

    /**
     * By the delta method with Student's t: {@code se² = e₂/m₁² + m₂² e₁/m₁⁴}. For baselines that are ten of their standard
     * errors away from 0, and more; its verdict on "no lift" can differ from that of the difference's test. Too sure of itself
     * where the treatment's mean is near 0: {@link Fieller} is not.
     *
     * @param hypothesis its null value is a lift
     * @return {@link Status#ZERO_BASELINE} if the control's mean is 0, {@link Status#TOO_FEW}, {@link Status#ZERO_VARIANCE}
     */
    public static Outcome<Inference> delta(Summary control, Summary treatment, Hypothesis hypothesis) {
        return delta(control, treatment, () -> Welch.degreesOfFreedom(control, treatment), hypothesis);
    }

    /** As {@link #delta}, by the normal distribution. */
    public static Outcome<Inference> deltaByNormal(Summary control, Summary treatment, Hypothesis hypothesis) {
        return delta(control, treatment, () -> Double.POSITIVE_INFINITY, hypothesis);
    }

    private static Outcome<Inference> delta(
            Summary control, Summary treatment, DoubleSupplier df, Hypothesis hypothesis) {
        return compared(control, treatment, () -> deltaError(control, treatment))
                .flatMap(error -> error > 0
                        ? Outcome.of(Inference.of(lift(control, treatment), error, df.getAsDouble(), hypothesis))
                        : noError(treatment.mean()));
    }

    private static double deltaError(Summary control, Summary treatment) {
        double ratio = treatment.mean() / control.mean();
        return Math.sqrt(treatment.squaredError() + ratio * ratio * control.squaredError()) / Math.abs(control.mean());
    }

    /** A treatment of zeros alone has no error by the delta method, and is not certain for that. */
    static <T> Outcome<T> noError(double mean) {
        return Outcome.none(
                Status.ZERO_VARIANCE,
                "the treatment does not vary, and by the delta method nothing does at a mean of " + mean);
    }

    /**
     * A lift by the logarithm of the ratio.
     *
     * @param lift the estimate
     * @param standardError of ln(m₂/m₁)
     * @param p by the normal distribution
     * @param interval of the lift; not symmetrical about the estimate, and never below −1
     * @param hypothesis what was tested
     */
    public record LogRatio(double lift, double standardError, PValue p, Interval interval, Hypothesis hypothesis) {
        public LogRatio {
            Objects.requireNonNull(p, "p");
            Objects.requireNonNull(interval, "interval");
            Objects.requireNonNull(hypothesis, "hypothesis");
        }
    }

    /**
     * By ln(m₂/m₁), for means that are positive by nature; {@code se² = e₁/m₁² + e₂/m₂²}. Better than {@link #delta} for large
     * lifts.
     *
     * @param hypothesis its null value is a lift, above −1
     * @return {@link Status#NOT_POSITIVE} if a mean is not above 0, and as {@link #delta}
     * @throws IllegalArgumentException if the null value is not above −1
     */
    public static Outcome<LogRatio> logRatio(Summary control, Summary treatment, Hypothesis hypothesis) {
        Arguments.between(hypothesis.nullValue(), -1, Double.POSITIVE_INFINITY, "nullValue");
        if (control.mean() < 0 || (control.mean() > 0 && treatment.mean() <= 0)) {
            return Outcome.none(
                    Status.NOT_POSITIVE, "a mean is not above 0: " + control.mean() + ", " + treatment.mean());
        }
        return compared(control, treatment, () -> byLogarithm(control, treatment, hypothesis));
    }

    private static LogRatio byLogarithm(Summary control, Summary treatment, Hypothesis hypothesis) {
        double lift = lift(control, treatment);
        double error = Math.hypot(
                Math.sqrt(control.squaredError()) / control.mean(),
                Math.sqrt(treatment.squaredError()) / treatment.mean());
        Hypothesis ofLogarithm = hypothesis.withNullValue(Math.log1p(hypothesis.nullValue()));
        Inference inference = Inference.byNormal(Math.log1p(lift), error, ofLogarithm);
        Interval ends = inference.interval();
        return new LogRatio(
                lift,
                error,
                inference.p(),
                new Interval(Math.expm1(ends.lower()), Math.expm1(ends.upper())),
                hypothesis);
    }

    static double lift(Summary control, Summary treatment) {
        return Summary.difference(control, treatment) / Math.abs(control.mean());
    }

    /** The estimate, if there is a baseline and the means can be compared. */
    static <T> Outcome<T> compared(Summary control, Summary treatment, Supplier<T> estimate) {
        if (control.n() >= 2 && control.mean() == 0) {
            return Outcome.none(Status.ZERO_BASELINE, "the control's mean is 0");
        }
        return Means.compared(control, treatment, estimate);
    }
}
