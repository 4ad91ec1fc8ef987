package dev.flags.rollout;

import dev.flags.config.Checks;
import java.util.Objects;

/** What an analysis asks. Functions and metrics are named here, and given to the manager under these names. */
public sealed interface Check {
    /** The name under which the manager knows what is asked. */
    String source();

    /** A function of the caller that gives the verdict itself. */
    record Validation(String source) implements Check {
        public Validation {
            new Checks().name(source, "/validator").done();
        }
    }

    /** A metric of the caller, and what its values mean. */
    record Metric(String source, Judge judge) implements Check {
        public Metric {
            new Checks().name(source, "/metric").done();
            Objects.requireNonNull(judge, "judge");
        }
    }
}
