package dev.flags.abtest.stats;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * The bootstrap: how a statistic varies when each arm is drawn again, with replacement, from its own values. For statistics that
 * have no formula for their error, such as a difference of medians; from some 50 values an arm. For one look.
 *
 * <p>Source: B. Efron and R. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
 */
public final class Bootstrap {
    private Bootstrap() {}

    /**
     * The percentile interval of a difference: between the quantiles α/2 and 1 − α/2 of the differences of the resamples. Its
     * ends vary with the random numbers: with 10 000 resamples by about 1 % of the interval's width.
     *
     * @param statistic of one arm's values, which it must not keep or change: {@code v -> Quantiles.type7(v, 0.5)}
     * @param resamples how many, at least 100
     * @param alpha 1 minus the confidence, in (0, 1)
     * @return {@link Status#TOO_FEW} if an arm has fewer than two values
     * @throws IllegalArgumentException if a value, or what the statistic makes of a resample, is not finite
     */
    public static Outcome<Interval> difference(
            double[] control,
            double[] treatment,
            ToDoubleFunction<double[]> statistic,
            int resamples,
            double alpha,
            RandomGenerator random) {
        double[] first = Arguments.finite(control, "control");
        double[] second = Arguments.finite(treatment, "treatment");
        Arguments.atLeast(resamples, 100, "resamples");
        double tail = Arguments.between(alpha, 0, 1, "alpha") / 2;
        if (Math.min(first.length, second.length) < 2) {
            return Outcome.none(
                    Status.TOO_FEW, "fewer than two values in an arm: " + first.length + ", " + second.length);
        }
        double[] differences = new double[resamples];
        double[] drawnFirst = new double[first.length];
        double[] drawnSecond = new double[second.length];
        for (int i = 0; i < resamples; i++) {
            draw(first, drawnFirst, random);
            draw(second, drawnSecond, random);
            differences[i] = Arguments.finite(
                    statistic.applyAsDouble(drawnSecond) - statistic.applyAsDouble(drawnFirst),
                    "difference of the statistic");
        }
        Arrays.sort(differences);
        return Outcome.of(
                new Interval(Quantiles.ofSorted(differences, tail), Quantiles.ofSorted(differences, 1 - tail)));
    }

    private static void draw(double[] values, double[] drawn, RandomGenerator random) {
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = values[random.nextInt(values.length)];
        }
    }

    /** The mean, as a statistic. */
    public static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }
}
