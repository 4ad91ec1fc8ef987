package dev.flags.rollout;

import dev.flags.config.Condition;
import dev.flags.config.Percentage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Plans with the stages and times that teams are known to use. Each gives a builder, to add what has to be right:
 *
 * <pre>{@code
 * RolloutPlan plan = RolloutPlans.canary().analyses(Analysis.validation("smoke").build()).build();
 * }</pre>
 */
public final class RolloutPlans {
    private RolloutPlans() {}

    /** 1, 5, 10, 25, 50 and 100 %, five minutes each. */
    public static RolloutPlanBuilder canary() {
        return RolloutPlan.of(RolloutStrategy.CANARY).stages(Duration.ofMinutes(5), 1, 5, 10, 25, 50, 100);
    }

    /** 10, 50 and 100 %, an hour each. */
    public static RolloutPlanBuilder hourlyCanary() {
        return RolloutPlan.of(RolloutStrategy.CANARY).stages(Duration.ofHours(1), 10, 50, 100);
    }

    /** 10 % for 15 minutes, then everybody, watched for an hour. */
    public static RolloutPlanBuilder quickCanary() {
        return RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(stage(10, Duration.ofMinutes(15)), stage(100, Duration.ZERO))
                .soak(Duration.ofHours(1));
    }

    /**
     * 1, 5, 25, 50 and 100 %, as the gray phase of a model.
     *
     * @param bake how long each stage lasts
     */
    public static RolloutPlanBuilder gray(Duration bake) {
        return RolloutPlan.of(RolloutStrategy.CANARY).stages(bake, 1, 5, 25, 50, 100);
    }

    /**
     * A share of the caller's for 15 minutes, then everybody.
     *
     * @param share 10 % as a rule
     */
    public static RolloutPlanBuilder release(Percentage share) {
        return release(RolloutStrategy.CANARY, share);
    }

    static RolloutPlanBuilder release(RolloutStrategy strategy, Percentage share) {
        return RolloutPlan.of(strategy)
                .stages(Stage.of(share).bake(Duration.ofMinutes(15)).build(), stage(100, Duration.ZERO));
    }

    /**
     * Nobody while the analyses validate, then everybody.
     *
     * @param soak how long it is watched afterwards, ready to switch back
     */
    public static RolloutPlanBuilder blueGreen(Duration soak) {
        return RolloutPlan.of(RolloutStrategy.BLUE_GREEN)
                .stages(
                        Stage.named("green", Percentage.NONE).build(),
                        Stage.named("switched", Percentage.ALL).build())
                .soak(soak);
    }

    /** 1 % as the internal ring, 10 % as the beta, then production. */
    public static RolloutPlanBuilder ring(Duration bake) {
        return RolloutPlan.of(RolloutStrategy.RING)
                .stages(
                        ring("internal", 1).bake(bake).build(),
                        ring("beta", 10).bake(bake).build(),
                        ring("production", 100).bake(bake).build());
    }

    /**
     * Groups, one after the other, and then everybody: rings of people, or regions.
     *
     * @param groups by name, in their order
     */
    public static RolloutPlanBuilder groups(Duration bake, Map<String, Condition> groups) {
        List<Stage> stages = new ArrayList<>();
        groups.forEach((name, group) ->
                stages.add(ring(name, 100).group(group).bake(bake).build()));
        stages.add(ring("everybody", 100).bake(bake).build());
        return RolloutPlan.of(RolloutStrategy.RING).stages(stages);
    }

    /**
     * Everybody at once.
     *
     * @param reason why there are no stages, for the audit trail
     */
    public static RolloutPlanBuilder direct(String reason) {
        return RolloutPlan.of(RolloutStrategy.DIRECT)
                .stages(stage(100, Duration.ZERO))
                .reason(reason);
    }

    private static Stage stage(double percent, Duration bake) {
        return Stage.of(Percentage.ofPercent(percent)).bake(bake).build();
    }

    private static Stage.Builder ring(String name, double percent) {
        return Stage.named(name, Percentage.ofPercent(percent));
    }
}
