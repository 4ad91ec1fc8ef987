package dev.flags.store;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt to reach a store: longer after each failure up to a limit, for ever, and by
 * chance, so that processes that lost a store together do not come back together.
 */
final class Backoff {
    static final Duration BASE = Duration.ofMillis(200);
    static final Duration CAP = Duration.ofSeconds(5);

    private static final int FACTOR = 2;

    private Backoff() {}

    /**
     * From half of the full delay to all of it; the full one doubles from {@link #BASE} to {@link #CAP}.
     *
     * @param failures how many attempts have failed since the last success, at least 1
     */
    static Duration after(int failures, RandomGenerator random) {
        long full = BASE.toNanos();
        for (int i = 1; i < failures && full < CAP.toNanos(); i++) {
            full *= FACTOR;
        }
        full = Math.min(full, CAP.toNanos());
        return Duration.ofNanos(full / 2 + random.nextLong(full - full / 2 + 1));
    }
}
