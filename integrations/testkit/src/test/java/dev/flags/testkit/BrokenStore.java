package dev.flags.testkit;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.AuditEvent;
import dev.flags.store.Capabilities;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.CommitResult.Conflict.Mismatch;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.Expect;
import dev.flags.store.Hint;
import dev.flags.store.HistoryQuery;
import dev.flags.store.Origin;
import dev.flags.store.ReadOnlyStoreException;
import dev.flags.store.StoreException;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import dev.flags.store.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A handle on data in memory, and sound, but for one fault. */
final class BrokenStore implements ConfigStore {
    private static final Origin NEWER = new Origin(Origin.CURRENT.schema() + 1, "9.9.9");

    private final BrokenData data;
    private final Access access;
    private final Map<Set<Kind>, StoreSnapshot> cache = new HashMap<>();
    private final String epoch = UUID.randomUUID().toString();
    private boolean isClosed;

    /** What a handle may do, and what it finds. */
    enum Access {
        WRITES,
        ONLY_READS,
        /** Only reads, since a newer library has written. */
        FINDS_NEWER
    }

    BrokenStore(BrokenData data, Access access) {
        this.data = data;
        this.access = access;
        data.opened();
    }

    private boolean has(Fault fault) {
        return data.has(fault);
    }

    // --- reading

    @Override
    public StoreSnapshot load(Set<Kind> kinds) {
        synchronized (data) {
            requireOpen();
            StoreSnapshot cached = cache.get(kinds);
            if (has(Fault.CACHES) && cached != null) {
                return cached;
            }
            Map<DocumentKey, Document> selected = new HashMap<>();
            if (has(Fault.LOADS_KIND_BY_KIND)) {
                for (Kind kind : kinds) {
                    select(key -> key.kind().equals(kind), selected);
                    data.waitForACommit();
                }
            } else {
                select(key -> has(Fault.LOADS_EVERY_KIND) || kinds.contains(key.kind()), selected);
            }
            Version version = has(Fault.LOADS_AT_THE_STORES_VERSION) ? data.version() : data.newest(kinds);
            StoreSnapshot loaded = new StoreSnapshot(version, selected, Set.of(), List.of(), origin());
            cache.put(Set.copyOf(kinds), loaded);
            return loaded;
        }
    }

    private void select(Predicate<DocumentKey> keys, Map<DocumentKey, Document> selected) {
        for (DocumentKey key : List.copyOf(data.documents.keySet())) {
            Document document = data.documents.get(key);
            if (document != null && keys.test(key)) {
                selected.put(key, document);
            }
            if (has(Fault.MIXES_VERSIONS)) {
                data.waitForACommit();
            }
            if (has(Fault.LOADS_ONE_PAGE) && selected.size() == 500) {
                return;
            }
        }
    }

    private Origin origin() {
        return access == Access.FINDS_NEWER && !has(Fault.HIDES_WHO_WROTE) ? NEWER : Origin.CURRENT;
    }

    @Override
    public Version version(Set<Kind> kinds) {
        synchronized (data) {
            requireOpen();
            if (has(Fault.CACHES)) {
                return load(kinds).version();
            }
            Version newest = data.newest(kinds);
            int call = data.calls.getAndIncrement();
            boolean isLate = has(Fault.LAGS) && call % 3 == 0 && newest.number() > 0;
            if (has(Fault.CHANGES_EPOCHS)) {
                data.changeEpoch();
            }
            return isLate ? new Version(newest.epoch(), newest.number() - 1) : newest;
        }
    }

    @Override
    public List<AuditEvent> history(HistoryQuery query) {
        synchronized (data) {
            requireOpen();
            return data.history.select(query);
        }
    }

    // --- commits

    @Override
    public CommitResult commit(Commit commit) {
        if (has(Fault.DIES_OF_AN_INTERRUPT) && Thread.currentThread().isInterrupted()) {
            close();
        }
        if (has(Fault.FAILS_AT_AN_INTERRUPT) && Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted");
        }
        if (access != Access.WRITES) {
            throw new ReadOnlyStoreException("only reads");
        }
        if (has(Fault.HINTS_TOO_EARLY)) {
            int before = data.calls.get();
            hint();
            waitForALook(before);
        }
        CommitResult result = has(Fault.NUMBERS_BEFORE_IT_COMMITS) ? numbered(commit) : looked(commit);
        if (has(Fault.RECORDS_LATER) && result instanceof CommitResult.Applied applied) {
            recordLater(commit, applied.version());
        }
        if (result instanceof CommitResult.Applied && !has(Fault.HINTS_TOO_EARLY)) {
            hint();
        }
        return result;
    }

    /** After the next commit, if there is one that comes soon. */
    private void recordLater(Commit commit, Version version) {
        if (version.number() % 2 == 0) {
            data.waitForARecord();
        }
        data.record(commit);
    }

    /** Until somebody has asked for the version who was hinted at, if anybody was. */
    private void waitForALook(int before) {
        long deadline = System.nanoTime() + 2_000_000_000;
        while (data.calls.get() == before && System.nanoTime() < deadline) {
            LockSupport.parkNanos(100_000);
        }
    }

    /** With a sequence, say, whose numbers become visible in whichever order. */
    private CommitResult numbered(Commit commit) {
        Version version;
        synchronized (data) {
            version = data.next();
        }
        if (version.number() % 2 == 0) {
            LockSupport.parkNanos(1_000_000); // so that the next one is ahead of it
        }
        return committed(commit, version);
    }

    /** Looks first, and then commits what is left to be compared. */
    private CommitResult looked(Commit commit) {
        Commit left = withoutUnlocked(commit);
        if (has(Fault.CHECKS_THEN_ACTS) || !left.equals(commit)) {
            synchronized (data) {
                requireOpen();
                List<Mismatch> mismatches = data.mismatches(commit);
                if (!mismatches.isEmpty()) {
                    return new CommitResult.Conflict(mismatches);
                }
            }
            data.meetAnother();
        }
        if (has(Fault.COMPARES_WITH_THE_STORES_VERSION)) {
            data.meetAnother();
        }
        if (has(Fault.FAILS_WHEN_COMMITS_MEET) && !commit.reads().isEmpty() && data.meetAnother()) {
            throw new StoreException("deadlock found");
        }
        return committed(left, null);
    }

    /** Without what is looked at only before, as what a database has no row for that could be locked. */
    private Commit withoutUnlocked(Commit commit) {
        List<Expect> reads = new ArrayList<>(commit.reads());
        List<Write> writes = new ArrayList<>(commit.writes());
        if (has(Fault.LOCKS_NO_KIND)) {
            reads.removeIf(Expect::isAboutKind);
        }
        if (has(Fault.LOCKS_NOTHING_THAT_IS_READ_AND_ABSENT)) {
            reads.removeIf(read -> !read.isAboutKind() && read.revision() == 0);
        }
        if (has(Fault.LOCKS_NOTHING_THAT_IS_DELETED_AND_ABSENT) && writes.size() > 1) {
            writes.removeIf(write -> write instanceof Write.Delete && write.expectedRevision() == 0);
        }
        return new Commit(commit.id(), writes, reads, commit.events());
    }

    /** @param reserved the version that is made, or null for the next one */
    private CommitResult committed(Commit commit, @Nullable Version reserved) {
        synchronized (data) {
            requireOpen();
            waitForTheLock();
            refuse(commit);
            if (has(Fault.APPLIES_HALF) && commit.writes().size() > 1) {
                return half(commit);
            }
            if (has(Fault.COMPARES_AFTER_WRITING)) {
                commit.writes()
                        .forEach(write ->
                                data.touch(write.key().kind(), data.version().number() + 1));
            }
            List<Mismatch> mismatches = has(Fault.CHECKS_THEN_ACTS) ? List.of() : data.mismatches(commit);
            if (!mismatches.isEmpty()) {
                return conflict(commit, mismatches);
            }
            Version version = reserved == null ? data.next() : reserved;
            if (!has(Fault.ACKNOWLEDGES_TOO_MUCH) || version.number() % 5 != 0) {
                commit.writes().forEach(write -> data.apply(write, version.number()));
                if (!has(Fault.RECORDS_LATER)) {
                    data.history.record(commit);
                }
            }
            cache.clear();
            data.notifyAll();
            return new CommitResult.Applied(
                    has(Fault.HAS_AN_EPOCH_FOR_EACH_HANDLE) ? new Version(epoch, version.number()) : version);
        }
    }

    private void refuse(Commit commit) {
        if (has(Fault.NEEDS_EVENTS) && commit.events().isEmpty()) {
            throw new StoreException("no events");
        }
        commit.events().forEach(data.history::refuse);
        for (Write write : commit.writes()) {
            data.texts.refuse(write);
            if (has(Fault.WRITES_ONE_BY_ONE) && commit.writes().size() > 1) {
                data.apply(write, data.next().number());
            }
        }
    }

    private CommitResult half(Commit commit) {
        CommitResult result = new CommitResult.Conflict(List.of());
        List<Write> inOrder = new ArrayList<>(commit.writes());
        inOrder.sort(Comparator.comparing(Write::expectedRevision));
        for (Write write : inOrder) {
            result = committed(new Commit(commit.id(), List.of(write), commit.reads(), commit.events()), null);
            if (result instanceof CommitResult.Conflict) {
                return result;
            }
        }
        return result;
    }

    private CommitResult conflict(Commit commit, List<Mismatch> mismatches) {
        if (has(Fault.LOCKS_AT_A_CONFLICT)) {
            data.locking = this;
        }
        if (has(Fault.MOVES_AT_A_CONFLICT)) {
            commit.writes()
                    .forEach(write -> data.touch(write.key().kind(), data.next().number()));
        }
        if (has(Fault.RECORDS_CONFLICTS)) {
            data.history.record(commit);
        }
        if (has(Fault.TELLS_ONE_MISMATCH)) {
            return new CommitResult.Conflict(mismatches.subList(0, 1));
        }
        if (has(Fault.TELLS_NO_ACTUAL_REVISION)) {
            return new CommitResult.Conflict(mismatches.stream()
                    .map(mismatch -> new Mismatch(mismatch.document(), mismatch.expected(), mismatch.expected()))
                    .toList());
        }
        return new CommitResult.Conflict(mismatches);
    }

    // --- watches, and the end

    @Override
    public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
        data.watchers.add(hints);
        return () -> {
            if (!has(Fault.HINTS_FOR_EVER)) {
                data.watchers.remove(hints);
            }
        };
    }

    private void hint() {
        for (Consumer<Hint> watcher : has(Fault.NEVER_HINTS) ? List.<Consumer<Hint>>of() : data.watchers) {
            try {
                watcher.accept(new Hint());
            } catch (IllegalStateException e) {
                if (has(Fault.LETS_WATCHERS_FAIL_COMMITS)) {
                    throw e;
                }
                if (has(Fault.STOPS_HINTING_AT_A_FAILURE)) {
                    return;
                }
            }
        }
    }

    @Override
    public Capabilities capabilities() {
        if (has(Fault.HAS_NO_CAPABILITIES_AFTER_CLOSE)) {
            synchronized (data) {
                requireOpen();
            }
        }
        boolean isReadOnly = access != Access.WRITES && !has(Fault.SAYS_IT_CAN_BE_WRITTEN);
        return new Capabilities(true, true, isReadOnly || has(Fault.SAYS_IT_IS_READ_ONLY));
    }

    @Override
    public void close() {
        synchronized (data) {
            if (isClosed && has(Fault.FAILS_AT_A_SECOND_CLOSE)) {
                throw new IllegalStateException("closed twice");
            }
            if (has(Fault.HANGS_AT_CLOSE) && !isClosed && data.version().number() > 0) {
                isClosed = true;
                waitForEver();
            }
            if (!isClosed) {
                isClosed = true;
                data.closed();
            }
        }
    }

    private void requireOpen() {
        if ((isClosed && !has(Fault.GOES_ON_AFTER_CLOSE)) || data.isClosed()) {
            if (has(Fault.BREAKS_CALLS_UNDER_WAY)) {
                throw new IllegalStateException("the connection is gone");
            }
            throw new StoreException("the store is closed");
        }
    }

    private void waitForTheLock() {
        try {
            while (data.locking != null && data.locking != this) {
                data.wait();
            }
        } catch (InterruptedException e) {
            throw new StoreException("interrupted", e);
        }
    }

    private void waitForEver() {
        try {
            while (isClosed) {
                data.wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
