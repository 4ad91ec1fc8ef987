package dev.flags;

import dev.flags.config.TimeWindow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A window in whole milliseconds, which is what the clock is read in.
 *
 * @param from the first millisecond inside
 * @param to the first one after it
 */
record CompiledWindow(long from, long to) {
    static final CompiledWindow ALWAYS = new CompiledWindow(Long.MIN_VALUE, Long.MAX_VALUE);

    static CompiledWindow of(TimeWindow window) {
        return of(window.start(), window.end());
    }

    static CompiledWindow of(@Nullable Instant start, @Nullable Instant end) {
        return new CompiledWindow(
                start == null ? Long.MIN_VALUE : roundedUp(start), end == null ? Long.MAX_VALUE : roundedUp(end));
    }

    boolean contains(long now) {
        return now >= from && now < to;
    }

    boolean isAlways() {
        return equals(ALWAYS);
    }

    WindowFinding explain(long millis) {
        Instant now = Instant.ofEpochMilli(millis);
        if (contains(millis)) {
            return new WindowFinding.Open(new TimeWindow(instant(from), instant(to)), now);
        }
        return millis < from
                ? new WindowFinding.NotYet(Instant.ofEpochMilli(from), now)
                : new WindowFinding.Over(Instant.ofEpochMilli(to), now);
    }

    private static @Nullable Instant instant(long bound) {
        return bound == Long.MIN_VALUE || bound == Long.MAX_VALUE ? null : Instant.ofEpochMilli(bound);
    }

    private static long roundedUp(Instant instant) {
        long millis = instant.toEpochMilli();
        return instant.isAfter(Instant.ofEpochMilli(millis)) ? millis + 1 : millis;
    }
}
