package dev.flags.rollout;

import dev.flags.internal.BriefThread;
import dev.flags.internal.FailureLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a manager: one that ticks, some for each function, one for each subscriber that is being told, some for
 * calls of the manager elsewhere, some for hooks, and one for the meters. What hangs keeps its own threads, and nobody else's.
 */
final class RolloutThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutThreads.class);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final Duration CLOSE_GRACE = Duration.ofMillis(500);

    /** How much a registry may be behind. */
    private static final int MAX_METERS = 1_024;

    /** From how many calls of one function on that wait for a thread those are taken out that nobody waits for any more. */
    private static final int MAX_WAITING = 1_024;

    /** How many calls of the manager elsewhere run at once. */
    static final int COMMAND_THREADS = 16;

    private final ScheduledThreadPoolExecutor ticking =
            new ScheduledThreadPoolExecutor(1, task -> BriefThread.of("flags-rollouts", task));
    private final int callers;
    private final Map<String, ThreadPoolExecutor> calling = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor telling =
            pool("flags-rollout-events", Integer.MAX_VALUE, new SynchronousQueue<>());
    private final ThreadPoolExecutor commanding =
            pool("flags-rollout-commands", COMMAND_THREADS, new LinkedBlockingQueue<>());
    private final ThreadPoolExecutor showing = pool("flags-rollout-meters", 1, new LinkedBlockingQueue<>(MAX_METERS));
    private final ThreadPoolExecutor hooking =
            pool("flags-rollback-hooks", RollbackHooks.THREADS, new LinkedBlockingQueue<>());
    private final FailureLog failures = new FailureLog(LOG);
    private final AtomicBoolean isQueued = new AtomicBoolean();
    private volatile boolean isTicking;

    /** @param callers for each function */
    RolloutThreads(int callers) {
        this.callers = callers;
        ticking.setRejectedExecutionHandler(
                new ThreadPoolExecutor.DiscardPolicy()); // what comes with the end is not done
        commanding.setRejectedExecutionHandler((command, pool) -> Command.refuse(command));
    }

    private static ThreadPoolExecutor pool(String name, int threads, BlockingQueue<Runnable> waiting) {
        boolean isQueueing = waiting.remainingCapacity() > 0;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                isQueueing ? threads : 0,
                threads,
                KEEP_ALIVE.toMillis(),
                TimeUnit.MILLISECONDS,
                waiting,
                task -> BriefThread.of(name, task));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** What a function is called on. */
    Executor of(String function) {
        ThreadPoolExecutor pool = calling.computeIfAbsent(
                function, name -> pool("flags-rollout-calls", callers, new LinkedBlockingQueue<>()));
        return task -> {
            if (pool.getQueue().size() >= MAX_WAITING) {
                pool.purge();
            }
            pool.execute(task);
        };
    }

    /** What subscribers are told on: one thread at most for each. */
    Executor ofEvents() {
        return telling;
    }

    /**
     * Has a call made elsewhere.
     *
     * @return what it returns, or throws; an {@link IllegalStateException} if this is closed before it is begun
     */
    <T> CompletableFuture<T> command(Supplier<T> call) {
        Command<T> command = new Command<>(call, new CompletableFuture<>());
        commanding.execute(command);
        return command.result();
    }

    private record Command<T>(Supplier<T> call, CompletableFuture<T> result) implements Runnable {
        @Override
        public void run() {
            try {
                result.complete(call.get());
            } catch (RuntimeException | Error e) { // whoever waits has to know
                result.completeExceptionally(e);
            }
        }

        /** @param command one of these */
        static void refuse(Runnable command) {
            ((Command<?>) command).result().completeExceptionally(new IllegalStateException("the manager is closed"));
        }
    }

    /** What hooks are called on. */
    Executor ofHooks() {
        return hooking;
    }

    /** What meters are shown on: what a registry that hangs does not take is refused. */
    Executor ofMeters() {
        return showing;
    }

    /** Does something again and again, whatever comes of it. */
    @SuppressWarnings("FutureReturnValueIgnored") // ends with the pool
    void every(Duration interval, Runnable tick) {
        isTicking = true;
        ticking.scheduleWithFixedDelay(() -> attempt(tick), 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void attempt(Runnable tick) {
        try {
            tick.run();
        } catch (RuntimeException | Error e) { // a defect of ours, or too little memory
            failures.failed("A tick of rollouts failed; the next one comes", e);
        }
    }

    /** Once more than every interval, if there is one; requests that come before it was begun are one. */
    void soon(Runnable tick) {
        if (isTicking && isQueued.compareAndSet(false, true)) {
            ticking.execute(() -> {
                isQueued.set(false);
                attempt(tick);
            });
        }
    }

    @Override
    public void close() {
        ticking.shutdownNow();
        calling.values().forEach(ThreadPoolExecutor::shutdownNow);
        commanding.shutdownNow().forEach(Command::refuse);
        List<ThreadPoolExecutor> ending = List.of(telling, hooking, showing);
        ending.forEach(ThreadPoolExecutor::shutdown);
        long end = System.nanoTime() + CLOSE_GRACE.toNanos();
        ending.forEach(pool -> end(pool, end));
    }

    /** Lets what was asked of it happen, if that is soon. */
    private static void end(ThreadPoolExecutor pool, long end) {
        try {
            pool.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pool.shutdownNow();
    }
}
