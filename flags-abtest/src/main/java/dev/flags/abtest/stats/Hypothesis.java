package dev.flags.abtest.stats;

import java.util.Objects;

/**
 * What is tested: the effect, treatment minus control, against a null value.
 *
 * @param alternative on which side an effect is looked for
 * @param nullValue the effect under the null hypothesis, in the unit of the effect; 0 for "no difference"
 * @param alpha the level, in (0, 1): the share of false positives that is accepted; also 1 minus the confidence of the interval
 */
public record Hypothesis(Alternative alternative, double nullValue, double alpha) {
    /** The level where none is given: {@value}. */
    public static final double DEFAULT_ALPHA = 0.05;

    /** @throws IllegalArgumentException if {@code alpha} is not in (0, 1) or {@code nullValue} is not finite */
    public Hypothesis {
        Objects.requireNonNull(alternative, "alternative");
        Arguments.finite(nullValue, "nullValue");
        Arguments.between(alpha, 0, 1, "alpha");
    }

    /** No difference, two-sided, at {@value #DEFAULT_ALPHA}. */
    public static Hypothesis twoSided() {
        return of(Alternative.TWO_SIDED);
    }

    /** No difference against more in the treatment, at {@value #DEFAULT_ALPHA}. */
    public static Hypothesis greater() {
        return of(Alternative.GREATER);
    }

    /** No difference against less in the treatment, at {@value #DEFAULT_ALPHA}. */
    public static Hypothesis less() {
        return of(Alternative.LESS);
    }

    private static Hypothesis of(Alternative alternative) {
        return new Hypothesis(alternative, 0, DEFAULT_ALPHA);
    }

    public Hypothesis withNullValue(double value) {
        return new Hypothesis(alternative, value, alpha);
    }

    public Hypothesis withAlpha(double level) {
        return new Hypothesis(alternative, nullValue, level);
    }

    public Hypothesis withAlternative(Alternative side) {
        return new Hypothesis(side, nullValue, alpha);
    }

    /** The same question with the arms swapped. */
    public Hypothesis mirrored() {
        return new Hypothesis(alternative.mirrored(), 0 - nullValue, alpha);
    }

    /** How much of the level each side of the interval that is bounded gets: half of it if both are. */
    double alphaPerSide() {
        return alternative == Alternative.TWO_SIDED ? alpha / 2 : alpha;
    }
}
