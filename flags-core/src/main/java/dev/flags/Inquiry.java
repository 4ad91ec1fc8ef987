package dev.flags;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is asked while an answer is explained: the same of every step, condition and flag on the way.
 *
 * @param now in milliseconds, as evaluation would have it
 * @param depth how many references away from the flag that was asked for
 * @param flagsLeft how many more flags may be explained
 */
record Inquiry(Snapshot snapshot, EvaluationContext context, long now, int depth, AtomicInteger flagsLeft) {
    /** From how many references away on only the answer is told, {@value}: text and JSON are to stay readable. */
    static final int MAX_DEPTH = 3;

    /** Of how many flags besides the one that was asked for more than the answer is told, for the same reason: {@value}. */
    static final int MAX_FLAGS = 100;

    /** What is asked of the flag that an explanation is about. */
    static Inquiry of(Snapshot snapshot, EvaluationContext context, long now) {
        return new Inquiry(snapshot, context, now, 0, new AtomicInteger(MAX_FLAGS));
    }

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
        return depth >= MAX_DEPTH || flagsLeft.get() < 0;
    }

    /** The same question to what is referred to. */
    Inquiry deeper() {
        flagsLeft.decrementAndGet();
        return new Inquiry(snapshot, context, now, depth + 1, flagsLeft);
    }
}
