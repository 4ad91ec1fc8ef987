package dev.flags;

import java.util.concurrent.Executor;

/** A thread for each task: the common pool has as few as one, in which tasks that meet would wait for ever. */
public final class OwnThread {
    public static final Executor EXECUTOR = task -> {
        Thread thread = new Thread(task, "test");
        thread.setDaemon(true);
        thread.start();
    };

    private OwnThread() {}
}
