package dev.flags.testing;

import dev.flags.FlagRead;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Which flags were asked for, and how, without repetitions. Thread-safe. */
final class ReadLog implements Consumer<FlagRead> {
    private static final Comparator<FlagRead> ORDER =
            Comparator.comparing(FlagRead::question).thenComparing(FlagRead::toString);

    private final Map<String, Set<FlagRead>> reads = new ConcurrentHashMap<>();

    @Override
    public void accept(FlagRead read) {
        reads.computeIfAbsent(read.flag(), name -> ConcurrentHashMap.newKeySet())
                .add(read);
    }

    /** A copy, in an order that does not depend on threads. */
    SortedMap<String, Set<FlagRead>> byName() {
        SortedMap<String, Set<FlagRead>> sorted = new TreeMap<>();
        reads.forEach((name, all) -> {
            Set<FlagRead> ordered = new LinkedHashSet<>();
            all.stream().sorted(ORDER).forEach(ordered::add);
            sorted.put(name, Collections.unmodifiableSet(ordered));
        });
        return Collections.unmodifiableSortedMap(sorted);
    }

    void clear() {
        reads.clear();
    }
}
