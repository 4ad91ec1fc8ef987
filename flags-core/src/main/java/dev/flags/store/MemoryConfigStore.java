package dev.flags.store;

import dev.flags.config.Configuration;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store in memory, for tests and for processes that configure themselves. Any number of managers may share one.
 * Thread-safe. Nothing outlives the process, and of
 * the history only the newest {@value #MAX_HISTORY} events are kept.
 */
public final class MemoryConfigStore implements ConfigStore {
    /** How many audit events are kept, the newest: {@value}. */
    public static final int MAX_HISTORY = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(MemoryConfigStore.class);

    private final String epoch = UUID.randomUUID().toString();
    private final Object lock = new Object();
    private final Map<DocumentKey, Document> documents = new HashMap<>();
    private final Map<Kind, Long> versions = new HashMap<>();
    private final Deque<AuditEvent> history = new ArrayDeque<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private long number;
    private boolean isClosed;

    /** An empty store. */
    public MemoryConfigStore() {}

    /** A store that holds a configuration already; its history does not tell where that comes from. */
    public static MemoryConfigStore of(Configuration configuration) {
        MemoryConfigStore store = new MemoryConfigStore();
        List<Write> writes = new ArrayList<>();
        configuration.documents().forEach((key, json) -> writes.add(new Write.Put(key, 0, json.toJson())));
        if (!writes.isEmpty()) {
            store.commit(new Commit(UUID.randomUUID(), writes, List.of(), List.of()));
        }
        return store;
    }

    @Override
    public StoreSnapshot load(Set<Kind> kinds) {
        synchronized (lock) {
            requireOpen();
            Map<DocumentKey, Document> selected = documents.entrySet().stream()
                    .filter(entry -> kinds.contains(entry.getKey().kind()))
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
            return StoreSnapshot.of(version(kinds), selected);
        }
    }

    @Override
    public Version version(Set<Kind> kinds) {
        synchronized (lock) {
            requireOpen();
            long newest = 0;
            for (Kind kind : kinds) {
                newest = Math.max(newest, versions.getOrDefault(kind, 0L));
            }
            return new Version(epoch, newest);
        }
    }

    @Override
    public CommitResult commit(Commit commit) {
        Set<Kind> changed;
        Version version;
        synchronized (lock) {
            requireOpen();
            List<CommitResult.Conflict.Mismatch> mismatches =
                    Expectations.mismatches(commit, this::revision, kind -> versions.getOrDefault(kind, 0L));
            if (!mismatches.isEmpty()) {
                return new CommitResult.Conflict(mismatches);
            }
            number++;
            version = new Version(epoch, number);
            commit.writes().forEach(this::apply);
            if (commit.writes().stream().anyMatch(write -> !write.key().kind().isEphemeral())) {
                commit.events().forEach(this::record);
            }
            changed = commit.writes().stream().map(write -> write.key().kind()).collect(Collectors.toSet());
        }
        watchers.forEach(watcher -> watcher.tell(changed));
        return new CommitResult.Applied(version);
    }

    @Override
    public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
        Watcher watcher = new Watcher(Set.copyOf(kinds), hints);
        watchers.add(watcher);
        return watcher;
    }

    @Override
    public List<AuditEvent> history(HistoryQuery query) {
        synchronized (lock) {
            requireOpen();
            return history.stream().filter(query::selects).limit(query.limit()).toList();
        }
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, false, false);
    }

    @Override
    public void close() {
        synchronized (lock) {
            isClosed = true;
        }
        watchers.forEach(Watcher::close);
    }

    private long revision(DocumentKey key) {
        Document document = documents.get(key);
        return document == null ? 0 : document.revision();
    }

    private void apply(Write write) {
        if (write instanceof Write.Put put) {
            documents.put(put.key(), new Document(put.key(), number, put.json()));
        } else {
            documents.remove(write.key());
        }
        versions.put(write.key().kind(), number);
    }

    private void record(AuditEvent event) {
        history.addFirst(event);
        if (history.size() > MAX_HISTORY) {
            history.removeLast();
        }
    }

    private void requireOpen() {
        if (isClosed) {
            throw new StoreException("the store is closed");
        }
    }

    private final class Watcher implements Watch {
        private final Set<Kind> kinds;
        private final Consumer<Hint> hints;
        private volatile boolean isOver;

        Watcher(Set<Kind> kinds, Consumer<Hint> hints) {
            this.kinds = kinds;
            this.hints = hints;
        }

        void tell(Set<Kind> changed) {
            if (isOver || kinds.stream().noneMatch(changed::contains)) {
                return;
            }
            try {
                hints.accept(new Hint());
            } catch (RuntimeException e) {
                LOG.warn("A watcher failed; the commit that it was told of is applied", e);
            }
        }

        @Override
        public void close() {
            isOver = true; // it may be among those whom a commit is just telling
            watchers.remove(this);
        }
    }
}
