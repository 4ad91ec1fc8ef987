package dev.flags;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the answers of flags that have no meters of their own together, by reason. The sums only grow: what a flag has
 * added stays when the flag goes. Used by one thread; any may read the sums.
 */
final class OtherFlags {
    private final Map<Reason, LongAdder> sums = new EnumMap<>(Reason.class);

    /** What each of the flags has added so far. */
    private final Map<FlagCounters, Map<Reason, Long>> added = new HashMap<>();

    OtherFlags() {
        for (Reason reason : Reason.values()) {
            sums.put(reason, new LongAdder());
        }
    }

    Map<Reason, LongAdder> sums() {
        return sums;
    }

    void add(FlagCounters flag) {
        added.computeIfAbsent(flag, counters -> new EnumMap<>(Reason.class));
    }

    boolean has(FlagCounters flag) {
        return added.containsKey(flag);
    }

    /** Adds what has come since the last time; of flags that do not exist any more, for the last time. */
    void update(Collection<FlagCounters> existing) {
        added.forEach((flag, before) -> sums.forEach((reason, sum) -> {
            long now = flag.of(reason);
            sum.add(now - before.getOrDefault(reason, 0L));
            before.put(reason, now);
        }));
        Set<FlagCounters> kept = new HashSet<>(existing);
        added.keySet().removeIf(flag -> !kept.contains(flag));
    }
}
