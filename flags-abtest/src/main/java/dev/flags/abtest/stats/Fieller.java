package dev.flags.abtest.stats;

/**
 * Fieller's confidence set of the relative lift {@code (m₂ − m₁) / |m₁|}: the lifts ρ that the test of
 * {@code m₂ − m₁ − ρ|m₁| = 0} does not reject. Exact for normal means while the baseline is known not to be 0. Where it may be 0,
 * the set is unbounded, and says so; it then has the lifts that fit either sign of the baseline, and holds the true one at least as
 * often as promised. "No lift" is in it exactly if the test of the difference does not reject, so that absolute and relative
 * verdicts agree.
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
     * The baseline may be 0, but the lift may not: all but small lifts.
     *
     * @param size the set has all lifts of this size and larger ones, up or down; above 0
     */
    record ExclusiveUnbounded(double lift, double g, double size) implements Fieller {
        @Override
        public boolean contains(double value) {
            return Math.abs(value) >= size;
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
