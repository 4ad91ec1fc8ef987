package dev.flags.abtest.stats;

import java.util.Objects;

/**
 * What a test is to achieve, from which sizes and effects follow.
 *
 * @param alternative on which side an effect is looked for; the effect that is planned for lies on it
 * @param alpha the level, in (0, 1)
 * @param power the chance of finding the effect, in (alpha, 1)
 * @param ratio units in the treatment per unit in the control, above 0
 */
public record TestPlan(Alternative alternative, double alpha, double power, double ratio) {
    /** The power where none is given: {@value}. */
    public static final double DEFAULT_POWER = 0.8;

    /** @throws IllegalArgumentException if a number is not in its range */
    public TestPlan {
        Objects.requireNonNull(alternative, "alternative");
        Arguments.between(alpha, 0, 1, "alpha");
        Arguments.between(power, alpha, 1, "power");
        Arguments.positive(ratio, "ratio");
    }

    /** Two-sided at 0.05, with a power of {@value #DEFAULT_POWER} and arms of one size. */
    public static TestPlan twoSided() {
        return new TestPlan(Alternative.TWO_SIDED, Hypothesis.DEFAULT_ALPHA, DEFAULT_POWER, 1);
    }

    public TestPlan withAlternative(Alternative side) {
        return new TestPlan(side, alpha, power, ratio);
    }

    public TestPlan withAlpha(double level) {
        return new TestPlan(alternative, level, power, ratio);
    }

    public TestPlan withPower(double chance) {
        return new TestPlan(alternative, alpha, chance, ratio);
    }

    public TestPlan withRatio(double treatmentPerControl) {
        return new TestPlan(alternative, alpha, power, treatmentPerControl);
    }

    double alphaPerSide() {
        return alternative == Alternative.TWO_SIDED ? alpha / 2 : alpha;
    }

    /** z of the level: what the statistic has to exceed. */
    double criticalZ() {
        return Normal.upperQuantile(alphaPerSide());
    }

    /** z of the power: how far beyond that its mean has to be. */
    double powerZ() {
        return Normal.upperQuantile(1 - power);
    }
}
