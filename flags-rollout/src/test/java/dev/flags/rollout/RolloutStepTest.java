package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.config.TimeWindow;
import dev.flags.rollout.RolloutState.RollingBack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a rollout goes from its beginning to one of its ends. Numbers are those of the acceptance scenarios. */
class RolloutStepTest {
    private static final Duration FIVE = Duration.ofMinutes(5);
    private static final Verdict PASS = Verdict.pass("is fine");
    private static final Verdict FAIL = Verdict.fail("is bad");

    @Test
    void scenario1_canaryPassesEachShareOnce_everyFiveMinutes() {
        Runs run = new Runs(RolloutPlans.canary()
                .analyses(Analysis.validation("smoke").build())
                .build());
        List<String> shares = new ArrayList<>();
        run.tick();

        for (int minute = 0; minute < 30; minute++) {
            if (!shares.contains(run.share().toString())) {
                shares.add(run.share().toString());
                assertThat(minute).isEqualTo((shares.size() - 1) * 5);
            }
            run.after(Duration.ofMinutes(1)).tick("smoke", PASS);
        }

        assertThat(shares).containsExactly("1 %", "5 %", "10 %", "25 %", "50 %", "100 %");
        run.tick();
        run.tick("smoke", PASS);
        assertThat(run.phase()).isEqualTo(RolloutPhase.COMPLETED);
        assertThat(run.document().outbox())
                .extracting(RolloutEvent::number)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void scenario2_failureAtTenPercent_givesAllOfItBack() {
        Runs run = new Runs(RolloutPlans.canary()
                .analyses(Analysis.validation("smoke").build())
                .build());
        run.tick();
        run.after(FIVE).tick("smoke", PASS);
        run.after(FIVE).tick("smoke", PASS);
        assertThat(run.share()).isEqualTo(Percentage.ofPercent(10));
        int before = run.document().outbox().size();

        run.after(FIVE).tick("smoke", FAIL);
        assertThat(run.share()).isEqualTo(Percentage.NONE);
        run.tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(run.document().outbox()).hasSize(before + 2); // rolling back, and rolled back
        assertThat(run.lastEvent().reason()).isEqualTo("smoke is bad");
        assertThat(run.document().outbox().get(before).cause()).isEqualTo(Cause.FAILURE);
    }

    @Test
    void scenario4_blueGreen_isSwitchedWhenGreenIsValid_andBackOnTrouble() {
        RolloutPlan plan = RolloutPlans.blueGreen(Duration.ofHours(1))
                .analyses(Analysis.validation("smoke").build())
                .build();
        Runs invalid = new Runs(plan);
        invalid.tick();
        invalid.tick("smoke", FAIL);
        assertThat(invalid.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
        assertThat(invalid.effects()).doesNotContain(new Effect.SetStage(1));

        Runs valid = new Runs(plan);
        valid.tick();
        valid.samples(0, 0);
        valid.tick("smoke", PASS);
        assertThat(valid.share()).isEqualTo(Percentage.ALL);
        valid.samples(1_000, 0);
        valid.after(FIVE).tick("smoke", FAIL);
        assertThat(valid.share()).isEqualTo(Percentage.NONE);
    }

    @Test
    void scenario13_afterHoursDown_oneStageForAFreshVerdict() {
        RolloutPlan plan = RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(Duration.ofHours(1), 1, 10, 50, 100)
                .analyses(Analysis.validation("smoke").build())
                .build();
        Runs run = Runs.started(plan.toBuilder());

        run.tick("smoke", PASS);
        run.after(Duration.ofHours(3)).tick();
        assertThat(run.stage()).isZero(); // what passed before says nothing of now
        run.tick("smoke", PASS);
        run.tick();
        run.tick("smoke", PASS);

        assertThat(run.stage()).isEqualTo(1);
    }

    @Test
    void scenario14_clockThatGoesBack_holds() {
        Runs run = Runs.started(RolloutPlans.canary());
        run.after(FIVE).tick();
        assertThat(run.stage()).isEqualTo(1);

        run.freeze(true); // which would pause it
        assertThat(run.after(Duration.ofHours(-1)).tick()).isEqualTo(StepResult.UNCHANGED);
        run.freeze(false);
        run.after(Duration.ofHours(1)).tick();
        assertThat(run.stage()).isEqualTo(1);
        run.after(FIVE).tick();
        assertThat(run.stage()).isEqualTo(2);
    }

    @Test
    void soak_isWatched() {
        RolloutPlanBuilder plan =
                RolloutPlans.quickCanary().analyses(Analysis.validation("smoke").build());
        Runs run = Runs.started(plan);
        run.after(Duration.ofMinutes(15)).tick("smoke", PASS);
        run.tick("smoke", PASS);
        assertThat(run.phase()).isEqualTo(RolloutPhase.PROMOTING);
        run.tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.MONITORING);
        run.after(Duration.ofHours(1)).tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.MONITORING); // nothing has passed since
        run.tick("smoke", PASS);
        assertThat(run.phase()).isEqualTo(RolloutPhase.COMPLETED);
        assertThat(run.effects()).endsWith(new Effect.Complete());
    }

    @Test
    void promotion_waitsForTheShareToBeThere() {
        Runs run = Runs.started(RolloutPlans.canary());
        run.command(new RolloutCommand.PromoteFully());
        run.showShare(Percentage.ofPercent(1));
        assertThat(run.tick()).isEqualTo(StepResult.UNCHANGED);
        run.showShare(Percentage.ALL);

        run.tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.MONITORING);
    }

    @Test
    void rollback_isRepeated_andFailsInTheEnd() {
        Runs run = Runs.started(RolloutPlans.canary());
        run.command(new RolloutCommand.Abort());

        for (int i = 0; i < RollbackStep.MAX_LOOKS; i++) {
            run.showShare(Percentage.ofPercent(1));
            run.tick();
            assertThat(run.document().state()).isInstanceOf(RollingBack.class);
        }
        assertThat(run.effects().stream().filter(new Effect.Withdraw()::equals)).hasSize(1 + RollbackStep.MAX_LOOKS);
        run.showShare(Percentage.ofPercent(1));
        run.tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.ROLLBACK_FAILED);
    }

    @Test
    void window_isWaitedFor_andExpires() {
        TimeWindow window = new TimeWindow(Runs.START.plusSeconds(60), Runs.START.plusSeconds(120));
        Runs run = new Runs(RolloutPlans.canary().window(window).build());
        run.tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.PENDING);
        run.after(Duration.ofMinutes(1)).tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);

        Runs late = new Runs(RolloutPlans.canary().window(window).build());
        late.after(Duration.ofMinutes(2)).tick();

        assertThat(late.phase()).isEqualTo(RolloutPhase.EXPIRED);
        assertThat(late.lastEvent().cause()).isEqualTo(Cause.TIME);
    }

    @Test
    void pending_waitsForAFreezeAndForItsFlag_andCanBeCancelled() {
        Runs run = new Runs(RolloutPlans.canary().deadline(Duration.ofHours(2)).build());
        run.freeze(true);
        run.tick();
        run.freeze(false);
        run.disableFlag(true);
        run.tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.PENDING);
        run.command(new RolloutCommand.Cancel());
        assertThat(run.phase()).isEqualTo(RolloutPhase.CANCELLED);

        Runs late = new Runs(RolloutPlans.canary().deadline(Duration.ofHours(2)).build());
        late.disableFlag(true);
        late.after(Duration.ofHours(2)).tick();
        assertThat(late.phase()).isEqualTo(RolloutPhase.EXPIRED);
    }

    @Test
    void planThatEnables_turnsOnWhatWasOff_butNotWhatSomebodyTurnedOffSince() {
        Runs off = new Runs(RolloutPlans.canary().enables(true).build());
        off.disableFlag(true);
        off.tick();
        assertThat(off.phase()).isEqualTo(RolloutPhase.PROGRESSING);

        Runs killed = new Runs(RolloutPlans.canary().enables(true).build());
        killed.disableFlag(true);
        killed.editFlag("killed");
        killed.tick();

        assertThat(killed.phase()).isEqualTo(RolloutPhase.PENDING);
    }

    @Test
    void eventsThatWereTold_areTakenOut() {
        Runs run = Runs.started(RolloutPlans.canary());
        run.command(new RolloutCommand.Pause());
        run.command(new RolloutCommand.Resume());

        assertThat(run.document().outbox()).extracting(RolloutEvent::number).containsExactly(1, 2, 3);
        assertThat(run.document().drained(2).outbox())
                .extracting(RolloutEvent::number)
                .containsExactly(3);
        assertThat(run.document().drained(2).nextEvent()).isEqualTo(4);
    }

    @Test
    void event_tellsWhatItIsAbout_andWhatBroughtItAbout() {
        Runs run = Runs.started(RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(FIVE, 50, 100)
                .analyses(Analysis.validation("hint").role(Role.SIGNAL).build()));
        run.tick("hint", FAIL);
        run.tick("hint", PASS);
        run.after(FIVE).tick("hint", PASS);
        run.after(FIVE).tick("hint", PASS);
        run.tick("hint", PASS);
        run.command(new RolloutCommand.Abort());
        run.tick();

        assertThat(run.document().outbox()).allSatisfy(event -> {
            assertThat(event.rollout()).isEqualTo("r-1");
            assertThat(event.flag()).isEqualTo("new_model");
        });
        assertThat(run.document().outbox())
                .extracting(RolloutEvent::cause)
                .containsExactly(
                        Cause.START,
                        Cause.SIGNAL,
                        Cause.RECOVERED,
                        Cause.TIME,
                        Cause.TIME,
                        Cause.OBSERVED,
                        Cause.COMMAND,
                        Cause.OBSERVED);
    }
}
