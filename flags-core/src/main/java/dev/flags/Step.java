package dev.flags;

import dev.flags.ExplainedStep.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step on the way to a flag's answer. The steps of a flag are in the order of the format's documentation, and only
 * those that the flag has are there: a flag that is on for everyone has one.
 */
abstract sealed class Step
        permits CompiledSplit,
                Step.Always,
                Step.DeniedUnits,
                Step.Listed,
                Step.Matched,
                Step.Required,
                Step.Scheduled,
                Step.Unmet {

    private final StepName name;

    Step(StepName name) {
        this.name = name;
    }

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

    /** What {@link #decide} looks at, up to what decides. */
    abstract List<Finding> findings(Inquiry question);

    /** What it decides, and why. */
    final ExplainedStep explain(Inquiry question) {
        Outcome outcome = question.outcome(this);
        List<Finding> findings = findings(question);
        return outcome == null
                ? new ExplainedStep.Passed(name.kind(), name.name(), findings)
                : new ExplainedStep.Served(
                        name.kind(),
                        name.name(),
                        findings,
                        outcome.variant(),
                        outcome.evaluation().reason());
    }

    final ExplainedStep notReached() {
        return new ExplainedStep.NotReached(name.kind(), name.name());
    }

    /** The same for everyone. */
    static final class Always extends Step {
        private final Outcome outcome;

        Always(StepName name, Outcome outcome) {
            super(name);
            this.outcome = outcome;
        }

        @Override
        Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            return outcome;
        }

        @Override
        List<Finding> findings(Inquiry question) {
            return List.of();
        }
    }

    /** Off outside of the schedule. */
    static final class Scheduled extends Step {
        private final CompiledWindow window;
        private final Outcome outside;

        Scheduled(CompiledWindow window, Outcome outside) {
            super(StepName.of(Kind.SCHEDULE));
            this.window = window;
            this.outside = outside;
        }

        @Override
        @Nullable Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            return window.contains(now) ? null : outside;
        }

        @Override
        List<Finding> findings(Inquiry question) {
            return List.of(window.explain(question.now()));
        }
    }

    /** Off unless other flags serve what is required of them. */
    static final class Required extends Step {
        private final CompiledCondition[] required;
        private final Outcome unmet;

        Required(CompiledCondition[] required, Outcome unmet) {
            super(StepName.of(Kind.REQUIRES));
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

        @Override
        List<Finding> findings(Inquiry question) {
            return CompiledCondition.explainAll(required, question);
        }
    }

    /** Off for denied units, as long as they are. */
    static final class DeniedUnits extends Step {
        private final UnitSet units;
        private final CompiledWindow window;
        private final Outcome denied;

        DeniedUnits(StepName name, UnitSet units, CompiledWindow window, Outcome denied) {
            super(name);
            this.units = units;
            this.window = window;
            this.denied = denied;
        }

        @Override
        @Nullable Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            return window.contains(now) && units.contains(context, user) ? denied : null;
        }

        @Override
        List<Finding> findings(Inquiry question) {
            return new Trail()
                    .then(window, question.now())
                    .then(() -> units.explain(question.context()))
                    .findings();
        }
    }

    /** An outcome for listed units. */
    static final class Listed extends Step {
        private final UnitSet units;
        private final Outcome outcome;

        Listed(StepName name, UnitSet units, Outcome outcome) {
            super(name);
            this.units = units;
            this.outcome = outcome;
        }

        @Override
        @Nullable Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            return units.contains(context, user) ? outcome : null;
        }

        @Override
        List<Finding> findings(Inquiry question) {
            return List.of(units.explain(question.context()));
        }
    }

    /** A rule or a rollout: something for whoever meets its condition. */
    static final class Matched extends Step {
        private final CompiledWindow window;
        private final @Nullable CompiledCondition when;
        private final Step serve;

        /** @param serve the outcome or the split, under the same name */
        Matched(StepName name, CompiledWindow window, @Nullable CompiledCondition when, Step serve) {
            super(name);
            this.window = window;
            this.when = when;
            this.serve = serve;
        }

        @Override
        @Nullable Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            return window.contains(now) && (when == null || when.holds(snapshot, context, user, now))
                    ? serve.decide(snapshot, context, user, now)
                    : null;
        }

        @Override
        List<Finding> findings(Inquiry question) {
            Trail trail = new Trail().then(window, question.now());
            if (when != null) {
                trail.then(() -> when.explain(question));
            }
            return trail.then(serve, question).findings();
        }
    }

    /** Off for whoever does not meet the conditions of a plain flag. */
    static final class Unmet extends Step {
        private final CompiledCondition conditions;
        private final Outcome unmet;

        Unmet(CompiledCondition conditions, Outcome unmet) {
            super(StepName.of(Kind.CONDITIONS));
            this.conditions = conditions;
            this.unmet = unmet;
        }

        @Override
        @Nullable Outcome decide(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            return conditions.holds(snapshot, context, user, now) ? null : unmet;
        }

        @Override
        List<Finding> findings(Inquiry question) {
            return List.of(conditions.explain(question));
        }
    }
}
