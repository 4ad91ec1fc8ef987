package dev.flags.store;

import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of a store on another thread: it waits, runs and is done; or it is dropped while it waits, and then it
 * certainly never runs.
 */
final class Call<T> implements Runnable {
    private final Supplier<T> work;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private Stage stage = Stage.WAITING;
    private boolean isAbandoned;
    private long startNanos;
    private @Nullable Thread runner;

    private enum Stage {
        WAITING,
        RUNNING,
        OVER
    }

    Call(Supplier<T> work) {
        this.work = work;
    }

    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        FutureTask<T> task = new FutureTask<>(() -> Objects.requireNonNull(work.get(), "no answer"));
        task.run(); // keeps whatever the store throws, its Errors too
        end();
        try {
            result.complete(Uninterruptibles.getUninterruptibly(task));
        } catch (ExecutionException e) {
            result.completeExceptionally(cause(e));
        }
    }

    private synchronized boolean begin() {
        if (stage != Stage.WAITING) {
            return false;
        }
        stage = Stage.RUNNING;
        startNanos = System.nanoTime();
        runner = Thread.currentThread();
        return true;
    }

    private synchronized void end() {
        stage = Stage.OVER;
        runner = null;
    }

    /** What the call gave. Not cut short by an interrupt of the caller, whose wait is bounded in any case. */
    T await(Duration limit) throws ExecutionException, TimeoutException {
        return Objects.requireNonNull(
                Uninterruptibles.getUninterruptibly(result, limit.toNanos(), TimeUnit.NANOSECONDS), "no answer");
    }

    /** What the store threw. */
    static Throwable cause(ExecutionException e) {
        return Objects.requireNonNullElse(e.getCause(), e);
    }

    boolean isDone() {
        return result.isDone();
    }

    /** Does something if the call fails, on the thread of the call, or at once if it has failed. */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback itself does not fail
    void onFailure(Consumer<Throwable> then) {
        result.whenComplete((value, why) -> {
            if (why != null) {
                then.accept(why);
            }
        });
    }

    synchronized boolean isWaiting() {
        return stage == Stage.WAITING;
    }

    /** Whether the call has been on its way for at least this long. */
    synchronized boolean hasRunFor(Duration time) {
        return stage == Stage.RUNNING && System.nanoTime() - startNanos >= time.toNanos();
    }

    /** Whether nobody waits for the call any more, though it had begun: what becomes of it is not known. */
    synchronized boolean isAbandoned() {
        return isAbandoned;
    }

    /** Takes the call back if it has not begun. */
    synchronized boolean drop(StoreException why) {
        if (stage != Stage.WAITING) {
            return false;
        }
        stage = Stage.OVER;
        result.completeExceptionally(why);
        return true;
    }

    /** Lets go of everybody who waits for the call, and of the call itself if it has not begun. */
    synchronized void abandon(StoreException why) {
        if (!drop(why) && stage == Stage.RUNNING) {
            isAbandoned = true;
            result.completeExceptionally(why);
        }
    }

    synchronized void interrupt() {
        if (runner != null) {
            runner.interrupt();
        }
    }
}
