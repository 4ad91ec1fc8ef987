package dev.flags.rollout;

import dev.flags.rollout.RolloutState.AwaitingApproval;
import dev.flags.rollout.RolloutState.Paused;
import dev.flags.rollout.RolloutState.Pending;
import dev.flags.rollout.RolloutState.Progressing;
import dev.flags.rollout.RolloutState.RollingBackGradually;
import dev.flags.rollout.RolloutState.Shadowing;
import dev.flags.rollout.RolloutState.Watched;
import java.util.List;
import java.util.stream.Stream;

/** Which analyses count where. */
final class Analyses {
    private Analyses() {}

    /** What is to be measured where a rollout stands; its stage is that of the state's run. */
    static List<Analysis> asked(RolloutDocument document) {
        return document.state() instanceof Watched watched ? of(document.plan(), watched) : List.of();
    }

    /**
     * Before the beginning, the gates; afterwards the analyses of the plan and, as long as it is a stage, of the stage. A pause
     * changes nothing, and of what is given back share by share, the plan's guardrails are left.
     */
    static List<Analysis> of(RolloutPlan plan, Watched state) {
        if (state instanceof Pending) {
            return plan.gates();
        }
        if (state instanceof Paused paused) {
            return of(plan, paused.before());
        }
        if (state instanceof RollingBackGradually) {
            return plan.analyses().stream()
                    .filter(analysis -> analysis.role() == Role.GUARDRAIL)
                    .toList();
        }
        return isStage(state) ? of(plan, plan.stage(state.run())) : plan.analyses();
    }

    /** What was asked in a stage that a rollout is in, or was in last. */
    static List<Analysis> of(RolloutDocument document, StageRun run) {
        boolean isPresent =
                document.state() instanceof Watched watched && watched.run().equals(run);
        return isPresent ? asked(document) : of(document.plan(), document.plan().stage(run));
    }

    /** Whether it is a stage that lasts, or has to be agreed to. */
    static boolean isStage(Watched state) {
        return state instanceof Shadowing || state instanceof Progressing || state instanceof AwaitingApproval;
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
