package dev.flags.rollout;

import dev.flags.FeatureFlagManager;
import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.rollout.Rehearsal.Step;
import dev.flags.rollout.StartChecks.Arms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tries plans without changing anything, by the same effects that rollouts have. */
final class Rehearser {
    private static final String ID = "rehearsal";

    private final FeatureFlagManager flags;

    Rehearser(FeatureFlagManager flags) {
        this.flags = flags;
    }

    /**
     * Goes through all stages, and back from each.
     *
     * @param sources the functions and metrics that are known
     * @throws IllegalArgumentException with everything that keeps the plan from being carried out
     * @throws dev.flags.config.ConfigException if a stage would make the configuration invalid
     */
    Rehearsal of(String name, RolloutPlan plan, Set<String> sources) {
        Flag flag = flags.getFlag(name).orElseThrow(() -> new IllegalArgumentException("there is no flag " + name));
        Arms arms = StartChecks.check(flag, plan, sources);
        RolloutDocument document =
                RolloutDocument.pending(ID, name, plan, arms, FlagEffects.digest(flag), Instant.EPOCH);
        List<Step> steps = new ArrayList<>();
        boolean isTakenBack = true;
        Flag now = flag;
        for (int stage = 0; stage < plan.stages().size(); stage++) {
            now = FlagEffects.apply(now, document, new Effect.SetStage(stage));
            Stage planned = plan.stages().get(stage);
            steps.add(new Step(planned.name(), planned.share(), flags.preview(now)));
            isTakenBack &= takenBack(now, document).equals(flag);
        }
        Flag completed = FlagEffects.apply(now, document, new Effect.Complete());
        steps.add(new Step(RolloutPhase.COMPLETED.key(), plan.target(), flags.preview(completed)));
        return new Rehearsal(steps, isTakenBack);
    }

    private static Flag takenBack(Flag now, RolloutDocument document) {
        Flag withdrawn = FlagEffects.apply(now, document, new Effect.Withdraw());
        return FlagEffects.share(withdrawn).equals(Percentage.NONE)
                ? FlagEffects.apply(withdrawn, document, new Effect.Remove())
                : withdrawn;
    }
}
