package dev.flags;

import dev.flags.BucketFinding.Bucket;
import dev.flags.BucketFinding.Unit;
import dev.flags.config.Clause;
import org.jspecify.annotations.Nullable;

/** A clause in the form that is evaluated. */
final class CompiledClause extends CompiledCondition {
    private final Clause clause;
    private final AttributeRef attribute;
    private final ValueMatcher matcher;
    private final boolean negate;
    private final boolean ifMissing;

    /** @param ifMissing the answer if the attribute is absent, whatever the clause's {@code negate} says */
    CompiledClause(Clause clause, ValueMatcher matcher, boolean ifMissing) {
        this.clause = clause;
        this.attribute = new AttributeRef(clause.attribute());
        this.matcher = matcher;
        this.negate = clause.negate();
        this.ifMissing = ifMissing;
    }

    @Override
    boolean holds(Snapshot snapshot, EvaluationContext context, @Nullable String user, long now) {
        Object value = attribute.valueIn(context, user);
        if (value == null) {
            return ifMissing;
        }
        return matches(value) != negate;
    }

    @Override
    ClauseFinding explain(Inquiry question) {
        boolean holds = question.holds(this);
        Object value = attribute.valueIn(question.context(), null);
        if (value == null) {
            return new ClauseFinding.Missing(clause, holds);
        }
        String unit = Units.textOf(value);
        if (unit != null && matcher instanceof ValueMatcher.Bucket bucket) {
            Unit hashed = new Unit(clause.attribute(), unit);
            return new ClauseFinding.Bucketed(clause, new Bucket(hashed, bucket.slotOf(unit)), holds);
        }
        return new ClauseFinding.Compared(clause, ContextJson.of(value), holds);
    }

    private boolean matches(Object value) {
        if (value instanceof Object[] array && !matcher.seesWholeArray()) {
            for (Object element : array) {
                if (element != null && matcher.matches(element)) {
                    return true;
                }
            }
            return false;
        }
        return matcher.matches(value);
    }
}
