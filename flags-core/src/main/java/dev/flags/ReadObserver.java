package dev.flags;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each answer in public types. */
final class ReadObserver implements Observer {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryFlags.class);

    private final Consumer<FlagRead> listener;
    private final AtomicBoolean hasFailed = new AtomicBoolean();

    ReadObserver(Consumer<FlagRead> listener) {
        this.listener = listener;
    }

    @Override
    public void answered(
            Question question,
            CompiledFlag flag,
            Outcome outcome,
            boolean isStale,
            EvaluationContext context,
            @Nullable String user) {
        tell(new FlagRead(
                flag.name(), question, outcome.variant(), outcome.evaluation().error()));
    }

    @Override
    public void fellBack(
            Question question,
            String flag,
            long revision,
            ErrorCode why,
            @Nullable EvaluationContext context,
            @Nullable String user) {
        tell(new FlagRead(String.valueOf(flag), question, null, why)); // callers without null checks may ask for null
    }

    private void tell(FlagRead read) {
        Contained.run(() -> listener.accept(read), why -> {
            if (hasFailed.compareAndSet(false, true)) {
                LOG.error("A listener failed; this and all later failures leave the answers as they are", why);
            }
        });
    }
}
