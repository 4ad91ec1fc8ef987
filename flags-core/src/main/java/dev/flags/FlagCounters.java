package dev.flags;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How often each variant of one flag was served. Lives beside the snapshots, so that a change of configuration keeps the
 * counts. Thread-safe; counting is one striped addition.
 */
final class FlagCounters {
    private final Map<String, LongAdder> byVariant = new ConcurrentHashMap<>();
    private long sampledTotal;
    private volatile @Nullable Instant lastEvaluated;

    LongAdder of(String variant) {
        return byVariant.computeIfAbsent(variant, name -> new LongAdder());
    }

    /** Evaluations by variant since the process began, by name. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        byVariant.forEach((variant, count) -> counts.put(variant, count.sum()));
        return counts;
    }

    /** Notes the time if the flag was evaluated since the last call. Called by one thread, about once a second. */
    void sample(Instant now) {
        long total = 0;
        for (LongAdder count : byVariant.values()) {
            total += count.sum();
        }
        if (total != sampledTotal) {
            sampledTotal = total;
            lastEvaluated = now;
        }
    }

    /** When the flag was last evaluated, to about a second; null if it was not, or less than a second ago. */
    @Nullable Instant lastEvaluated() {
        return lastEvaluated;
    }
}
