package dev.flags;

import org.jspecify.annotations.Nullable;

/**
 * The last few versions of the configuration, for requests that were begun elsewhere with one of them. Most of a snapshot
 * is shared with the one before. Written by one thread at a time, read by any.
 */
final class RecentSnapshots {
    private static final int SIZE = 8;

    private volatile Snapshot[] newestFirst = {};

    /** Remembers a snapshot, in place of an earlier one of the same version. */
    void add(Snapshot snapshot) {
        Snapshot[] before = newestFirst;
        boolean isSame = before.length > 0 && before[0].version().equals(snapshot.version());
        int kept = isSame ? before.length - 1 : Math.min(before.length, SIZE - 1);
        Snapshot[] after = new Snapshot[kept + 1];
        after[0] = snapshot;
        System.arraycopy(before, isSame ? 1 : 0, after, 1, kept);
        newestFirst = after;
    }

    /** The snapshot of a version, or another one if that is not known here, or no longer. */
    Snapshot find(@Nullable String version, Snapshot otherwise) {
        for (Snapshot snapshot : newestFirst) {
            if (snapshot.version().equals(version)) {
                return snapshot;
            }
        }
        return otherwise;
    }
}
