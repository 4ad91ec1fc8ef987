package dev.flags;

import dev.flags.ConfigState.Source;
import dev.flags.config.ConfigException;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Problem;
import dev.flags.store.ConfigStore;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.SupervisedConfigStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Keeps what answers come from up to date with the store: asks for the version, loads what is newer, compiles what has
 * changed, swaps it in and tells the listeners. Evaluation waits for none of it.
 *
 * <p>Several threads may look at the store at once, without a lock, so that one look that hangs delays no other. What
 * they have found takes effect one after the other, and a look that was overtaken by one that began later does not.
 */
final class ConfigRefresher {
    static final Set<Kind> KINDS = Set.of(Kind.FLAG, Kind.SEGMENT, Kind.LAYER, Kind.TOMBSTONE);

    /** Taking effect is no more than computing, except for files that segments include. */
    private static final Duration LOCK_PATIENCE = SupervisedConfigStore.DEFAULT_READ_LIMIT;

    /** The age of what no store has confirmed to this process. */
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final ConfigStore store;
    private final Evaluator evaluator;
    private final ConfigLoader loader;
    private final ConfigCompiler compiler;
    private final ColdStart coldStart;
    private final Listeners listeners;
    private final InstantSource clock;
    private final Duration staleAfter;
    private final Logger log;
    private final FailureLog failures;
    private final LongAdder successes = new LongAdder();
    private final LongAdder failedLooks = new LongAdder();
    private final AtomicLong looks = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();

    private volatile ConfigState state = ConfigState.NONE;
    private volatile @Nullable Instant lastRefresh;
    private volatile @Nullable String error;
    private volatile List<Problem> loadProblems = List.of();
    // Guarded by the lock.
    private long newestLook;
    private long newestApplied;
    private @Nullable Instant firstFailure;

    ConfigRefresher(
            ConfigStore store,
            Evaluator evaluator,
            ConfigLoader loader,
            ConfigCompiler compiler,
            ColdStart coldStart,
            Listeners listeners,
            InstantSource clock,
            Duration staleAfter,
            Logger log) {
        this.store = store;
        this.evaluator = evaluator;
        this.loader = loader;
        this.compiler = compiler;
        this.coldStart = coldStart;
        this.listeners = listeners;
        this.clock = clock;
        this.staleAfter = staleAfter;
        this.log = log;
        this.failures = new FailureLog(log);
    }

    ConfigState state() {
        return state;
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
        long look = looks.incrementAndGet();
        try {
            boolean isKnown =
                    !always && lastRefresh != null && store.version(KINDS).equals(state.version());
            Optional<StoreSnapshot> loaded = isKnown ? Optional.empty() : Optional.of(store.load(KINDS));
            return locked(() -> succeeded(look, loaded, always));
        } catch (RuntimeException e) { // a StoreException, or a defect of ours
            locked(() -> failed(look, e));
            return false;
        }
    }

    private interface Step {
        boolean run();
    }

    private boolean locked(Step step) {
        try {
            if (!lock.tryLock(LOCK_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                log.warn("Another thread has been putting a configuration into effect for too long");
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            return step.run();
        } finally {
            lock.unlock();
        }
    }

    private boolean succeeded(long look, Optional<StoreSnapshot> loaded, boolean always) {
        successes.increment();
        if (loaded.isPresent() && look > newestApplied) {
            newestApplied = look;
            StoreSnapshot content = loaded.get();
            if (always || lastRefresh == null || !content.version().equals(state.version())) {
                Optional<ConfigState> bootstrap = coldStart.insteadOf(content, state);
                apply(bootstrap.orElseGet(() -> loader.load(content, state)), false);
                if (bootstrap.isEmpty()) {
                    coldStart.keep(state, content.origin());
                }
            }
        }
        newestLook = Math.max(newestLook, look);
        if (firstFailure != null) {
            failures.succeeded("The configuration can be loaded again");
        }
        firstFailure = null;
        error = null;
        loadProblems = List.of();
        lastRefresh = clock.instant();
        evaluator.swap(evaluator.snapshot().asFresh());
        return true;
    }

    private void apply(ConfigState next, boolean isStale) {
        ConfigState before = state;
        Snapshot snapshot = compiler.compile(next, before);
        state = next;
        evaluator.swap(isStale ? snapshot.asOld(FOR_EVER, true) : snapshot);
        reportNewProblems(before, next);
        Set<DocumentKey> changed = changed(before, next);
        if (!changed.isEmpty()) {
            listeners.tell(next.version().number(), changed);
        }
    }

    private static Set<DocumentKey> changed(ConfigState before, ConfigState next) {
        Set<DocumentKey> keys = new HashSet<>(before.effective().keySet());
        keys.addAll(next.effective().keySet());
        keys.removeIf(key -> Objects.equals(before.loaded(key), next.loaded(key)));
        return keys;
    }

    private void reportNewProblems(ConfigState before, ConfigState next) {
        next.problems().stream()
                .filter(problem -> !before.problems().contains(problem))
                .forEach(problem -> log.warn("{}", problem));
    }

    private boolean failed(long look, RuntimeException e) {
        failedLooks.increment();
        if (look < newestLook) {
            return false; // somebody who looked later has reached the store
        }
        newestLook = look;
        Instant now = clock.instant();
        if (firstFailure == null) {
            firstFailure = now;
        }
        failures.failed("The configuration cannot be loaded; the last good one stays in use", e);
        error = Objects.requireNonNullElse(e.getMessage(), e.toString());
        loadProblems = e.getCause() instanceof ConfigException invalid ? invalid.problems() : List.of();
        if (state.source() == Source.NONE) {
            coldStart.withoutStore().ifPresent(cold -> apply(cold, true));
        } else {
            Duration age = lastRefresh == null ? FOR_EVER : Duration.between(lastRefresh, now);
            boolean isStale = evaluator.snapshot().isStale() || !now.isBefore(firstFailure.plus(staleAfter));
            evaluator.swap(evaluator.snapshot().asOld(age, isStale));
        }
        return false;
    }

    /** What keeps the newest state from being loaded, and what is wrong with the one in effect. */
    List<Problem> problems() {
        List<Problem> all = new ArrayList<>(loadProblems);
        all.addAll(state.problems());
        return List.copyOf(all);
    }

    /** How often the store was reached. */
    LongAdder successes() {
        return successes;
    }

    /** How often it was not. */
    LongAdder failedLooks() {
        return failedLooks;
    }

    /** How long ago the store was known to have nothing newer, in seconds; not a number if it never was. */
    double secondsSinceRefresh() {
        Instant last = lastRefresh;
        return last == null
                ? Double.NaN
                : Duration.between(last, clock.instant()).toMillis() / 1000.0;
    }

    Health health() {
        return new Health(status(), state.version().number(), lastRefresh, error);
    }

    private Health.Status status() {
        ConfigState current = state;
        if (current.source() == Source.NONE) {
            return Health.Status.NOT_READY;
        }
        if (evaluator.snapshot().isStale()) {
            return Health.Status.STALE;
        }
        boolean isWhole = error == null && current.problems().stream().noneMatch(p -> p.isError());
        return isWhole ? Health.Status.HEALTHY : Health.Status.DEGRADED;
    }
}
