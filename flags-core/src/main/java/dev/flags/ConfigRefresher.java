package dev.flags;

import dev.flags.ConfigState.Loaded;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Kind;
import dev.flags.store.ConfigStore;
import dev.flags.store.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what answers come from up to date with the store: asks for the version, loads what is newer, compiles what has
 * changed, swaps it in and tells the listeners. One thread at a time does; evaluation waits for none of it.
 */
final class ConfigRefresher {
    static final Set<Kind> KINDS = Set.of(Kind.FLAG, Kind.SEGMENT, Kind.LAYER);

    private static final Logger LOG = LoggerFactory.getLogger(FeatureFlagManager.class);

    private final ConfigStore store;
    private final Evaluator evaluator;
    private final ConfigLoader loader;
    private final InstantSource clock;
    private final Duration staleAfter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, FlagCounters> counters = new ConcurrentHashMap<>();
    private final List<FlagListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<FlagListener> failedListeners = ConcurrentHashMap.newKeySet();

    private volatile ConfigState state = ConfigState.NONE;
    private volatile @Nullable Instant lastRefresh;
    private volatile @Nullable String error;
    private @Nullable Instant firstFailure;
    private Map<String, CompiledFlag> compiled = Map.of();

    ConfigRefresher(
            ConfigStore store, Evaluator evaluator, ConfigLoader loader, InstantSource clock, Duration staleAfter) {
        this.store = store;
        this.evaluator = evaluator;
        this.loader = loader;
        this.clock = clock;
        this.staleAfter = staleAfter;
    }

    ConfigState state() {
        return state;
    }

    void addListener(FlagListener listener) {
        listeners.add(listener);
    }

    void removeListener(FlagListener listener) {
        listeners.remove(listener);
        failedListeners.remove(listener);
    }

    /** Loads the configuration if the store has a newer one. A failure is noted, and what is known stays in effect. */
    void refresh() {
        update(false);
    }

    /** Loads the configuration, and files that it names, in any case. */
    void reload() {
        update(true);
    }

    private void update(boolean always) {
        lock.lock();
        try {
            Version newest = store.version(KINDS);
            if (always || lastRefresh == null || !newest.equals(state.version())) {
                apply(loader.load(store.load(KINDS), state));
            }
            succeeded();
        } catch (RuntimeException e) { // a StoreException, or a defect of the store's
            failed(e);
        } finally {
            lock.unlock();
        }
    }

    private void apply(ConfigState next) {
        ConfigState before = state;
        compiled = compile(next, before);
        state = next;
        evaluator.swap(Snapshot.of(compiled, clock));
        reportNewProblems(before, next);
        Set<DocumentKey> changed = changed(before, next);
        if (!changed.isEmpty()) {
            tell(next.version().number(), changed);
        }
    }

    private Map<String, CompiledFlag> compile(ConfigState next, ConfigState before) {
        boolean sharedChanged = !next.segments().equals(before.segments())
                || !next.layers().equals(before.layers())
                || !includedUnits(next).equals(includedUnits(before));
        SnapshotCompiler compiler =
                new SnapshotCompiler(next.segments(), next.layers(), segment -> included(next, segment));
        Map<String, CompiledFlag> flags = new HashMap<>();
        next.effective().forEach((key, loaded) -> {
            if (loaded.value() instanceof Flag flag) {
                CompiledFlag known = compiled.get(flag.name());
                Loaded old = before.loaded(key);
                boolean unchanged = known != null
                        && !sharedChanged
                        && old != null
                        && loaded.document().equals(old.document());
                flags.put(flag.name(), unchanged ? known : compile(flag, loaded, known, compiler));
            }
        });
        for (DocumentKey refused : next.refused()) {
            if (refused.kind().equals(Kind.FLAG)) {
                flags.put(refused.name(), CompiledFlag.refused(refused.name(), next.revision(refused)));
            }
        }
        counters.keySet().retainAll(flags.keySet());
        return flags;
    }

    /** A flag that passed every check and cannot be compiled all the same must not take the others down. */
    private CompiledFlag compile(Flag flag, Loaded loaded, @Nullable CompiledFlag known, SnapshotCompiler compiler) {
        long revision = loaded.document().revision();
        try {
            return compiler.compile(flag, revision, counters(flag.name()));
        } catch (RuntimeException e) {
            LOG.error("Flag {} cannot be compiled; what was known of it stays in use", flag.name(), e);
            return known == null ? CompiledFlag.refused(flag.name(), revision) : known;
        }
    }

    private static Set<String> included(ConfigState state, String segment) {
        Loaded loaded = state.loaded(DocumentKey.segment(segment));
        return loaded == null ? Set.of() : loaded.includedUnits();
    }

    private static Map<String, Set<String>> includedUnits(ConfigState state) {
        Map<String, Set<String>> units = new HashMap<>();
        state.segments().keySet().forEach(segment -> units.put(segment, included(state, segment)));
        return units;
    }

    private FlagCounters counters(String flag) {
        return counters.computeIfAbsent(flag, name -> new FlagCounters());
    }

    Optional<FlagCounters> countersOf(String flag) {
        return Optional.ofNullable(counters.get(flag));
    }

    /** Notes which flags were evaluated since the last call. */
    void sample() {
        Instant now = clock.instant();
        counters.values().forEach(flag -> flag.sample(now));
    }

    private static Set<DocumentKey> changed(ConfigState before, ConfigState next) {
        Set<DocumentKey> keys = new HashSet<>(before.effective().keySet());
        keys.addAll(next.effective().keySet());
        keys.removeIf(key -> Objects.equals(before.loaded(key), next.loaded(key)));
        return keys;
    }

    private void tell(long version, Set<DocumentKey> changed) {
        for (FlagListener listener : listeners) {
            try {
                listener.onChange(version, changed);
            } catch (RuntimeException e) {
                if (failedListeners.add(listener)) {
                    LOG.error("A listener failed; this and its later failures are ignored", e);
                }
            }
        }
    }

    private static void reportNewProblems(ConfigState before, ConfigState next) {
        next.problems().stream()
                .filter(problem -> !before.problems().contains(problem))
                .forEach(problem -> LOG.warn("{}", problem));
    }

    private void succeeded() {
        if (firstFailure != null) {
            LOG.info("The configuration can be loaded again");
        }
        firstFailure = null;
        error = null;
        lastRefresh = clock.instant();
        evaluator.swap(evaluator.snapshot().asStale(false));
    }

    private void failed(RuntimeException e) {
        Instant now = clock.instant();
        if (firstFailure == null) {
            firstFailure = now;
            LOG.warn("The configuration cannot be loaded; the last good one stays in use", e);
        }
        error = e.getMessage();
        if (!now.isBefore(firstFailure.plus(staleAfter))) {
            evaluator.swap(evaluator.snapshot().asStale(true));
        }
    }

    Health health() {
        return new Health(status(), state.version().number(), lastRefresh, error);
    }

    private Health.Status status() {
        if (lastRefresh == null) {
            return Health.Status.NOT_READY;
        }
        if (evaluator.snapshot().isStale()) {
            return Health.Status.STALE;
        }
        boolean isWhole = error == null && state.problems().stream().noneMatch(p -> p.isError());
        return isWhole ? Health.Status.HEALTHY : Health.Status.DEGRADED;
    }
}
