package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.Percentage;
import dev.flags.rollout.RolloutState.RollingBack;
import dev.flags.rollout.RolloutState.RollingBackGradually;
import dev.flags.rollout.StepResult.Rejected;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A baseline that comes back share by share. */
class GradualRollbackTest {
    private static final Duration BAKE = Duration.ofMinutes(10);
    private static final Verdict PASS = Verdict.pass("is fine");
    private static final Verdict FAIL = Verdict.fail("is bad");
    private static final Verdict ERROR = Verdict.error("answered 500");
    private static final RolloutCommand.RollBackGradually DOWN = down(75, 50, 25, 0);

    @Test
    void shares_comeOneAfterTheOther_untilNobodyHasTheCandidate() {
        Runs run = promoted();
        run.command(DOWN);
        assertThat(run.share()).isEqualTo(Percentage.ofPercent(75));
        assertThat(run.stage()).isEqualTo(5);

        run.after(BAKE.minusSeconds(1)).tick("errors", PASS);
        assertThat(run.share()).isEqualTo(Percentage.ofPercent(75));
        run.after(Duration.ofSeconds(1)).tick("errors", PASS);
        assertThat(run.share()).isEqualTo(Percentage.ofPercent(50));
        assertThat(run.lastEvent().cause()).isEqualTo(Cause.TIME);
        assertThat(run.lastEvent().reason()).isEqualTo("75 % has lasted PT10M");
        run.after(BAKE).tick();
        run.after(BAKE).tick();
        assertThat(run.document().state()).isEqualTo(new RollingBack(run.now(), "because of roll back gradually", 0));
        run.tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(run.lastEvent().reason()).isEqualTo("because of roll back gradually");
        assertThat(run.effects())
                .endsWith(
                        new Effect.SetShare(Percentage.ofPercent(75)),
                        new Effect.SetShare(Percentage.ofPercent(50)),
                        new Effect.SetShare(Percentage.ofPercent(25)),
                        new Effect.Withdraw(),
                        new Effect.Remove());
        assertThat(run.transitions()).endsWith("rolling_back -> rolling_back", "rolling_back -> rolled_back");
    }

    @Test
    void scenario34_errorsThatWorsenAtFifty_takeAllOfItBack() {
        Runs run = promoted();
        run.command(DOWN);
        run.after(BAKE).tick("errors", FAIL);
        assertThat(run.share()).isEqualTo(Percentage.ofPercent(50));
        run.after(Duration.ofMinutes(1)).tick("errors", FAIL);
        int before = run.document().outbox().size();

        run.after(Duration.ofMinutes(1)).tick("errors", FAIL);

        assertThat(run.share()).isEqualTo(Percentage.NONE);
        assertThat(run.document().state()).isEqualTo(new RollingBack(run.now(), "errors is bad", 0));
        assertThat(run.document().outbox()).hasSize(before + 1);
        assertThat(run.lastEvent().cause()).isEqualTo(Cause.FAILURE);
        assertThat(run.lastEvent().reason()).isEqualTo("errors is bad");
        assertThat(run.document().evidence())
                .isNotNull()
                .satisfies(evidence -> assertThat(evidence.tallies().get("errors"))
                        .extracting(Tally::failures)
                        .isEqualTo(3));
    }

    @Test
    void failures_areCountedAnew_andOnlyGuardrailsCount() {
        Runs run = promoted();
        run.tick();
        run.tick("errors", FAIL);
        run.tick("errors", FAIL);
        run.command(DOWN);
        assertThat(run.document().evidence()).isNotNull();

        run.tick("errors", FAIL, "hint", FAIL);
        run.tick("errors", ERROR);
        for (int i = 0; i < 10; i++) {
            run.tick("errors", ERROR, "hint", FAIL);
        }

        assertThat(run.share()).isEqualTo(Percentage.ofPercent(75));
        assertThat(run.document().state())
                .isInstanceOfSatisfying(
                        RollingBackGradually.class,
                        back -> assertThat(back.run().tallies()).containsOnlyKeys("errors"));
    }

    @Test
    void sharesThatAreNotBelowThePresentOne_areLeftOut() {
        Runs run = new Runs(plan());
        run.tick();
        run.command(new RolloutCommand.Promote(0));
        run.command(new RolloutCommand.Promote(1));
        run.command(new RolloutCommand.Promote(2));
        assertThat(run.share()).isEqualTo(Percentage.ofPercent(25));

        run.command(down(75, 25, 10, 0));

        assertThat(run.share()).isEqualTo(Percentage.ofPercent(10));
        assertThat(run.document().state())
                .isInstanceOfSatisfying(
                        RollingBackGradually.class,
                        back -> assertThat(back.shares()).containsExactly(Percentage.NONE));
    }

    @Test
    void nothingThatIsBelow_isAtOnce() {
        Runs run = new Runs(plan());
        run.tick();

        run.command(down(75, 1, 0));

        assertThat(run.document().state()).isInstanceOf(RollingBack.class);
        assertThat(run.effects()).endsWith(new Effect.Withdraw());
    }

    @Test
    void abort_takesAllOfItBack() {
        Runs run = promoted();
        run.tick("errors", PASS);
        run.command(DOWN);
        StageRun evidence = run.document().evidence();

        run.command(new RolloutCommand.Abort());

        assertThat(run.document().state()).isEqualTo(new RollingBack(run.now(), "because of abort", 0));
        assertThat(run.share()).isEqualTo(Percentage.NONE);
        assertThat(run.document().evidence()).isNotNull().isEqualTo(evidence);
    }

    @Test
    void secondGradualRollback_isRejected() {
        Runs run = promoted();
        run.command(DOWN);

        assertThat(run.command(DOWN))
                .isEqualTo(new Rejected("roll back gradually is not possible while it is rolling back"));
    }

    @Test
    void clockThatGoesBack_holds() {
        Runs run = promoted();
        run.command(DOWN);

        assertThat(run.after(BAKE.negated()).tick("errors", FAIL, "errors", FAIL, "errors", FAIL))
                .isEqualTo(StepResult.UNCHANGED);
        run.after(BAKE).tick();
        assertThat(run.share()).isEqualTo(Percentage.ofPercent(75));
    }

    @Test
    void afterHoursDown_oneShareForEachBake() {
        Runs run = promoted();
        run.command(DOWN);
        run.after(Duration.ofHours(3)).tick();
        run.tick();
        run.after(BAKE.minusSeconds(1)).tick();
        assertThat(run.share()).isEqualTo(Percentage.ofPercent(50));

        run.after(Duration.ofSeconds(1)).tick();

        assertThat(run.share()).isEqualTo(Percentage.ofPercent(25));
    }

    @Test
    void freezeAndKill_holdNothing() {
        Runs run = promoted();
        run.freeze(true);
        run.disableFlag(true);
        run.editFlag("edited");
        run.command(DOWN);

        run.after(BAKE).tick();

        assertThat(run.share()).isEqualTo(Percentage.ofPercent(50));
    }

    @Test
    void shareThatIsGone_isTheEnd_andOneThatSomebodyLowered_isNotRaised() {
        Runs lowered = promoted();
        lowered.command(DOWN);
        lowered.showShare(Percentage.ofPercent(30));
        lowered.after(BAKE).tick();
        assertThat(lowered.share()).isEqualTo(Percentage.ofPercent(25));

        Runs gone = promoted();
        gone.command(DOWN);
        gone.showShare(Percentage.NONE);
        gone.tick();
        assertThat(gone.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(gone.effects()).endsWith(new Effect.Remove());
    }

    @Test
    void pausedRollout_isRolledBackGradually_too() {
        Runs run = promoted();
        run.command(new RolloutCommand.Pause());

        run.command(DOWN);

        assertThat(run.share()).isEqualTo(Percentage.ofPercent(75));
        assertThat(run.stage()).isEqualTo(5);
    }

    @Test
    void shares_fallToNothing() {
        assertThatThrownBy(() -> down(50, 50, 60))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "/shares: do not end at 0 %",
                        "/shares/1: does not fall: 50 % after 50 %", "/shares/2: does not fall: 60 % after 50 %");
        assertThatThrownBy(() -> down()).hasMessageContaining("/shares: do not end at 0 %");
        assertThatThrownBy(() -> new RolloutCommand.RollBackGradually(List.of(Percentage.NONE), Duration.ofSeconds(-1)))
                .hasMessageContaining("/bake: is negative: PT-1S");
    }

    private static RolloutPlan plan() {
        return RolloutPlans.canary()
                .analyses(
                        Analysis.metric("errors", Judge.Threshold.atMost(1)).build(),
                        Analysis.metric("hint", Judge.Threshold.atMost(1))
                                .role(Role.SIGNAL)
                                .build())
                .soak(Duration.ofHours(1))
                .build();
    }

    private static Runs promoted() {
        Runs run = new Runs(plan());
        run.tick();
        run.command(new RolloutCommand.PromoteFully());
        assertThat(run.share()).isEqualTo(Percentage.ALL);
        return run;
    }

    private static RolloutCommand.RollBackGradually down(double... percents) {
        return new RolloutCommand.RollBackGradually(
                Arrays.stream(percents).mapToObj(Percentage::ofPercent).toList(), BAKE);
    }
}
