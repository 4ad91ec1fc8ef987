package dev.flags;

import dev.flags.internal.BriefThread;
import dev.flags.internal.FailureLog;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a manager that comes back by itself. No failure of a task ends it, nor keeps the task from its next
 * round, not even an {@link Error}.
 */
final class Background {
    /** Up to how much an interval is longer or shorter by chance, so that many processes do not ask at one time. */
    private static final double JITTER = 0.1;

    private final Pool pool;
    private final RandomGenerator random;

    Background(String name, RandomGenerator random, FailureLog log) {
        this.random = random;
        pool = new Pool(name, log);
    }

    private static final class Pool extends ScheduledThreadPoolExecutor {
        private final FailureLog log;

        Pool(String name, FailureLog log) {
            super(1, task -> BriefThread.of(name, task));
            this.log = log;
            setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // what comes with the end is not done
        }

        @Override
        protected void afterExecute(Runnable task, @Nullable Throwable failure) {
            super.afterExecute(task, failure);
            if (task instanceof Future<?> done && done.isDone() && !done.isCancelled()) {
                try {
                    done.get();
                } catch (ExecutionException e) {
                    log.failed(
                            "A task in the background failed; it runs again",
                            Objects.requireNonNullElse(e.getCause(), e));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // cannot be: the task is done
                }
            }
        }
    }

    /** Does something again and again, first after the interval. */
    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong is logged, and the task ends with the pool
    void every(Duration interval, Runnable task) {
        pool.schedule(
                () -> {
                    try {
                        task.run();
                    } finally {
                        every(interval, task);
                    }
                },
                jittered(interval, random).toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** From 90 % to 110 % of an interval. */
    static Duration jittered(Duration interval, RandomGenerator random) {
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofNanos(Math.max(1, (long) (interval.toNanos() * factor)));
    }

    /** A request to do something soon; requests that come before it was begun are one. */
    @SuppressWarnings("FutureReturnValueIgnored") // as above
    Runnable soon(Runnable task) {
        AtomicBoolean isQueued = new AtomicBoolean();
        return () -> {
            if (isQueued.compareAndSet(false, true)) {
                pool.execute(() -> {
                    isQueued.set(false);
                    task.run();
                });
            }
        };
    }

    void close() {
        pool.shutdownNow();
    }
}
