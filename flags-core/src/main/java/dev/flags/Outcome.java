package dev.flags;

import org.jspecify.annotations.Nullable;

/**
 * A result that a flag can have, made when the flag is compiled: answering allocates nothing.
 *
 * @param evaluation the result as the application sees it; its value is a Boolean, String, Long, Double or JsonValue by
 *     the flag's type
 * @param stale the same, from a configuration that may be out of date
 * @param isOn whether the value is true
 * @param isBoolean whether the value is true or false
 * @param count how often it was served; lives longer than the snapshot
 * @param staleCount how often it was served as stale
 * @param split whom it was given to, if a split decided; else null
 */
record Outcome(
        String variant,
        Evaluation<Object> evaluation,
        Evaluation<Object> stale,
        boolean isOn,
        boolean isBoolean,
        ServedCount count,
        ServedCount staleCount,
        @Nullable SplitUnit split) {

    Evaluation<Object> evaluation(boolean isStale) {
        return isStale ? stale : evaluation;
    }

    ServedCount count(boolean isStale) {
        return isStale ? staleCount : count;
    }
}
