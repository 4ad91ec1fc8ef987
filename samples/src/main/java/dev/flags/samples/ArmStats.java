package dev.flags.samples;

import dev.flags.samples.digits.PhaseStats;
import java.time.Duration;
import java.util.List;

/**
 * How one arm of a rollout has answered.
 *
 * @param answers how many there are
 * @param right how many of them are right
 * @param p95 the time that 95 % of them did not exceed; zero if there are none
 */
record ArmStats(int answers, int right, Duration p95) {
    private static final int PERCENT = 95;

    static ArmStats of(List<Answer> answers) {
        long[] nanos = answers.stream().mapToLong(Answer::nanos).sorted().toArray();
        int right = (int) answers.stream().filter(Answer::isRight).count();
        long p95 = nanos.length == 0 ? 0 : PhaseStats.nearestRank(nanos, PERCENT);
        return new ArmStats(nanos.length, right, Duration.ofNanos(p95));
    }

    /** The share of answers that are right; not a number if there are none. */
    double accuracy() {
        return (double) right / answers;
    }
}
