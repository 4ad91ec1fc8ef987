package dev.flags;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the compiled flag for as long as the snapshot is the same, so that asking again costs two reads instead of a
 * lookup. What it remembers is one immutable pair behind one field, so that threads may race to replace it.
 */
abstract sealed class FlagHandle permits BooleanFlag, TypedFlag {
    private final Evaluator evaluator;
    private final String name;
    private Bound bound;

    private record Bound(Snapshot snapshot, @Nullable CompiledFlag flag) {}

    FlagHandle(Evaluator evaluator, String name) {
        this.evaluator = evaluator;
        this.name = name;
        this.bound = bind(evaluator.snapshot(), name);
    }

    public final String name() {
        return name;
    }

    final boolean isEnabled(EvaluationContext context, @Nullable String user, boolean fallback) {
        Bound current = current();
        return evaluator.isEnabled(current.snapshot(), name, current.flag(), context, user, fallback);
    }

    final <T> Evaluation<T> evaluate(EvaluationContext context, ValueType<T> type, T fallback) {
        Bound current = current();
        return evaluator.evaluate(current.snapshot(), name, current.flag(), context, type, fallback);
    }

    private Bound current() {
        Bound current = bound;
        Snapshot snapshot = evaluator.snapshot();
        if (current.snapshot() != snapshot) {
            current = bind(snapshot, name);
            bound = current; // a record's fields are final, so that another thread sees all of it or the old one
        }
        return current;
    }

    private static Bound bind(Snapshot snapshot, String name) {
        return new Bound(snapshot, snapshot.flag(name));
    }
}
