package dev.flags.internal;

import java.time.Duration;

/** Daemon threads with names, for what may not come back. */
public final class BriefThread {
    private BriefThread() {}

    public static Thread of(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    public static Thread start(String name, Runnable task) {
        Thread thread = of(name, task);
        thread.start();
        return thread;
    }

    /** Waits for the end of a thread, and not for ever; not at all for the one that it is called on. */
    public static void await(Thread thread, Duration patience) {
        if (thread.equals(Thread.currentThread())) {
            return;
        }
        try {
            thread.join(Math.max(1, patience.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
