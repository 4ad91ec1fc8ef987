package dev.flags.store;

import java.time.Duration;

/** Does something later. */
interface Wakeups {
    /** Runs a task once, on any thread; not at all if this is closed before. */
    void after(Duration delay, Runnable task);

    void close();
}
