package dev.flags;

import dev.flags.store.ConfigStore;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreException;
import dev.flags.store.UnknownOutcomeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds out what became of commits whose answer was lost. One that is not in the history may still arrive. But each attempt
 * of one change expects of its document a revision that it never has again once one of them was applied, or if it creates
 * it, that nothing of its kind was made or deleted; so that at most one of them ever is.
 */
final class CommitSettler {
    /** Between two questions. */
    static final Duration PAUSE = Duration.ofMillis(200);

    private static final int MAX_UNKNOWN = 3;

    private final ConfigStore store;
    private final Duration patience;
    private final List<UUID> unknown = new ArrayList<>();

    /** @param patience how long to go on asking a store that does not answer */
    CommitSettler(ConfigStore store, Duration patience) {
        this.store = store;
        this.patience = patience;
    }

    /** Remembers a commit whose answer was lost. */
    void lost(UUID commit) {
        unknown.add(commit);
        if (unknown.size() == MAX_UNKNOWN) {
            if (isApplied()) {
                return;
            }
            throw notKnown(new StoreException("the answers to " + MAX_UNKNOWN + " commits in a row were lost"));
        }
    }

    /**
     * Whether one of the commits is known to have been applied.
     *
     * @throws UnknownOutcomeException if the store does not tell
     */
    boolean isApplied() {
        if (unknown.isEmpty()) {
            return false;
        }
        long start = System.nanoTime();
        while (true) {
            try {
                return unknown.stream()
                        .anyMatch(id -> !store.history(HistoryQuery.of(id)).isEmpty());
            } catch (StoreException e) {
                boolean isOver = System.nanoTime() - start > patience.toNanos()
                        || Thread.currentThread().isInterrupted(); // then nobody can pause
                if (isOver) {
                    throw notKnown(e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** What a failure of the store means to the caller: that nothing was done, unless an earlier attempt may have been. */
    RuntimeException meaning(StoreException e) {
        return unknown.isEmpty() ? e : notKnown(e);
    }

    private static UnknownOutcomeException notKnown(StoreException e) {
        return new UnknownOutcomeException(
                "it is not known whether the change was applied, all of it or nothing, since the store does not say so;"
                        + " look at what was to be changed before you try again: " + e.getMessage(),
                e);
    }
}
