package dev.flags.samples;

import dev.flags.samples.text.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays the stages of a rollout out as plain text; a dash stands for what an arm without an answer is like. */
final class StageTable {
    private static final double NANOS_PER_MICRO = 1_000;
    private static final String NOTHING = "-";
    private static final List<String> HEADING =
            List.of("stage", "candidate", "control", "accuracy", "of control", "p95 us", "verdict", "lasted");

    private StageTable() {}

    static String format(List<StageResult> stages) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADING);
        stages.forEach(stage -> rows.add(row(stage)));
        return TextTable.format(1, rows);
    }

    private static List<String> row(StageResult stage) {
        ArmStats candidate = stage.arms().candidate();
        ArmStats control = stage.arms().control();
        boolean isKnown = candidate.answers() > 0;
        return List.of(
                stage.stage(),
                count(candidate),
                count(control),
                accuracy(candidate),
                accuracy(control),
                isKnown ? micros(candidate.p95()) : NOTHING,
                isKnown ? stage.verdict().name().toLowerCase(Locale.ROOT) : NOTHING,
                Times.seconds(stage.length()));
    }

    private static String count(ArmStats arm) {
        return arm.answers() == 0 ? NOTHING : Integer.toString(arm.answers());
    }

    private static String accuracy(ArmStats arm) {
        return arm.answers() == 0 ? NOTHING : String.format(Locale.ROOT, "%.1f %%", 100 * arm.accuracy());
    }

    private static String micros(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toNanos() / NANOS_PER_MICRO);
    }
}
