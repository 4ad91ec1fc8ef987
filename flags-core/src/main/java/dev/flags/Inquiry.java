package dev.flags;

import org.jspecify.annotations.Nullable;

/**
 * What is asked while an answer is explained: the same of every step, condition and flag on the way.
 *
 * @param now in milliseconds, as evaluation would have it
 * @param depth how many references away from the flag that was asked for
 */
record Inquiry(Snapshot snapshot, EvaluationContext context, long now, int depth) {
    /** From how many references away on only the answer is told, {@value}: text and JSON are to stay readable. */
    static final int MAX_DEPTH = 3;

    boolean holds(CompiledCondition condition) {
        return condition.holds(snapshot, context, null, now);
    }

    @Nullable Outcome outcome(Step step) {
        return step.decide(snapshot, context, null, now);
    }

    Outcome outcome(CompiledFlag flag) {
        return flag.decide(snapshot, context, null, now);
    }

    boolean isTooDeep() {
        return depth >= MAX_DEPTH;
    }

    /** The same question to what is referred to. */
    Inquiry deeper() {
        return new Inquiry(snapshot, context, now, depth + 1);
    }
}
