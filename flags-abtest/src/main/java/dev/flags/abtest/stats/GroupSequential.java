package dev.flags.abtest.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.numbers.rootfinder.BrentSolver;

/**
 * A test with a few looks that are planned: at each, the statistic is compared with a bound that is stricter than that of one
 * look, so that all looks together are wrong with a probability of α. The bound of a look depends on the looks up to it only: who
 * looks at another time than planned makes the design anew with the times so far.
 *
 * <p>The bounds are exact for a statistic that is normal with independent increments, as all estimates here are for large
 * samples, to some 1e-10. There is no bound for futility: one may stop at any time without a verdict.
 *
 * @param looks in the order of time
 * @param alternative on which side an effect is looked for; two-sided bounds are symmetrical
 * @param alpha the level of all looks together, in (0, 1)
 */
public record GroupSequential(List<Look> looks, Alternative alternative, double alpha) {
    /** How near to one another two looks may be. */
    public static final double MIN_STEP = 1e-4;

    private static final BrentSolver SOLVER = new BrentSolver(1e-14, 1e-13, 1e-300);

    /**
     * A planned look.
     *
     * @param time the information: the share of the planned units, in (0, 1]
     * @param cumulativeAlpha what of the level may have been spent at it
     * @param criticalZ the bound of z; infinite if nothing may be spent that a {@code double} could show
     * @param nominalP the p-value of one look that is as strict, for the alternative
     */
    public record Look(double time, double cumulativeAlpha, double criticalZ, PValue nominalP) {
        public Look {
            Objects.requireNonNull(nominalP, "nominalP");
        }
    }

    /** @throws IllegalArgumentException if {@code alpha} is not in (0, 1) */
    public GroupSequential {
        looks = List.copyOf(looks);
        Objects.requireNonNull(alternative, "alternative");
        Arguments.between(alpha, 0, 1, "alpha");
    }

    /**
     * Finds the bounds.
     *
     * @param times the information at each look, ascending, in (0, 1], at least {@value #MIN_STEP} apart
     * @throws IllegalArgumentException if there is no look, the times are none such, or {@code alpha} is not in (0, 1)
     */
    public static GroupSequential design(
            double[] times, AlphaSpending spending, Alternative alternative, double alpha) {
        checkTimes(times);
        int sides = alternative == Alternative.TWO_SIDED ? 2 : 1;
        double perSide = Arguments.between(alpha, 0, 1, "alpha") / sides;
        List<Look> looks = new ArrayList<>();
        ContinuationDensity density = ContinuationDensity.start(0);
        double spent = 0;
        for (int k = 0; k < times.length; k++) {
            double cumulative = sides * spending.spent(times[k], perSide);
            double bound = bound(density, times[k], cumulative - spent, sides);
            double z = bound / Math.sqrt(times[k]);
            looks.add(new Look(
                    times[k],
                    cumulative,
                    z,
                    Inference.p(sided(z, alternative), Double.POSITIVE_INFINITY, alternative)));
            spent = cumulative;
            if (k + 1 < times.length) {
                double low = sides == 2 ? -bound : Double.NEGATIVE_INFINITY;
                density = density.between(low, bound, times[k], times[k + 1] - times[k]);
            }
        }
        return new GroupSequential(looks, alternative, alpha);
    }

    private static double sided(double z, Alternative alternative) {
        return alternative == Alternative.LESS ? -z : z;
    }

    /** The bound of the Brownian motion that is crossed for the first time with a probability. */
    private static double bound(ContinuationDensity density, double time, double probability, int sides) {
        if (!(probability > 1e-300)) {
            return Double.POSITIVE_INFINITY;
        }
        double far = 40 * Math.sqrt(time);
        double lnProbability = Math.log(probability);
        return SOLVER.findRoot(
                b -> {
                    double crossing = density.above(b, time) + (sides == 2 ? density.below(-b, time) : 0);
                    return Math.log(Math.max(crossing, Double.MIN_VALUE)) - lnProbability;
                },
                sides == 2 ? 0 : -far,
                far);
    }

    private static void checkTimes(double[] times) {
        Arguments.finite(times, "times");
        Arguments.atLeast(times.length, 1, "number of times");
        double before = 0;
        for (double time : times) {
            if (!(time >= before + MIN_STEP && time <= 1)) {
                throw new IllegalArgumentException(
                        "time is not in [" + (before + MIN_STEP) + ", 1], after the one before: " + time);
            }
            before = time;
        }
    }

    /**
     * Whether the bound of a look is crossed.
     *
     * @param look which one, from 0
     * @param z (estimate − null value) / standard error
     */
    public boolean isCrossed(int look, double z) {
        double bound = looks.get(look).criticalZ();
        return switch (alternative) {
            case TWO_SIDED -> Math.abs(z) >= bound;
            case GREATER -> z >= bound;
            case LESS -> -z >= bound;
        };
    }

    /**
     * The repeated confidence interval at a look: it holds at all looks at once, and excludes the null value exactly if the bound
     * is crossed.
     *
     * @param look which one, from 0
     */
    public Interval interval(int look, double estimate, double standardError) {
        double bound = looks.get(look).criticalZ();
        return Double.isInfinite(bound)
                ? Interval.UNBOUNDED
                : Interval.around(estimate, bound * Arguments.positive(standardError, "standardError"), alternative);
    }

    /**
     * The probability of crossing the bound on the side of the effect at any look.
     *
     * @param drift the effect over its standard error at time 1, in the direction of the alternative
     */
    public double power(double drift) {
        Arguments.finite(drift, "drift");
        ContinuationDensity density = ContinuationDensity.start(drift);
        double crossed = 0;
        for (int k = 0; k < looks.size(); k++) {
            double time = looks.get(k).time();
            double bound = looks.get(k).criticalZ() * Math.sqrt(time);
            crossed += density.above(bound, time);
            if (k + 1 < looks.size()) {
                double low = alternative == Alternative.TWO_SIDED ? -bound : Double.NEGATIVE_INFINITY;
                density = density.between(low, bound, time, looks.get(k + 1).time() - time);
            }
        }
        return Math.min(1, crossed);
    }
}
