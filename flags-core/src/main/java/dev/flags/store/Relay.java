package dev.flags.store;

import dev.flags.config.Kind;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Somebody's watch, which outlives the handles that it is kept on. */
final class Relay implements ConfigStore.Watch {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisedConfigStore.class);
    private static final Duration CLOSE_GRACE = Duration.ofMillis(100);

    private final Version after;
    private final Set<Kind> kinds;
    private final Consumer<Hint> hints;
    private final Consumer<Relay> onClose;
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
        synchronized (this) {
            watch = opened;
        }
        if (isClosed) {
            closeWatch();
        }
    }

    void forward(Hint hint) {
        if (isClosed) {
            return;
        }
        try {
            hints.accept(hint);
        } catch (RuntimeException e) {
            LOG.warn("A watcher failed; it is told of the next change again", e);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        onClose.accept(this);
        closeWatch();
    }

    private void closeWatch() {
        ConfigStore.Watch open;
        synchronized (this) {
            open = watch;
            watch = null;
        }
        if (open != null) {
            BriefThread.await(BriefThread.start("flags-store-close", () -> close(open)), CLOSE_GRACE);
        }
    }

    private static void close(ConfigStore.Watch watch) {
        try {
            watch.close();
        } catch (RuntimeException e) {
            LOG.warn("A watch cannot be closed", e);
        }
    }
}
