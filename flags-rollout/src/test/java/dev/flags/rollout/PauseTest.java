package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.rollout.PauseReason.Kind;
import dev.flags.rollout.RolloutState.Paused;
import dev.flags.rollout.StepResult.Rejected;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What pauses a rollout, what it does while it is paused, and what lets it go on. Numbers are those of the acceptance scenarios. */
class PauseTest {
    private static final Duration FIVE = Duration.ofMinutes(5);
    private static final Verdict PASS = Verdict.pass("is fine");
    private static final Verdict ERROR = Verdict.error("answered 500");

    @Test
    void scenario15_pause_isLeftOutOfTheBake() {
        Runs run = Runs.started(RolloutPlans.canary());
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
    void scenario31_freeze_holds_letsRollbacksThrough_andCanBeOverridden() {
        Runs run = Runs.started(RolloutPlans.canary());
        run.freeze(true);
        run.after(FIVE).tick();
        assertThat(run.pauses()).containsExactly(Kind.FREEZE);
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

        Runs run = Runs.started(RolloutPlans.canary());
        run.freeze(true);
        run.tick();
        run.command(new RolloutCommand.IgnoreFreeze());
        assertThat(run.phase()).isEqualTo(RolloutPhase.PAUSED);
        assertThat(run.lastEvent().from()).isEqualTo(RolloutPhase.PAUSED);
        assertThat(run.lastEvent().actor()).isEqualTo("ada");
        assertThat(run.lastEvent().reason()).isEqualTo("because of ignore freeze");
        assertThat(run.command(new RolloutCommand.IgnoreFreeze()))
                .isEqualTo(new Rejected("it ignores the freeze already"));
        run.tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        assertThat(run.lastEvent().cause()).isEqualTo(Cause.RECOVERED);
        run.after(FIVE).tick();
        assertThat(run.stage()).isEqualTo(1);
    }

    @Test
    void hotfix_isPausedForWhateverElseThereIs() {
        Runs run = Runs.started(RolloutPlans.canary());
        run.freeze(true);
        run.tick();
        run.command(new RolloutCommand.Pause());
        run.command(new RolloutCommand.IgnoreFreeze());

        run.tick();

        assertThat(run.pauses()).containsExactly(Kind.COMMAND);
    }

    @Test
    void freezeLongerThanTheDeadline_isNoReasonToStayPaused() {
        Runs run = Runs.started(RolloutPlans.canary().deadline(Duration.ofHours(2)));
        run.after(Duration.ofMinutes(3));
        run.freeze(true);
        run.tick();
        run.after(Duration.ofHours(3)).tick();
        run.freeze(false);
        run.tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);

        run.after(Duration.ofMinutes(2)).tick();
        assertThat(run.stage()).isEqualTo(1);
    }

    @Test
    void exemption_isOfOneFreezeAlone() {
        Runs run = Runs.started(RolloutPlans.canary());
        assertThat(run.command(new RolloutCommand.IgnoreFreeze())).isEqualTo(new Rejected("nothing is frozen"));
        run.freeze(true);
        run.command(new RolloutCommand.IgnoreFreeze());
        run.after(FIVE).tick();
        assertThat(run.stage()).isEqualTo(1);

        run.freeze(false);
        run.tick();
        assertThat(run.document().ignoresFreeze()).isFalse();
        run.freeze(true);
        run.after(FIVE).tick();

        assertThat(run.pauses()).containsExactly(Kind.FREEZE);
    }

    @Test
    void editedFlag_isGivenOutByNoCommand_asLongAsNobodyResumes() {
        Runs run = Runs.started(RolloutPlans.canary());
        run.editFlag("edited");
        assertThat(run.command(new RolloutCommand.Promote(0)))
                .isEqualTo(new Rejected("somebody has edited the flag, for which the rollout pauses; look at the edits,"
                        + " and take them back or resume it"));
        run.tick();
        assertThat(run.command(new RolloutCommand.PromoteFully())).isInstanceOf(Rejected.class);
        assertThat(run.pauses()).containsExactly(Kind.MANUAL_EDIT);

        run.command(new RolloutCommand.Resume());
        run.command(new RolloutCommand.Promote(0));

        assertThat(run.stage()).isEqualTo(1);
    }

    @Test
    void freezeThatEnds_letsItGoOn() {
        Runs run = Runs.started(RolloutPlans.canary());
        run.freeze(true);
        run.tick();
        run.freeze(false);

        run.after(Duration.ofDays(1)).tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        assertThat(run.stage()).isZero();
    }

    @Test
    void trafficOfAFlagThatIsOffOrFrozen_isGivenOutByNoCommand() {
        Runs run = Runs.started(RolloutPlans.canary());
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
        Runs run = Runs.started(
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
        Runs run = Runs.started(RolloutPlans.canary());
        run.freeze(true);
        run.tick();

        run.command(new RolloutCommand.Pause());

        assertThat(run.pauses()).containsExactly(Kind.FREEZE, Kind.COMMAND);
    }

    @Test
    void killedFlag_pauses_andGoesOnByCommandAlone() {
        Runs run = Runs.started(RolloutPlans.canary());
        run.disableFlag(true);
        run.after(FIVE).tick();
        assertThat(run.pauses()).containsExactly(Kind.KILLED);
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
        Runs run = Runs.started(RolloutPlans.canary());
        String written = run.document().flagDigest();
        run.editFlag("edited");
        run.after(FIVE).tick();
        assertThat(run.pauses()).containsExactly(Kind.MANUAL_EDIT);
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
    void deadline_leavesPausesOut() {
        Runs run = Runs.started(RolloutPlans.canary().deadline(Duration.ofHours(1)));
        run.command(new RolloutCommand.Pause());
        run.after(Duration.ofDays(1)).tick();
        assertThat(run.pauses()).containsExactly(Kind.COMMAND);
        run.command(new RolloutCommand.Resume());
        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);

        run.after(Duration.ofHours(1)).tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
        assertThat(run.lastEvent().cause()).isEqualTo(Cause.TIMEOUT);
        assertThat(run.lastEvent().reason()).isEqualTo("it has taken PT1H in all, which is as long as it may");
    }

    @ParameterizedTest
    @EnumSource
    void pause_isCountedAsItsReason(Kind kind) {
        assertThat(kind.cause().key()).isEqualTo(kind.key());
    }

    @Test
    void pauseForMore_isCountedAsWhatIsNew() {
        Runs run = Runs.started(
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
}
