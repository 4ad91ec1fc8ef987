package dev.flags.rollout;

import dev.flags.internal.BriefThread;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls hooks, one after the other, on threads of their own. While they do not come back they are not called again. */
final class RollbackHooks {
    private static final Logger LOG = LoggerFactory.getLogger(RollbackHooks.class);

    private final List<RollbackHook> hooks;
    private final Duration limit;
    private final Caller before = new Caller("before");
    private final Caller after = new Caller("after");

    /** @param limit how long a rollback waits for those before it */
    RollbackHooks(List<RollbackHook> hooks, Duration limit) {
        this.hooks = List.copyOf(hooks);
        this.limit = limit;
    }

    private interface Call {
        void on(RollbackHook hook) throws Exception;
    }

    /** Calls what is to be done before a step that rolls back, and waits a moment. */
    void before(RolloutDocument now, RolloutDocument next) {
        boolean isFirst =
                next.state().phase() == RolloutPhase.ROLLING_BACK && now.state().phase() != RolloutPhase.ROLLING_BACK;
        if (isFirst && !hooks.isEmpty()) {
            RollbackContext context = RollbackContext.of(now, next);
            before.call(context, hook -> hook.before(context), limit);
        }
    }

    /** Has called what is to be done after a rollback, if a step was the end of one. Waits for nothing. */
    void after(RolloutDocument before, RolloutDocument now) {
        boolean isLast = now.state().phase() == RolloutPhase.ROLLED_BACK
                && before.state().phase() != RolloutPhase.ROLLED_BACK;
        if (isLast && !hooks.isEmpty()) {
            RollbackContext context = RollbackContext.of(before, now);
            after.call(context, hook -> hook.after(context), Duration.ZERO);
        }
    }

    /** One thread at a time. */
    private final class Caller {
        private final String when;
        private Thread last = new Thread();

        Caller(String when) {
            this.when = when;
        }

        void call(RollbackContext context, Call call, Duration patience) {
            Thread thread;
            synchronized (this) {
                if (last.isAlive()) {
                    LOG.warn(
                            "The hooks {} the rollback of flag {} are not called: they have not come back from the last one",
                            when,
                            context.flag());
                    return;
                }
                thread = BriefThread.start(
                        "flags-rollback-hooks", () -> hooks.forEach(hook -> attempt(context, hook, call)));
                last = thread;
            }
            if (!patience.isZero()) {
                BriefThread.await(thread, patience);
                if (thread.isAlive()) {
                    LOG.warn("The rollback of flag {} does not wait for its hooks any more", context.flag());
                }
            }
        }

        private void attempt(RollbackContext context, RollbackHook hook, Call call) {
            try {
                call.on(hook);
            } catch (Exception e) {
                LOG.warn("A hook {} the rollback of flag {} failed", when, context.flag(), e);
            }
        }
    }
}
