package dev.flags;

import org.jspecify.annotations.Nullable;

/**
 * An answer, and why it is what it is.
 *
 * @param value what the application gets
 * @param variant the variant that was served, or null if the value is the caller's fallback
 * @param error null if there was none
 * @param rule what decided: a rule's id, {@code denied}, {@code targets}, {@code enabled_users},
 *     {@code enabled_groups}, {@code requires}, {@code conditions} or {@code rollout:<id>}; null if the flag's last
 *     step did
 * @param revision the store's version that last changed the flag; 0 if there is no such flag
 */
public record Evaluation<T>(
        T value,
        @Nullable String variant,
        Reason reason,
        @Nullable ErrorCode error,
        @Nullable String rule,
        long revision) {

    /** The caller's fallback, and why it has to do. */
    static <T> Evaluation<T> fallback(T value, ErrorCode error, long revision) {
        return new Evaluation<>(value, null, Reason.ERROR, error, null, revision);
    }

    Evaluation<T> withReason(Reason other) {
        return new Evaluation<>(value, variant, other, error, rule, revision);
    }

    <U> Evaluation<U> withValue(U other) {
        return new Evaluation<>(other, variant, reason, error, rule, revision);
    }
}
