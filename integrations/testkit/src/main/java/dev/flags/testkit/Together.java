package dev.flags.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Runs tasks at once, each on a thread of its own, and waits for them no longer than it has patience. */
final class Together {
    private static final long PAUSE_NANOS = 500_000;

    private Together() {}

    /**
     * Starts all tasks at the same moment.
     *
     * @return their results, in order
     * @throws AssertionError if one of them fails, or takes too long
     */
    static <T> List<T> run(Duration patience, List<Callable<T>> tasks) {
        CountDownLatch start = new CountDownLatch(1);
        List<FutureTask<T>> running = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Callable<T> task : tasks) {
            FutureTask<T> future = new FutureTask<>(() -> {
                start.await();
                return task.call();
            });
            running.add(future);
            threads.add(start(future));
        }
        start.countDown();
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            List<T> results = new ArrayList<>();
            for (FutureTask<T> future : running) {
                results.add(await(future, deadline - System.nanoTime(), patience));
            }
            return results;
        } finally {
            threads.forEach(Thread::interrupt);
        }
    }

    /** Runs one task on a thread of its own, so that one that never ends fails instead. */
    static <T> T alone(Duration patience, Callable<T> task) {
        return run(patience, List.of(task)).get(0);
    }

    /** Starts a daemon thread. */
    static Thread start(Runnable task) {
        Thread thread = new Thread(task, "flags-testkit");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /**
     * Waits until something holds.
     *
     * @throws InterruptedException if the thread is interrupted first
     */
    static void await(BooleanSupplier holds) throws InterruptedException {
        while (!holds.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static <T> T await(FutureTask<T> future, long nanos, Duration patience) {
        try {
            return future.get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("a call is not back after " + patience, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failed) {
                throw failed;
            }
            throw new AssertionError("a call failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while calls were under way", e);
        }
    }
}
