package dev.flags.rollout;

import org.jspecify.annotations.Nullable;

/**
 * What a source has said.
 *
 * @param measurement what its verdict is about, null if it gave the verdict itself
 */
record Answer(Verdict verdict, @Nullable Measurement measurement) {
    /** Of a function, which may not keep to what it has promised. */
    static Answer of(@Nullable Verdict verdict) {
        return new Answer(verdict == null ? Verdict.error("returned no verdict") : verdict, null);
    }
}
