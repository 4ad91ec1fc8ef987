package dev.flags;

import java.time.Duration;

/**
 * How exposures are told apart from repeats.
 *
 * @param capacity how many are remembered, at some 100 bytes each; at least 1
 * @param window how long one counts as a repeat of the first; longer than zero
 */
record ExposureSettings(int capacity, Duration window) {
    static final ExposureSettings DEFAULT = new ExposureSettings(100_000, Duration.ofDays(1));

    ExposureSettings {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity of exposures is below 1: " + capacity);
        }
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("window of exposures is not longer than zero: " + window);
        }
    }
}
