package dev.flags.abtest.stats;

/**
 * What is believed of an effect, treatment minus control, or of an arm's mean: normal. The estimate is taken as normal, which
 * holds from some 100 units an arm.
 *
 * @param mean the expected effect
 * @param standardDeviation of the belief, above 0
 */
public record NormalPosterior(double mean, double standardDeviation) {

    /** @throws IllegalArgumentException if {@code standardDeviation} is not above 0 */
    public NormalPosterior {
        Arguments.finite(mean, "mean");
        Arguments.positive(standardDeviation, "standardDeviation");
    }

    /** Without a prior: all effects alike. */
    public static NormalPosterior of(double estimate, double standardError) {
        return new NormalPosterior(estimate, standardError);
    }

    /**
     * With this as the prior: precisions add up, and means are averaged by them.
     *
     * @param standardError of the estimate, above 0
     */
    public NormalPosterior after(double estimate, double standardError) {
        Arguments.finite(estimate, "estimate");
        double variance = standardDeviation * standardDeviation;
        double seen = Arguments.positive(standardError, "standardError") * standardError;
        double weight = variance / (variance + seen);
        return new NormalPosterior(mean + weight * (estimate - mean), Math.sqrt(weight * seen));
    }

    /**
     * The credible interval with the same probability on both sides of it.
     *
     * @param alpha 1 minus its probability, in (0, 1)
     */
    public Interval credibleInterval(double alpha) {
        double z = Normal.upperQuantile(Arguments.between(alpha, 0, 1, "alpha") / 2);
        return new Interval(mean - z * standardDeviation, mean + z * standardDeviation);
    }

    /**
     * The probability that the treatment is better. "Better than 95 %" looked at a hundred times happens in 59 % of experiments
     * without any effect: it is no licence to peek.
     */
    public double chanceToWin(Better better) {
        return Normal.cdf(better.sign() * mean / standardDeviation);
    }

    /** What is lost on average by choosing the treatment: E of how much the control is better, 0 where it is not. */
    public double expectedLossOfTreatment(Better better) {
        return standardDeviation * Normal.meanAboveZero(-better.sign() * mean / standardDeviation);
    }

    /** What is lost on average by staying with the control. */
    public double expectedLossOfControl(Better better) {
        return standardDeviation * Normal.meanAboveZero(better.sign() * mean / standardDeviation);
    }

    Curve curve() {
        return new Line(mean, standardDeviation);
    }

    private record Line(double centre, double scale) implements Curve {
        @Override
        public double lnDensity(double u) {
            return Normal.lnDensity(z(u)) - Math.log(scale);
        }

        @Override
        public double lnBelow(double u) {
            return Normal.lnCdf(z(u));
        }

        @Override
        public double lnAbove(double u) {
            return Normal.lnSurvival(z(u));
        }

        private double z(double u) {
            return (u - centre) / scale;
        }
    }
}
