package dev.flags;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An answer that was given.
 *
 * @param variant what was served, or null if the caller got the fallback
 * @param error null if there was none
 * @param rule what decided, as in {@link Evaluation#rule}
 * @param revision the store's version that last changed the flag; 0 if there is no such flag
 * @param context what the flag was asked with; of a question for a user alone, that user
 */
public record EvaluationEvent(
        String flag,
        @Nullable String variant,
        Reason reason,
        @Nullable ErrorCode error,
        @Nullable String rule,
        long revision,
        EvaluationContext context,
        Instant at) {}
