package dev.flags.rollout;

import dev.flags.config.Kind;
import dev.flags.store.AuditEvent;
import dev.flags.store.Capabilities;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Hint;
import dev.flags.store.HistoryQuery;
import dev.flags.store.ReadOnlyStoreException;
import dev.flags.store.StoreException;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The way of one process to a store that others share, of which a test takes hold: it can be cut, stop at a commit, and lose
 * what the store answers. Gives no hints, so that a process sees what others do when it looks.
 */
final class FaultyStore implements ConfigStore {
    private final ConfigStore store;
    private final AtomicReference<@Nullable Trap> trap = new AtomicReference<>();
    private final AtomicReference<@Nullable Runnable> afterLoad = new AtomicReference<>();
    private volatile boolean isDown;
    private volatile boolean isReadOnly;

    /** What becomes of a commit. */
    interface Fault {
        CommitResult of(Commit commit, ConfigStore store);
    }

    private record Trap(Predicate<Commit> which, Fault fault) {}

    FaultyStore(ConfigStore store) {
        this.store = store;
    }

    /** Whether every call fails. */
    void cut(boolean isCut) {
        isDown = isCut;
    }

    void makeReadOnly() {
        isReadOnly = true;
    }

    /** What becomes of the next commit of rollouts. */
    void atNextStep(Fault fault) {
        trap.set(new Trap(FaultyStore::isAboutRollouts, fault));
    }

    /** What becomes of the next commit of any kind. */
    void atNextCommit(Fault fault) {
        trap.set(new Trap(commit -> true, fault));
    }

    /** What happens once rollouts are read the next time. */
    void afterNextLoad(Runnable action) {
        afterLoad.set(action);
    }

    /** The commit is applied, and nobody hears of it. */
    static CommitResult loseAnswer(Commit commit, ConfigStore store) {
        store.commit(commit);
        return new CommitResult.Unknown(commit.id());
    }

    /** The commit never arrives. */
    static CommitResult loseRequest(Commit commit, ConfigStore store) {
        return new CommitResult.Unknown(commit.id());
    }

    private static boolean isAboutRollouts(Commit commit) {
        return commit.writes().stream().anyMatch(write -> write.key().kind().equals(RolloutKinds.ROLLOUT));
    }

    @Override
    public StoreSnapshot load(Set<Kind> kinds) {
        requireUp();
        StoreSnapshot loaded = store.load(kinds);
        Runnable action = kinds.contains(RolloutKinds.ROLLOUT) ? afterLoad.getAndSet(null) : null;
        if (action != null) {
            action.run();
        }
        return loaded;
    }

    @Override
    public Version version(Set<Kind> kinds) {
        requireUp();
        return store.version(kinds);
    }

    @Override
    public CommitResult commit(Commit commit) {
        requireUp();
        if (isReadOnly) {
            throw new ReadOnlyStoreException("this process only reads");
        }
        Trap set = trap.get();
        if (set != null && set.which().test(commit) && trap.compareAndSet(set, null)) {
            return set.fault().of(commit, store);
        }
        return store.commit(commit);
    }

    @Override
    public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
        return () -> {};
    }

    @Override
    public List<AuditEvent> history(HistoryQuery query) {
        requireUp();
        return store.history(query);
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, false, isReadOnly);
    }

    private void requireUp() {
        if (isDown) {
            throw new StoreException("the network is down");
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
