package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.Condition;
import dev.flags.config.Flag;
import dev.flags.config.FlagType;
import dev.flags.config.Percentage;
import dev.flags.config.Rich;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StartChecksTest {
    private static final Set<String> SOURCES = Set.of("smoke", "p95");
    private static final Flag OFF =
            Flag.builder("f").percentage(Percentage.NONE).build();
    private static final RolloutPlan CANARY = RolloutPlans.canary().build();

    @Test
    void variants_areThoseOfABooleanFlag_ifThePlanNamesNone() {
        assertThat(StartChecks.check(OFF, CANARY, SOURCES)).isEqualTo(new StartChecks.Arms("off", "on"));
    }

    @Test
    void scenario28_everythingThatIsUnknown_isSaidAtOnce() {
        RolloutPlan plan = RolloutPlans.canary()
                .variants("off", "treatment")
                .analyses(
                        Analysis.validation("smok").build(),
                        Analysis.metric("p99", Judge.Threshold.atMost(1)).build())
                .build();

        assertThatThrownBy(() -> StartChecks.check(OFF.disabled(), plan, SOURCES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "/candidate: unknown variant \"treatment\"",
                        "/enables: is false, and flag f is disabled; enable it, or let the plan do it",
                        "/analyses/0/validator: is \"smok\", which the manager does not know; it knows p95, smoke",
                        "/analyses/1/metric: is \"p99\"");
    }

    @Test
    void gatesAndShadow_areLookedAt() {
        RolloutPlan plan = RolloutPlans.canary()
                .gates(
                        Analysis.validation("opa").build(),
                        Analysis.validation("smoke").build(),
                        Analysis.metric("p98", Judge.Threshold.atMost(1)).build())
                .shadow(Stage.named("shadow", Percentage.NONE)
                        .analyses(Analysis.validation("same").build())
                        .build())
                .build();

        assertThatThrownBy(() -> StartChecks.check(OFF, plan, SOURCES))
                .hasMessageContainingAll(
                        "/gates/0/validator: is \"opa\"",
                        "/gates/2/metric: is \"p98\"",
                        "/shadow/analyses/0/validator: is \"same\"")
                .message()
                .doesNotContain("/gates/1");
    }

    @Test
    void analysesOfStages_areLookedAt() {
        RolloutPlan plan = RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(Stage.of(Percentage.ALL)
                        .analyses(Analysis.validation("x").build())
                        .build())
                .build();

        assertThatThrownBy(() -> StartChecks.check(OFF, plan, Set.of()))
                .hasMessageContaining(
                        "/stages/0/analyses/0/validator: is \"x\", which the manager does not know; it knows none");
    }

    @Test
    void flagWithARollout_isRefused() {
        RolloutDocument running = new Runs(CANARY).document();
        Flag flag = FlagEffects.apply(OFF, running, new Effect.SetStage(0));

        assertThatThrownBy(() -> StartChecks.check(flag, CANARY, SOURCES))
                .hasMessageContaining("flag f has a rollout already, r-1");
    }

    @Test
    void disabledFlag_isFine_ifThePlanEnablesIt() {
        assertThat(StartChecks.check(
                                OFF.disabled(),
                                RolloutPlans.canary().enables(true).build(),
                                SOURCES)
                        .candidate())
                .isEqualTo("on");
    }

    @Test
    void beginningBelowWhatTheFlagGives_isRefusedUnlessAskedFor() {
        Flag some = Flag.builder("f").percentage(Percentage.ofPercent(2)).build();

        assertThatThrownBy(() -> StartChecks.check(some, CANARY, SOURCES))
                .hasMessageContaining("/stages/0/percentage: is 1 %, and flag f gives 2 % to the candidate already");
        StartChecks.check(some, RolloutPlans.canary().mayLower(true).build(), SOURCES);
        StartChecks.check(
                some,
                RolloutPlan.of(RolloutStrategy.CANARY)
                        .stages(Duration.ZERO, 2, 100)
                        .build(),
                SOURCES);
        assertThatThrownBy(() -> StartChecks.check(Flag.builder("f").enabled().build(), CANARY, SOURCES))
                .hasMessageContaining("gives 100 % to the candidate already");
    }

    @Test
    void variantThatIsTurnedOff_hasToBeOnForEverybody() {
        RolloutPlan plan = RolloutPlans.canary().variants("on", "off").build();

        StartChecks.check(Flag.builder("f").enabled().build(), plan, SOURCES);
        assertThatThrownBy(() -> StartChecks.check(
                        Flag.builder("f").percentage(Percentage.ofPercent(50)).build(), plan, SOURCES))
                .hasMessageContaining("only a flag that is on for everybody can be rolled out to \"off\"");
    }

    @Test
    void plainFlag_cannotKeepWhatOnlyRulesCanSay() {
        RolloutPlanBuilder half = RolloutPlan.of(RolloutStrategy.CANARY).stages(Duration.ZERO, 10, 50);
        RolloutPlan scoped =
                half.scope(Condition.segment("acme")).bucketBy("tenant").build();
        RolloutPlan toOff = RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(Duration.ZERO, 10, 50)
                .variants("on", "off")
                .build();

        assertThatThrownBy(() -> StartChecks.check(OFF, scoped, SOURCES))
                .hasMessageContainingAll(
                        "/scope: cannot be kept in the end: flag f is in the plain form",
                        "/bucket_by: cannot be kept in the end, at 50 %");
        assertThatThrownBy(() -> StartChecks.check(Flag.builder("f").enabled().build(), toOff, SOURCES))
                .hasMessageContaining("/stages: end at 50 %, and flag f is in the plain form");
        StartChecks.check(model("a"), scoped.toBuilder().variants("a", "b").build(), SOURCES);
    }

    @Test
    void richFlag_hasToServeTheBaseline() {
        RolloutPlan plan = RolloutPlans.canary().variants("a", "b").build();

        StartChecks.check(model("a"), plan, SOURCES);
        assertThatThrownBy(() -> StartChecks.check(model("c"), plan, SOURCES))
                .hasMessageContaining("/baseline: is \"a\", and the last step of flag m serves \"c\"");
        assertThatThrownBy(() -> StartChecks.check(model("a"), CANARY, SOURCES))
                .hasMessageContaining("/candidate: is missing; a flag of type string has no variant that is on");
        assertThatThrownBy(() -> StartChecks.check(split("a", "c"), plan, SOURCES))
                .hasMessageContaining("splits among");
        assertThatThrownBy(() -> StartChecks.check(split("b", "a"), plan, SOURCES))
                .hasMessageContaining("gives 40 % to the candidate already")
                .hasMessageNotContaining("splits among");
        assertThatThrownBy(() -> StartChecks.check(split("c", "b"), plan, SOURCES))
                .hasMessageContaining("splits among");
    }

    @Test
    void candidateThatIsTheBaseline_isRefused() {
        RolloutPlan plan = RolloutPlans.canary().variants("on", null).build();

        assertThatThrownBy(() -> StartChecks.check(OFF, plan, SOURCES))
                .hasMessageContaining("/candidate: is the baseline, too: \"on\"; another variant is required");
    }

    private static Flag model(String served) {
        return Flag.builder("m")
                .enabled()
                .definition(variants().defaultVariant(served).build())
                .build();
    }

    private static Flag split(String first, String second) {
        Split split = Split.ofRanges(List.of(new SlotRange(first, 0, 40_000), new SlotRange(second, 40_000, 100_000)));
        return Flag.builder("m")
                .enabled()
                .definition(variants().defaultServe(split).build())
                .build();
    }

    private static Rich.Builder variants() {
        return Rich.builder(FlagType.STRING)
                .variant("a", "model a")
                .variant("b", "model b")
                .variant("c", "model c")
                .offVariant("a");
    }
}
