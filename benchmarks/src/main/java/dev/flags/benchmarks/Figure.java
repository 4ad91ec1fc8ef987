package dev.flags.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * What was measured.
 *
 * @param column what was asked for
 * @param value on average, in the unit of the column
 * @param error half of the 99.9 % confidence interval; null of a single measurement
 * @param bytes allocated for one answer, on average; null if that was not measured
 */
record Figure(
        Column column,
        Contender contender,
        double value,
        @Nullable Double error,
        @Nullable Double bytes) {}
