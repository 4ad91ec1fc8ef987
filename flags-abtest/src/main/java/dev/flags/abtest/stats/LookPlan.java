package dev.flags.abtest.stats;

import java.util.List;
import java.util.Objects;
import org.apache.commons.numbers.rootfinder.BrentSolver;

/** How often a test is looked at, which decides how large it has to be. */
public sealed interface LookPlan {

    /**
     * How many standard errors an effect has to be large for the plan to find it.
     *
     * @param units of both arms together at the end
     */
    double detectable(TestPlan plan, double units);

    /** Once, at the end: {@code z_α + z_β}. */
    record Once() implements LookPlan {
        @Override
        public double detectable(TestPlan plan, double units) {
            return plan.criticalZ() + plan.powerZ();
        }
    }

    /**
     * At some times, by {@link GroupSequential}. The size is that of a test that is never stopped before its end; on average it
     * ends sooner.
     *
     * @param times the information at each look, ascending, in (0, 1]; the last should be 1
     * @param spending how the level is spent
     */
    record AtTimes(List<Double> times, AlphaSpending spending) implements LookPlan {
        private static final BrentSolver SOLVER = new BrentSolver(1e-13, 1e-12, 1e-14);

        public AtTimes {
            times = List.copyOf(times);
            Objects.requireNonNull(spending, "spending");
        }

        @Override
        public double detectable(TestPlan plan, double units) {
            double[] information =
                    times.stream().mapToDouble(Double::doubleValue).toArray();
            GroupSequential design = GroupSequential.design(information, spending, plan.alternative(), plan.alpha());
            double once = plan.criticalZ() + plan.powerZ();
            double upper = 2 * once;
            while (design.power(upper) < plan.power()) {
                upper *= 2;
            }
            return SOLVER.findRoot(drift -> design.power(drift) - plan.power(), 0, upper);
        }
    }

    /**
     * Whenever one likes, by {@link AsymptoticConfidenceSequence}. The power is that of the last look alone; earlier ones add to
     * it.
     *
     * @param tunedFor units in both arms together at which the interval is narrowest, at least 1
     */
    record Always(long tunedFor) implements LookPlan {
        /** @throws IllegalArgumentException if {@code tunedFor} is below 1 */
        public Always {
            Arguments.atLeast(tunedFor, 1, "tunedFor");
        }

        @Override
        public double detectable(TestPlan plan, double units) {
            Hypothesis hypothesis = new Hypothesis(plan.alternative(), 0, plan.alpha());
            return AsymptoticConfidenceSequence.tunedFor(tunedFor, hypothesis).criticalValue(units) + plan.powerZ();
        }
    }
}
