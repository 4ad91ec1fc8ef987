package dev.flags.rollout;

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
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The way of one simulated process to the store of its fleet. At a commit its process may die, before it or after it; the
 * request or the answer may be lost, or come late. A process that has died reaches nothing any more.
 */
final class SimulatedStore implements ConfigStore {
    private static final int READS_FOR_A_FAILURE = 5_000;

    private final CommitLog log;
    private final Random random;
    private final List<Commit> late;
    private boolean isWell = true;
    private boolean isDead;
    private boolean isCut;

    /**
     * @param random decides what goes wrong
     * @param late where requests wait that are still on their way
     */
    SimulatedStore(CommitLog log, Random random, List<Commit> late) {
        this.log = log;
        this.random = random;
        this.late = late;
    }

    boolean isDead() {
        return isDead;
    }

    void cut(boolean isCutNow) {
        isCut = isCutNow;
    }

    /** Whether nothing goes wrong from now on. */
    void goWrong(boolean doesSo) {
        isWell = !doesSo;
    }

    @Override
    public CommitResult commit(Commit commit) {
        requireReach();
        log.asked(commit);
        return switch (isWell ? -1 : random.nextInt(300)) {
            case 0 -> throw dying();
            case 1 -> {
                log.commit(commit);
                throw dying();
            }
            case 2 -> {
                log.commit(commit);
                yield new CommitResult.Unknown(commit.id());
            }
            case 3 -> new CommitResult.Unknown(commit.id());
            case 4 -> {
                late.add(commit);
                yield new CommitResult.Unknown(commit.id());
            }
            case 5 -> throw new StoreException("the store is busy; nothing was changed");
            default -> log.commit(commit);
        };
    }

    private StoreException dying() {
        isDead = true;
        return new StoreException("the process has died");
    }

    private void requireReach() {
        if (isDead || isCut) {
            throw new StoreException(isDead ? "the process has died" : "the network is down");
        }
    }

    private void read() {
        requireReach();
        if (!isWell && random.nextInt(READS_FOR_A_FAILURE) == 0) {
            throw new StoreException("the store cannot be read now");
        }
    }

    @Override
    public StoreSnapshot load(Set<Kind> kinds) {
        read();
        return log.store().load(kinds);
    }

    @Override
    public Version version(Set<Kind> kinds) {
        read();
        return log.store().version(kinds);
    }

    @Override
    public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
        return () -> {}; // whoever looks, looks when it is its turn
    }

    @Override
    public List<AuditEvent> history(HistoryQuery query) {
        requireReach();
        return log.store().history(query);
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, false, false);
    }

    @Override
    public void close() {}
}
