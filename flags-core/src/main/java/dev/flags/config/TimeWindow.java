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

    /** Whether every instant of another window is in this one. */
    public boolean contains(TimeWindow other) {
        boolean startsBefore = start == null || (other.start != null && !other.start.isBefore(start));
        boolean endsAfter = end == null || (other.end != null && !other.end.isAfter(end));
        return startsBefore && endsAfter;
    }

    /** Whether some instant is in both windows. */
    public boolean overlaps(TimeWindow other) {
        return !endsBefore(other) && !other.endsBefore(this);
    }

    private boolean endsBefore(TimeWindow other) {
        return end != null && other.start != null && !end.isAfter(other.start);
    }
}
