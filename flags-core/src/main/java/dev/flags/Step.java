package dev.flags;

import org.jspecify.annotations.Nullable;

/**
 * One step on the way to a flag's answer. The steps of a flag are in the order of the format's documentation, and only
 * those that the flag has are there: a flag that is on for everyone has one.
 */
abstract sealed class Step
        permits Step.Always, Step.DeniedUnits, Step.Listed, Step.Matched, Step.Required, Step.Scheduled, Step.Unmet {

    /**
     * The outcome, or null if the next step decides.
     *
     * @param user the user, if the caller gave nothing else and {@code context} is empty; else null
     * @param now the time in milliseconds, if the flag has anything that depends on it
     */
    abstract @Nullable Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now);

    /** Whether all that it can do is to serve the off variant. */
    boolean onlyTurnsOff() {
        return this instanceof Scheduled || this instanceof Required || this instanceof DeniedUnits;
    }

    /** The same for everyone. */
    static final class Always extends Step {
        private final Outcome outcome;

        Always(Outcome outcome) {
            this.outcome = outcome;
        }

        @Override
        Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            return outcome;
        }
    }

    /** Off outside of the schedule. */
    static final class Scheduled extends Step {
        private final CompiledWindow window;
        private final Outcome outside;

        Scheduled(CompiledWindow window, Outcome outside) {
            this.window = window;
            this.outside = outside;
        }

        @Override
        @Nullable Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            return window.contains(now) ? null : outside;
        }
    }

    /** Off unless other flags serve what is required of them. */
    static final class Required extends Step {
        private final CompiledCondition[] required;
        private final Outcome unmet;

        Required(CompiledCondition[] required, Outcome unmet) {
            this.required = required;
            this.unmet = unmet;
        }

        @Override
        @Nullable Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            for (CompiledCondition condition : required) {
                if (!condition.holds(snapshot, context, user, now)) {
                    return unmet;
                }
            }
            return null;
        }
    }

    /** Off for denied units, as long as they are. */
    static final class DeniedUnits extends Step {
        private final UnitSet units;
        private final CompiledWindow window;
        private final Outcome denied;

        DeniedUnits(UnitSet units, CompiledWindow window, Outcome denied) {
            this.units = units;
            this.window = window;
            this.denied = denied;
        }

        @Override
        @Nullable Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            return window.contains(now) && units.contains(context, user) ? denied : null;
        }
    }

    /** An outcome for listed units. */
    static final class Listed extends Step {
        private final UnitSet units;
        private final Outcome outcome;

        Listed(UnitSet units, Outcome outcome) {
            this.units = units;
            this.outcome = outcome;
        }

        @Override
        @Nullable Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            return units.contains(context, user) ? outcome : null;
        }
    }

    /** A rule, a rollout, a percentage, a default that is split: whoever meets the condition. */
    static final class Matched extends Step {
        private final @Nullable CompiledCondition when;
        private final CompiledWindow window;
        private final @Nullable Outcome outcome;
        private final @Nullable CompiledSplit split;

        private Matched(
                @Nullable CompiledCondition when,
                CompiledWindow window,
                @Nullable Outcome outcome,
                @Nullable CompiledSplit split) {
            this.when = when;
            this.window = window;
            this.outcome = outcome;
            this.split = split;
        }

        static Matched serving(@Nullable CompiledCondition when, CompiledWindow window, Outcome outcome) {
            return new Matched(when, window, outcome, null);
        }

        static Matched serving(@Nullable CompiledCondition when, CompiledWindow window, CompiledSplit split) {
            return new Matched(when, window, null, split);
        }

        @Override
        @Nullable Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            if (!window.contains(now) || (when != null && !when.holds(snapshot, context, user, now))) {
                return null;
            }
            return split == null ? outcome : split.decide(context, user);
        }
    }

    /** Off for whoever does not meet the conditions of a plain flag. */
    static final class Unmet extends Step {
        private final CompiledCondition conditions;
        private final Outcome unmet;

        Unmet(CompiledCondition conditions, Outcome unmet) {
            this.conditions = conditions;
            this.unmet = unmet;
        }

        @Override
        @Nullable Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            return conditions.holds(snapshot, context, user, now) ? null : unmet;
        }
    }
}
