package dev.flags.rollout;

import dev.flags.config.Percentage;
import dev.flags.rollout.Input.Samples;
import dev.flags.rollout.RolloutState.Ended;
import dev.flags.rollout.RolloutState.Paused;
import dev.flags.rollout.RolloutState.RollingBack;
import dev.flags.rollout.RolloutState.Watched;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says where a rollout stands. */
final class StatusReader {
    private StatusReader() {}

    /**
     * Where a rollout stands.
     *
     * @param share what its flag gives to the candidate
     * @param waitsFor what it waits for
     */
    static RolloutStatus of(RolloutDocument document, Percentage share, Samples samples, List<String> waitsFor) {
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
                share,
                plan.stages().get(plan.stages().size() - 1).share(),
                state.since(),
                document.updatedAt(),
                waitsFor,
                state instanceof Paused paused ? paused.reasons() : Set.of(),
                tallies(document),
                samples.candidate(),
                samples.control(),
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
