package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.TimeWindow;
import dev.flags.rollout.Input.Measured;
import dev.flags.rollout.RolloutState.Pending;
import dev.flags.rollout.StepResult.Rejected;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What has to be there before a rollout begins. */
class GateTest {
    private static final Verdict PASS = Verdict.pass("is fine");
    private static final Verdict FAIL = Verdict.fail("is bad");
    private static final Verdict UNKNOWN = Verdict.inconclusive("is unknown");
    private static final Verdict ERROR = Verdict.error("answered 500");
    private static final Analysis POLICY = Analysis.validation("policy").build();
    private static final Analysis BUDGET =
            Analysis.metric("budget", Judge.Threshold.atLeast(1)).build();

    @Test
    void planWithoutGates_beginsAtOnce() {
        assertThat(tick(new Runs(RolloutPlans.canary().build()))).isEqualTo(RolloutPhase.PROGRESSING);
    }

    @Test
    void everyGate_hasToHavePassed() {
        Runs run = new Runs(RolloutPlans.canary().gates(POLICY, BUDGET).build());

        assertThat(tick(run)).isEqualTo(RolloutPhase.PENDING);
        assertThat(tick(run, "policy", PASS)).isEqualTo(RolloutPhase.PENDING);
        assertThat(run.document().outbox()).isEmpty();
        assertThat(tick(run, "budget", PASS)).isEqualTo(RolloutPhase.PROGRESSING);
        assertThat(run.lastEvent().cause()).isEqualTo(Cause.START);
    }

    @Test
    void gate_isAskedAgain_ifItPassedSomeTimeAgo() {
        TimeWindow window = new TimeWindow(Runs.START.plusSeconds(3_600), null);
        Runs run = new Runs(RolloutPlans.canary().gates(POLICY).window(window).build());
        tick(run, "policy", PASS);

        assertThat(tick(run.after(Duration.ofHours(1)))).isEqualTo(RolloutPhase.PENDING);
        assertThat(tick(run, "policy", PASS)).isEqualTo(RolloutPhase.PROGRESSING);
    }

    @Test
    void gateThatFails_refuses_withItsEvidence() {
        Runs run = new Runs(RolloutPlans.canary().gates(POLICY, BUDGET).build());
        tick(run, "budget", FAIL);
        tick(run, "budget", FAIL);
        assertThat(run.phase()).isEqualTo(RolloutPhase.PENDING);

        assertThat(tick(run, "budget", FAIL, "policy", PASS)).isEqualTo(RolloutPhase.REJECTED);

        assertThat(run.lastEvent().cause()).isEqualTo(Cause.GATE);
        assertThat(run.lastEvent().reason()).isEqualTo("budget is bad");
        assertThat(run.effects()).isEmpty();
    }

    @Test
    void gateThatIsNotKnown_holds() {
        Runs run = new Runs(RolloutPlans.canary().gates(POLICY).build());
        for (int i = 0; i < 20; i++) {
            tick(run, "policy", ERROR);
            tick(run, "policy", UNKNOWN);
        }

        assertThat(run.phase()).isEqualTo(RolloutPhase.PENDING);
        assertThat(tick(run, "policy", PASS)).isEqualTo(RolloutPhase.PROGRESSING);
    }

    @Test
    void verdictThatIsNotOfTheGates_countsNowhere() {
        Runs run = new Runs(RolloutPlans.canary()
                .gates(POLICY)
                .analyses(Analysis.validation("smoke").build())
                .build());

        StepResult result = run.tick(List.of(
                new Measured(run.subject(1, 0), "policy", PASS, run.now()),
                new Measured(run.subject(2, -1), "policy", PASS, run.now()),
                new Measured(run.subject(1, -1), "policy", FAIL, run.now().minusSeconds(1)),
                new Measured(run.subject(1, -1), "smoke", FAIL, run.now())));

        assertThat(result).isEqualTo(StepResult.UNCHANGED);
    }

    @Test
    void gateThatHasPassed_waitsForTheRest() {
        Runs run = new Runs(RolloutPlans.canary().gates(POLICY).build());
        run.freeze(true);
        assertThat(tick(run, "policy", PASS)).isEqualTo(RolloutPhase.PENDING);
        run.freeze(false);
        run.disableFlag(true);
        assertThat(tick(run, "policy", PASS)).isEqualTo(RolloutPhase.PENDING);
        run.disableFlag(false);

        assertThat(tick(run, "policy", PASS)).isEqualTo(RolloutPhase.PROGRESSING);
    }

    @Test
    void approval_isOfTheBeginningOfOneAttempt() {
        Runs run = new Runs(RolloutPlans.canary().needsApproval(true).build());
        assertThat(tick(run)).isEqualTo(RolloutPhase.PENDING);
        assertThat(run.command(new RolloutCommand.Approve(0, 1)))
                .isEqualTo(new Rejected("it awaits the approval of stage -1 in attempt 1, and of no other"));
        assertThat(run.command(new RolloutCommand.Approve(-1, 2))).isInstanceOf(Rejected.class);

        run.command(new RolloutCommand.Approve(-1, 1));

        assertThat(run.document().state())
                .isInstanceOfSatisfying(
                        Pending.class,
                        pending -> assertThat(pending.isApproved()).isTrue());
        assertThat(run.transitions()).containsExactly("pending -> pending");
        assertThat(run.lastEvent().actor()).isEqualTo("ada");
        assertThat(run.command(new RolloutCommand.Approve(-1, 1))).isEqualTo(new Rejected("it is approved already"));
        assertThat(tick(run)).isEqualTo(RolloutPhase.PROGRESSING);
    }

    @Test
    void approval_isNoPassOfTheGates_andEndsWithTheAttempt() {
        Runs run =
                new Runs(RolloutPlans.canary().needsApproval(true).gates(POLICY).build());
        run.command(new RolloutCommand.Approve(-1, 1));
        assertThat(tick(run)).isEqualTo(RolloutPhase.PENDING);
        assertThat(tick(run, "policy", PASS)).isEqualTo(RolloutPhase.PROGRESSING);
        run.command(new RolloutCommand.Abort());
        run.tick();
        run.command(new RolloutCommand.Retry());

        assertThat(tick(run, "policy", PASS)).isEqualTo(RolloutPhase.PENDING);
    }

    @Test
    void denial_refuses() {
        Runs run = new Runs(RolloutPlans.canary().needsApproval(true).build());
        assertThat(run.command(new RolloutCommand.Deny(0, 1))).isInstanceOf(Rejected.class);

        run.command(new RolloutCommand.Deny(-1, 1));

        assertThat(run.phase()).isEqualTo(RolloutPhase.REJECTED);
        assertThat(run.lastEvent().cause()).isEqualTo(Cause.COMMAND);
        assertThat(run.lastEvent().reason()).isEqualTo("denied: because of deny");
        assertThat(run.effects()).isEmpty();
    }

    @Test
    void approval_isNotPossible_whereNobodyIsAsked() {
        Runs run = new Runs(RolloutPlans.canary().build());

        assertThat(run.command(new RolloutCommand.Approve(-1, 1)))
                .isEqualTo(new Rejected("approve is not possible while it is pending"));
        assertThat(run.command(new RolloutCommand.Deny(-1, 1)))
                .isEqualTo(new Rejected("deny is not possible while it is pending"));
    }

    private static RolloutPhase tick(Runs run, Object... analysesAndVerdicts) {
        run.tick(analysesAndVerdicts);
        return run.phase();
    }
}
