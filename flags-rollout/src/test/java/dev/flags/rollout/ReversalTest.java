package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.rollout.Input.Request;
import dev.flags.rollout.Input.Tick;
import dev.flags.rollout.RolloutState.RollingBack;
import dev.flags.rollout.RolloutState.RollingBackGradually;
import dev.flags.rollout.StepResult.Moved;
import dev.flags.rollout.StepResult.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A completed rollout that is taken back. */
class ReversalTest {
    private static final Instant NOW = Runs.START.plusSeconds(3_600);
    private static final Duration BAKE = Duration.ofMinutes(10);
    private static final UUID ID = new UUID(1, 2);

    @Test
    void abort_takesACompletedRolloutBackAtOnce() {
        RolloutDocument completed = completed(100);

        Moved moved = reversal(completed, new RolloutCommand.Abort());

        RolloutDocument next = moved.next();
        assertThat(moved.effect()).isEqualTo(new Effect.Revert("r-1", Percentage.NONE));
        assertThat(next.id()).isEqualTo("r-2");
        assertThat(next.flag()).isEqualTo("new_model");
        assertThat(next.plan()).isEqualTo(completed.plan());
        assertThat(List.of(next.baseline(), next.candidate())).containsExactly("off", "on");
        assertThat(next.state()).isEqualTo(new RollingBack(NOW, "the numbers were wrong", 0));
        assertThat(next.commands()).containsExactly(ID);
        assertThat(next.outbox())
                .startsWith(completed.outbox().toArray(RolloutEvent[]::new))
                .hasSize(completed.outbox().size() + 1)
                .endsWith(new RolloutEvent(
                        6,
                        "r-2",
                        "new_model",
                        NOW,
                        1,
                        RolloutPhase.COMPLETED,
                        RolloutPhase.ROLLING_BACK,
                        -1,
                        Cause.COMMAND,
                        "ada",
                        "the numbers were wrong"));
        assertThat(phaseAfter(next, Percentage.NONE)).isEqualTo(RolloutPhase.ROLLED_BACK);
    }

    @Test
    void gradualReversal_beginsWithTheFirstShareBelowTheTarget() {
        Moved all = reversal(completed(100), down(75, 50, 0));
        Moved half = reversal(completed(50), down(75, 50, 10, 0));
        Moved little = reversal(completed(10), down(75, 50, 0));

        assertThat(all.effect()).isEqualTo(new Effect.Revert("r-1", Percentage.ofPercent(75)));
        assertThat(all.next().state())
                .isEqualTo(new RollingBackGradually(
                        NOW,
                        "the numbers were wrong",
                        List.of(Percentage.ofPercent(50), Percentage.NONE),
                        BAKE,
                        StageRun.begin(1, NOW)));
        assertThat(half.effect()).isEqualTo(new Effect.Revert("r-1", Percentage.ofPercent(10)));
        assertThat(little.effect()).isEqualTo(new Effect.Revert("r-1", Percentage.NONE));
        assertThat(little.next().state()).isInstanceOf(RollingBack.class);
    }

    @Test
    void whatIsNotCompleted_isNotTakenBackByAnother() {
        RolloutDocument running = new Runs(plan(100)).document();

        assertThat(Reversal.of(running, "r-2", command(new RolloutCommand.Abort())))
                .isEqualTo(new Rejected(
                        "only a rollout that is completed can be taken back by another one; it is pending"));
        assertThat(Reversal.of(completed(100), "r-2", command(new RolloutCommand.Pause())))
                .isEqualTo(new Rejected("pause takes nothing back"));
    }

    @Test
    void completedRollout_staysAsItIs() {
        assertThat(RolloutStep.of(completed(100), command(new RolloutCommand.Abort())))
                .isInstanceOf(Rejected.class);
        assertThat(RolloutStep.of(completed(100), command(down(50, 0)))).isInstanceOf(Rejected.class);
    }

    private static RolloutPhase phaseAfter(RolloutDocument document, Percentage share) {
        Tick tick = new Tick(NOW, new FlagView(true, share, ""), false, List.of(), Input.Samples.NONE);
        return ((Moved) RolloutStep.of(document, tick)).next().state().phase();
    }

    private static Moved reversal(RolloutDocument completed, RolloutCommand command) {
        return (Moved) Reversal.of(completed, "r-2", command(command));
    }

    private static Request command(RolloutCommand command) {
        return new Request(
                NOW, new FlagView(true, Percentage.NONE, "digest"), true, ID, "ada", "the numbers were wrong", command);
    }

    private static RolloutDocument completed(double target) {
        Runs run = new Runs(plan(target));
        run.tick();
        run.tick();
        run.tick();
        run.tick();
        run.tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.COMPLETED);
        return run.document();
    }

    private static RolloutPlan plan(double target) {
        return RolloutPlan.of(RolloutStrategy.PERCENTAGE)
                .stages(Duration.ZERO, 1, target)
                .build();
    }

    private static RolloutCommand.RollBackGradually down(double... percents) {
        return new RolloutCommand.RollBackGradually(
                Arrays.stream(percents).mapToObj(Percentage::ofPercent).toList(), BAKE);
    }
}
