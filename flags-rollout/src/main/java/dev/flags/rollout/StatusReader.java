package dev.flags.rollout;

import dev.flags.rollout.Input.Tick;
import dev.flags.rollout.RolloutState.Ended;
import dev.flags.rollout.RolloutState.Paused;
import dev.flags.rollout.RolloutState.RollingBack;
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
        int stage = RolloutDocument.stageOf(state);
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
                tick.samples().candidate(),
                tick.samples().control(),
                error(state));
    }

    /** What analyses have said in its stage or, once it is rolled back, in the one that it came from. */
    static Map<String, Tally> tallies(RolloutDocument document) {
        if (document.state() instanceof Watched watched) {
            return watched.run().tallies();
        }
        StageRun evidence = document.evidence();
        return evidence == null ? Map.of() : evidence.tallies();
    }

    private static @Nullable String error(RolloutState state) {
        if (state instanceof RollingBack back) {
            return back.why();
        }
        return state instanceof Ended ended && ended.phase() != RolloutPhase.COMPLETED ? ended.why() : null;
    }
}
