package dev.flags;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition in the form that is evaluated. Final classes in arrays: no iterator, no lambda, no allocation. */
abstract sealed class CompiledCondition
        permits CompiledClause,
                CompiledCondition.AllOf,
                CompiledCondition.AnyOf,
                CompiledCondition.FlagIs,
                CompiledCondition.Inside,
                CompiledCondition.Nowhere,
                CompiledCondition.Opposite {

    /**
     * Whether it holds.
     *
     * @param user the user, if the caller gave nothing else and {@code context} is empty; else null
     * @param now the time in milliseconds, for the flags that this asks
     */
    abstract boolean holds(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now);

    /** Whether it holds, and why. Looks at all parts, also where evaluation need not. */
    abstract Finding explain(Inquiry question);

    static List<Finding> explainAll(CompiledCondition[] conditions, Inquiry question) {
        return Arrays.stream(conditions)
                .map(condition -> condition.explain(question))
                .toList();
    }

    static final class AllOf extends CompiledCondition {
        private final CompiledCondition[] conditions;

        AllOf(CompiledCondition[] conditions) {
            this.conditions = conditions;
        }

        @Override
        boolean holds(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            for (CompiledCondition condition : conditions) {
                if (!condition.holds(snapshot, context, user, now)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        Finding explain(Inquiry question) {
            return new Finding.AllOf(explainAll(conditions, question), question.holds(this));
        }
    }

    static final class AnyOf extends CompiledCondition {
        private final CompiledCondition[] conditions;

        AnyOf(CompiledCondition[] conditions) {
            this.conditions = conditions;
        }

        @Override
        boolean holds(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            for (CompiledCondition condition : conditions) {
                if (condition.holds(snapshot, context, user, now)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        Finding explain(Inquiry question) {
            return new Finding.AnyOf(explainAll(conditions, question), question.holds(this));
        }
    }

    static final class Opposite extends CompiledCondition {
        private final CompiledCondition condition;

        Opposite(CompiledCondition condition) {
            this.condition = condition;
        }

        @Override
        boolean holds(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            return !condition.holds(snapshot, context, user, now);
        }

        @Override
        Finding explain(Inquiry question) {
            return new Finding.Opposite(condition.explain(question), question.holds(this));
        }
    }

    /** The context is in a segment. */
    static final class Inside extends CompiledCondition {
        private final CompiledSegment segment;

        Inside(CompiledSegment segment) {
            this.segment = segment;
        }

        @Override
        boolean holds(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            return segment.contains(snapshot, context, user, now);
        }

        @Override
        Finding explain(Inquiry question) {
            return segment.explain(question, question.holds(this));
        }
    }

    /** The context would have to be in a segment that there is not, or that was refused. */
    static final class Nowhere extends CompiledCondition {
        private final String segment;

        Nowhere(String segment) {
            this.segment = segment;
        }

        @Override
        boolean holds(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            return false;
        }

        @Override
        Finding explain(Inquiry question) {
            return new SegmentFinding.Unknown(segment);
        }
    }

    /**
     * Another flag serves one of some variants. It is looked up by name, so that a change of that flag does not make
     * this one be compiled anew.
     */
    static final class FlagIs extends CompiledCondition {
        private final String flag;
        private final String[] variants;

        FlagIs(String flag, String[] variants) {
            this.flag = flag;
            this.variants = variants;
        }

        @Override
        boolean holds(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
            CompiledFlag other = snapshot.flag(flag);
            if (other == null || other.isRefused()) {
                return false;
            }
            String served = other.decide(snapshot, context, user, now).variant();
            for (String variant : variants) {
                if (variant.equals(served)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        Finding explain(Inquiry question) {
            return new Finding.FlagServes(
                    Explainer.referredTo(flag, question), List.of(variants), question.holds(this));
        }
    }
}
