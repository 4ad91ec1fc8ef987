package dev.flags.rollout;

import dev.flags.config.Percentage;
import java.time.Instant;

/**
 * What a function is asked about.
 *
 * @param flag its name
 * @param rollout the id of the rollout, which stands in the answers that it gives: {@code rollout:<id>}
 * @param attempt 1 for the first
 * @param stage the index of the stage, -1 before the first
 * @param stageName what the plan calls it
 * @param share what the stage gives to the candidate
 * @param baseline the variant that traffic comes from
 * @param candidate the variant that it goes to
 * @param since when the stage began, later by what it was paused
 * @param candidateSamples answers of the candidate's arm since then, of all processes as far as is known
 * @param baselineSamples answers of its control group since then
 */
public record StageContext(
        String flag,
        String rollout,
        int attempt,
        int stage,
        String stageName,
        Percentage share,
        String baseline,
        String candidate,
        Instant since,
        long candidateSamples,
        long baselineSamples) {
    private static final String BEFORE_THE_FIRST = "-";

    static StageContext of(RolloutDocument document, StageRun run, Input.Samples samples) {
        boolean isInStage = run.stage() >= 0;
        Stage stage = document.plan().stages().get(Math.max(0, run.stage()));
        return new StageContext(
                document.flag(),
                document.id(),
                document.attempt(),
                run.stage(),
                isInStage ? stage.name() : BEFORE_THE_FIRST,
                isInStage ? stage.share() : Percentage.NONE,
                document.baseline(),
                document.candidate(),
                run.since(),
                samples.candidate(),
                samples.control());
    }
}
