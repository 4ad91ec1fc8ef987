package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
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
        return new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(takes);
            }

            @Override
            public void onNext(RolloutEvent event) {
                told.add(event.number() + " " + event.to().key());
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

        feed.publish(document, NOW);

        assertThat(feed.areTaken(document, NOW)).isFalse();
        assertThat(feed.areTaken(document, NOW.plus(EventFeed.PATIENCE))).isTrue();
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
