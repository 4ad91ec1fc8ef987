package dev.flags.rollout;

import dev.flags.rollout.RolloutState.AwaitingApproval;
import dev.flags.rollout.RolloutState.Live;
import dev.flags.rollout.RolloutState.Progressing;
import java.util.List;
import java.util.stream.Stream;

/** Which analyses count where. */
final class Analyses {
    private Analyses() {}

    /** Those of the plan and, as long as it is a stage, of the stage. */
    static List<Analysis> of(RolloutPlan plan, Live live) {
        return live instanceof Progressing || live instanceof AwaitingApproval
                ? of(plan, plan.stages().get(live.run().stage()))
                : plan.analyses();
    }

    /** Whether one of them decides whether a stage is over. */
    static boolean decide(RolloutPlan plan, Stage stage) {
        return of(plan, stage).stream().anyMatch(analysis -> analysis.role() != Role.OBSERVE);
    }

    private static List<Analysis> of(RolloutPlan plan, Stage stage) {
        return Stream.concat(plan.analyses().stream(), stage.analyses().stream())
                .toList();
    }
}
