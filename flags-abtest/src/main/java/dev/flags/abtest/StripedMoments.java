package dev.flags.abtest;

import dev.flags.abtest.stats.JointMoments;
import dev.flags.abtest.stats.MomentsBuilder;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Moments that threads add to at the same time: several builders about one pivot, each behind a lock that is one word. A thread
 * that finds one taken goes on to the next, so that it waits only while all are taken, as for a look at all of them. Whoever
 * holds a lock computes for some nanoseconds, and calls nothing that is not ours.
 *
 * <p>What is replaced may have been added to another builder: only their total means anything, and it is taken while all locks
 * are held, so that no change is seen by half.
 */
final class StripedMoments {
    /** In words of a lock; 128 bytes, since processors fetch cache lines in pairs. */
    private static final int DISTANCE = 32;

    /** 2⁶⁴ divided by the golden ratio: numbers in a row, as those of a pool's threads are, end up far apart. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final int STRIPES_PER_PROCESSOR = 4;
    private static final int MOST_STRIPES = 32;
    /** How often all are tried before others are asked to run. */
    private static final int PATIENCE = 32;

    private final double[] pivot;
    private final MomentsBuilder[] stripes;
    private final AtomicIntegerArray locks;
    private final int shift;

    StripedMoments(double[] pivot, int processors) {
        this.pivot = pivot.clone();
        stripes = new MomentsBuilder[Math.min(MOST_STRIPES, Integer.highestOneBit(processors) * STRIPES_PER_PROCESSOR)];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new MomentsBuilder(pivot);
        }
        locks = new AtomicIntegerArray((stripes.length + 1) * DISTANCE);
        shift = Long.SIZE - Integer.numberOfTrailingZeros(stripes.length);
    }

    void add(double value) {
        int held = lockAny();
        try {
            stripes[held].add(value);
        } finally {
            unlock(held);
        }
    }

    void add(double[] row) {
        int held = lockAny();
        try {
            stripes[held].add(row);
        } finally {
            unlock(held);
        }
    }

    void replace(double before, double after) {
        int held = lockAny();
        try {
            stripes[held].replace(before, after);
        } finally {
            unlock(held);
        }
    }

    void replace(double[] before, double[] after) {
        int held = lockAny();
        try {
            stripes[held].replace(before, after);
        } finally {
            unlock(held);
        }
    }

    /** All that was ever added, with others: what is replaced may have been one of them. */
    JointMoments with(JointMoments others) {
        MomentsBuilder total = new MomentsBuilder(pivot);
        int held = 0;
        try {
            for (; held < stripes.length; held++) {
                lock(held);
            }
            for (MomentsBuilder stripe : stripes) {
                total.addAll(stripe);
            }
        } finally {
            while (held > 0) {
                unlock(--held);
            }
        }
        total.addAll(others);
        return total.build();
    }

    private int lockAny() {
        int stripe = (int) ((Thread.currentThread().getId() * SPREAD) >>> shift);
        for (int tries = 1; !tryLock(stripe); tries++) {
            stripe = (stripe + 1) % stripes.length;
            if (tries % stripes.length == 0) {
                pause(tries / stripes.length);
            }
        }
        return stripe;
    }

    private void lock(int stripe) {
        for (int tries = 0; !tryLock(stripe); tries++) {
            pause(tries);
        }
    }

    private boolean tryLock(int stripe) {
        return locks.compareAndSet((stripe + 1) * DISTANCE, 0, 1);
    }

    private void unlock(int stripe) {
        locks.setRelease((stripe + 1) * DISTANCE, 0);
    }

    /** Whoever holds a lock may have lost its processor, and has to get one back. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but how soon that is
    private static void pause(int tries) {
        if (tries < PATIENCE) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }
}
