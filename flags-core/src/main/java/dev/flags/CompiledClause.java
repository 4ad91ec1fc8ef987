package dev.flags;

import org.jspecify.annotations.Nullable;

/** A clause in the form that is evaluated. */
final class CompiledClause extends CompiledCondition {
    private final AttributeRef attribute;
    private final ValueMatcher matcher;
    private final boolean negate;
    private final boolean ifMissing;

    /** @param ifMissing the answer if the attribute is absent, whatever {@code negate} says */
    CompiledClause(AttributeRef attribute, ValueMatcher matcher, boolean negate, boolean ifMissing) {
        this.attribute = attribute;
        this.matcher = matcher;
        this.negate = negate;
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
