package dev.flags.store;

import java.util.concurrent.CountDownLatch;

/** A call that does not come back until it is let go. */
public final class Hang implements Runnable {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final boolean hearsInterrupts;
    private volatile boolean wasInterrupted;

    private Hang(boolean hearsInterrupts) {
        this.hearsInterrupts = hearsInterrupts;
    }

    /** One that an interrupt ends. */
    public static Hang interruptible() {
        return new Hang(true);
    }

    /** One that nothing ends but {@link #letGo}. */
    public static Hang deaf() {
        return new Hang(false);
    }

    @Override
    public void run() {
        begun.countDown();
        while (true) {
            try {
                end.await();
                return;
            } catch (InterruptedException e) {
                wasInterrupted = true;
                if (hearsInterrupts) {
                    throw new StoreException("interrupted", e);
                }
            }
        }
    }

    public boolean hasBegun() {
        return begun.getCount() == 0;
    }

    public boolean wasInterrupted() {
        return wasInterrupted;
    }

    public void letGo() {
        end.countDown();
    }
}
