package dev.flags;

import dev.flags.ConfigState.Loaded;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes snapshots out of states, one after the other, and compiles only what has changed: a flag whose document changed,
 * and all of them if a segment or a layer did. Keeps the counters, which outlive the snapshots. Used by one thread at a
 * time; the counters may be read by any.
 */
final class ConfigCompiler {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureFlagManager.class);

    private final InstantSource clock;
    private final Map<String, FlagCounters> counters = new ConcurrentHashMap<>();
    private final ContentVersion contentVersion = new ContentVersion();
    private FlagTable compiled = FlagTable.EMPTY;
    private SnapshotCompiler shared = new SnapshotCompiler(Map.of(), Map.of(), segment -> Set.of());

    ConfigCompiler(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Makes the next snapshot.
     *
     * @param before the state that was compiled last
     * @param changed what is not in effect as it was in that state
     */
    Snapshot compile(ConfigState next, ConfigState before, Set<DocumentKey> changed) {
        boolean sharedChanged = changed.stream().anyMatch(key -> !key.kind().equals(Kind.FLAG));
        if (sharedChanged) {
            shared = new SnapshotCompiler(next.segments(), next.layers(), segment -> included(next, segment));
        }
        Set<DocumentKey> affected =
                new HashSet<>(sharedChanged ? next.effective().keySet() : changed);
        affected.addAll(changed);
        affected.addAll(next.refused());
        affected.addAll(before.refused());
        SortedMap<String, Optional<CompiledFlag>> made = new TreeMap<>();
        affected.stream()
                .filter(key -> key.kind().equals(Kind.FLAG))
                .forEach(key -> made.put(key.name(), compile(key, next)));
        made.forEach((name, flag) -> {
            if (flag.isEmpty()) {
                counters.remove(name);
            }
        });
        compiled = compiled.with(made);
        return Snapshot.of(contentVersion.of(next, before, changed), compiled, clock);
    }

    /** Empty if there is no such flag any more. */
    private Optional<CompiledFlag> compile(DocumentKey key, ConfigState next) {
        Loaded loaded = next.loaded(key);
        if (loaded != null) {
            return Optional.of(compile((Flag) loaded.value(), loaded, compiled.get(key.name())));
        }
        return next.refused().contains(key) ? Optional.of(refused(key.name(), next.revision(key))) : Optional.empty();
    }

    /** A flag that passed every check and cannot be compiled all the same must not take the others down. */
    private CompiledFlag compile(Flag flag, Loaded loaded, @Nullable CompiledFlag known) {
        long revision = loaded.document().revision();
        try {
            FlagCounters counted = countersFor(flag.name());
            counted.defineRollout(flag.rollout());
            CompiledFlag made = shared.compile(flag, revision, counted);
            counted.define(flag.definition().variants().keySet());
            return made;
        } catch (RuntimeException e) {
            LOG.error(
                    "{} cannot be compiled; what was known of it stays in use",
                    loaded.document().key(),
                    e);
            return known == null ? refused(flag.name(), revision) : known;
        }
    }

    private CompiledFlag refused(String flag, long revision) {
        return CompiledFlag.refused(flag, revision, countersFor(flag).fallbacks());
    }

    private FlagCounters countersFor(String flag) {
        return counters.computeIfAbsent(flag, name -> new FlagCounters());
    }

    private static Set<String> included(ConfigState state, String segment) {
        Loaded loaded = state.loaded(DocumentKey.segment(segment));
        return loaded == null ? Set.of() : loaded.includedUnits();
    }

    /** The counters of all flags, by name; a view that changes with them. */
    Map<String, FlagCounters> counters() {
        return Collections.unmodifiableMap(counters);
    }

    Optional<FlagCounters> countersOf(String flag) {
        return Optional.ofNullable(counters.get(flag));
    }

    /** Notes which flags were evaluated since the last call. */
    void sample() {
        Instant now = clock.instant();
        counters.values().forEach(flag -> flag.sample(now));
    }
}
