package dev.flags.rollout;

import java.util.OptionalDouble;

/**
 * What a metric is for those who got the candidate and, if that was measured, for those who got the baseline at the same
 * time. A value that is not finite, as most libraries give for a mean of nothing, is no data.
 */
public record Measurement(OptionalDouble candidate, OptionalDouble baseline) {
    /** The source has nothing to tell. */
    public static final Measurement NO_DATA = new Measurement(OptionalDouble.empty(), OptionalDouble.empty());

    public Measurement {
        candidate = finite(candidate);
        baseline = finite(baseline);
    }

    /** Of the candidate alone. */
    public static Measurement of(double candidate) {
        return new Measurement(OptionalDouble.of(candidate), OptionalDouble.empty());
    }

    public static Measurement of(double candidate, double baseline) {
        return new Measurement(OptionalDouble.of(candidate), OptionalDouble.of(baseline));
    }

    /** This, and what it lacks from another one. */
    Measurement or(Measurement other) {
        return new Measurement(
                candidate.isPresent() ? candidate : other.candidate, baseline.isPresent() ? baseline : other.baseline);
    }

    private static OptionalDouble finite(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble()) ? value : OptionalDouble.empty();
    }
}
