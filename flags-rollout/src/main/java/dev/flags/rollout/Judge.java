package dev.flags.rollout;

import dev.flags.config.Checks;
import java.util.OptionalDouble;

/** Says what a measurement means. Pure; thread-safe. */
public sealed interface Judge {
    /**
     * Says what a measurement means.
     *
     * @param noData what it means that something was not measured
     */
    Verdict judge(Measurement measured, NoData noData);

    /**
     * The candidate's value is within limits, both included.
     *
     * @param min empty for no lower limit
     * @param max empty for no upper limit
     */
    record Threshold(OptionalDouble min, OptionalDouble max) implements Judge {
        /** @throws IllegalArgumentException if there is no limit, one is not finite, or the lower one is above the upper one */
        public Threshold {
            Bounds.check(min, max, "min", "max");
        }

        public static Threshold atMost(double max) {
            return new Threshold(OptionalDouble.empty(), OptionalDouble.of(max));
        }

        public static Threshold atLeast(double min) {
            return new Threshold(OptionalDouble.of(min), OptionalDouble.empty());
        }

        @Override
        public Verdict judge(Measurement measured, NoData noData) {
            if (measured.candidate().isEmpty()) {
                return Bounds.nothing("the candidate", noData);
            }
            double value = measured.candidate().getAsDouble();
            return Bounds.verdict(value, min, max, "is " + value, "");
        }
    }

    /**
     * The candidate's value is within limits that are multiples of the baseline's, both included: at most 1.2 times, for
     * what must not grow by more than 20 %. With a baseline of 0, only a candidate of 0 is within any. Means nothing for
     * metrics that can be negative.
     *
     * @param min the smallest multiple, empty for none
     * @param max the largest multiple, empty for none
     */
    record Ratio(OptionalDouble min, OptionalDouble max) implements Judge {
        /**
         * Checks the limits.
         *
         * @throws IllegalArgumentException if there is no limit, one is not finite or negative, or the lower one is above the
         *     upper one
         */
        public Ratio {
            Bounds.check(min, max, "min_ratio", "max_ratio");
            new Checks()
                    .require(!(min.orElse(0) < 0), "/min_ratio", () -> "is negative: " + min.getAsDouble())
                    .require(!(max.orElse(0) < 0), "/max_ratio", () -> "is negative: " + max.getAsDouble())
                    .done();
        }

        public static Ratio atMost(double max) {
            return new Ratio(OptionalDouble.empty(), OptionalDouble.of(max));
        }

        public static Ratio atLeast(double min) {
            return new Ratio(OptionalDouble.of(min), OptionalDouble.empty());
        }

        @Override
        public Verdict judge(Measurement measured, NoData noData) {
            if (measured.candidate().isEmpty()) {
                return Bounds.nothing("the candidate", noData);
            }
            if (measured.baseline().isEmpty()) {
                return Bounds.nothing("the baseline", noData);
            }
            double value = measured.candidate().getAsDouble();
            double base = measured.baseline().getAsDouble();
            if (base < 0 || value < 0) {
                return Verdict.error("is " + value + " with a baseline of " + base
                        + ", and a ratio of negative values means nothing");
            }
            return Bounds.verdict(
                    value,
                    Bounds.scaled(min, base),
                    Bounds.scaled(max, base),
                    "is " + value + " with a baseline of " + base,
                    ", by the allowed ratio");
        }
    }
}
