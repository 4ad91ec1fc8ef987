package dev.flags;

import dev.flags.store.StoreException;
import dev.flags.store.Version;

/**
 * The newest version that this process knows of, from a look at the store or from a commit of its own. What is in effect,
 * such as a kill, must not be undone by a replica that lags behind. Thread-safe.
 */
final class NewestVersion {
    private volatile Version newest = ConfigState.NONE.version();

    Version get() {
        return newest;
    }

    /** Remembers a version, unless a newer one of its epoch is known. */
    synchronized void know(Version version) {
        if (!version.isOlderThan(newest)) {
            newest = version;
        }
    }

    /**
     * Refuses what a store answers if it is older than what was known before it was asked.
     *
     * @throws StoreException if it is
     */
    static void requireNotOlder(Version answer, Version known) {
        if (answer.isOlderThan(known)) {
            throw new StoreException("the store has answered with version " + answer.number() + ", after "
                    + known.number()
                    + ": it lags behind, or was restored from a copy without a new epoch. What was newer"
                    + " stays in use");
        }
    }
}
