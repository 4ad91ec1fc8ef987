package dev.flags.store;

import dev.flags.config.Kind;
import dev.flags.internal.BriefThread;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody's watch, which outlives the handles that it is kept on. Hints are passed on by a thread of its own, and those
 * that come together are one: whoever gets one asks the store, which the thread that brought it may be needed for.
 */
final class Relay implements ConfigStore.Watch {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisedConfigStore.class);
    private static final Duration CLOSE_GRACE = Duration.ofMillis(100);

    private final Version after;
    private final Set<Kind> kinds;
    private final Consumer<Hint> hints;
    private final Consumer<Relay> onClose;
    private final Lane lane = new Lane("flags-store-hint");
    private final SharedCalls<Hint, Boolean> deliveries = new SharedCalls<>(lane, this::deliver);
    private @Nullable ConfigStore watched;
    private ConfigStore.@Nullable Watch watch;
    private volatile boolean isClosed;

    Relay(Version after, Set<Kind> kinds, Consumer<Hint> hints, Consumer<Relay> onClose) {
        this.after = after;
        this.kinds = Set.copyOf(kinds);
        this.hints = hints;
        this.onClose = onClose;
    }

    /** Watches a store instead of the one before, which was thrown away. Called by one thread at a time for a store. */
    void attach(ConfigStore store) {
        synchronized (this) {
            if (store == watched) {
                return;
            }
            watched = store;
        }
        ConfigStore.Watch opened;
        try {
            opened = store.watch(after, kinds, this::forward);
        } catch (RuntimeException e) {
            LOG.warn("A store cannot be watched; its changes are found when it is asked", e);
            return;
        }
        boolean isLate;
        synchronized (this) {
            isLate = isClosed || store != watched;
            if (!isLate) {
                watch = opened;
            }
        }
        if (isLate) {
            end(opened);
        }
    }

    void forward(Hint hint) {
        if (!isClosed) {
            deliveries.call(hint);
        }
    }

    private boolean deliver(Hint hint) {
        try {
            hints.accept(hint);
        } catch (RuntimeException | Error e) {
            LOG.warn("A watcher failed; it is told of the next change again", e);
        }
        return true;
    }

    @Override
    public void close() {
        onClose.accept(this);
        ConfigStore.Watch open;
        synchronized (this) {
            isClosed = true;
            open = watch;
            watch = null;
        }
        lane.finish(new StoreException("the watch is closed"));
        if (open != null) {
            end(open);
        }
    }

    /** As {@link #close}, and interrupts a watcher that is taking a hint. */
    void abandon() {
        close();
        lane.abandon(new StoreException("the store is closed"));
    }

    /** On a thread of its own: it may hang. */
    private static void end(ConfigStore.Watch watch) {
        BriefThread.await(BriefThread.start("flags-store-close", () -> close(watch)), CLOSE_GRACE);
    }

    private static void close(ConfigStore.Watch watch) {
        try {
            watch.close();
        } catch (RuntimeException e) {
            LOG.warn("A watch cannot be closed", e);
        }
    }
}
