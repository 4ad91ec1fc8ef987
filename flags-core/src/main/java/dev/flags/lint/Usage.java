package dev.flags.lint;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a flag in a process.
 *
 * @param knownSince since when the process has known the flag, and counted
 * @param served how often each variant was served since then
 * @param fallbacks how often a caller got its fallback since then
 * @param unchangedSince an instant since which its configuration is certainly the same, or null if nobody knows
 */
public record Usage(
        Instant knownSince,
        Map<String, Long> served,
        long fallbacks,
        @Nullable Instant unchangedSince) {
    public Usage {
        Objects.requireNonNull(knownSince, "knownSince");
        served = Map.copyOf(served);
    }

    /** How often it was evaluated, whatever came of it. */
    long total() {
        return fallbacks + served.values().stream().mapToLong(Long::longValue).sum();
    }
}
