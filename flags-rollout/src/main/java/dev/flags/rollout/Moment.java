package dev.flags.rollout;

import dev.flags.rollout.Input.Measured;
import dev.flags.rollout.Input.Tick;
import dev.flags.rollout.RolloutState.Watched;
import dev.flags.rollout.StepResult.Moved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rollout as it is seen at a tick. */
record Moment(RolloutDocument document, Tick tick) {
    /** By how much a rollout goes on in time for each thing that happens to it while the clock is behind it. */
    static final Duration STEP = Duration.ofMillis(1);

    RolloutPlan plan() {
        return document.plan();
    }

    /** Later than whatever has happened to the rollout, if need be later than the clock says. */
    Instant now() {
        return isBehind() ? document.updatedAt().plus(STEP) : tick.now();
    }

    /**
     * Whether the clock has gone back, or whoever changed the rollout last has one that is ahead. Nothing goes on then, but
     * what fails is still taken back.
     */
    boolean isBehind() {
        return tick.now().isBefore(document.updatedAt());
    }

    boolean isPast(Instant since, @Nullable Duration duration) {
        return duration != null && !now().isBefore(since.plus(duration));
    }

    boolean isFrozen() {
        return tick.isFrozen() && !document.ignoresFreeze();
    }

    /** The run of a state, with what was measured in this stage of this attempt. */
    StageRun heard(Watched state) {
        StageRun run = state.run();
        for (Measured measured : news(state)) {
            run = run.with(measured.analysis(), measured.verdict(), measured.at());
        }
        return run;
    }

    /** With what a pause has taken left out of the time that the attempt has. */
    Moment shifted(Duration pause) {
        return new Moment(document.shifted(pause), tick);
    }

    /** With what metrics are now. */
    Moment withFigures() {
        return document.state() instanceof Watched watched ? new Moment(document.measured(news(watched)), tick) : this;
    }

    /** Whether an analysis has said something since the last tick. */
    boolean isNews(Watched state, Analysis analysis) {
        return news(state).stream().anyMatch(measured -> measured.analysis().equals(analysis.name()));
    }

    private List<Measured> news(Watched state) {
        StageRun run = state.run();
        List<String> asked =
                Analyses.of(plan(), state).stream().map(Analysis::name).toList();
        return tick.verdicts().stream()
                .filter(measured -> measured.subject().isOf(document, run)
                        && !measured.at().isBefore(run.since())
                        && !measured.at().isAfter(now())
                        && asked.contains(measured.analysis()))
                .toList();
    }

    /** What happens if nothing does but that something was measured. */
    StepResult noted(RolloutState state) {
        return state.equals(document.state())
                ? StepResult.UNCHANGED
                : new Moved(document.noted(state, now()), Effect.NONE);
    }
}
