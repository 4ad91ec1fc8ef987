package dev.flags.abtest.stats;

/**
 * Fieller's confidence set of the relative lift {@code (m₂ − m₁) / |m₁|}: the lifts ρ that the test of
 * {@code m₂ − (1 + ρ) m₁ = 0} does not reject. Exact for normal means, however weak the baseline is; where the baseline itself
 * may be 0, the set is unbounded, and says so. "No lift" is in it exactly if the test of the difference does not reject, so that
 * absolute and relative verdicts agree.
 *
 * <p>Source: E. C. Fieller, "Some problems in interval estimation", JRSS B 16, 1954. For one look.
 */
public sealed interface Fieller {

    /** The estimated lift. */
    double lift();

    /** How weak the baseline is: {@code z² e₁ / m₁²}. The set is bounded exactly if it is below 1; delta holds below 0.05. */
    double g();

    /** Whether a lift is in the set. */
    boolean contains(double value);

    /**
     * The baseline is certainly not 0.
     *
     * @param interval the lifts of the set
     */
    record Bounded(double lift, double g, Interval interval) implements Fieller {
        @Override
        public boolean contains(double value) {
            return interval.contains(value);
        }
    }

    /**
     * The baseline may be 0, but the lift is not anything: all but the lifts strictly between two values.
     *
     * @param upTo the set has all lifts up to this one
     * @param from and all lifts from this one on
     */
    record ExclusiveUnbounded(double lift, double g, double upTo, double from) implements Fieller {
        @Override
        public boolean contains(double value) {
            return value <= upTo || value >= from;
        }
    }

    /** The data say nothing of the relative lift. */
    record AllReals(double lift, double g) implements Fieller {
        @Override
        public boolean contains(double value) {
            return true;
        }
    }

    /**
     * The set by Student's t with the degrees of freedom of {@link Welch}, two-sided.
     *
     * @param alpha 1 minus the confidence, in (0, 1)
     * @return {@link Status#ZERO_BASELINE} if the control's mean is 0, {@link Status#TOO_FEW}, {@link Status#ZERO_VARIANCE}
     */
    static Outcome<Fieller> of(Summary control, Summary treatment, double alpha) {
        Arguments.between(alpha, 0, 1, "alpha");
        return RelativeLift.compared(
                control,
                treatment,
                () -> FiellerRoots.solve(
                        control,
                        treatment,
                        StudentT.upperQuantile(alpha / 2, Welch.degreesOfFreedom(control, treatment))));
    }

    /** As {@link #of}, by the normal distribution. */
    static Outcome<Fieller> byNormal(Summary control, Summary treatment, double alpha) {
        double z = Normal.upperQuantile(Arguments.between(alpha, 0, 1, "alpha") / 2);
        return RelativeLift.compared(control, treatment, () -> FiellerRoots.solve(control, treatment, z));
    }
}
