package dev.flags.testkit;

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
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** A store with a connection for each call, which remembers what it has loaded until there is something newer. */
final class PerCallConfigStore implements ConfigStore {
    private final InetSocketAddress server;
    private final Duration timeLimit;
    private final NetworkFault fault;
    private final Map<Set<Kind>, StoreSnapshot> loaded = new ConcurrentHashMap<>();
    private volatile boolean isClosed;

    PerCallConfigStore(InetSocketAddress server, Duration timeLimit, NetworkFault fault) {
        this.server = server;
        this.timeLimit = timeLimit;
        this.fault = fault;
    }

    @Override
    public StoreSnapshot load(Set<Kind> kinds) {
        Version now = version(kinds);
        StoreSnapshot last = loaded.get(kinds);
        if (last != null && last.version().equals(now)) {
            return last;
        }
        if (last != null && fault == NetworkFault.REMEMBERS_TOO_EARLY) {
            loaded.put(kinds, StoreSnapshot.of(now, last.documents()));
        }
        StoreSnapshot whole = ask(store -> store.load(kinds));
        loaded.put(kinds, whole);
        return whole;
    }

    @Override
    public Version version(Set<Kind> kinds) {
        return ask(store -> store.version(kinds));
    }

    @Override
    public CommitResult commit(Commit commit) {
        CommitResult result = ask(store -> store.commit(commit));
        return result instanceof CommitResult.Unknown && fault == NetworkFault.TRIES_COMMITS_AGAIN
                ? ask(store -> store.commit(commit))
                : result;
    }

    @Override
    public List<AuditEvent> history(HistoryQuery query) {
        return ask(store -> store.history(query));
    }

    private <T> T ask(Function<ConfigStore, T> call) {
        if (isClosed) {
            throw new StoreException("the store is closed");
        }
        try (ConfigStore store = TcpConfigStore.open(server, timeLimit, NetworkFault.NONE)) {
            return call.apply(store);
        }
    }

    @Override
    public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
        return () -> {};
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, true, false);
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
