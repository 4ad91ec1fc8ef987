package dev.flags;

import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a manager notes of the answers besides counting them: a sample of contexts, exposures, and whatever listeners want
 * to know. Without listeners, an answer costs a few reads more.
 */
final class Observation implements Observer {
    private final InstantSource clock;
    private final ContextSample sample;
    private final Exposures exposures;
    private final Subscribers<Exposure> ofExposures;
    private final Subscribers<EvaluationEvent> ofEvaluations;
    private final LongAdder droppedEvents = new LongAdder();

    Observation(ContextSample sample, ExposureSettings settings, InstantSource clock, Logger log) {
        this.sample = sample;
        this.clock = clock;
        this.ofExposures = new Subscribers<>(log);
        this.ofEvaluations = new Subscribers<>(log);
        this.exposures = new Exposures(settings, clock, ofExposures::tell);
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
        SplitUnit split = outcome.split();
        if (split != null && !ofExposures.isEmpty()) {
            exposures.answered(flag, outcome, split, context, user);
        }
        if (!ofEvaluations.isEmpty()) {
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

    @Override
    public void fellBack(
            Question question,
            String flag,
            long revision,
            ErrorCode why,
            @Nullable EvaluationContext context,
            @Nullable String user) {
        if (!ofEvaluations.isEmpty()) {
            EvaluationContext asked = context == null ? EvaluationContext.EMPTY : whole(context, user);
            tell(new EvaluationEvent(flag, null, Reason.ERROR, why, null, revision, asked, clock.instant()));
        }
    }

    /** The context of a question for a user alone, too. */
    static EvaluationContext whole(EvaluationContext context, @Nullable String user) {
        return user == null ? context : EvaluationContext.ofUser(user);
    }

    private void tell(EvaluationEvent event) {
        if (!ofEvaluations.tell(event)) {
            droppedEvents.increment();
        }
    }

    Subscribers<Exposure> ofExposures() {
        return ofExposures;
    }

    Subscribers<EvaluationEvent> ofEvaluations() {
        return ofEvaluations;
    }

    Exposures exposures() {
        return exposures;
    }

    LongAdder droppedEvents() {
        return droppedEvents;
    }

    void close() {
        ofExposures.close();
        ofEvaluations.close();
    }
}
