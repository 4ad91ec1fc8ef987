package dev.flags.rollout;

import java.util.List;
import java.util.concurrent.Flow;

/** Takes every event, and keeps its number and what it tells. */
class ToldEvents implements Flow.Subscriber<RolloutEvent> {
    private final List<String> told;

    /** @param told thread-safe if events are told on other threads */
    ToldEvents(List<String> told) {
        this.told = told;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(RolloutEvent event) {
        told.add(event.number() + " " + event.from().key() + " -> " + event.to().key());
    }

    @Override
    public void onError(Throwable why) {
        told.add(why.toString());
    }

    @Override
    public void onComplete() {
        told.add("complete");
    }
}
