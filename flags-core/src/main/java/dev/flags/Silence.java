package dev.flags;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Since when a store has been asked in vain, also if nobody has come back yet to say so. Thread-safe. */
final class Silence {
    private long begun;
    private long answered;
    private @Nullable Instant since;

    /**
     * Notes that somebody begins to look at the store.
     *
     * @return the number of the look, higher than those of all before
     */
    synchronized long begin(Instant now) {
        if (since == null) {
            since = now;
        }
        begun++;
        return begun;
    }

    /** Notes that the store has answered a look. Those that began after it may still be in vain. */
    synchronized void end(long look, Instant now) {
        answered = Math.max(answered, look);
        since = answered == begun ? null : now;
    }

    /** Whether it has lasted for at least a time. */
    synchronized boolean hasLasted(Duration time, Instant now) {
        return since != null && Duration.between(since, now).compareTo(time) >= 0;
    }
}
