package dev.flags;

import org.jspecify.annotations.Nullable;

/** A segment in the form that is evaluated. */
final class CompiledSegment {
    private final UnitSet excluded;
    private final UnitSet included;
    private final @Nullable CompiledCondition when;

    CompiledSegment(UnitSet excluded, UnitSet included, @Nullable CompiledCondition when) {
        this.excluded = excluded;
        this.included = included;
        this.when = when;
    }

    boolean contains(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
        if (excluded.contains(context, user)) {
            return false;
        }
        return included.contains(context, user) || (when != null && when.holds(snapshot, context, user, now));
    }
}
