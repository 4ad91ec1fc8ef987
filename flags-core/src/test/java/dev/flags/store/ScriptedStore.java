package dev.flags.store;

import dev.flags.config.Kind;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A store before and after whose calls a test does what it likes: hang, throw, let a rival be faster. */
public final class ScriptedStore implements ConfigStore {
    private final ConfigStore store;
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger histories = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger watches = new AtomicInteger();
    private final AtomicInteger closes = new AtomicInteger();
    private final List<Consumer<Hint>> watchers = new CopyOnWriteArrayList<>();
    private volatile Runnable beforeRead = () -> {};
    private volatile Runnable beforeHistory = () -> {};
    private volatile Runnable beforeCommit = () -> {};
    private volatile Runnable afterCommit = () -> {};
    private volatile Runnable beforeWatch = () -> {};
    private volatile Runnable onClose = () -> {};

    public ScriptedStore(ConfigStore store) {
        this.store = store;
    }

    public ScriptedStore beforeRead(Runnable script) {
        beforeRead = script;
        return this;
    }

    public ScriptedStore beforeHistory(Runnable script) {
        beforeHistory = script;
        return this;
    }

    public ScriptedStore beforeCommit(Runnable script) {
        beforeCommit = script;
        return this;
    }

    public ScriptedStore afterCommit(Runnable script) {
        afterCommit = script;
        return this;
    }

    public ScriptedStore beforeWatch(Runnable script) {
        beforeWatch = script;
        return this;
    }

    public ScriptedStore onClose(Runnable script) {
        onClose = script;
        return this;
    }

    /** Runs once, and not for the commits that it makes itself. */
    public ScriptedStore beforeNextCommit(Runnable script) {
        return beforeCommit(() -> {
            beforeCommit(() -> {});
            script.run();
        });
    }

    public int reads() {
        return reads.get();
    }

    public int histories() {
        return histories.get();
    }

    public int commits() {
        return commits.get();
    }

    public int closes() {
        return closes.get();
    }

    /** How many watches were begun. */
    public int watches() {
        return watches.get();
    }

    /** How many are not ended. */
    public int watchers() {
        return watchers.size();
    }

    public void hint() {
        watchers.forEach(watcher -> watcher.accept(new Hint()));
    }

    @Override
    public StoreSnapshot load(Set<Kind> kinds) {
        reads.incrementAndGet();
        beforeRead.run();
        return store.load(kinds);
    }

    @Override
    public Version version(Set<Kind> kinds) {
        reads.incrementAndGet();
        beforeRead.run();
        return store.version(kinds);
    }

    @Override
    public CommitResult commit(Commit commit) {
        commits.incrementAndGet();
        beforeCommit.run();
        CommitResult result = store.commit(commit);
        afterCommit.run();
        return result;
    }

    @Override
    public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
        beforeWatch.run();
        watchers.add(hints);
        watches.incrementAndGet();
        return () -> watchers.remove(hints);
    }

    @Override
    public List<AuditEvent> history(HistoryQuery query) {
        histories.incrementAndGet();
        beforeHistory.run();
        return store.history(query);
    }

    @Override
    public Capabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public void close() {
        closes.incrementAndGet();
        onClose.run();
    }
}
