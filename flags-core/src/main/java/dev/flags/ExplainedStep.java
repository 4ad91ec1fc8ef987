package dev.flags;

import java.util.List;
import java.util.Locale;

/** A step on the way to a flag's answer, and what became of it. Immutable; {@code toString} holds no values. */
public sealed interface ExplainedStep {
    Kind kind();

    /** The id of a rule or a rollout, a target's variant, who denied, a plain flag's status; else the key of the kind. */
    String name();

    /** What a step is in the configuration. */
    enum Kind {
        /** The status alone decides: {@code disabled}, or {@code enabled} as the last step of a plain flag. */
        STATUS,
        /** The configuration is older than the flag puts up with, and it is off then. */
        ON_STALE,
        /** Serves outside of the schedule. */
        SCHEDULE,
        /** Serves unless all required flags serve what is required of them. */
        REQUIRES,
        DENIED,
        TARGETS,
        ENABLED_USERS,
        ENABLED_GROUPS,
        RULE,
        /** Serves unless the conditions of a plain flag are met. */
        CONDITIONS,
        ROLLOUT,
        /** The percentage of a plain flag. */
        PERCENTAGE,
        DEFAULT;

        /** The name in the configuration format, in the singular for what is an element of a list there. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it serves if what it asks for is not so. */
        boolean isGate() {
            return this == SCHEDULE || this == REQUIRES || this == CONDITIONS;
        }
    }

    /**
     * It gave the answer.
     *
     * @param findings what it looked at, up to what decided; empty if it serves everybody
     * @param reason why, without regard to how old the configuration is
     */
    record Served(Kind kind, String name, List<Finding> findings, String variant, Reason reason)
            implements ExplainedStep {
        public Served {
            findings = List.copyOf(findings);
        }
    }

    /**
     * It did not, and the next one was asked.
     *
     * @param findings what it looked at, up to what decided
     */
    record Passed(Kind kind, String name, List<Finding> findings) implements ExplainedStep {
        public Passed {
            findings = List.copyOf(findings);
        }
    }

    /** A step before it gave the answer. */
    record NotReached(Kind kind, String name) implements ExplainedStep {}
}
