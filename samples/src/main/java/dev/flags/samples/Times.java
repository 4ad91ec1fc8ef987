package dev.flags.samples;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as tables show them. */
final class Times {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Times() {}

    /** {@code 06:27:11.250}. */
    static String utc(Instant instant) {
        return UTC.format(instant);
    }

    /** {@code 0.42 s}. */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1_000.0);
    }
}
