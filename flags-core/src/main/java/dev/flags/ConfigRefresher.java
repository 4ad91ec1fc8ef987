package dev.flags;

import dev.flags.ConfigLoader.Candidate;
import dev.flags.ConfigState.Source;
import dev.flags.IncludedFiles.Content;
import dev.flags.config.ConfigException;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Problem;
import dev.flags.internal.FailureLog;
import dev.flags.store.Commit;
import dev.flags.store.ConfigStore;
import dev.flags.store.StoreException;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.SupervisedConfigStore;
import dev.flags.store.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
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

    /** Taking effect is no more than computing. */
    private static final Duration LOCK_PATIENCE = SupervisedConfigStore.DEFAULT_READ_LIMIT;

    /** How long a look may take: a store is opened, asked twice, files are read, and the lock is free. */
    private static final Duration LONGEST_LOOK = LOCK_PATIENCE.multipliedBy(5);

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
    private final Silence silence = new Silence();
    private final LongAdder successes = new LongAdder();
    private final LongAdder failedLooks = new LongAdder();
    private final NewestVersion newest = new NewestVersion();
    private final ReentrantLock lock = new ReentrantLock();

    private volatile ConfigState state = ConfigState.NONE;
    private volatile @Nullable Instant lastRefresh;
    private volatile @Nullable String error;
    private volatile List<Problem> loadProblems = List.of();
    // Guarded by the lock.
    private long newestLook;
    private long newestApplied;

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

    /**
     * Puts into effect what this process has just committed: what the store holds by now or, if that cannot be read, what
     * is in effect and the commit. Throws nothing, since it is durable.
     */
    void committed(Commit commit, Version version) {
        newest.know(version);
        if (refresh()) {
            return;
        }
        try {
            Map<String, Content> files = loader.read(state.after(commit, version), state.source(), state)
                    .files();
            locked(() -> takeOver(commit, version, files));
        } catch (RuntimeException | Error e) {
            note(e);
        }
    }

    /** The version stays what it is, so that the next look reads the rest. */
    private boolean takeOver(Commit commit, Version version, Map<String, Content> files) {
        if (state.isBefore(commit, version)) {
            Source source = state.source() == Source.BOOTSTRAP ? Source.STORE : state.source(); // all of it went along
            Candidate own = new Candidate(state.after(commit, version), source, files);
            apply(loader.load(own, state), this::aged);
            coldStart.keep(state);
        }
        return true;
    }

    /** Loads the configuration, and files that it names, in any case. */
    void reload() {
        update(true);
    }

    private boolean update(boolean always) {
        long look = silence.begin(clock.instant());
        Version known = newest.get();
        try {
            boolean mustLoad = always || lastRefresh == null || loader.hasLateFile();
            Optional<Candidate> loaded = mustLoad || !version(known).equals(state.version())
                    ? Optional.of(coldStart.withStore(load(known), state))
                    : Optional.empty();
            return locked(() -> succeeded(look, loaded, mustLoad));
        } catch (RuntimeException | Error e) { // a StoreException, a defect of ours, or too little memory
            locked(() -> failed(look, e));
            startCold();
            return false;
        }
    }

    private Version version(Version known) {
        Version version = store.version(KINDS);
        NewestVersion.requireNotOlder(version, known);
        return version;
    }

    private StoreSnapshot load(Version known) {
        StoreSnapshot loaded = store.load(KINDS);
        NewestVersion.requireNotOlder(loaded.version(), known);
        return loaded;
    }

    /** From what there is while the store has never been read. */
    private void startCold() {
        if (state.source() == Source.NONE) {
            coldStart
                    .withoutStore()
                    .ifPresent(cold -> locked(() -> {
                        if (state.source() == Source.NONE) {
                            apply(loader.load(cold, state), started -> started.asOld(FOR_EVER, true));
                        }
                        return false;
                    }));
        }
    }

    private interface Step {
        boolean run();
    }

    /** Waits for the lock, and not for ever; an interrupt of the caller is no reason not to. */
    private boolean hasLock() {
        long end = System.nanoTime() + LOCK_PATIENCE.toNanos();
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean locked(Step step) {
        if (!hasLock()) {
            note(new StoreException("another state has been taking effect for more than " + LOCK_PATIENCE.toMillis()
                    + " ms, which keeps newer ones from it"));
            return false;
        }
        try {
            return step.run();
        } finally {
            lock.unlock();
        }
    }

    private boolean succeeded(long look, Optional<Candidate> loaded, boolean isNewInAnyCase) {
        successes.increment();
        if (loaded.isPresent() && look > newestApplied) {
            newestApplied = look;
            Candidate next = loaded.get();
            Version version = next.stored().version();
            boolean isNew = isNewInAnyCase || !version.equals(state.version());
            if (isNew && !version.isOlderThan(newest.get())) { // an older look may have come back with a newer one
                apply(loader.load(next, state), UnaryOperator.identity());
                if (next.source() == Source.STORE) {
                    coldStart.keep(state);
                }
            }
        }
        newestLook = Math.max(newestLook, look);
        Instant now = clock.instant();
        silence.end(look, now);
        failures.succeeded("The configuration can be loaded again");
        error = null;
        loadProblems = List.of();
        lastRefresh = now;
        evaluator.swap(evaluator.snapshot().asFresh());
        return true;
    }

    private void apply(ConfigState next, UnaryOperator<Snapshot> age) {
        ConfigState before = state;
        Set<DocumentKey> changed = next.changedSince(before);
        Snapshot snapshot = compiler.compile(next, before, changed);
        state = next;
        newest.know(next.version());
        evaluator.swap(age.apply(snapshot));
        reportNewProblems(before, next);
        if (!changed.isEmpty()) {
            listeners.tell(next.version().number(), changed);
        }
    }

    private void reportNewProblems(ConfigState before, ConfigState next) {
        next.problems().stream()
                .filter(problem -> !before.problems().contains(problem))
                .forEach(problem -> log.warn("{}", problem));
    }

    private boolean failed(long look, Throwable why) {
        failedLooks.increment();
        if (look < newestLook) {
            return false; // somebody who looked later has reached the store
        }
        newestLook = look;
        note(why);
        if (state.source() != Source.NONE) {
            evaluator.swap(aged(evaluator.snapshot()));
        }
        return false;
    }

    /** The same, as old as it is by now. */
    private Snapshot aged(Snapshot snapshot) {
        Instant now = clock.instant();
        Duration age = lastRefresh == null ? FOR_EVER : Duration.between(lastRefresh, now);
        boolean isStale = evaluator.snapshot().isStale() || silence.hasLasted(staleAfter, now);
        return snapshot.asOld(age, isStale);
    }

    private void note(Throwable why) {
        failures.failed("The configuration cannot be loaded; the last good one stays in use", why);
        error = Objects.requireNonNullElse(why.getMessage(), why.toString());
        loadProblems = why.getCause() instanceof ConfigException invalid ? invalid.problems() : List.of();
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
        if (evaluator.snapshot().isStale() || isLookOverdue()) {
            return Health.Status.STALE;
        }
        boolean isWhole = error == null && current.problems().stream().noneMatch(p -> p.isError());
        return isWhole ? Health.Status.HEALTHY : Health.Status.DEGRADED;
    }

    /** Whoever looks may not have come back to say that answers are stale. */
    private boolean isLookOverdue() {
        Duration limit = staleAfter.compareTo(LONGEST_LOOK) > 0 ? staleAfter : LONGEST_LOOK;
        return silence.hasLasted(limit, clock.instant());
    }
}
