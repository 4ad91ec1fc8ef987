package dev.flags.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls hooks on threads of their own. Those of one flag are called one after the other, in the order of what happens to it:
 * what comes after a rollback waits until what comes before it has returned. Flags do not wait for each other, unless the
 * hooks of {@value #THREADS} do not come back; then those of other flags wait for one of them. No call is dropped until the
 * manager is closed, and each wait is logged. Thread-safe.
 */
final class RollbackHooks implements AutoCloseable {
    /** How many flags' hooks run at once. */
    static final int THREADS = 16;

    private static final Logger LOG = LoggerFactory.getLogger(RollbackHooks.class);

    private final List<RollbackHook> hooks;
    private final Duration limit;
    private final Executor executor;
    /** The last calls for each flag. */
    private final Map<String, Called> last = new ConcurrentHashMap<>();

    /** Before or after which rollback hooks are called, and the end of that. */
    private record Called(String when, String rollout, int attempt, CompletableFuture<Void> end) {
        boolean isGoingOn() {
            return !end.isDone();
        }

        boolean isAbout(String asked, RolloutDocument document) {
            return when.equals(asked) && rollout.equals(document.id()) && attempt == document.attempt();
        }
    }

    private interface Call {
        void on(RollbackHook hook) throws Exception;
    }

    /**
     * Has called none.
     *
     * @param limit how long a command, or a tick, waits for all that are called before rollbacks
     * @param executor what they are called on, those of {@value #THREADS} flags at once
     */
    RollbackHooks(List<RollbackHook> hooks, Duration limit, Executor executor) {
        this.hooks = List.copyOf(hooks);
        this.limit = limit;
        this.executor = executor;
    }

    /** That of one command, or one tick. */
    Patience patience() {
        return new Patience(limit);
    }

    /** Has called what is to be done before a step that rolls back, and waits for it. */
    void before(RolloutDocument now, RolloutDocument next, Patience patience) {
        boolean isFirst =
                next.state().phase() == RolloutPhase.ROLLING_BACK && now.state().phase() != RolloutPhase.ROLLING_BACK;
        if (isFirst && !hooks.isEmpty()) {
            RollbackContext context = RollbackContext.of(now, next);
            Called called = call("before", next, context, hook -> hook.before(context));
            if (!patience.await(called.end())) {
                LOG.warn("The rollback of flag {} does not wait for its hooks any more", context.flag());
            }
        }
    }

    /** Has called what is to be done after a rollback, if a step was the end of one. Waits for nothing. */
    void after(RolloutDocument before, RolloutDocument now) {
        boolean isLast = now.state().phase() == RolloutPhase.ROLLED_BACK
                && before.state().phase() != RolloutPhase.ROLLED_BACK;
        if (isLast && !hooks.isEmpty()) {
            RollbackContext context = RollbackContext.of(before, now);
            call("after", now, context, hook -> hook.after(context));
        }
    }

    private Called call(String when, RolloutDocument document, RollbackContext context, Call call) {
        Runnable task = () -> hooks.forEach(hook -> attempt(when, context, hook, call));
        return last.compute(context.flag(), (flag, earlier) -> {
            if (earlier != null && earlier.isGoingOn() && earlier.isAbout(when, document)) {
                return earlier; // the same step, tried again
            }
            warnOfWait(when, flag, earlier);
            CompletableFuture<Void> end = earlier == null ? CompletableFuture.completedFuture(null) : earlier.end();
            return new Called(
                    when,
                    document.id(),
                    document.attempt(),
                    end.thenRunAsync(task, executor).exceptionally(refused -> warnOfEnd(when, flag)));
        });
    }

    private void warnOfWait(String when, String flag, @Nullable Called earlier) {
        long going = last.values().stream().filter(Called::isGoingOn).count();
        if (earlier != null && earlier.isGoingOn()) {
            LOG.warn(
                    "The hooks {} the rollback of flag {} wait for those {} it, which have not come back",
                    when,
                    flag,
                    earlier.when());
        } else if (going >= THREADS) {
            LOG.warn(
                    "The hooks {} the rollback of flag {} wait, since those of {} others have not come back",
                    when,
                    flag,
                    going);
        }
    }

    private static @Nullable Void warnOfEnd(String when, String flag) {
        LOG.warn("The hooks {} the rollback of flag {} are not called: the manager is closed", when, flag);
        return null;
    }

    private static void attempt(String when, RollbackContext context, RollbackHook hook, Call call) {
        try {
            call.on(hook);
        } catch (Exception | Error e) { // the next one is called all the same
            LOG.warn(
                    "A hook {} the rollback of flag {} threw {}",
                    when,
                    context.flag(),
                    e.getClass().getName());
            LOG.debug("A hook of flag {} failed", context.flag(), e);
        }
    }

    /** Says whose hooks have not come back by now: they are interrupted, or not called at all. */
    @Override
    public void close() {
        last.forEach((flag, called) -> {
            if (called.isGoingOn()) {
                LOG.warn(
                        "The hooks {} the rollback of flag {} have not come back: the manager is closed",
                        called.when(),
                        flag);
            }
        });
    }
}
