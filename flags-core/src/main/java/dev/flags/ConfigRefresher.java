package dev.flags;

import dev.flags.config.ConfigException;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Problem;
import dev.flags.store.ConfigStore;
import dev.flags.store.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
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
    private final ConfigCompiler compiler;
    private final InstantSource clock;
    private final Duration staleAfter;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<FlagListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<FlagListener> failedListeners = ConcurrentHashMap.newKeySet();

    private volatile ConfigState state = ConfigState.NONE;
    private volatile @Nullable Instant lastRefresh;
    private volatile @Nullable String error;
    private volatile List<Problem> loadProblems = List.of();
    private @Nullable Instant firstFailure;

    ConfigRefresher(
            ConfigStore store,
            Evaluator evaluator,
            ConfigLoader loader,
            ConfigCompiler compiler,
            InstantSource clock,
            Duration staleAfter) {
        this.store = store;
        this.evaluator = evaluator;
        this.loader = loader;
        this.compiler = compiler;
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

    /**
     * Loads the configuration if the store has a newer one. A failure is noted, and what is known stays in effect.
     *
     * @return whether what is in effect now is what the store has
     */
    boolean refresh() {
        return update(false);
    }

    /** Loads the configuration, and files that it names, in any case. */
    void reload() {
        update(true);
    }

    private boolean update(boolean always) {
        lock.lock();
        try {
            Version newest = store.version(KINDS);
            if (always || lastRefresh == null || !newest.equals(state.version())) {
                apply(loader.load(store.load(KINDS), state));
            }
            succeeded();
            return true;
        } catch (RuntimeException e) { // a StoreException, or a defect of the store's
            failed(e);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void apply(ConfigState next) {
        ConfigState before = state;
        Snapshot snapshot = compiler.compile(next, before);
        state = next;
        evaluator.swap(snapshot);
        reportNewProblems(before, next);
        Set<DocumentKey> changed = changed(before, next);
        if (!changed.isEmpty()) {
            tell(next.version().number(), changed);
        }
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
        loadProblems = List.of();
        lastRefresh = clock.instant();
        evaluator.swap(evaluator.snapshot().asStale(false));
    }

    private void failed(RuntimeException e) {
        Instant now = clock.instant();
        if (firstFailure == null) {
            firstFailure = now;
            LOG.warn("The configuration cannot be loaded; the last good one stays in use", e);
        }
        error = Objects.requireNonNullElse(e.getMessage(), e.toString());
        loadProblems = e.getCause() instanceof ConfigException invalid ? invalid.problems() : List.of();
        if (!now.isBefore(firstFailure.plus(staleAfter))) {
            evaluator.swap(evaluator.snapshot().asStale(true));
        }
    }

    /** What keeps the newest state from being loaded, and what is wrong with the one in effect. */
    List<Problem> problems() {
        List<Problem> all = new ArrayList<>(loadProblems);
        all.addAll(state.problems());
        return List.copyOf(all);
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
