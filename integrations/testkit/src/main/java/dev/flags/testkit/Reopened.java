package dev.flags.testkit;

import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.ConfigStoreFactory;
import dev.flags.store.StoreException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A handle that is thrown away and opened again whenever a call of it fails. For one thread. */
final class Reopened implements AutoCloseable {
    private final ConfigStoreFactory factory;
    private final AtomicLong failures;
    private @Nullable ConfigStore handle;

    /** Counts failures, and commits that are not known to be applied. */
    Reopened(ConfigStoreFactory factory, AtomicLong failures) {
        this.factory = factory;
        this.failures = failures;
    }

    /** Counts one more in the store, certainly once, however often it fails. */
    void increment() {
        while (true) {
            Commit commit = untilAnswered(Counter::next);
            if (isApplied(commit)) {
                return;
            }
        }
    }

    private boolean isApplied(Commit commit) {
        try {
            CommitResult result = handle().commit(commit);
            if (!(result instanceof CommitResult.Unknown)) {
                return result instanceof CommitResult.Applied;
            }
        } catch (StoreException nothingWasDone) {
            failed();
            return false;
        }
        failed();
        return untilAnswered(store -> isDone(store, commit));
    }

    /**
     * Whether a commit was applied. Its request may still be on its way, and be applied after the history was asked; it no
     * longer can once the document has moved on.
     */
    private static boolean isDone(ConfigStore store, Commit commit) {
        if (store.commit(Counter.same(store)) instanceof CommitResult.Unknown) {
            throw new StoreException("whether the document has moved on is unknown");
        }
        return Counter.isInHistory(store, commit);
    }

    private <T> T untilAnswered(Function<ConfigStore, T> call) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                return call.apply(handle());
            } catch (StoreException e) {
                failed();
            }
        }
        throw new AssertionError("interrupted while the store was out of reach");
    }

    private ConfigStore handle() {
        if (handle == null) {
            handle = factory.open();
        }
        return handle;
    }

    private void failed() {
        failures.incrementAndGet();
        close();
    }

    @Override
    public void close() {
        if (handle != null) {
            handle.close();
            handle = null;
        }
    }
}
