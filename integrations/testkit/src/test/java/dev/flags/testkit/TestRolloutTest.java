package dev.flags.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.Change;
import dev.flags.EvaluationContext;
import dev.flags.config.Flag;
import dev.flags.config.FlagType;
import dev.flags.config.Percentage;
import dev.flags.config.Rich;
import dev.flags.rollout.Analysis;
import dev.flags.rollout.Judge;
import dev.flags.rollout.Measurement;
import dev.flags.rollout.RolloutEvent;
import dev.flags.rollout.RolloutPhase;
import dev.flags.rollout.RolloutPlan;
import dev.flags.rollout.RolloutPlans;
import dev.flags.rollout.StageContext;
import dev.flags.testkit.TestRollout.Given;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class TestRolloutTest {
    private static final String FLAG = "new_checkout";
    private static final RolloutPlan PLAN =
            RolloutPlans.canary().analyses(Analysis.validation("smoke").build()).build();

    private static TestRollout checked(Predicate<StageContext> smoke) {
        return TestRollout.of(FLAG, PLAN, manager -> manager.check("smoke", smoke));
    }

    private static Percentage percent(double percent) {
        return Percentage.ofPercent(percent);
    }

    @Test
    void advance_givesEachShareWhenThePlanSays() {
        try (TestRollout rollout = checked(stage -> true)) {
            rollout.traffic(200).advance(Duration.ofMinutes(31));

            assertThat(rollout.shares())
                    .containsExactly(
                            new Given(Duration.ZERO, percent(1)),
                            new Given(Duration.ofMinutes(5), percent(5)),
                            new Given(Duration.ofMinutes(10), percent(10)),
                            new Given(Duration.ofMinutes(15), percent(25)),
                            new Given(Duration.ofMinutes(20), percent(50)),
                            new Given(Duration.ofMinutes(25), percent(100)));
            assertThat(rollout.status().phase()).isEqualTo(RolloutPhase.COMPLETED);
            assertThat(rollout.flags().isEnabled(FLAG, "ada")).isTrue();
        }
    }

    @Test
    void failure_takesTheShareBackAndIsToldInOrder() {
        try (TestRollout rollout = checked(stage -> stage.stage() < 2)) {
            rollout.traffic(200).advance(Duration.ofMinutes(11));

            assertThat(rollout.shares())
                    .extracting(Given::share)
                    .containsExactly(percent(1), percent(5), percent(10), Percentage.NONE);
            assertThat(rollout.events())
                    .extracting(RolloutEvent::to)
                    .containsExactly(
                            RolloutPhase.PROGRESSING,
                            RolloutPhase.PROGRESSING,
                            RolloutPhase.PROGRESSING,
                            RolloutPhase.ROLLING_BACK,
                            RolloutPhase.ROLLED_BACK);
        }
    }

    @Test
    void withoutTraffic_theFirstStageDoesNotEnd() {
        try (TestRollout rollout = checked(stage -> true)) {
            rollout.advance(Duration.ofMinutes(6));
            assertThat(rollout.shares()).containsExactly(new Given(Duration.ZERO, percent(1)));

            rollout.ask(30_000).advance(Duration.ofSeconds(1));

            assertThat(rollout.shares()).extracting(Given::share).containsExactly(percent(1), percent(5));
        }
    }

    @Test
    void commands_takeEffectOnTheSameRollout() {
        try (TestRollout rollout = checked(stage -> true)) {
            rollout.traffic(200).advance(Duration.ofMinutes(1));
            rollout.rollouts().pause(FLAG, Change.by("ada", "lunch"));

            rollout.advance(Duration.ofHours(1));
            assertThat(rollout.status().phase()).isEqualTo(RolloutPhase.PAUSED);
            rollout.rollouts().resume(FLAG, Change.by("ada", "back"));
            rollout.advance(Duration.ofMinutes(4));

            assertThat(rollout.shares()).contains(new Given(Duration.ofMinutes(65), percent(5)));
        }
    }

    @Test
    void flagOfTheCallers_goesFromVariantToVariant() {
        Flag model = Flag.builder("model")
                .enabled()
                .definition(Rich.builder(FlagType.STRING)
                        .variant("old", "v1")
                        .variant("new", "v2")
                        .offVariant("old")
                        .defaultVariant("old")
                        .build())
                .build();
        RolloutPlan plan = RolloutPlans.quickCanary()
                .variants("old", "new")
                .analyses(Analysis.metric("p95", Judge.Ratio.atMost(1.2)).build())
                .build();
        try (TestRollout rollout =
                TestRollout.of(model, plan, manager -> manager.metric("p95", stage -> Measurement.of(110, 100)))) {
            rollout.traffic(200).advance(Duration.ofHours(2));

            assertThat(rollout.status().phase()).isEqualTo(RolloutPhase.COMPLETED);
            assertThat(rollout.flags().flags().stringValue("model", EvaluationContext.ofUser("ada"), ""))
                    .isEqualTo("v2");
        }
    }

    @Test
    void planThatAsksForWhatNobodyKnows_isRefused() {
        assertThatThrownBy(() -> TestRollout.of(FLAG, PLAN, manager -> manager))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("smoke");
    }

    @Test
    void advance_backwards_isRefused() {
        try (TestRollout rollout = checked(stage -> true)) {
            assertThatThrownBy(() -> rollout.advance(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("duration is negative: PT-1S");
        }
    }
}
