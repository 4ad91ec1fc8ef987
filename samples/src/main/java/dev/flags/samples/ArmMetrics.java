package dev.flags.samples;

import dev.flags.config.Percentage;
import dev.flags.rollout.Measurement;
import dev.flags.rollout.StageContext;
import java.util.List;

/** The metrics that the rollout of a model asks for, of what the service has really answered. Thread-safe. */
final class ArmMetrics {
    static final String ACCURACY = "accuracy";
    static final String P95 = "p95";

    private final AnswerLog log;

    ArmMetrics(AnswerLog log) {
        this.log = log;
    }

    Measurement accuracy(StageContext stage) {
        return arms(stage).accuracy();
    }

    Measurement p95(StageContext stage) {
        return arms(stage).p95();
    }

    private Arms arms(StageContext stage) {
        Arms now = Arms.of(log.since(stage.since()), stage.rollout(), stage.candidate(), stage.baseline());
        return stage.share().equals(Percentage.ALL) ? withFormerControl(now, stage) : now;
    }

    /** At 100 % there is no control group any more, and the candidate is compared with what it was like before. */
    private Arms withFormerControl(Arms now, StageContext stage) {
        List<Answer> all = log.all();
        return now.withControl(Arms.arm(all, stage.rollout(), stage.baseline()));
    }
}
