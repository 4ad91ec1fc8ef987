package dev.flags.rollout;

import dev.flags.config.Checks;
import java.time.Duration;
import java.util.Objects;

/**
 * What is asked about the candidate again and again while a stage lasts, and what its answers do.
 *
 * @param name unique among those that a stage has
 * @param role what a failure does to the rollout
 * @param initialDelay how long after the beginning of a stage it is asked first
 * @param interval how long after an answer it is asked again
 * @param timeout how long an answer may take; after that it is an error
 * @param passes how often it has to pass in a stage before the stage can be over, 1 or more; its last verdict has to be a
 *     pass in any case
 * @param tolerance how often it may go wrong
 * @param noData what it means that a metric was not measured
 */
public record Analysis(
        String name,
        Check check,
        Role role,
        Duration initialDelay,
        Duration interval,
        Duration timeout,
        int passes,
        Tolerance tolerance,
        NoData noData) {
    /** One minute. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

    /** Ten seconds. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** @throws IllegalArgumentException if a part is out of its range; the message names each */
    public Analysis {
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(tolerance, "tolerance");
        Objects.requireNonNull(noData, "noData");
        Checks checks = new Checks().name(name, "/name");
        Spans.notNegative(checks, initialDelay, "/initial_delay");
        Spans.positive(checks, interval, "/interval");
        Spans.positive(checks, timeout, "/timeout");
        checks.require(passes >= 1, "/passes", () -> "is below 1: " + passes).done();
    }

    /**
     * A guardrail that asks a function of the caller, of which one failure is enough.
     *
     * @param validator the name under which the manager knows the function
     */
    public static Builder validation(String validator) {
        return new Builder(validator, new Check.Validation(validator), Tolerance.OF_FUNCTIONS);
    }

    /**
     * A guardrail that judges a metric of the caller, of which three failures in a row are enough.
     *
     * @param metric the name under which the manager knows the metric
     */
    public static Builder metric(String metric, Judge judge) {
        return new Builder(metric, new Check.Metric(metric, judge), Tolerance.OF_METRICS);
    }

    /** Collects the parts of an analysis. Not thread-safe. */
    public static final class Builder {
        private final Check check;
        private String name;
        private Role role = Role.GUARDRAIL;
        private Duration initialDelay = Duration.ZERO;
        private Duration interval = DEFAULT_INTERVAL;
        private Duration timeout = DEFAULT_TIMEOUT;
        private int passes = 1;
        private Tolerance tolerance;
        private NoData noData = NoData.HOLD;

        private Builder(String name, Check check, Tolerance tolerance) {
            this.name = name;
            this.check = check;
            this.tolerance = tolerance;
        }

        /** If one source is asked twice. */
        public Builder name(String newName) {
            name = newName;
            return this;
        }

        public Builder role(Role newRole) {
            role = newRole;
            return this;
        }

        public Builder initialDelay(Duration delay) {
            initialDelay = delay;
            return this;
        }

        public Builder interval(Duration newInterval) {
            interval = newInterval;
            return this;
        }

        public Builder timeout(Duration newTimeout) {
            timeout = newTimeout;
            return this;
        }

        public Builder passes(int count) {
            passes = count;
            return this;
        }

        public Builder tolerance(Tolerance newTolerance) {
            tolerance = newTolerance;
            return this;
        }

        public Builder noData(NoData meaning) {
            noData = meaning;
            return this;
        }

        /**
         * Makes the analysis; may be called again.
         *
         * @throws IllegalArgumentException as the constructor does
         */
        public Analysis build() {
            return new Analysis(name, check, role, initialDelay, interval, timeout, passes, tolerance, noData);
        }
    }
}
