package dev.flags;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a manager and its store are doing. Evaluation works in every state.
 *
 * @param version the number of the version that answers come from; 0 if nothing was loaded
 * @param lastRefresh when the store was last known to hold nothing newer, or null if never
 * @param error what went wrong with the last attempt, or null
 */
public record Health(
        Status status,
        long version,
        @Nullable Instant lastRefresh,
        @Nullable String error) {

    /** From best to worst. */
    public enum Status {
        /** Answers come from the newest configuration, and all of it is valid. */
        HEALTHY,
        /** Some documents are refused, or the newest state cannot be loaded: last good versions serve. */
        DEGRADED,
        /** The store has been out of reach for so long that answers say they may be out of date. */
        STALE,
        /** Nothing has been loaded yet: callers get their fallbacks. */
        NOT_READY,
        /** The manager is closed; answers come from what it knew last. */
        CLOSED
    }
}
