package dev.flags;

import dev.flags.internal.BriefThread;
import dev.flags.store.ConfigStore;
import dev.flags.store.ConfigStoreFactory;
import dev.flags.store.FileConfigStore;
import dev.flags.store.SupervisedConfigStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A manager's store, and what of it ends with the manager.
 *
 * @param supervised what every call goes through
 * @param onClose ends what is the manager's own
 */
record ManagedStore(SupervisedConfigStore supervised, Runnable onClose) {
    private static final Duration CLOSE_GRACE = Duration.ofMillis(500);

    /** A store that is somebody else's. */
    static ManagedStore of(ConfigStore store, InstantSource clock) {
        if (store instanceof SupervisedConfigStore supervised) {
            return new ManagedStore(supervised, () -> {});
        }
        SupervisedConfigStore supervised =
                SupervisedConfigStore.builder(store, clock).build();
        return new ManagedStore(supervised, supervised::close);
    }

    static ManagedStore of(ConfigStoreFactory factory, InstantSource clock) {
        SupervisedConfigStore supervised =
                SupervisedConfigStore.builder(factory, clock).build();
        return new ManagedStore(supervised, supervised::close);
    }

    /** A file store is kept for good: it remembers the last good state of a file that is broken now. */
    static ManagedStore of(Path file, InstantSource clock) {
        FileConfigStore store = FileConfigStore.of(file, clock);
        SupervisedConfigStore supervised =
                SupervisedConfigStore.builder(store, clock).build();
        return new ManagedStore(supervised, () -> {
            supervised.close();
            close(store);
        });
    }

    void close() {
        onClose.run();
    }

    /** On a thread of its own: a call that hangs may keep the store from closing. */
    private static void close(ConfigStore store) {
        BriefThread.await(BriefThread.start("flags-store-close", store::close), CLOSE_GRACE);
    }
}
