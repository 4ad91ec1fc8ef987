package dev.flags;

import org.jspecify.annotations.Nullable;

/**
 * That somebody asked for a flag, and what came of it. Says nothing of whom it was asked for.
 *
 * @param flag the name that was asked for; there need not be such a flag
 * @param variant the variant that was served, or null if the caller got the fallback
 * @param error null if there was none
 */
public record FlagRead(
        String flag,
        Question question,
        @Nullable String variant,
        @Nullable ErrorCode error) {}
