package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.rollout.PauseReason.Kind;
import dev.flags.rollout.StepResult.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people ask of a rollout: which stage and attempt they mean, and that a command counts once. Numbers are those of the acceptance scenarios. */
class RolloutRequestTest {
    private static final Duration FIVE = Duration.ofMinutes(5);
    private static final Verdict PASS = Verdict.pass("is fine");

    @Test
    void scenario6_twoPromotesOfOneCommand_areOneStage() {
        Runs run = Runs.started(RolloutPlans.canary());
        UUID id = UUID.randomUUID();

        run.command(new RolloutCommand.Promote(0), id);
        assertThat(run.command(new RolloutCommand.Promote(0), id)).isEqualTo(StepResult.UNCHANGED);

        assertThat(run.stage()).isEqualTo(1);
    }

    @Test
    void scenario7_promoteOfAnotherStage_isRejected() {
        Runs run = Runs.started(RolloutPlans.canary());

        run.command(new RolloutCommand.Promote(0));

        assertThat(run.command(new RolloutCommand.Promote(0)))
                .isEqualTo(new Rejected("it is at stage 1, and not at 0"));
    }

    @Test
    void scenario14_abort_isPossibleWhateverTheClockSays() {
        Runs run = Runs.started(RolloutPlans.canary());

        run.after(Duration.ofHours(-1)).command(new RolloutCommand.Abort());

        assertThat(run.share()).isEqualTo(Percentage.NONE);
    }

    @Test
    void scenario16_abort_isPossibleWherever() {
        Runs paused = Runs.started(RolloutPlans.canary());
        paused.command(new RolloutCommand.Pause());
        Runs awaiting = Runs.started(RolloutPlans.canary().stagesNeedApproval(true));
        awaiting.after(FIVE).tick();
        Runs promoting = Runs.started(RolloutPlans.canary());
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
    void scenario30_approval_isOfOneStageInOneAttempt() {
        Runs run = Runs.started(RolloutPlans.canary().stagesNeedApproval(true));
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
        Runs denied = Runs.started(RolloutPlans.canary().stagesNeedApproval(true));
        denied.after(FIVE).tick();
        denied.command(new RolloutCommand.Deny(0, 1));
        assertThat(denied.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);

        Stage stage = Stage.of(Percentage.ofPercent(1))
                .needsApproval(true)
                .timeout(Duration.ofHours(1))
                .build();
        RolloutPlanBuilder plan = RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(stage, Stage.of(Percentage.ALL).build());
        Runs late = Runs.started(plan);
        late.tick();
        late.after(Duration.ofHours(1)).tick();
        assertThat(late.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);

        Runs waiting = Runs.started(plan.reactions(Reactions.DEFAULTS.withOnTimeout(Reaction.PAUSE)));
        waiting.tick();
        waiting.after(Duration.ofHours(1)).tick();
        assertThat(waiting.pauses()).containsExactly(Kind.TIMEOUT);
        waiting.command(new RolloutCommand.Resume());
        assertThat(waiting.tick()).isEqualTo(StepResult.UNCHANGED);
        assertThat(waiting.phase()).isEqualTo(RolloutPhase.AWAITING_APPROVAL);
    }

    @Test
    void retry_startsFromZero() {
        Runs run = Runs.started(
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
    void retry_turnsNothingOn_thatSomebodyHasTurnedOff() {
        Runs run = new Runs(RolloutPlans.canary().enables(true).build());
        run.disableFlag(true);
        run.tick();
        run.disableFlag(true);
        run.editFlag("killed");
        run.tick();
        run.command(new RolloutCommand.Abort());
        run.tick();
        run.command(new RolloutCommand.Retry());

        run.after(FIVE).tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.PENDING);
        run.disableFlag(false);
        run.tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
    }

    @Test
    void abort_ofWhatIsTakenBackAlready_isDone() {
        Runs run = Runs.started(RolloutPlans.canary());
        run.command(new RolloutCommand.Abort());
        int told = run.document().outbox().size();

        assertThat(run.command(new RolloutCommand.Abort())).isEqualTo(StepResult.UNCHANGED);
        run.tick();
        assertThat(run.command(new RolloutCommand.Abort())).isEqualTo(StepResult.UNCHANGED);

        assertThat(run.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(run.document().outbox()).hasSize(told + 1);
    }

    @Test
    void abort_triesAgainWhatCouldNotBeTakenBack() {
        Runs run = Runs.started(RolloutPlans.canary());
        run.command(new RolloutCommand.Abort());
        for (int i = 0; i <= RollbackStep.MAX_LOOKS; i++) {
            run.showShare(Percentage.ofPercent(1));
            run.tick();
        }
        assertThat(run.phase()).isEqualTo(RolloutPhase.ROLLBACK_FAILED);

        run.command(new RolloutCommand.Abort());
        run.tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
    }

    @Test
    void superseded_isOver() {
        Runs run = Runs.started(RolloutPlans.canary());

        run.command(new RolloutCommand.Supersede());

        assertThat(run.phase()).isEqualTo(RolloutPhase.SUPERSEDED);
        assertThat(run.effects()).endsWith(new Effect.Remove());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 200})
    void commands_areRememberedForAWhile(int count) {
        Runs run = Runs.started(RolloutPlans.canary());
        UUID first = UUID.randomUUID();
        run.command(new RolloutCommand.Pause(), first);
        for (int i = 1; i < count; i++) {
            run.command(i % 2 == 1 ? new RolloutCommand.Resume() : new RolloutCommand.Pause());
        }

        assertThat(run.document().knows(first)).isEqualTo(count <= RolloutDocument.MAX_COMMANDS);
        assertThat(run.document().commands()).hasSize(Math.min(count, RolloutDocument.MAX_COMMANDS));
    }
}
