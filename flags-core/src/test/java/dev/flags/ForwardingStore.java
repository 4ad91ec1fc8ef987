package dev.flags;

import dev.flags.config.Kind;
import dev.flags.store.AuditEvent;
import dev.flags.store.Capabilities;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Hint;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A store in front of another one, for tests that change one of its calls. */
class ForwardingStore implements ConfigStore {
    private final ConfigStore store;

    ForwardingStore(ConfigStore store) {
        this.store = store;
    }

    @Override
    public StoreSnapshot load(Set<Kind> kinds) {
        return store.load(kinds);
    }

    @Override
    public Version version(Set<Kind> kinds) {
        return store.version(kinds);
    }

    @Override
    public CommitResult commit(Commit commit) {
        return store.commit(commit);
    }

    @Override
    public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
        return store.watch(after, kinds, hints);
    }

    @Override
    public List<AuditEvent> history(HistoryQuery query) {
        return store.history(query);
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
