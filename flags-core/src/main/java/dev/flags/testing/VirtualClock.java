package dev.flags.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class VirtualClock implements InstantSource {
    private volatile Instant now;

    private VirtualClock(Instant start) {
        now = Objects.requireNonNull(start, "start");
    }

    public static VirtualClock startingAt(Instant start) {
        return new VirtualClock(start);
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves the time forwards, or backwards if the duration is negative. */
    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** Moves the time to an instant. */
    public synchronized void set(Instant instant) {
        now = Objects.requireNonNull(instant, "instant");
    }
}
