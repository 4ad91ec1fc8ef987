package dev.flags.samples;

import dev.flags.rollout.Measurement;
import dev.flags.rollout.MetricSource;
import dev.flags.rollout.StageContext;
import dev.flags.samples.text.Report;

/** A process that dies in mid-rollout, as if by {@code kill -9}: nothing is closed, and nothing is written any more. */
final class Crash {
    /** What a shell calls a process that was killed. */
    static final int EXIT_CODE = 137;

    private Crash() {}

    /** A metric that takes the process down when it is known for the first time in a stage. */
    static MetricSource in(String stage, MetricSource metric, Report report) {
        return context -> {
            Measurement measured = metric.measure(context);
            if (context.stageName().equals(stage) && !measured.equals(Measurement.NO_DATA)) {
                crash(context, report);
            }
            return measured;
        };
    }

    private static void crash(StageContext stage, Report report) {
        report.say(
                "Stage %s began at %s. The process dies now, in the middle of it.",
                stage.stageName(), Times.utc(stage.since()));
        report.say("Start it again without --crash, and it goes on.");
        report.flush();
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
