package dev.flags.rollout;

import dev.flags.internal.FailureLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SubmissionPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells subscribers what is in the outboxes of rollouts, each event once in this process. Subscribers are told on threads of
 * their own, so that one that hangs keeps nobody from anything. {@link #publish} and {@link #taken} are used by one thread.
 */
final class EventFeed implements AutoCloseable {
    /** How long an event waits in its rollout for subscribers that do not take it. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    private final SubmissionPublisher<RolloutEvent> publisher;
    private final Map<String, Told> told = new HashMap<>();
    private final FailureLog losses = new FailureLog(LOG);

    /** What subscribers were told of a flag: its last event, and those that may not have been taken yet. */
    private record Told(int last, Deque<News> waiting) {}

    /** Events from a number on that were told at one moment. */
    private record News(int first, Instant at) {}

    EventFeed(Executor executor) {
        publisher = new SubmissionPublisher<>(executor, Flow.defaultBufferSize(), EventFeed::dropped);
    }

    private static void dropped(Flow.Subscriber<?> subscriber, Throwable why) {
        String type = subscriber.getClass().getName();
        LOG.warn(
                "Subscriber {} of rollout events threw {}, and is told nothing any more",
                type,
                why.getClass().getName());
        LOG.debug("Subscriber {} failed", type, why);
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
            Deque<News> waiting = before == null || isReset ? new ArrayDeque<>() : before.waiting();
            if (!news.isEmpty()) {
                waiting.add(new News(news.get(0).number(), now));
            }
            told.put(document.flag(), new Told(newest, waiting));
        }
    }

    private void offer(RolloutEvent event) {
        publisher.offer(event, (subscriber, lost) -> {
            String why = publisher.getMaxBufferCapacity() + " events are waiting for "
                    + subscriber.getClass().getName();
            losses.failed("A subscriber of rollout events misses some", new RejectedExecutionException(why));
            return false;
        });
    }

    /**
     * Up to which event of an outbox every subscriber has taken what was told, or has had time enough to.
     *
     * @return its number, 0 if none was told
     */
    int taken(RolloutDocument document, Instant now) {
        Told last = told.get(document.flag());
        if (last == null) {
            return 0;
        }
        if (publisher.estimateMaximumLag() == 0) {
            last.waiting().clear();
            losses.succeeded("Subscribers of rollout events take all of them again");
        }
        Deque<News> waiting = last.waiting();
        while (!waiting.isEmpty() && !now.isBefore(waiting.element().at().plus(PATIENCE))) {
            waiting.remove();
        }
        return waiting.isEmpty() ? last.last() : waiting.element().first() - 1;
    }

    @Override
    public void close() {
        publisher.close();
    }
}
