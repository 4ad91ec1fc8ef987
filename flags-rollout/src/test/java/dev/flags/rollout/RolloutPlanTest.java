package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.Condition;
import dev.flags.config.Percentage;
import java.time.Duration;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RolloutPlanTest {
    private static final Duration BAKE = Duration.ofMinutes(5);
    private static final Analysis SMOKE = Analysis.validation("smoke").build();
    private static final Condition STAFF = Condition.segment("staff");

    @Test
    void everythingThatIsWrong_isSaidAtOnce() {
        assertRefused(
                () -> RolloutPlan.of(RolloutStrategy.CANARY)
                        .variants("same", "same")
                        .stages(stage("a", 0), stage("b", 50), stage("b", 20), stage("c", 20))
                        .analyses(SMOKE, SMOKE)
                        .soak(Duration.ofMinutes(-1))
                        .build(),
                "/analyses/1/name: stands twice: \"smoke\"",
                "/stages/2/name: stands twice: \"b\"",
                "/stages/2/percentage: falls: 20 % after 50 %",
                "/stages/3/percentage: is that of the stage before, and nobody else comes in: 20 %",
                "/stages/0/percentage: is 0 %; only a blue-green rollout begins without traffic",
                "/candidate: is the baseline, too: \"same\"; another variant is required",
                "/soak: is negative: PT-1M");
    }

    @Test
    void nothingLastsLongerThanTenYears() {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
        assertRefused(
                () -> RolloutPlans.canary()
                        .shadow(stage("shadow", 0))
                        .soak(forEver)
                        .deadline(forEver)
                        .build(),
                "/soak: is above 3650 days: " + forEver,
                "/deadline: is above 3650 days: " + forEver);
        assertRefused(
                () -> Reactions.DEFAULTS.withOnError(Reaction.ROLL_BACK, forEver),
                "/error_deadline: is above 3650 days: " + forEver);
        assertRefused(
                () -> Stage.of(Percentage.ALL).bake(forEver).timeout(forEver).build(),
                "/bake: is above 3650 days: " + forEver,
                "/timeout: is above 3650 days: " + forEver,
                "/timeout: is not above bake, so that the stage could not end in time: " + forEver + " with bake "
                        + forEver);
    }

    @Test
    void planWithoutStages_isNone() {
        assertRefused(
                () -> RolloutPlan.of(RolloutStrategy.PERCENTAGE).build(),
                "/stages: is empty; at least one stage is required");
    }

    @Test
    void canary_hasNoGroups() {
        assertRefused(
                () -> RolloutPlan.of(RolloutStrategy.CANARY)
                        .stages(
                                Stage.named("staff", Percentage.ALL)
                                        .group(STAFF)
                                        .build(),
                                stage("all", 100))
                        .build(),
                "has a stage with a group, which the strategy \"canary\" has not; \"ring\" has");
    }

    @Test
    void ring_widens_andEndsWithEverybody() {
        Stage staff = Stage.named("staff", Percentage.ALL).group(STAFF).build();

        assertThat(RolloutPlan.of(RolloutStrategy.RING)
                        .stages(staff, stage("all", 100))
                        .build()
                        .stages())
                .hasSize(2);
        assertRefused(
                () -> RolloutPlan.of(RolloutStrategy.RING)
                        .stages(stage("all", 50), staff)
                        .build(),
                "/stages/1/group: brings in nobody: the stage before takes in everybody",
                "/stages/1/group: is in the last stage, which has to take in everybody");
        assertRefused(
                () -> RolloutPlan.of(RolloutStrategy.RING)
                        .stages(stage("all", 50))
                        .build(),
                "has one stage; a ring needs two or more");
    }

    @Test
    void blueGreen_validatesBeforeItSwitches() {
        assertRefused(
                () -> RolloutPlans.blueGreen(BAKE).build(),
                "/stages/0: validates nothing before everybody is switched; analyses or an approval are required");
        assertThat(RolloutPlans.blueGreen(BAKE).stagesNeedApproval(true).build().stages())
                .allMatch(Stage::needsApproval);
        assertRefused(
                () -> RolloutPlan.of(RolloutStrategy.BLUE_GREEN)
                        .stages(BAKE, 0, 50, 100)
                        .analyses(SMOKE)
                        .build(),
                "/stages: is not what a blue-green rollout has: a stage of 0 % and one of 100 %");
    }

    @Test
    void direct_needsAReason_andOneStage() {
        assertRefused(
                () -> RolloutPlan.of(RolloutStrategy.DIRECT)
                        .stages(BAKE, 50, 100)
                        .reason(" ")
                        .build(),
                "/stages: has 2 stages; a direct rollout has one",
                "/reason: is missing; a direct rollout needs one, since it skips the stages");
    }

    @Test
    void deadline_isLongerThanTheStages() {
        RolloutPlanBuilder builder =
                RolloutPlan.of(RolloutStrategy.CANARY).stages(BAKE, 10, 100).soak(BAKE);

        assertThat(builder.deadline(Duration.ofMinutes(16)).build().deadline()).isEqualTo(Duration.ofMinutes(16));
        assertRefused(
                () -> builder.deadline(Duration.ofMinutes(15)).build(),
                "/deadline: is not above what the stages and the soak take, PT15M: PT15M");
    }

    @Test
    void target_mayBeLessThanEverybody() {
        assertThat(RolloutPlan.of(RolloutStrategy.PERCENTAGE)
                        .stages(BAKE, 1, 30)
                        .build()
                        .stages())
                .hasSize(2);
    }

    @Test
    void gate_isAGuardrail_andStandsOnce() {
        assertRefused(
                () -> RolloutPlans.canary()
                        .gates(
                                SMOKE,
                                SMOKE,
                                Analysis.validation("hint").role(Role.SIGNAL).build())
                        .build(),
                "/gates/1/name: stands twice: \"smoke\"",
                "/gates/2/role: is \"signal\"; a gate refuses what fails it, which only a guardrail does");
        assertThat(RolloutPlans.canary().gates(SMOKE).analyses(SMOKE).build().gates())
                .containsExactly(SMOKE);
    }

    @Test
    void shadow_givesNobodyAnything_andIsNamedApart() {
        Stage shadow = Stage.named("shadow", Percentage.ofPercent(1))
                .group(STAFF)
                .needsApproval(true)
                .analyses(SMOKE)
                .build();
        assertRefused(
                () -> RolloutPlans.canary()
                        .shadow(shadow)
                        .analyses(SMOKE)
                        .gates(SMOKE)
                        .build(),
                "/shadow/percentage: is 1 %; nobody gets the candidate of a shadow, so that 0 % is required",
                "/shadow/group: brings in nobody, since a shadow gives nobody anything",
                "/shadow/needs_approval: is true; a shadow is over by itself",
                "/shadow/analyses/0/name: is asked in every stage already: \"smoke\"",
                "/gates/0/name: is asked by the shadow, too: \"smoke\"");
        Stage right = Stage.named("shadow", Percentage.NONE).analyses(SMOKE).build();
        assertRefused(
                () -> RolloutPlans.canary().shadow(right).gates(SMOKE).build(),
                "/gates/0/name: is asked by the shadow, too: \"smoke\"");
        assertThat(RolloutPlans.canary().shadow(right).build().shadow()).isEqualTo(right);
    }

    @Test
    void deadline_isLongerThanTheShadow_too() {
        Stage shadow = Stage.named("shadow", Percentage.NONE).bake(BAKE).build();

        assertRefused(
                () -> RolloutPlan.of(RolloutStrategy.CANARY)
                        .stages(BAKE, 100)
                        .shadow(shadow)
                        .deadline(Duration.ofMinutes(10))
                        .build(),
                "/deadline: is not above what the stages and the soak take, PT10M: PT10M");
    }

    @Test
    void analysisOfAStage_isNoneOfTheWholePlan() {
        assertRefused(
                () -> RolloutPlan.of(RolloutStrategy.CANARY)
                        .stages(Stage.of(Percentage.ALL).analyses(SMOKE).build())
                        .analyses(SMOKE)
                        .build(),
                "/stages/0/analyses/0/name: is asked in every stage already: \"smoke\"");
    }

    @Test
    void stage_isCheckedByItself() {
        Stage.Builder stage = Stage.of(Percentage.ALL).bake(BAKE).timeout(BAKE).analyses(SMOKE, SMOKE);

        assertRefused(
                stage::build,
                "/timeout: is not above bake, so that the stage could not end in time: PT5M with bake PT5M",
                "/analyses/1/name: stands twice: \"smoke\"");
        assertRefused(
                () -> Stage.of(Percentage.ALL)
                        .bake(BAKE.negated())
                        .minSamples(-1)
                        .build(),
                "/bake: is negative: PT-5M",
                "/min_samples: is negative: -1");
    }

    @Test
    void analysis_isCheckedByItself() {
        assertRefused(
                () -> Analysis.validation("")
                        .initialDelay(BAKE.negated())
                        .interval(Duration.ZERO)
                        .timeout(Duration.ZERO)
                        .passes(0)
                        .build(),
                "/validator: is empty");
        assertRefused(
                () -> Analysis.validation("v")
                        .initialDelay(BAKE.negated())
                        .interval(Duration.ZERO)
                        .timeout(Duration.ZERO)
                        .passes(0)
                        .build(),
                "/initial_delay: is negative: PT-5M",
                "/interval: is not above zero: PT0S",
                "/timeout: is not above zero: PT0S",
                "/passes: is below 1: 0");
        OptionalInt none = OptionalInt.empty();
        assertRefused(
                () -> new Tolerance(none, none, OptionalInt.of(0), 0),
                "has no limit of failures; \"failures\" or \"consecutive_failures\" is required",
                "/consecutive_inconclusive: is below 1: 0",
                "/consecutive_errors: is below 1: 0");
    }

    @Test
    void tolerance_isTighterForFunctionsThanForMetrics() {
        Analysis metric = Analysis.metric("p95", Judge.Threshold.atMost(1)).build();

        assertThat(SMOKE.tolerance().failures()).hasValue(1);
        assertThat(metric.tolerance().failures()).isEmpty();
        assertThat(metric.tolerance().consecutiveFailures()).hasValue(3);
        assertThat(metric.tolerance().consecutiveErrors()).isEqualTo(4);
    }

    private static Stage stage(String name, double percent) {
        return Stage.named(name, Percentage.ofPercent(percent)).build();
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
    }
}
