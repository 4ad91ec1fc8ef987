package dev.flags.rollout;

import dev.flags.config.Checks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long what a plan speaks of may last: so long that no sum of it overflows, and no longer. */
final class Spans {
    static final Duration MAX = Duration.ofDays(3_650);

    private Spans() {}

    /** @param span null for none, which is allowed */
    static void notNegative(Checks checks, @Nullable Duration span, String pointer) {
        if (span != null) {
            checks.require(!span.isNegative(), pointer, () -> "is negative: " + span);
            atMost(checks, span, pointer);
        }
    }

    static void positive(Checks checks, Duration span, String pointer) {
        checks.require(!span.isNegative() && !span.isZero(), pointer, () -> "is not above zero: " + span);
        atMost(checks, span, pointer);
    }

    private static void atMost(Checks checks, Duration span, String pointer) {
        checks.require(span.compareTo(MAX) <= 0, pointer, () -> "is above " + MAX.toDays() + " days: " + span);
    }
}
