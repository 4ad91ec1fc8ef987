package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.config.TimeWindow;
import dev.flags.rollout.Input.Measured;
import dev.flags.rollout.PauseReason.Kind;
import dev.flags.rollout.RolloutState.Paused;
import dev.flags.rollout.RolloutState.RollingBack;
import dev.flags.rollout.StepResult.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers are those of the acceptance scenarios. */
class RolloutStepTest {
    private static final Duration FIVE = Duration.ofMinutes(5);
    private static final Verdict PASS = Verdict.pass("is fine");
    private static final Verdict FAIL = Verdict.fail("is bad");
    private static final Verdict UNKNOWN = Verdict.inconclusive("is unknown");
    private static final Verdict ERROR = Verdict.error("answered 500");

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
    void scenario6_twoPromotesOfOneCommand_areOneStage() {
        Runs run = started(RolloutPlans.canary());
        UUID id = UUID.randomUUID();

        run.command(new RolloutCommand.Promote(0), id);
        assertThat(run.command(new RolloutCommand.Promote(0), id)).isEqualTo(StepResult.UNCHANGED);

        assertThat(run.stage()).isEqualTo(1);
    }

    @Test
    void scenario7_promoteOfAnotherStage_isRejected() {
        Runs run = started(RolloutPlans.canary());

        run.command(new RolloutCommand.Promote(0));

        assertThat(run.command(new RolloutCommand.Promote(0)))
                .isEqualTo(new Rejected("it is at stage 1, and not at 0"));
    }

    @Test
    void scenario13_afterHoursDown_oneStageForAFreshVerdict() {
        RolloutPlan plan = RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(Duration.ofHours(1), 1, 10, 50, 100)
                .analyses(Analysis.validation("smoke").build())
                .build();
        Runs run = started(plan.toBuilder());

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
        Runs run = started(RolloutPlans.canary());
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
    void scenario14_abort_isPossibleWhateverTheClockSays() {
        Runs run = started(RolloutPlans.canary());

        run.after(Duration.ofHours(-1)).command(new RolloutCommand.Abort());

        assertThat(run.share()).isEqualTo(Percentage.NONE);
    }

    @Test
    void scenario15_pause_isLeftOutOfTheBake() {
        Runs run = started(RolloutPlans.canary());
        run.after(Duration.ofMinutes(3)).command(new RolloutCommand.Pause());

        run.after(Duration.ofMinutes(10)).tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.PAUSED);
        run.command(new RolloutCommand.Resume());
        run.after(Duration.ofMinutes(2).minusSeconds(1)).tick();
        assertThat(run.stage()).isZero();
        run.after(Duration.ofSeconds(1)).tick();

        assertThat(run.stage()).isEqualTo(1);
    }

    @Test
    void scenario16_abort_isPossibleWherever() {
        Runs paused = started(RolloutPlans.canary());
        paused.command(new RolloutCommand.Pause());
        Runs awaiting = started(RolloutPlans.canary().stagesNeedApproval(true));
        awaiting.after(FIVE).tick();
        Runs promoting = started(RolloutPlans.canary());
        promoting.command(new RolloutCommand.PromoteFully());
        assertThat(List.of(paused.phase(), awaiting.phase(), promoting.phase()))
                .containsExactly(RolloutPhase.PAUSED, RolloutPhase.AWAITING_APPROVAL, RolloutPhase.PROMOTING);

        for (Runs run : List.of(paused, awaiting, promoting)) {
            run.command(new RolloutCommand.Abort());
            assertThat(run.share()).isEqualTo(Percentage.NONE);
            run.tick();
            assertThat(run.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        }
    }

    @Test
    void scenario17_abortOfWhatIsNotLive_isRejected() {
        Runs run = new Runs(RolloutPlans.canary().build());

        assertThat(run.command(new RolloutCommand.Abort()))
                .isEqualTo(new Rejected("abort is not possible while it is pending"));
    }

    @Test
    void scenario18_inconclusive_holds() {
        Runs run = started(
                RolloutPlans.canary().analyses(Analysis.validation("smoke").build()));

        for (int i = 0; i < 100; i++) {
            run.after(FIVE).tick("smoke", UNKNOWN);
        }

        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        assertThat(run.stage()).isZero();
    }

    @Test
    void scenario19_errors_hold_andRollBackOnlyAfterTheirDeadline() {
        RolloutPlanBuilder plan = RolloutPlans.canary()
                .analyses(Analysis.validation("smoke").build())
                .reactions(Reactions.DEFAULTS.withOnError(Reaction.ROLL_BACK, Duration.ofMinutes(30)));
        Runs run = started(plan);

        for (int i = 0; i < 4; i++) {
            run.after(Duration.ofMinutes(1)).tick("smoke", ERROR);
        }
        assertThat(reasons(run)).containsExactly(Kind.ERROR);
        run.after(Duration.ofMinutes(26)).tick("smoke", ERROR);
        assertThat(run.phase()).isEqualTo(RolloutPhase.PAUSED);
        run.after(Duration.ofMinutes(1)).tick("smoke", ERROR);

        assertThat(run.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
        assertThat(run.lastEvent().cause()).isEqualTo(Cause.ERROR);
        assertThat(run.lastEvent().reason()).isEqualTo("in error for PT30M or more: smoke answered 500");
    }

    @Test
    void scenario19_sourceThatAnswersAgain_letsItGoOn() {
        Runs run = started(
                RolloutPlans.canary().analyses(Analysis.validation("smoke").build()));
        for (int i = 0; i < 4; i++) {
            run.tick("smoke", ERROR);
        }
        assertThat(run.phase()).isEqualTo(RolloutPhase.PAUSED);

        run.after(Duration.ofHours(5)).tick("smoke", PASS);

        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        assertThat(run.lastEvent().reason()).isEqualTo("nothing speaks against it any more");
    }

    @Test
    void scenario20_onlyFailuresInARowCount() {
        Runs run = started(RolloutPlans.canary()
                .analyses(Analysis.metric("p95", Judge.Threshold.atMost(1)).build()));

        for (Verdict verdict : List.of(FAIL, FAIL, PASS, FAIL, FAIL)) {
            run.tick("p95", verdict);
        }
        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        run.tick("p95", FAIL);

        assertThat(run.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
    }

    @Test
    void scenario21_withoutTraffic_noStageIsOver() {
        Runs run = started(
                RolloutPlans.canary().analyses(Analysis.validation("smoke").build()));
        run.samples(99, 1_000);
        run.after(Duration.ofHours(10)).tick("smoke", PASS);
        assertThat(run.stage()).isZero();
        run.samples(1_000, 99);
        run.tick("smoke", PASS);
        assertThat(run.stage()).isZero();

        run.samples(100, 100);
        run.tick("smoke", PASS);

        assertThat(run.stage()).isEqualTo(1);
    }

    @Test
    void stageWithoutAnalyses_advancesByTimeAlone() {
        Runs run = started(RolloutPlans.canary());
        run.samples(0, 0);

        run.after(FIVE).tick();

        assertThat(run.stage()).isEqualTo(1);
    }

    @Test
    void scenario25_observedFailure_isKept_andStopsNothing() {
        Runs run = started(RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(FIVE, 50, 100)
                .analyses(Analysis.validation("seen").role(Role.OBSERVE).build()));
        run.tick("seen", FAIL);
        assertThat(run.document().state())
                .isInstanceOfSatisfying(
                        RolloutState.Progressing.class,
                        state -> assertThat(state.run().tallies())
                                .containsEntry("seen", Tally.NONE.with(FAIL, Runs.START)));

        run.after(FIVE).tick("seen", FAIL);
        run.after(FIVE).tick("seen", FAIL);
        run.tick();
        run.tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.COMPLETED);
    }

    @Test
    void scenario26_signal_holdsUntilItPasses() {
        Runs run = started(RolloutPlans.canary()
                .analyses(Analysis.validation("hint").role(Role.SIGNAL).build()));

        run.after(Duration.ofMinutes(4)).tick("hint", FAIL);
        assertThat(reasons(run)).containsExactly(Kind.SIGNAL);
        run.after(Duration.ofHours(1)).tick("hint", FAIL);
        assertThat(run.share()).isEqualTo(Percentage.ofPercent(1));
        run.tick("hint", PASS);
        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        run.after(Duration.ofMinutes(1)).tick();

        assertThat(run.stage()).isEqualTo(1);
    }

    @Test
    void scenario27_verdictOfAnotherStageOrAttempt_countsNowhere() {
        Runs run = started(
                RolloutPlans.canary().analyses(Analysis.validation("smoke").build()));
        run.after(FIVE);

        run.tick(List.of(
                new Measured("smoke", 1, 1, PASS, run.now()),
                new Measured("smoke", 2, 0, PASS, run.now()),
                new Measured("smoke", 1, 0, PASS, Runs.START.minusSeconds(1)),
                new Measured("smoke", 1, 0, PASS, run.now().plusSeconds(1)),
                new Measured("other", 1, 0, PASS, run.now())));

        assertThat(run.stage()).isZero();
        assertThat(((RolloutState.Live) run.document().state()).run().tallies()).isEmpty();
    }

    @Test
    void scenario30_approval_isOfOneStageInOneAttempt() {
        Runs run = started(RolloutPlans.canary().stagesNeedApproval(true));
        run.after(FIVE).tick();
        run.after(FIVE).tick();
        assertThat(run.transitions().stream().filter(t -> t.endsWith("awaiting_approval")))
                .hasSize(1);

        assertThat(run.command(new RolloutCommand.Approve(1, 1))).isInstanceOf(Rejected.class);
        assertThat(run.command(new RolloutCommand.Approve(0, 2)))
                .isEqualTo(new Rejected("it awaits the approval of stage 0 in attempt 1, and of no other"));
        run.command(new RolloutCommand.Approve(0, 1));

        assertThat(run.stage()).isEqualTo(1);
        assertThat(run.lastEvent().actor()).isEqualTo("ada");
    }

    @Test
    void scenario30_denialAndTimeout_areAsPlanned() {
        Runs denied = started(RolloutPlans.canary().stagesNeedApproval(true));
        denied.after(FIVE).tick();
        denied.command(new RolloutCommand.Deny(0, 1));
        assertThat(denied.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);

        Stage stage = Stage.of(Percentage.ofPercent(1))
                .needsApproval(true)
                .timeout(Duration.ofHours(1))
                .build();
        RolloutPlanBuilder plan = RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(stage, Stage.of(Percentage.ALL).build());
        Runs late = started(plan);
        late.tick();
        late.after(Duration.ofHours(1)).tick();
        assertThat(late.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);

        Runs waiting = started(plan.reactions(Reactions.DEFAULTS.withOnTimeout(Reaction.PAUSE)));
        waiting.tick();
        waiting.after(Duration.ofHours(1)).tick();
        assertThat(reasons(waiting)).containsExactly(Kind.TIMEOUT);
        waiting.command(new RolloutCommand.Resume());
        assertThat(waiting.tick()).isEqualTo(StepResult.UNCHANGED);
        assertThat(waiting.phase()).isEqualTo(RolloutPhase.AWAITING_APPROVAL);
    }

    @Test
    void scenario31_freeze_holds_letsRollbacksThrough_andCanBeOverridden() {
        Runs run = started(RolloutPlans.canary());
        run.freeze(true);
        run.after(FIVE).tick();
        assertThat(reasons(run)).containsExactly(Kind.FREEZE);
        assertThat(run.command(new RolloutCommand.PromoteFully())).isInstanceOf(Rejected.class);

        run.command(new RolloutCommand.Resume());
        assertThat(run.lastEvent().reason()).isEqualTo("because of resume");
        run.after(FIVE).tick();
        assertThat(run.stage()).isEqualTo(1);
        run.command(new RolloutCommand.Abort());
        assertThat(run.share()).isEqualTo(Percentage.NONE);
    }

    @Test
    void scenario31_hotfix_goesOnInAFreeze_andItIsToldWhoWantedThat() {
        Runs pending = new Runs(RolloutPlans.canary().build());
        pending.freeze(true);
        pending.command(new RolloutCommand.IgnoreFreeze());
        pending.tick();
        assertThat(pending.phase()).isEqualTo(RolloutPhase.PROGRESSING);

        Runs run = started(RolloutPlans.canary());
        run.freeze(true);
        run.tick();
        run.command(new RolloutCommand.IgnoreFreeze());
        assertThat(run.phase()).isEqualTo(RolloutPhase.PAUSED);
        assertThat(run.lastEvent().from()).isEqualTo(RolloutPhase.PAUSED);
        assertThat(run.lastEvent().actor()).isEqualTo("ada");
        assertThat(run.lastEvent().reason()).isEqualTo("because of ignore freeze");
        assertThat(run.command(new RolloutCommand.IgnoreFreeze()))
                .isEqualTo(new Rejected("it ignores freezes already"));
        run.tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        assertThat(run.lastEvent().cause()).isEqualTo(Cause.RECOVERED);
        run.after(FIVE).tick();
        assertThat(run.stage()).isEqualTo(1);
    }

    @Test
    void hotfix_isPausedForWhateverElseThereIs() {
        Runs run = started(RolloutPlans.canary());
        run.freeze(true);
        run.tick();
        run.command(new RolloutCommand.Pause());
        run.command(new RolloutCommand.IgnoreFreeze());

        run.tick();

        assertThat(reasons(run)).containsExactly(Kind.COMMAND);
    }

    @Test
    void freezeThatEnds_letsItGoOn() {
        Runs run = started(RolloutPlans.canary());
        run.freeze(true);
        run.tick();
        run.freeze(false);

        run.after(Duration.ofDays(1)).tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        assertThat(run.stage()).isZero();
    }

    @Test
    void trafficOfAFlagThatIsOffOrFrozen_isGivenOutByNoCommand() {
        Runs run = started(RolloutPlans.canary());
        run.freeze(true);
        assertThat(run.command(new RolloutCommand.Promote(0)))
                .isEqualTo(
                        new Rejected(
                                "nothing may be rolled out for now; let it ignore freezes, with a reason, if this one has to be"));
        run.disableFlag(true);
        assertThat(run.command(new RolloutCommand.Promote(0)))
                .isEqualTo(new Rejected("the flag is disabled; enable it first"));
        assertThat(run.stage()).isZero();
    }

    @Test
    void pause_isToldOnce_andWhatIsSaidMeanwhileIsKept() {
        Runs run = started(
                RolloutPlans.canary().analyses(Analysis.validation("smoke").build()));
        run.command(new RolloutCommand.Pause());
        assertThat(run.command(new RolloutCommand.Pause())).isEqualTo(new Rejected("it is paused already, by command"));
        int told = run.document().outbox().size();

        assertThat(run.after(FIVE).tick()).isEqualTo(StepResult.UNCHANGED);
        run.tick("smoke", PASS);

        assertThat(run.document().outbox()).hasSize(told);
        assertThat(((Paused) run.document().state()).run().tallies()).containsOnlyKeys("smoke");
    }

    @Test
    void pauseByCommand_isAddedToThatForAFreeze() {
        Runs run = started(RolloutPlans.canary());
        run.freeze(true);
        run.tick();

        run.command(new RolloutCommand.Pause());

        assertThat(reasons(run)).containsExactly(Kind.FREEZE, Kind.COMMAND);
    }

    @Test
    void stageThatIsOnlyObserved_needsNoSamples() {
        Runs run = started(RolloutPlans.canary()
                .analyses(Analysis.validation("seen").role(Role.OBSERVE).build()));
        run.samples(0, 0);

        run.after(FIVE).tick();

        assertThat(run.stage()).isEqualTo(1);
    }

    @Test
    void killedFlag_pauses_andGoesOnByCommandAlone() {
        Runs run = started(RolloutPlans.canary());
        run.disableFlag(true);
        run.after(FIVE).tick();
        assertThat(reasons(run)).containsExactly(Kind.KILLED);
        assertThat(run.command(new RolloutCommand.Resume()))
                .isEqualTo(new Rejected("the flag is disabled; enable it first"));

        run.disableFlag(false);
        run.after(FIVE).tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.PAUSED);
        run.command(new RolloutCommand.Resume());

        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
    }

    @Test
    void editedFlag_pauses_untilTheEditIsTakenBackOrAccepted() {
        Runs run = started(RolloutPlans.canary());
        String written = run.document().flagDigest();
        run.editFlag("edited");
        run.after(FIVE).tick();
        assertThat(reasons(run)).containsExactly(Kind.MANUAL_EDIT);
        run.editFlag(written);
        run.tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);

        run.editFlag("edited");
        run.tick();
        run.command(new RolloutCommand.Resume());
        run.tick();

        assertThat(run.phase()).isNotEqualTo(RolloutPhase.PAUSED);
    }

    @Test
    void guardrails_runWhilePausedAndWhileWaiting() {
        RolloutPlanBuilder plan =
                RolloutPlans.canary().analyses(Analysis.validation("smoke").build());
        Runs paused = started(plan);
        paused.command(new RolloutCommand.Pause());
        paused.after(FIVE).tick("smoke", FAIL);
        Runs waiting = started(plan.stagesNeedApproval(true));
        waiting.after(FIVE).tick("smoke", PASS);
        assertThat(waiting.phase()).isEqualTo(RolloutPhase.AWAITING_APPROVAL);
        waiting.tick("smoke", FAIL);

        assertThat(paused.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
        assertThat(waiting.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
    }

    @Test
    void planThatWantsAPerson_pausesOnFailure() {
        Runs run = started(RolloutPlans.canary()
                .analyses(Analysis.validation("smoke").build())
                .reactions(Reactions.DEFAULTS.withOnFail(Reaction.PAUSE)));
        run.tick("smoke", FAIL);
        assertThat(reasons(run)).containsExactly(Kind.FAILURE);
        run.tick("smoke", PASS);
        assertThat(run.phase()).isEqualTo(RolloutPhase.PAUSED);

        run.command(new RolloutCommand.Resume());
        run.tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
    }

    @Test
    void inconclusiveTooOften_isAsPlanned() {
        Analysis smoke = Analysis.validation("smoke")
                .tolerance(new Tolerance(OptionalInt.of(1), OptionalInt.empty(), OptionalInt.of(2), 4))
                .build();
        Runs paused = started(RolloutPlans.canary().analyses(smoke));
        paused.tick("smoke", UNKNOWN);
        paused.tick("smoke", UNKNOWN);
        assertThat(reasons(paused)).containsExactly(Kind.INCONCLUSIVE);
        paused.tick("smoke", PASS);
        assertThat(paused.phase()).isEqualTo(RolloutPhase.PROGRESSING);

        Runs back = started(RolloutPlans.canary()
                .analyses(smoke)
                .reactions(Reactions.DEFAULTS.withOnInconclusive(Reaction.ROLL_BACK)));
        back.tick("smoke", UNKNOWN);
        back.tick("smoke", UNKNOWN);

        assertThat(back.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
        assertThat(back.lastEvent().cause()).isEqualTo(Cause.INCONCLUSIVE);
    }

    @Test
    void deadline_leavesPausesOut() {
        Runs run = started(RolloutPlans.canary().deadline(Duration.ofHours(1)));
        run.command(new RolloutCommand.Pause());
        run.after(Duration.ofDays(1)).command(new RolloutCommand.Resume());
        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);

        run.after(Duration.ofHours(1)).tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
        assertThat(run.lastEvent().cause()).isEqualTo(Cause.TIMEOUT);
        assertThat(run.lastEvent().reason()).isEqualTo("it has taken PT1H in all, which is as long as it may");
    }

    @Test
    void soak_isWatched() {
        RolloutPlanBuilder plan =
                RolloutPlans.quickCanary().analyses(Analysis.validation("smoke").build());
        Runs run = started(plan);
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
        Runs run = started(RolloutPlans.canary());
        run.command(new RolloutCommand.PromoteFully());
        run.showShare(Percentage.ofPercent(1));
        assertThat(run.tick()).isEqualTo(StepResult.UNCHANGED);
        run.showShare(Percentage.ALL);

        run.tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.MONITORING);
    }

    @Test
    void rollback_isRepeated_andFailsInTheEnd() {
        Runs run = started(RolloutPlans.canary());
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
    void retry_startsFromZero() {
        Runs run = started(
                RolloutPlans.canary().analyses(Analysis.validation("smoke").build()));
        run.tick("smoke", PASS);
        run.command(new RolloutCommand.Abort());
        run.tick();
        Instant later = run.after(FIVE).now();

        run.command(new RolloutCommand.Retry());
        assertThat(run.phase()).isEqualTo(RolloutPhase.PENDING);
        run.tick();

        assertThat(run.document().attempt()).isEqualTo(2);
        assertThat(run.document().state()).isEqualTo(new RolloutState.Progressing(StageRun.begin(0, later)));
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
    void superseded_isOver() {
        Runs run = started(RolloutPlans.canary());

        run.command(new RolloutCommand.Supersede());

        assertThat(run.phase()).isEqualTo(RolloutPhase.SUPERSEDED);
        assertThat(run.effects()).endsWith(new Effect.Remove());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 200})
    void commands_areRememberedForAWhile(int count) {
        Runs run = started(RolloutPlans.canary());
        UUID first = UUID.randomUUID();
        run.command(new RolloutCommand.Pause(), first);
        for (int i = 1; i < count; i++) {
            run.command(i % 2 == 1 ? new RolloutCommand.Resume() : new RolloutCommand.Pause());
        }

        assertThat(run.document().knows(first)).isEqualTo(count <= RolloutDocument.MAX_COMMANDS);
        assertThat(run.document().commands()).hasSize(Math.min(count, RolloutDocument.MAX_COMMANDS));
    }

    @Test
    void eventsThatWereTold_areTakenOut() {
        Runs run = started(RolloutPlans.canary());
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
        Runs run = started(RolloutPlan.of(RolloutStrategy.CANARY)
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

    @ParameterizedTest
    @EnumSource
    void pause_isCountedAsItsReason(Kind kind) {
        assertThat(kind.cause().key()).isEqualTo(kind.key());
    }

    @Test
    void pauseForMore_isCountedAsWhatIsNew() {
        Runs run = started(
                RolloutPlans.canary().analyses(Analysis.validation("smoke").build()));
        for (int i = 0; i < 4; i++) {
            run.tick("smoke", ERROR);
        }
        assertThat(run.lastEvent().cause()).isEqualTo(Cause.ERROR);
        run.freeze(true);

        run.tick("smoke", ERROR);

        assertThat(run.lastEvent().cause()).isEqualTo(Cause.FREEZE);
        assertThat(run.lastEvent().reason()).isEqualTo("freeze: nothing may be rolled out for now; error: smoke");
    }

    @Test
    void evidence_isWhatWasSaidBeforeTheRollback_andNothingOfAnotherAttempt() {
        RolloutPlanBuilder plan =
                RolloutPlans.canary().analyses(Analysis.validation("smoke").build());
        StageRun passed = StageRun.begin(0, Runs.START).with("smoke", PASS, Runs.START);
        Runs failed = started(plan);
        failed.tick("smoke", PASS);
        assertThat(failed.document().evidence()).isNull();
        failed.tick("smoke", FAIL);
        assertThat(failed.document().evidence()).isEqualTo(passed.with("smoke", FAIL, Runs.START));
        failed.tick();
        assertThat(failed.document().evidence()).isNotNull();
        failed.command(new RolloutCommand.Retry());
        assertThat(failed.document().evidence()).isNull();

        Runs aborted = started(plan);
        aborted.tick("smoke", PASS);
        aborted.command(new RolloutCommand.Pause());
        aborted.command(new RolloutCommand.Abort());
        assertThat(aborted.document().evidence()).isEqualTo(passed);

        Runs denied = started(plan.stagesNeedApproval(true));
        denied.after(FIVE).tick("smoke", PASS);
        denied.command(new RolloutCommand.Deny(0, 1));
        assertThat(denied.document().evidence())
                .isEqualTo(StageRun.begin(0, Runs.START).with("smoke", PASS, denied.now()));
    }

    private static Runs started(RolloutPlanBuilder plan) {
        Runs run = new Runs(plan.build());
        run.tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        return run;
    }

    private static List<Kind> reasons(Runs run) {
        return ((Paused) run.document().state())
                .reasons().stream().map(PauseReason::kind).toList();
    }
}
