package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.rollout.Input.Measured;
import dev.flags.rollout.Input.Subject;
import dev.flags.rollout.PauseReason.Kind;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a rollout does about what its analyses say. Numbers are those of the acceptance scenarios. */
class ReactionTest {
    private static final Duration FIVE = Duration.ofMinutes(5);
    private static final Verdict PASS = Verdict.pass("is fine");
    private static final Verdict FAIL = Verdict.fail("is bad");
    private static final Verdict UNKNOWN = Verdict.inconclusive("is unknown");
    private static final Verdict ERROR = Verdict.error("answered 500");

    @Test
    void scenario18_inconclusive_holds() {
        Runs run = Runs.started(
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
        Runs run = Runs.started(plan);

        for (int i = 0; i < 4; i++) {
            run.after(Duration.ofMinutes(1)).tick("smoke", ERROR);
        }
        assertThat(run.pauses()).containsExactly(Kind.ERROR);
        run.after(Duration.ofMinutes(26)).tick("smoke", ERROR);
        assertThat(run.phase()).isEqualTo(RolloutPhase.PAUSED);
        run.after(Duration.ofMinutes(1)).tick("smoke", ERROR);

        assertThat(run.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
        assertThat(run.lastEvent().cause()).isEqualTo(Cause.ERROR);
        assertThat(run.lastEvent().reason()).isEqualTo("in error for PT30M or more: smoke answered 500");
    }

    @Test
    void scenario19_sourceThatAnswersAgain_letsItGoOn() {
        Runs run = Runs.started(
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
        Runs run = Runs.started(RolloutPlans.canary()
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
        Runs run = Runs.started(
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
        Runs run = Runs.started(RolloutPlans.canary());
        run.samples(0, 0);

        run.after(FIVE).tick();

        assertThat(run.stage()).isEqualTo(1);
    }

    @Test
    void scenario25_observedFailure_isKept_andStopsNothing() {
        Runs run = Runs.started(RolloutPlan.of(RolloutStrategy.CANARY)
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
        Runs run = Runs.started(RolloutPlans.canary()
                .analyses(Analysis.validation("hint").role(Role.SIGNAL).build()));

        run.after(Duration.ofMinutes(4)).tick("hint", FAIL);
        assertThat(run.pauses()).containsExactly(Kind.SIGNAL);
        run.after(Duration.ofHours(1)).tick("hint", FAIL);
        assertThat(run.share()).isEqualTo(Percentage.ofPercent(1));
        run.tick("hint", PASS);
        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        run.after(Duration.ofMinutes(1)).tick();

        assertThat(run.stage()).isEqualTo(1);
    }

    @Test
    void scenario27_verdictOfAnotherStageAttemptOrRollout_countsNowhere() {
        Runs run = Runs.started(
                RolloutPlans.canary().analyses(Analysis.validation("smoke").build()));
        run.after(FIVE);

        run.tick(List.of(
                new Measured(run.subject(1, 1), "smoke", PASS, run.now()),
                new Measured(run.subject(2, 0), "smoke", PASS, run.now()),
                new Measured(new Subject("r-0", 1, 0, run.now()), "smoke", PASS, run.now()),
                new Measured(new Subject("r-1", 1, 0, Runs.START.minusSeconds(1)), "smoke", PASS, run.now()),
                new Measured(run.subject(1, 0), "smoke", PASS, Runs.START.minusSeconds(1)),
                new Measured(run.subject(1, 0), "smoke", PASS, run.now().plusSeconds(1)),
                new Measured(run.subject(1, 0), "other", PASS, run.now())));

        assertThat(run.stage()).isZero();
        assertThat(((RolloutState.Live) run.document().state()).run().tallies()).isEmpty();
    }

    @Test
    void stageThatIsOnlyObserved_needsNoSamples() {
        Runs run = Runs.started(RolloutPlans.canary()
                .analyses(Analysis.validation("seen").role(Role.OBSERVE).build()));
        run.samples(0, 0);

        run.after(FIVE).tick();

        assertThat(run.stage()).isEqualTo(1);
    }

    @Test
    void guardrails_runWhilePausedAndWhileWaiting() {
        RolloutPlanBuilder plan =
                RolloutPlans.canary().analyses(Analysis.validation("smoke").build());
        Runs paused = Runs.started(plan);
        paused.command(new RolloutCommand.Pause());
        paused.after(FIVE).tick("smoke", FAIL);
        Runs waiting = Runs.started(plan.stagesNeedApproval(true));
        waiting.after(FIVE).tick("smoke", PASS);
        assertThat(waiting.phase()).isEqualTo(RolloutPhase.AWAITING_APPROVAL);
        waiting.tick("smoke", FAIL);

        assertThat(paused.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
        assertThat(waiting.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
    }

    @Test
    void planThatWantsAPerson_pausesOnFailure() {
        Runs run = Runs.started(RolloutPlans.canary()
                .analyses(Analysis.validation("smoke").build())
                .reactions(Reactions.DEFAULTS.withOnFail(Reaction.PAUSE)));
        run.tick("smoke", FAIL);
        assertThat(run.pauses()).containsExactly(Kind.FAILURE);
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
        Runs paused = Runs.started(RolloutPlans.canary().analyses(smoke));
        paused.tick("smoke", UNKNOWN);
        paused.tick("smoke", UNKNOWN);
        assertThat(paused.pauses()).containsExactly(Kind.INCONCLUSIVE);
        paused.tick("smoke", PASS);
        assertThat(paused.phase()).isEqualTo(RolloutPhase.PROGRESSING);

        Runs back = Runs.started(RolloutPlans.canary()
                .analyses(smoke)
                .reactions(Reactions.DEFAULTS.withOnInconclusive(Reaction.ROLL_BACK)));
        back.tick("smoke", UNKNOWN);
        back.tick("smoke", UNKNOWN);

        assertThat(back.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
        assertThat(back.lastEvent().cause()).isEqualTo(Cause.INCONCLUSIVE);
    }

    @Test
    void evidence_isWhatWasSaidBeforeTheRollback_andNothingOfAnotherAttempt() {
        RolloutPlanBuilder plan =
                RolloutPlans.canary().analyses(Analysis.validation("smoke").build());
        StageRun passed = StageRun.begin(0, Runs.START).with("smoke", PASS, Runs.START);
        Runs failed = Runs.started(plan);
        failed.tick("smoke", PASS);
        assertThat(failed.document().evidence()).isNull();
        failed.tick("smoke", FAIL);
        assertThat(failed.document().evidence()).isEqualTo(passed.with("smoke", FAIL, Runs.START));
        failed.tick();
        assertThat(failed.document().evidence()).isNotNull();
        failed.command(new RolloutCommand.Retry());
        assertThat(failed.document().evidence()).isNull();

        Runs aborted = Runs.started(plan);
        aborted.tick("smoke", PASS);
        aborted.command(new RolloutCommand.Pause());
        aborted.command(new RolloutCommand.Abort());
        assertThat(aborted.document().evidence()).isEqualTo(passed);

        Runs denied = Runs.started(plan.stagesNeedApproval(true));
        denied.after(FIVE).tick("smoke", PASS);
        denied.command(new RolloutCommand.Deny(0, 1));
        assertThat(denied.document().evidence())
                .isEqualTo(StageRun.begin(0, Runs.START).with("smoke", PASS, denied.now()));
    }
}
