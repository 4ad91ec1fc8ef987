package dev.flags.store;

import dev.flags.config.Kind;
import dev.flags.internal.BriefThread;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One opened store and the threads that its calls run on: one for what tells the newest state, one for the history, which
 * may take long, and one for commits, so that none of them waits for another sort.
 */
final class StoreHandle {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisedConfigStore.class);
    private static final Duration COMMIT_GRACE = Duration.ofMillis(500);
    private static final Duration INTERRUPT_GRACE = Duration.ofMillis(300);
    private static final Duration CLOSE_GRACE = Duration.ofMillis(500);

    private final boolean ownsStore;
    private final Lane reads = new Lane("flags-store-read");
    private final Lane histories = new Lane("flags-store-history");
    private final Lane commits = new Lane("flags-store-commit");
    private final Call<ConfigStore> opening;
    private final SharedCalls<Set<Kind>, Version> version = new SharedCalls<>(reads, this::readVersion);
    private final SharedCalls<Set<Kind>, StoreSnapshot> load = new SharedCalls<>(reads, kinds -> store().load(kinds));
    private final SharedCalls<HistoryQuery, List<AuditEvent>> history =
            new SharedCalls<>(histories, query -> store().history(query));
    private @Nullable ConfigStore store;
    private @Nullable Thread closer;
    private boolean isOver;
    private volatile @Nullable Capabilities capabilities;

    private StoreHandle(ConfigStoreFactory factory, boolean ownsStore) {
        this.ownsStore = ownsStore;
        opening = reads.submit(() -> open(factory));
    }

    /** A store that is opened here, on the thread of its reads, and closed with the handle. */
    static StoreHandle opening(ConfigStoreFactory factory) {
        return new StoreHandle(factory, true);
    }

    /** A store that somebody else opened and closes. */
    static StoreHandle of(ConfigStore store) {
        return new StoreHandle(() -> store, false);
    }

    private ConfigStore open(ConfigStoreFactory factory) {
        ConfigStore opened = factory.open();
        synchronized (this) {
            store = opened;
            if (isOver) {
                close(); // opened so late that nobody waits for it
            }
        }
        return opened;
    }

    private synchronized ConfigStore store() {
        if (store == null) {
            throw new StoreException("the store could not be opened");
        }
        return store;
    }

    private Version readVersion(Set<Kind> kinds) {
        ConfigStore open = store();
        Version version = open.version(kinds);
        capabilities = open.capabilities();
        return version;
    }

    /** As they were when the version was read last; null if it was not. */
    @Nullable Capabilities capabilities() {
        return capabilities;
    }

    /** The store, if it is open by now. */
    synchronized Optional<ConfigStore> openStore() {
        return Optional.ofNullable(store);
    }

    Call<ConfigStore> opening() {
        return opening;
    }

    SharedCalls<Set<Kind>, Version> version() {
        return version;
    }

    SharedCalls<Set<Kind>, StoreSnapshot> load() {
        return load;
    }

    SharedCalls<HistoryQuery, List<AuditEvent>> history() {
        return history;
    }

    Lane reads() {
        return reads;
    }

    Lane commits() {
        return commits;
    }

    Call<CommitResult> commit(Commit commit) {
        return commits.submit(() -> store().commit(commit));
    }

    /** Lets go of everybody who waits, interrupts what runs, and closes the store, if it is ours, without waiting. */
    void abandon(StoreException why) {
        lanes().forEach(lane -> lane.abandon(why));
        synchronized (this) {
            isOver = true;
            close();
        }
    }

    /** As {@link #abandon}, but waits a little: first for a commit to end by itself, then for the threads. */
    void close(StoreException why) {
        commits.finish(why);
        reads.abandon(why);
        histories.abandon(why);
        commits.awaitEnd(COMMIT_GRACE);
        commits.abandon(why);
        lanes().forEach(lane -> lane.awaitEnd(INTERRUPT_GRACE.dividedBy(3)));
        abandon(why);
        Thread closing;
        synchronized (this) {
            closing = closer;
        }
        if (closing != null) {
            BriefThread.await(closing, CLOSE_GRACE);
        }
    }

    /** On a thread of its own: a store that hangs may hang here too. */
    private synchronized void close() {
        ConfigStore open = store;
        if (open != null && ownsStore && closer == null) {
            closer = BriefThread.start("flags-store-close", () -> close(open));
        }
    }

    private static void close(ConfigStore store) {
        try {
            store.close();
        } catch (RuntimeException e) {
            LOG.warn("A store that is no longer used cannot be closed", e);
        }
    }

    /** How many threads have not returned. */
    synchronized int threads() {
        int closing = closer != null && closer.isAlive() ? 1 : 0;
        return closing + (int) lanes().filter(lane -> !lane.isOver()).count();
    }

    private Stream<Lane> lanes() {
        return Stream.of(reads, histories, commits);
    }
}
