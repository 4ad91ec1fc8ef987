package dev.flags.rollout;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long somebody still waits, however many things there are to wait for. Used by one thread. */
final class Patience {
    private long leftNanos;

    Patience(Duration limit) {
        leftNanos = TimeUnit.NANOSECONDS.convert(limit);
    }

    /**
     * Waits for the end of a task, be it a good one, while there is patience left.
     *
     * @return whether it has ended
     */
    boolean await(CompletableFuture<?> task) {
        long start = System.nanoTime();
        try {
            task.get(leftNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | CancellationException | TimeoutException e) {
            return task.isDone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leftNanos = Math.max(0, leftNanos - (System.nanoTime() - start));
        }
        return task.isDone();
    }
}
