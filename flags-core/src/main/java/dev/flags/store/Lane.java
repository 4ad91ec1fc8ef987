package dev.flags.store;

import dev.flags.internal.BriefThread;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Calls of a store one after the other, on a daemon thread of their own that exists while there is something to do. */
final class Lane {
    private static final long IDLE_SECONDS = 5;

    private final ThreadPoolExecutor worker;
    private final Set<Call<?>> calls = ConcurrentHashMap.newKeySet();
    private volatile StoreException end = new StoreException("the store is closed");

    /** @param name of the thread */
    Lane(String name) {
        worker = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> BriefThread.of(name, task));
        worker.allowCoreThreadTimeOut(true);
    }

    <T> Call<T> submit(Supplier<T> work) {
        Call<T> call = new Call<>(work);
        calls.add(call); // first, so that abandon finds whatever the worker has taken
        try {
            worker.execute(() -> run(call));
        } catch (RejectedExecutionException e) {
            call.drop(end);
            calls.remove(call);
        }
        return call;
    }

    private void run(Call<?> call) {
        call.run();
        calls.remove(call);
    }

    /** Whether a call has been on its way for longer than it may. */
    boolean isStuck(Duration limit) {
        return calls.stream().anyMatch(call -> call.hasRunFor(limit));
    }

    void interrupt() {
        calls.forEach(Call::interrupt);
    }

    /** Takes no more calls, drops those that wait, and lets the one that runs come to its end. */
    void finish(StoreException why) {
        end = why;
        worker.shutdown();
        calls.forEach(call -> call.drop(why));
    }

    /** Takes no more calls, lets go of all there are, and interrupts the one that runs. */
    void abandon(StoreException why) {
        finish(why);
        calls.forEach(call -> call.abandon(why)); // before the interrupt, or what a commit says of that were an answer
        worker.shutdownNow();
    }

    /** Whether the thread has come to its end, or there never was one. */
    boolean isOver() {
        return worker.isTerminated();
    }

    /** Waits for the thread to come to its end, and not for ever. */
    void awaitEnd(Duration patience) {
        try {
            worker.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
