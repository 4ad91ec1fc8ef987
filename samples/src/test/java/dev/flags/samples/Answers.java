package dev.flags.samples;

import dev.flags.Evaluation;
import dev.flags.Reason;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers as the service gives them. */
final class Answers {
    static final Instant START = Instant.parse("2027-01-04T10:00:00Z");
    static final String ROLLOUT = "r1";

    private Answers() {}

    /** One of an arm of the rollout, some milliseconds after the start. */
    static Answer ofArm(String model, int millis, boolean isRight) {
        return answer(model, Reason.SPLIT, "rollout:" + ROLLOUT, millis, 1, isRight);
    }

    /** One that the last step of the flag has decided. */
    static Answer ofNoArm(String model, int millis, long version) {
        return answer(model, Reason.DEFAULT, null, millis, version, true);
    }

    static Answer answer(
            String model, Reason reason, @Nullable String rule, int millis, long version, boolean isRight) {
        Evaluation<String> decision = new Evaluation<>(model, model, reason, null, rule, version);
        return new Answer(START.plusMillis(millis), "a-0001", decision, isRight, 1_000L * (1 + millis));
    }

    /** Of an arm, one a millisecond, of which the first are right. */
    static List<Answer> ofArm(String model, int count, int right, int fromMillis) {
        return IntStream.range(0, count)
                .mapToObj(i -> ofArm(model, fromMillis + i, i < right))
                .toList();
    }
}
