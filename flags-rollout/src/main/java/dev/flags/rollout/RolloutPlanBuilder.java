package dev.flags.rollout;

import dev.flags.config.Condition;
import dev.flags.config.Percentage;
import dev.flags.config.TimeWindow;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the parts of a {@link RolloutPlan}. Not thread-safe. */
public final class RolloutPlanBuilder {
    private final RolloutStrategy strategy;
    private @Nullable String baseline;
    private @Nullable String candidate;
    private @Nullable Condition scope;
    private List<String> bucketBy = List.of();
    private List<Analysis> gates = List.of();
    private boolean needsApproval;
    private @Nullable Stage shadow;
    private List<Stage> stages = List.of();
    private List<Analysis> analyses = List.of();
    private TimeWindow window = TimeWindow.ALWAYS;
    private Duration soak = Duration.ZERO;
    private @Nullable Duration deadline;
    private Reactions reactions = Reactions.DEFAULTS;
    private boolean enables;
    private boolean mayLower;
    private @Nullable String reason;

    RolloutPlanBuilder(RolloutStrategy strategy) {
        this.strategy = strategy;
    }

    RolloutPlanBuilder(RolloutPlan plan) {
        strategy = plan.strategy();
        baseline = plan.baseline();
        candidate = plan.candidate();
        scope = plan.scope();
        bucketBy = plan.bucketBy();
        gates = plan.gates();
        needsApproval = plan.needsApproval();
        shadow = plan.shadow();
        stages = plan.stages();
        analyses = plan.analyses();
        window = plan.window();
        soak = plan.soak();
        deadline = plan.deadline();
        reactions = plan.reactions();
        enables = plan.enables();
        mayLower = plan.mayLower();
        reason = plan.reason();
    }

    /** The variant that traffic comes from, and the one that it goes to. */
    public RolloutPlanBuilder variants(@Nullable String from, @Nullable String to) {
        baseline = from;
        candidate = to;
        return this;
    }

    public RolloutPlanBuilder scope(@Nullable Condition condition) {
        scope = condition;
        return this;
    }

    public RolloutPlanBuilder bucketBy(String... attributes) {
        bucketBy = List.of(attributes);
        return this;
    }

    /** What has to have passed before it begins. */
    public RolloutPlanBuilder gates(Analysis... asked) {
        return gates(List.of(asked));
    }

    public RolloutPlanBuilder gates(List<Analysis> asked) {
        gates = asked;
        return this;
    }

    /** Whether a person has to agree before it begins; for what comes then, see {@link #stagesNeedApproval}. */
    public RolloutPlanBuilder needsApproval(boolean isNeeded) {
        needsApproval = isNeeded;
        return this;
    }

    /** What comes before the first stage, a stage of 0 %. */
    public RolloutPlanBuilder shadow(@Nullable Stage stage) {
        shadow = stage;
        return this;
    }

    public RolloutPlanBuilder stages(List<Stage> all) {
        stages = all;
        return this;
    }

    public RolloutPlanBuilder stages(Stage... all) {
        return stages(List.of(all));
    }

    /**
     * Stages of growing shares that last equally long.
     *
     * @param percents from 0 to 100
     */
    public RolloutPlanBuilder stages(Duration bake, double... percents) {
        return stages(Arrays.stream(percents)
                .mapToObj(percent ->
                        Stage.of(Percentage.ofPercent(percent)).bake(bake).build())
                .toList());
    }

    /** What has to be right in every stage. */
    public RolloutPlanBuilder analyses(Analysis... asked) {
        return analyses(List.of(asked));
    }

    public RolloutPlanBuilder analyses(List<Analysis> asked) {
        analyses = asked;
        return this;
    }

    /** Whether a person has to agree once each of the stages that there are is over. */
    public RolloutPlanBuilder stagesNeedApproval(boolean isNeeded) {
        return stages(stages.stream()
                .map(stage -> stage.toBuilder().needsApproval(isNeeded).build())
                .toList());
    }

    public RolloutPlanBuilder window(TimeWindow newWindow) {
        window = newWindow;
        return this;
    }

    public RolloutPlanBuilder soak(Duration duration) {
        soak = duration;
        return this;
    }

    public RolloutPlanBuilder deadline(@Nullable Duration duration) {
        deadline = duration;
        return this;
    }

    public RolloutPlanBuilder reactions(Reactions newReactions) {
        reactions = newReactions;
        return this;
    }

    public RolloutPlanBuilder enables(boolean isEnabling) {
        enables = isEnabling;
        return this;
    }

    public RolloutPlanBuilder mayLower(boolean isAllowed) {
        mayLower = isAllowed;
        return this;
    }

    public RolloutPlanBuilder reason(@Nullable String why) {
        reason = why;
        return this;
    }

    /**
     * Makes the plan; may be called again.
     *
     * @throws IllegalArgumentException as the constructor of {@link RolloutPlan} does
     */
    public RolloutPlan build() {
        return new RolloutPlan(
                strategy,
                baseline,
                candidate,
                scope,
                bucketBy,
                gates,
                needsApproval,
                shadow,
                stages,
                analyses,
                window,
                soak,
                deadline,
                reactions,
                enables,
                mayLower,
                reason);
    }
}
