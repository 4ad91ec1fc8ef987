package dev.flags.rollout;

import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** Takes every event, and passes on its number and what it tells, and the end. */
final class ToldEvents implements Flow.Subscriber<RolloutEvent> {
    private final Consumer<String> told;

    ToldEvents(Consumer<String> told) {
        this.told = told;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(RolloutEvent event) {
        told.accept(
                event.number() + " " + event.from().key() + " -> " + event.to().key());
    }

    @Override
    public void onError(Throwable why) {
        told.accept(why.toString());
    }

    @Override
    public void onComplete() {
        told.accept("complete");
    }
}
