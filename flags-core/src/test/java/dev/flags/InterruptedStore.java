package dev.flags;

import dev.flags.config.Kind;
import dev.flags.store.AuditEvent;
import dev.flags.store.Capabilities;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Hint;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreException;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store that goes out of reach when it is told to, and in which others may be faster. */
final class InterruptedStore implements ConfigStore {
    private final ConfigStore store;
    private final AtomicReference<@Nullable Runnable> beforeCommit = new AtomicReference<>();
    private volatile boolean fails;

    InterruptedStore(ConfigStore store) {
        this.store = store;
    }

    void fail(boolean nowFails) {
        fails = nowFails;
    }

    void beforeNextCommit(Runnable somebodyElse) {
        beforeCommit.set(somebodyElse);
    }

    private ConfigStore reached() {
        if (fails) {
            throw new StoreException("out of reach, as the test wants it");
        }
        return store;
    }

    @Override
    public StoreSnapshot load(Set<Kind> kinds) {
        return reached().load(kinds);
    }

    @Override
    public Version version(Set<Kind> kinds) {
        return reached().version(kinds);
    }

    @Override
    public CommitResult commit(Commit commit) {
        Runnable somebodyElse = beforeCommit.getAndSet(null);
        if (somebodyElse != null) {
            somebodyElse.run();
        }
        return reached().commit(commit);
    }

    @Override
    public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
        return store.watch(after, kinds, hints);
    }

    @Override
    public List<AuditEvent> history(HistoryQuery query) {
        return reached().history(query);
    }

    @Override
    public Capabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public void close() {
        store.close();
    }
}
