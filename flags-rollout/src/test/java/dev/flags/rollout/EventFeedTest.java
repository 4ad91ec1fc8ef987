package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What subscribers are told of rollouts, and until when events are kept for them. */
class EventFeedTest {
    private static final Instant NOW = Rig.START;

    private final EventFeed feed = new EventFeed(Runnable::run);
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void close() {
        feed.close();
    }

    private Flow.Subscriber<RolloutEvent> subscriber(long takes) {
        return subscriber(
                subscription -> {
                    if (takes > 0) {
                        subscription.request(takes);
                    }
                },
                event -> told.add(event.number() + " " + event.to().key()));
    }

    private Flow.Subscriber<RolloutEvent> subscriber(
            Consumer<Flow.Subscription> onSubscribe, Consumer<RolloutEvent> onNext) {
        return new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                onSubscribe.accept(subscription);
            }

            @Override
            public void onNext(RolloutEvent event) {
                onNext.accept(event);
            }

            @Override
            public void onError(Throwable why) {
                told.add(why.toString());
            }

            @Override
            public void onComplete() {}
        };
    }

    /** At its first stage, paused and resumed: three events. */
    private static Runs run() {
        Runs run = new Runs(RolloutPlans.canary().build());
        run.tick();
        run.command(new RolloutCommand.Pause());
        run.command(new RolloutCommand.Resume());
        return run;
    }

    @Test
    void event_isToldOnce_howeverOftenItIsSeen() {
        feed.publisher().subscribe(subscriber(Long.MAX_VALUE));
        Runs run = run();

        feed.publish(run.document(), NOW);
        feed.publish(run.document(), NOW);
        feed.publish(run.document().drained(3), NOW);
        run.command(new RolloutCommand.Abort());
        feed.publish(run.document(), NOW);

        assertThat(told).containsExactly("1 progressing", "2 paused", "3 progressing", "4 rolling_back");
    }

    /** A store that was put back to an older state has lost events that were told, and gives their numbers to others. */
    @Test
    void eventOfAStoreThatCountsAnew_isTold() {
        feed.publisher().subscribe(subscriber(Long.MAX_VALUE));
        feed.publish(run().document(), NOW);
        told.clear();
        Runs older = new Runs(RolloutPlans.canary().build());
        older.tick();

        feed.publish(older.document().drained(1), NOW);
        older.command(new RolloutCommand.PromoteFully());
        older.command(new RolloutCommand.Abort());
        feed.publish(older.document(), NOW);

        assertThat(told).endsWith("2 promoting", "3 rolling_back");
    }

    @Test
    void events_areKeptForASubscriberThatTakesNone_andNotForEver() {
        feed.publisher().subscribe(subscriber(1));
        RolloutDocument document = run().document();
        assertThat(feed.taken(document, NOW)).isZero();

        feed.publish(document, NOW);

        assertThat(feed.taken(document, NOW)).isZero();
        assertThat(feed.taken(document, NOW.plus(EventFeed.PATIENCE))).isEqualTo(3);
    }

    @Test
    void eventsThatComeLater_keepNoneOfThoseBeforeThem() {
        feed.publisher().subscribe(subscriber(0));
        Runs run = run();
        Instant end = NOW.plus(EventFeed.PATIENCE);
        feed.publish(run.document(), NOW);
        run.command(new RolloutCommand.Pause());
        feed.publish(run.document(), end.minusSeconds(1));

        assertThat(feed.taken(run.document(), end.minusSeconds(1))).isZero();
        assertThat(feed.taken(run.document(), end)).isEqualTo(3);
        assertThat(feed.taken(run.document().drained(3), end.plus(EventFeed.PATIENCE)))
                .isEqualTo(4);
    }

    /** A signal that goes up and down all the time, and a subscriber that hangs. */
    @Test
    void outbox_isBounded_whateverASubscriberDoesNotTake() {
        AtomicInteger asked = new AtomicInteger();
        try (Rig rig = Rig.alone(builder -> builder.subscriber(subscriber(0))
                .validator("flaps", stage -> Verdict.of(asked.getAndIncrement() % 2 == 0)))) {
            RolloutPlan plan = RolloutPlan.of(RolloutStrategy.CANARY)
                    .stages(Duration.ofDays(1), 10, 100)
                    .analyses(Analysis.validation("flaps")
                            .role(Role.SIGNAL)
                            .interval(Duration.ofSeconds(10))
                            .build())
                    .build();
            rig.rollouts().startRollout(FLAG, plan, ALICE);

            rig.advance(Duration.ofMinutes(10));

            RolloutDocument document =
                    new RolloutStore(rig.flags().store()).load().require(FLAG).document();
            assertThat(document.nextEvent()).isGreaterThan(50);
            assertThat(document.outbox()).hasSizeLessThan(5);
        }
    }

    @Test
    void subscriberThatMissesEvents_isLoggedOnce_andOnceItTakesThemAgain() {
        Queue<Flow.Subscription> subscriptions = new ArrayDeque<>();
        feed.publisher().subscribe(subscriber(subscriptions::add, event -> {}));
        Runs run = run();
        RolloutCommand pause = new RolloutCommand.Pause();
        RolloutCommand resume = new RolloutCommand.Resume();

        List<String> logs = CapturedLogs.of(() -> {
            for (int i = 0; i < Flow.defaultBufferSize(); i++) {
                run.command(i % 2 == 0 ? pause : resume);
                feed.publish(run.document(), NOW);
                feed.taken(run.document(), NOW);
            }
            subscriptions.element().request(Long.MAX_VALUE);
            feed.taken(run.document(), NOW);
            feed.taken(run.document(), NOW);
        });

        assertThat(logs).hasSize(2);
        assertThat(logs.get(0))
                .startsWith(
                        "WARN A subscriber of rollout events misses some: 256 events are waiting for dev.flags.rollout");
        assertThat(logs.get(1)).isEqualTo("INFO Subscribers of rollout events take all of them again");
    }

    @Test
    void subscriberThatThrows_isToldSo_andNothingAnyMore() {
        feed.publisher().subscribe(subscriber(all -> all.request(Long.MAX_VALUE), event -> {
            throw new IllegalStateException("user-4711 is not there");
        }));

        List<String> logs = CapturedLogs.of(() -> feed.publish(run().document(), NOW));

        assertThat(told).containsExactly("java.lang.IllegalStateException: user-4711 is not there");
        assertThat(logs)
                .singleElement()
                .satisfies(
                        line -> assertThat(line)
                                .startsWith("WARN Subscriber dev.flags.rollout.EventFeedTest$")
                                .endsWith(
                                        " of rollout events threw java.lang.IllegalStateException, and is told nothing any more"));
    }

    /** As often as it is looked at, something is measured, so that there is always another step to make. */
    @Test
    void events_areDrainedThoughThereIsAStepAtEachTick() {
        try (Rig rig = Rig.alone(builder -> builder.validator("healthy", stage -> Verdict.pass("fine")))) {
            RolloutPlan plan = RolloutPlans.canary()
                    .analyses(Analysis.validation("healthy").interval(Rig.TICK).build())
                    .build();
            rig.rollouts().startRollout(FLAG, plan, ALICE);

            rig.advance(Duration.ofSeconds(10));

            assertThat(new RolloutStore(rig.flags().store())
                            .load()
                            .require(FLAG)
                            .document())
                    .extracting(RolloutDocument::nextEvent, RolloutDocument::outbox)
                    .containsExactly(2, List.of());
        }
    }
}
