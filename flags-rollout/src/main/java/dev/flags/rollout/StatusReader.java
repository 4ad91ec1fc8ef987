package dev.flags.rollout;

import dev.flags.rollout.Input.Tick;
import dev.flags.rollout.RolloutState.Ended;
import dev.flags.rollout.RolloutState.Paused;
import dev.flags.rollout.RolloutState.RollingBack;
import dev.flags.rollout.RolloutState.RollingBackGradually;
import dev.flags.rollout.RolloutState.Watched;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says where a rollout stands. */
final class StatusReader {
    private StatusReader() {}

    /** Where a rollout stands, as it is seen now. */
    static RolloutStatus of(RolloutDocument document, Tick tick) {
        RolloutState state = document.state();
        RolloutPlan plan = document.plan();
        @Nullable StageRun run = run(document);
        int stage = run == null || state.phase() == RolloutPhase.COMPLETED ? StageRun.BEFORE_FIRST : run.stage();
        return new RolloutStatus(
                document.flag(),
                document.id(),
                plan.strategy(),
                document.baseline(),
                document.candidate(),
                document.attempt(),
                state.phase(),
                stage,
                stage < 0 ? null : plan.stages().get(stage).name(),
                plan.stages().size(),
                state.phase() == RolloutPhase.COMPLETED
                        ? plan.target()
                        : tick.flag().share(),
                plan.target(),
                state.since(),
                document.updatedAt(),
                Waits.of(new Moment(document, tick), state),
                state instanceof Paused paused ? paused.reasons() : Set.of(),
                tallies(document),
                verdict(document),
                tick.samples().candidate(),
                tick.samples().control(),
                error(state));
    }

    /** What analyses have said in its stage or, if it is over, in the last that there was. */
    static Map<String, Tally> tallies(RolloutDocument document) {
        StageRun run = run(document);
        return run == null ? Map.of() : run.tallies();
    }

    private static Verdict.Result verdict(RolloutDocument document) {
        StageRun run = run(document);
        if (run == null) {
            return Verdict.Result.INCONCLUSIVE;
        }
        return Verdict.combined(Analyses.of(document, run).stream()
                .filter(analysis -> analysis.role() != Role.OBSERVE)
                .map(analysis -> run.tally(analysis).last())
                .map(last -> last == null ? Verdict.inconclusive("has said nothing yet") : last)
                .toList());
    }

    /** The stage that it is in or, if it is over, the last that it was in. */
    private static @Nullable StageRun run(RolloutDocument document) {
        return document.state() instanceof Watched watched && !(watched instanceof RollingBackGradually)
                ? watched.run()
                : document.evidence();
    }

    private static @Nullable String error(RolloutState state) {
        if (state instanceof RollingBack back) {
            return back.why();
        }
        if (state instanceof RollingBackGradually back) {
            return back.why();
        }
        return state instanceof Ended ended && ended.phase() != RolloutPhase.COMPLETED ? ended.why() : null;
    }
}
