package dev.flags;

import java.util.concurrent.atomic.LongAdder;

/**
 * A result that a flag can have, made when the flag is compiled: answering allocates nothing.
 *
 * @param evaluation the result as the application sees it; its value is a Boolean, String, Long, Double or JsonValue by
 *     the flag's type
 * @param stale the same, from a configuration that may be out of date
 * @param isOn whether the value is true
 * @param count how often the variant was served; lives longer than the snapshot
 */
record Outcome(
        String variant, Evaluation<Object> evaluation, Evaluation<Object> stale, boolean isOn, LongAdder count) {}
