package dev.flags;

import org.jspecify.annotations.Nullable;

/** A segment in the form that is evaluated. */
final class CompiledSegment {
    private final String name;
    private final UnitSet excluded;
    private final UnitSet included;
    private final @Nullable CompiledCondition when;

    CompiledSegment(String name, UnitSet excluded, UnitSet included, @Nullable CompiledCondition when) {
        this.name = name;
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

    /** @param contains what {@link #contains} says */
    SegmentFinding explain(Inquiry question, boolean contains) {
        if (question.isTooDeep()) {
            return new SegmentFinding.TooDeep(name, contains);
        }
        ListFinding out = excluded.explain(question.context());
        if (out.holds()) {
            return new SegmentFinding.Excluded(name, out);
        }
        ListFinding in = included.explain(question.context());
        if (in.holds()) {
            return new SegmentFinding.Included(name, in);
        }
        return when == null
                ? new SegmentFinding.NotIncluded(name, in)
                : new SegmentFinding.ByCondition(name, in, when.explain(question.deeper()), contains);
    }
}
