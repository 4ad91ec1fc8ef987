package dev.flags.config;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A span of time, [start, end).
 *
 * @param start the first instant inside, or null if it has no beginning
 * @param end the first instant after it, or null if it has no end
 */
public record TimeWindow(@Nullable Instant start, @Nullable Instant end) {
    /** The window without a beginning and an end. */
    public static final TimeWindow ALWAYS = new TimeWindow(null, null);

    /** @throws IllegalArgumentException if the window ends before it starts, or at once */
    public TimeWindow {
        new Checks()
                .require(
                        start == null || end == null || start.isBefore(end),
                        "/end",
                        () -> "is not after start: " + end + " with start " + start)
                .done();
    }

    public boolean contains(Instant instant) {
        return (start == null || !instant.isBefore(start)) && (end == null || instant.isBefore(end));
    }
}
