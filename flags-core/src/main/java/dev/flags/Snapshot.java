package dev.flags;

import com.google.common.collect.ImmutableMap;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that answers depend on, compiled from one state of the configuration. Immutable: whoever holds one gets
 * all its answers from the same state.
 */
final class Snapshot {
    private final ImmutableMap<String, CompiledFlag> flags;
    private final InstantSource clock;
    private final boolean hasWindows;
    private final boolean isReady;
    private final boolean isStale;

    private Snapshot(
            ImmutableMap<String, CompiledFlag> flags,
            InstantSource clock,
            boolean hasWindows,
            boolean isReady,
            boolean isStale) {
        this.flags = flags;
        this.clock = clock;
        this.hasWindows = hasWindows;
        this.isReady = isReady;
        this.isStale = isStale;
    }

    /** Before anything was loaded. */
    static Snapshot notReady(InstantSource clock) {
        return new Snapshot(ImmutableMap.of(), clock, false, false, false);
    }

    static Snapshot of(Map<String, CompiledFlag> flags, InstantSource clock) {
        boolean hasWindows = flags.values().stream().anyMatch(CompiledFlag::hasWindow);
        return new Snapshot(ImmutableMap.copyOf(flags), clock, hasWindows, true, false);
    }

    /** The same flags, with answers that say whether they may be out of date. */
    Snapshot asStale(boolean stale) {
        return stale == isStale ? this : new Snapshot(flags, clock, hasWindows, isReady, stale);
    }

    @Nullable CompiledFlag flag(@Nullable String name) {
        return flags.get(name);
    }

    ImmutableMap<String, CompiledFlag> flags() {
        return flags;
    }

    boolean hasWindows() {
        return hasWindows;
    }

    long millis() {
        return clock.millis();
    }

    boolean isReady() {
        return isReady;
    }

    boolean isStale() {
        return isStale;
    }
}
