package dev.flags.rollout;

import dev.flags.internal.BriefThread;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The threads of a manager: one that ticks, some that call what may not come back, and one for the meters. */
final class RolloutThreads implements AutoCloseable {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    /** How much a registry may be behind. */
    private static final int MAX_METERS = 1_024;

    private final ScheduledThreadPoolExecutor ticking =
            new ScheduledThreadPoolExecutor(1, task -> BriefThread.of("flags-rollouts", task));
    private final ThreadPoolExecutor calling;
    private final ThreadPoolExecutor showing = new ThreadPoolExecutor(
            1,
            1,
            KEEP_ALIVE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(MAX_METERS),
            task -> BriefThread.of("flags-rollout-meters", task),
            new ThreadPoolExecutor.DiscardPolicy()); // what a registry that hangs does not take is lost
    private final AtomicBoolean isQueued = new AtomicBoolean();
    private volatile boolean isTicking;

    RolloutThreads(int callers) {
        calling = new ThreadPoolExecutor(
                callers,
                callers,
                KEEP_ALIVE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                task -> BriefThread.of("flags-rollout-calls", task));
        showing.allowCoreThreadTimeOut(true);
        calling.allowCoreThreadTimeOut(true);
        ticking.setRejectedExecutionHandler(
                new ThreadPoolExecutor.DiscardPolicy()); // what comes with the end is not done
    }

    Executor executor() {
        return calling;
    }

    /** What meters are shown on: a registry that hangs must not keep anybody from anything. */
    Executor ofMeters() {
        return showing;
    }

    /** @param tick throws nothing */
    @SuppressWarnings("FutureReturnValueIgnored") // ends with the pool
    void every(Duration interval, Runnable tick) {
        isTicking = true;
        ticking.scheduleWithFixedDelay(tick, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Once more than every interval, if there is one; requests that come before it was begun are one. */
    void soon(Runnable tick) {
        if (isTicking && isQueued.compareAndSet(false, true)) {
            ticking.execute(() -> {
                isQueued.set(false);
                tick.run();
            });
        }
    }

    void stopTicking() {
        ticking.shutdownNow();
    }

    @Override
    public void close() {
        stopTicking();
        calling.shutdownNow();
        showing.shutdownNow();
    }
}
