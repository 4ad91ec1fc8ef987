package dev.flags.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells subscribers what is in the outboxes of rollouts, each event once in this process. Subscribers are told on threads of
 * their own, so that one that hangs keeps nobody from anything. {@link #publish} and {@link #areTaken} are used by one thread.
 */
final class EventFeed implements AutoCloseable {
    /** How long an event waits in its rollout for subscribers that do not take it. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    private final SubmissionPublisher<RolloutEvent> publisher;
    private final Map<String, Told> told = new HashMap<>();

    /** The last event of a flag that subscribers were told, and when. */
    private record Told(int last, Instant since) {}

    EventFeed(Executor executor) {
        publisher = new SubmissionPublisher<>(executor, Flow.defaultBufferSize());
    }

    Flow.Publisher<RolloutEvent> publisher() {
        return publisher;
    }

    /** Tells what is in an outbox and was not told by this process. */
    void publish(RolloutDocument document, Instant now) {
        int newest = document.nextEvent() - 1;
        Told before = told.get(document.flag());
        boolean isReset = before != null && before.last() > newest; // a store that has lost some counts them anew
        int last = before == null || isReset ? 0 : before.last();
        List<RolloutEvent> news = document.outbox().stream()
                .filter(event -> event.number() > last)
                .toList();
        news.forEach(this::offer);
        if (isReset || !news.isEmpty()) {
            told.put(document.flag(), new Told(newest, now));
        }
    }

    private void offer(RolloutEvent event) {
        publisher.offer(event, (subscriber, lost) -> {
            LOG.warn(
                    "A subscriber of rollout events is {} events behind; it misses event {} of rollout {}",
                    publisher.getMaxBufferCapacity(),
                    lost.number(),
                    lost.rollout());
            return false;
        });
    }

    /** Whether every subscriber has taken what is in an outbox, or has had time enough to. */
    boolean areTaken(RolloutDocument document, Instant now) {
        Told last = told.get(document.flag());
        return last != null
                && last.last() == document.nextEvent() - 1
                && (publisher.estimateMaximumLag() == 0
                        || !now.isBefore(last.since().plus(PATIENCE)));
    }

    @Override
    public void close() {
        publisher.close();
    }
}
