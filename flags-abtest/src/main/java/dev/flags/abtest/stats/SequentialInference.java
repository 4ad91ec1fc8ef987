package dev.flags.abtest.stats;

import java.util.Objects;

/**
 * An effect at one look, whose interval and evidence hold at every look: whoever stops as soon as they like the result is still
 * wrong with a probability of at most α.
 *
 * @param estimate the effect, treatment minus control
 * @param standardError its standard error, above 0
 * @param evidence against the null value
 * @param interval the values that are not rejected, at all looks at once; it excludes the null value exactly if the evidence
 *     rejects it. Unbounded on the side that a one-sided alternative does not look at
 * @param hypothesis what is tested
 */
public record SequentialInference(
        double estimate, double standardError, EValue evidence, Interval interval, Hypothesis hypothesis) {
    public SequentialInference {
        Objects.requireNonNull(evidence, "evidence");
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(hypothesis, "hypothesis");
    }

    /** The always-valid p-value of this look. */
    public PValue p() {
        return evidence.p();
    }

    /** Whether the null hypothesis is rejected at its level. */
    public boolean isSignificant() {
        return evidence.rejects(hypothesis.alpha());
    }

    /** On which side of the null value the interval is or, if it contains it, the estimate. */
    public Direction direction() {
        double nullValue = hypothesis.nullValue();
        if (interval.lower() > nullValue) {
            return Direction.of(interval.lower() - nullValue);
        }
        return Direction.of((interval.upper() < nullValue ? interval.upper() : estimate) - nullValue);
    }

    /**
     * This look together with the run up to the one before: the strongest evidence, and what all intervals have in common. If
     * they have nothing in common the effect is not the same at all times; the interval is then this look's own.
     */
    public SequentialInference since(SequentialInference before) {
        double lower = Math.max(interval.lower(), before.interval.lower());
        double upper = Math.min(interval.upper(), before.interval.upper());
        return new SequentialInference(
                estimate,
                standardError,
                evidence.max(before.evidence),
                lower <= upper ? new Interval(lower, upper) : interval,
                hypothesis);
    }
}
