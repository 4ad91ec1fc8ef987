package dev.flags.samples;

import dev.flags.Evaluation;
import dev.flags.EvaluationContext;
import dev.flags.Flags;
import dev.flags.samples.digits.Classifier;
import dev.flags.samples.digits.LiveTraffic;
import dev.flags.samples.digits.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** The digit service: answers requests without end, each with the model that the flag names. Knows flags, but no rollout. */
final class DigitService {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Flags flags;
    private final String flag;
    private final Map<String, Classifier> models;
    private final String fallback;
    private final LiveTraffic traffic;
    private final AnswerLog log;
    private final InstantSource clock = InstantSource.system();

    /**
     * Serves nobody yet.
     *
     * @param flag of type string, whose values are names of models
     * @param fallback the name of the model for requests that the flag has no answer to
     */
    DigitService(
            Flags flags,
            String flag,
            Map<String, Classifier> models,
            String fallback,
            LiveTraffic traffic,
            AnswerLog log) {
        this.flags = flags;
        this.flag = flag;
        this.models = Map.copyOf(models);
        this.fallback = fallback;
        this.traffic = traffic;
        this.log = log;
    }

    /**
     * Serves until it is over, and looks now and then whether it is.
     *
     * @throws IllegalStateException if it is not over for minutes
     */
    void serveUntil(BooleanSupplier isOver) {
        Instant end = clock.instant().plus(PATIENCE);
        while (!isOver.getAsBoolean()) {
            Instant look = clock.instant().plus(BETWEEN_LOOKS);
            if (look.isAfter(end)) {
                throw new IllegalStateException("not over within " + PATIENCE);
            }
            while (clock.instant().isBefore(look)) {
                serve();
            }
        }
    }

    /** Serves for as long as this takes at least. */
    void serveUntil(Instant end) {
        serveUntil(() -> !clock.instant().isBefore(end));
    }

    private void serve() {
        Request request = traffic.next();
        Instant at = clock.instant();
        Evaluation<String> decision = flags.evaluateString(flag, context(request), fallback);
        Classifier model = Objects.requireNonNull(models.get(decision.value()), "a model for each variant");
        long start = System.nanoTime();
        int answer = model.classify(request.digit());
        long nanos = System.nanoTime() - start;
        log.add(new Answer(
                at, request.user(), decision, answer == request.digit().label(), nanos));
    }

    private static EvaluationContext context(Request request) {
        return EvaluationContext.builder(request.user())
                .tenant(request.tenant())
                .request(request.id())
                .build();
    }

    /** Which model each user has now. Counts for no rollout: nobody is served. */
    Map<String, String> modelsOfUsers() {
        Map<String, String> now = new LinkedHashMap<>();
        for (String user : LiveTraffic.users()) {
            EvaluationContext context = EvaluationContext.ofUser(user);
            Evaluation<Object> decision =
                    Objects.requireNonNull(flags.evaluateAll(context).get(flag), "the flag");
            now.put(user, decision.value().toString());
        }
        return now;
    }

    /** Whether every user has a model now. */
    boolean isForEverybody(String model) {
        return modelsOfUsers().values().stream().allMatch(model::equals);
    }
}
