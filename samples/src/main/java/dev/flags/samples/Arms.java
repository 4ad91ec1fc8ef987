package dev.flags.samples;

import dev.flags.rollout.Measurement;
import java.util.List;

/** The two arms of a rollout in the same time, and what its metrics make of them. */
record Arms(ArmStats candidate, ArmStats control) {
    /** Answers of each arm, {@value}, before anything is said of them: fewer are right or wrong by chance. */
    static final int MIN_ANSWERS = 300;

    /** Four digits are enough for a person, and for a judge. */
    private static final double FOUR_DIGITS = 10_000;

    private static final double NANOS_PER_MILLI = 1_000_000;

    /** @param rollout the rollout's id, by which an answer's rule is known */
    static Arms of(List<Answer> answers, String rollout, String candidate, String baseline) {
        return new Arms(arm(answers, rollout, candidate), arm(answers, rollout, baseline));
    }

    static ArmStats arm(List<Answer> answers, String rollout, String model) {
        String rule = "rollout:" + rollout;
        return ArmStats.of(
                answers.stream().filter(answer -> answer.isOfArm(rule, model)).toList());
    }

    Arms withControl(ArmStats other) {
        return new Arms(candidate, other);
    }

    /** The share of right answers of both arms. */
    Measurement accuracy() {
        return hasEnough(candidate) && hasEnough(control)
                ? Measurement.of(rounded(candidate.accuracy()), rounded(control.accuracy()))
                : Measurement.NO_DATA;
    }

    /** The latency of the candidate's answers, in milliseconds. */
    Measurement p95() {
        return hasEnough(candidate)
                ? Measurement.of(rounded(candidate.p95().toNanos() / NANOS_PER_MILLI))
                : Measurement.NO_DATA;
    }

    private static boolean hasEnough(ArmStats arm) {
        return arm.answers() >= MIN_ANSWERS;
    }

    private static double rounded(double value) {
        return Math.round(value * FOUR_DIGITS) / FOUR_DIGITS;
    }
}
