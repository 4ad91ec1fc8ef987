package dev.flags.store;

import dev.flags.config.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a store that hangs, fails or breaks its promises from harming whoever uses it. Every call runs on a thread of
 * this store, and its caller waits no longer than a limit; before that, up to the limit of a read for a store that is
 * being opened.
 *
 * <p><b>Reads.</b> A read that is not answered in time, or fails in whatever way, throws {@link StoreException}. Equal
 * reads that wait share one call.
 *
 * <p><b>Commits.</b> What a store says of a commit, and a {@link StoreException} that it throws, comes through as it is.
 * A commit that certainly never began throws {@link StoreException}. Everything else, such as no answer in time or any
 * other exception, is {@link CommitResult.Unknown}.
 *
 * <p><b>A store that is opened here</b>, by a {@link ConfigStoreFactory}, is thrown away when a read of the newest state
 * fails: its threads are interrupted, it is closed, and another one is opened, for ever, after a time that grows from 0.2
 * to 5 seconds and is up to half shorter by chance. Until then every call fails at once, and says since when and why. A
 * new store takes over all watches, and gives each one hint. While
 * {@value #MAX_ABANDONED} threads have not returned, though they were interrupted, nothing is opened. A store has up to four,
 * so that seven at most are left behind.
 *
 * <p><b>A store that somebody else opened</b> is neither reopened nor closed. While a read of its newest state hangs,
 * every call fails at once.
 *
 * <p><b>A history</b> that hangs or fails harms nobody but those who ask for the history: while it hangs, they fail at
 * once, as commits do while a commit hangs. No store is thrown away for it that answers otherwise.
 *
 * <p>Thread-safe. An interrupt does not cut a caller's wait short. Its threads are daemons named {@code flags-store-…}
 * that exist while there is something to do.
 */
public final class SupervisedConfigStore implements ConfigStore {
    /** How long a read may take if nobody says otherwise: two seconds. */
    public static final Duration DEFAULT_READ_LIMIT = Duration.ofSeconds(2);

    /** How long a commit may take if nobody says otherwise: ten seconds. */
    public static final Duration DEFAULT_COMMIT_LIMIT = Duration.ofSeconds(10);

    /** From how many threads on that do not return no store is opened again: {@value}. */
    public static final int MAX_ABANDONED = 4;

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedConfigStore.class);
    private static final Capabilities UNKNOWN = new Capabilities(false, false, false);

    private final @Nullable ConfigStoreFactory factory;
    private final InstantSource clock;
    private final Duration readLimit;
    private final Duration commitLimit;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final Wakeups wakeups;
    private final List<Relay> relays = new CopyOnWriteArrayList<>();
    private final List<StoreHandle> abandoned = new ArrayList<>();
    private volatile @Nullable Capabilities capabilities;

    // Guarded by this, which nobody holds while a store is called.
    private @Nullable StoreHandle handle;
    private @Nullable Failure failure;
    private boolean isClosed;

    /** Attempts that failed since the last success. */
    private record Failure(int count, Instant since, long retryNanos, StoreException why) {}

    private SupervisedConfigStore(Builder builder) {
        factory = builder.factory;
        clock = builder.clock;
        readLimit = builder.readLimit;
        commitLimit = builder.commitLimit;
        nanoClock = builder.nanoClock;
        random = builder.random;
        wakeups = builder.wakeups == null ? new TimerThread() : builder.wakeups;
        handle = builder.store == null ? null : StoreHandle.of(builder.store);
    }

    /** Supervises stores that are opened, thrown away and closed as needed; the first with the first call. */
    public static Builder builder(ConfigStoreFactory factory, InstantSource clock) {
        return new Builder(Objects.requireNonNull(factory, "factory"), null, clock);
    }

    /** Supervises a store that somebody else opened, and closes. */
    public static Builder builder(ConfigStore store, InstantSource clock) {
        return new Builder(null, Objects.requireNonNull(store, "store"), clock);
    }

    @Override
    public StoreSnapshot load(Set<Kind> kinds) {
        StoreHandle current = usable();
        return read(current, current.load(), Set.copyOf(kinds));
    }

    @Override
    public Version version(Set<Kind> kinds) {
        StoreHandle current = usable();
        return read(current, current.version(), Set.copyOf(kinds));
    }

    @Override
    public List<AuditEvent> history(HistoryQuery query) {
        StoreHandle current = usable();
        requireReturned(current.history().lane());
        return read(current, current.history(), query);
    }

    private <K, T> T read(StoreHandle current, SharedCalls<K, T> calls, K key) {
        Call<T> call = calls.call(key);
        try {
            T answer = call.await(readLimit);
            succeeded(current);
            return answer;
        } catch (TimeoutException e) {
            throw timedOut(current, calls.lane());
        } catch (ExecutionException e) {
            throw failed(current, calls.lane(), wrapped(Call.cause(e)));
        }
    }

    @Override
    public CommitResult commit(Commit commit) {
        StoreHandle current = usable();
        if (current.commits().isStuck(commitLimit)) {
            throw new StoreException("the store has not yet returned from an earlier commit; nothing was changed");
        }
        Call<CommitResult> call = current.commit(commit);
        try {
            return call.await(commitLimit);
        } catch (TimeoutException e) {
            StoreException why = noAnswerWithin(commitLimit);
            if (call.drop(why)) {
                throw new StoreException("the store is busy with earlier commits; nothing was changed", e);
            }
            if (factory != null) {
                discard(current, why);
            }
            return new CommitResult.Unknown(commit.id());
        } catch (ExecutionException e) {
            return failed(commit, call, Call.cause(e));
        }
    }

    private static CommitResult failed(Commit commit, Call<CommitResult> call, Throwable cause) {
        if (!call.isAbandoned()) {
            if (cause instanceof StoreException refusal) {
                throw refusal;
            }
            LOG.error("A store failed in a way that leaves open whether commit {} was applied", commit.id(), cause);
        }
        return new CommitResult.Unknown(commit.id());
    }

    @Override
    public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
        Relay relay = new Relay(after, kinds, hints, relays::remove);
        StoreHandle current;
        synchronized (this) {
            if (isClosed) {
                return relay;
            }
            relays.add(relay);
            current = handle;
        }
        if (current != null) {
            current.reads().submit(() -> attach(current, relay));
        }
        return relay;
    }

    /** On the handle's thread. A handle that is opening takes over all relays by itself. */
    private static boolean attach(StoreHandle current, Relay relay) {
        current.openStore().ifPresent(relay::attach);
        return true;
    }

    /**
     * What the store that was asked last can do, as of its last answer. Only if there was none, the store is asked, and
     * then this may block as a read does; can the store not be reached, it can do nothing.
     */
    @Override
    public Capabilities capabilities() {
        Capabilities known = capabilities;
        if (known != null) {
            return known;
        }
        try {
            version(Set.of(Kind.FLAG));
        } catch (StoreException e) {
            LOG.debug("What the store can do is not known, since it is out of reach", e);
        }
        return Objects.requireNonNullElse(capabilities, UNKNOWN);
    }

    /**
     * Ends all threads, and closes a store that was opened here. Interrupts reads at once, and a commit if it has not come to
     * its end within half a second. Returns within two seconds, whatever hangs.
     */
    @Override
    public void close() {
        StoreHandle last;
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            last = handle;
            handle = null;
        }
        wakeups.close();
        relays.forEach(Relay::abandon);
        if (last != null) {
            last.close(new StoreException("the store is closed"));
        }
    }

    /** The handle, with its store opened. */
    private StoreHandle usable() {
        StoreHandle current = current();
        if (factory == null) {
            requireReturned(current.reads());
        }
        try {
            current.opening().await(readLimit);
            return current;
        } catch (TimeoutException e) {
            throw timedOut(current, current.reads());
        } catch (ExecutionException e) {
            throw failed(current, current.reads(), wrapped(Call.cause(e)));
        }
    }

    private void requireReturned(Lane lane) {
        if (lane.isStuck(readLimit)) {
            throw new StoreException("the store has not yet returned from an earlier call that began more than "
                    + readLimit.toMillis() + " ms ago");
        }
    }

    private synchronized StoreHandle current() {
        if (isClosed) {
            throw new StoreException("the store is closed");
        }
        StoreHandle known = handle;
        if (known != null) {
            return known;
        }
        Failure last = failure;
        if (last != null && nanoClock.getAsLong() - last.retryNanos() < 0) {
            throw outOfReach(last, "");
        }
        abandoned.removeIf(old -> old.threads() == 0);
        int left = abandoned.stream().mapToInt(StoreHandle::threads).sum();
        if (last != null && left >= MAX_ABANDONED) {
            throw outOfReach(last, ", and " + left + " threads have not returned from it");
        }
        StoreHandle opened = StoreHandle.opening(Objects.requireNonNull(factory, "factory"));
        handle = opened;
        requireAnswer(opened, opened.opening());
        opened.reads().submit(() -> takeOver(opened));
        return opened;
    }

    private static StoreException outOfReach(Failure last, String more) {
        return new StoreException(
                "the store has been out of reach since " + last.since() + more + ": "
                        + last.why().getMessage(),
                last.why());
    }

    /** On the handle's thread, once its store is open. */
    private boolean takeOver(StoreHandle opened) {
        opened.openStore().ifPresent(store -> {
            for (Relay relay : relays) {
                relay.attach(store);
                relay.forward(new Hint());
            }
        });
        return true;
    }

    /** Throws a handle away if a call of its reads fails or hangs, though nobody may be waiting for it. */
    private void requireAnswer(StoreHandle current, Call<?> call) {
        call.onFailure(why -> discard(current, wrapped(why)));
        wakeups.after(readLimit, () -> {
            if (!call.isDone()) {
                timedOut(current, current.reads());
            }
        });
    }

    private void reopen() {
        try {
            current();
        } catch (StoreException e) {
            LOG.debug("The store is not opened again yet", e);
            tryLater();
        }
    }

    private void succeeded(StoreHandle current) {
        Capabilities known = current.capabilities();
        if (known != null) {
            capabilities = known;
        }
        synchronized (this) {
            if (current.equals(handle)) {
                failure = null;
            }
        }
    }

    /**
     * A call that has been on its way for half of a limit when the limit of whoever waits for it is over is to blame. What
     * has just begun, behind others, is not.
     */
    private StoreException timedOut(StoreHandle current, Lane lane) {
        StoreException why = noAnswerWithin(readLimit);
        if (lane.isStuck(readLimit.dividedBy(2))) {
            failed(current, lane, why);
            lane.interrupt();
        }
        return why;
    }

    /** A history that fails says nothing of all else that a store does. Its version, which is asked for then, does. */
    private StoreException failed(StoreHandle current, Lane lane, StoreException why) {
        if (factory != null) {
            if (lane.equals(current.reads())) {
                discard(current, why);
            } else {
                requireAnswer(current, current.version().call(Set.of(Kind.FLAG)));
            }
        }
        return why;
    }

    private static StoreException wrapped(Throwable cause) {
        return cause instanceof StoreException expected
                ? expected
                : new StoreException("the store failed: " + cause, cause);
    }

    private static StoreException noAnswerWithin(Duration limit) {
        return new StoreException("the store has not answered within " + limit.toMillis() + " ms");
    }

    private void discard(StoreHandle broken, StoreException why) {
        synchronized (this) {
            if (!broken.equals(handle)) {
                return;
            }
            handle = null;
            Failure last = failure;
            int count = last == null ? 1 : last.count() + 1;
            failure = new Failure(
                    count,
                    last == null ? clock.instant() : last.since(),
                    nanoClock.getAsLong() + Backoff.after(count, random).toNanos(),
                    why);
            abandoned.add(broken);
        }
        LOG.debug("A store is thrown away", why);
        broken.abandon(why);
        tryLater();
    }

    private void tryLater() {
        Failure last;
        synchronized (this) {
            last = failure;
        }
        if (last != null) {
            long wait = last.retryNanos() - nanoClock.getAsLong();
            wakeups.after(wait > 0 ? Duration.ofNanos(wait) : Backoff.CAP, this::reopen);
        }
    }

    /** Settings. Not thread-safe. */
    public static final class Builder {
        private final @Nullable ConfigStoreFactory factory;
        private final @Nullable ConfigStore store;
        private final InstantSource clock;
        private Duration readLimit = DEFAULT_READ_LIMIT;
        private Duration commitLimit = DEFAULT_COMMIT_LIMIT;
        private LongSupplier nanoClock = System::nanoTime;
        private RandomGenerator random = new SplittableRandom();
        private @Nullable Wakeups wakeups;

        private Builder(@Nullable ConfigStoreFactory factory, @Nullable ConfigStore store, InstantSource clock) {
            this.factory = factory;
            this.store = store;
            this.clock = Objects.requireNonNull(clock, "clock");
        }

        /**
         * How long a read may take, and before it the opening of a store; {@link #DEFAULT_READ_LIMIT} if nobody says otherwise.
         *
         * @throws IllegalArgumentException if it is below a millisecond
         */
        public Builder readLimit(Duration limit) {
            readLimit = atLeastAMillisecond("readLimit", limit);
            return this;
        }

        /**
         * How long a commit may take; {@link #DEFAULT_COMMIT_LIMIT} if nobody says otherwise.
         *
         * @throws IllegalArgumentException if it is below a millisecond
         */
        public Builder commitLimit(Duration limit) {
            commitLimit = atLeastAMillisecond("commitLimit", limit);
            return this;
        }

        /** Who has the time, chance and waiting in their hands, for tests. */
        Builder driven(LongSupplier newNanoClock, RandomGenerator newRandom, Wakeups newWakeups) {
            nanoClock = newNanoClock;
            random = newRandom;
            wakeups = newWakeups;
            return this;
        }

        public SupervisedConfigStore build() {
            return new SupervisedConfigStore(this);
        }

        private static Duration atLeastAMillisecond(String name, Duration limit) {
            if (limit.toMillis() < 1) {
                throw new IllegalArgumentException(name + " is below a millisecond: " + limit);
            }
            return limit;
        }
    }
}
