package dev.flags;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a manager notes of the answers besides counting them: a sample of contexts, exposures, and whatever listeners want
 * to know. Without listeners, an answer costs a few reads more and allocates nothing.
 */
final class Observation implements Observer {
    private final InstantSource clock;
    private final ContextSample sample;
    private final Subscribers<Exposure, Exposures> ofExposures;
    private final Subscribers<EvaluationEvent, Courier<EvaluationEvent>> ofEvaluations;

    Observation(ContextSample sample, ExposureSettings settings, InstantSource clock, Logger log) {
        this.sample = sample;
        this.clock = clock;
        LongAdder dropped = new LongAdder();
        this.ofExposures = new Subscribers<>(
                log,
                dropped,
                exposure -> exposure.context().weight(),
                courier -> new Exposures(settings, clock, courier::isFull, courier::offer, dropped));
        this.ofEvaluations =
                new Subscribers<>(log, new LongAdder(), event -> event.context().weight(), courier -> courier);
    }

    @Override
    public void answered(
            Question question,
            CompiledFlag flag,
            Outcome outcome,
            boolean isStale,
            EvaluationContext context,
            @Nullable String user) {
        if (sample.isWanted()) {
            sample.take(flag.name(), whole(context, user));
        }
        if (ofExposures.isAny()) {
            exposed(flag, outcome, context, user);
        }
        if (ofEvaluations.isAny()) {
            Evaluation<Object> answer = outcome.evaluation(isStale);
            tell(new EvaluationEvent(
                    flag.name(),
                    answer.variant(),
                    answer.reason(),
                    answer.error(),
                    answer.rule(),
                    answer.revision(),
                    whole(context, user),
                    clock.instant()));
        }
    }

    private void exposed(CompiledFlag flag, Outcome outcome, EvaluationContext context, @Nullable String user) {
        SplitUnit split = outcome.split();
        if (split != null) {
            List<Exposures> listeners = ofExposures.senders();
            for (int i = 0; i < listeners.size(); i++) { // an iterator would be an object for each answer
                listeners.get(i).answered(flag, outcome, split, context, user);
            }
        }
    }

    @Override
    public void fellBack(
            Question question,
            String flag,
            long revision,
            ErrorCode why,
            @Nullable EvaluationContext context,
            @Nullable String user) {
        if (ofEvaluations.isAny()) {
            EvaluationContext asked = context == null ? EvaluationContext.EMPTY : whole(context, user);
            tell(new EvaluationEvent(flag, null, Reason.ERROR, why, null, revision, asked, clock.instant()));
        }
    }

    /** The context of a question for a user alone, too. */
    static EvaluationContext whole(EvaluationContext context, @Nullable String user) {
        return user == null ? context : EvaluationContext.ofUser(user);
    }

    private void tell(EvaluationEvent event) {
        for (Courier<EvaluationEvent> courier : ofEvaluations.senders()) {
            if (!courier.offer(event)) {
                ofEvaluations.dropped().increment();
            }
        }
    }

    Subscribers<Exposure, Exposures> ofExposures() {
        return ofExposures;
    }

    Subscribers<EvaluationEvent, Courier<EvaluationEvent>> ofEvaluations() {
        return ofEvaluations;
    }

    void close() {
        ofExposures.close();
        ofEvaluations.close();
    }
}
