package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.rollout.PauseReason.Kind;
import dev.flags.rollout.RolloutState.Paused;
import dev.flags.rollout.RolloutState.Shadowing;
import dev.flags.rollout.StepResult.Rejected;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A candidate that runs beside the baseline before anybody gets it. */
class ShadowTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Verdict PASS = Verdict.pass("is fine");
    private static final Verdict FAIL = Verdict.fail("is bad");
    private static final Analysis SMOKE = Analysis.validation("smoke").build();
    private static final Analysis SAME = Analysis.validation("same").build();

    @Test
    void shadow_givesNobodyAnything_andIsOverByTimeSamplesAndEveryPass() {
        Runs run = shadowing(plan().analyses(SMOKE));
        assertThat(run.document().state()).isEqualTo(new Shadowing(StageRun.begin(-1, Runs.START)));
        assertThat(run.effects()).containsExactly(new Effect.SetShare(Percentage.NONE));
        run.tick("smoke", PASS, "same", PASS);
        assertThat(run.phase()).isEqualTo(RolloutPhase.SHADOWING); // not its time yet
        run.samples(99, 0);
        run.after(HOUR).tick("smoke", PASS, "same", PASS);
        assertThat(run.phase()).isEqualTo(RolloutPhase.SHADOWING); // too few
        run.samples(100, 0);
        run.after(HOUR).tick("smoke", PASS);
        assertThat(run.phase()).isEqualTo(RolloutPhase.SHADOWING); // one has said nothing of late

        run.tick("same", PASS);

        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        assertThat(run.stage()).isZero();
        assertThat(run.effects()).endsWith(new Effect.SetStage(0)).hasSize(2);
        assertThat(run.lastEvent().cause()).isEqualTo(Cause.TIME);
    }

    @Test
    void shadowWithoutAnalyses_isOverByTimeAlone() {
        Runs run = shadowing(RolloutPlans.canary().shadow(shadow().analyses().build()));
        run.samples(0, 0);

        run.after(HOUR).tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
    }

    @Test
    void minSamples_areThoseOfTheCandidateAlone() {
        Runs run = shadowing(
                RolloutPlans.canary().shadow(shadow().minSamples(7).analyses().build()));
        run.samples(6, 100);
        run.after(HOUR).tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.SHADOWING);
        run.samples(7, 0);

        run.tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
    }

    @Test
    void guardrailThatFails_endsIt_withoutAnybodyHavingSeenIt() {
        Runs run = shadowing(plan());

        run.tick("same", FAIL);
        assertThat(run.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
        assertThat(run.document().evidence())
                .isEqualTo(StageRun.begin(-1, Runs.START).with("same", FAIL, Runs.START));
        run.tick();

        assertThat(run.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(run.effects()).doesNotHaveAnyElementsOfTypes(Effect.SetStage.class);
    }

    @Test
    void shadow_isPausedAsAnyOther_andItsTimeIsNot() {
        Runs run = shadowing(plan());
        run.freeze(true);
        run.after(Duration.ofMinutes(30)).tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.PAUSED);
        assertThat(run.stage()).isEqualTo(-1);
        run.freeze(false);
        run.after(HOUR).tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.SHADOWING);
        run.after(Duration.ofMinutes(29)).tick("same", PASS);
        assertThat(run.phase()).isEqualTo(RolloutPhase.SHADOWING);

        run.after(Duration.ofMinutes(1)).tick("same", PASS);

        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
    }

    @Test
    void shadowThatTakesTooLong_isAsPlanned() {
        RolloutPlanBuilder plan = RolloutPlans.canary()
                .shadow(shadow().timeout(HOUR.multipliedBy(2)).build());
        Runs back = shadowing(plan);
        back.after(HOUR.multipliedBy(2)).tick();
        assertThat(back.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
        assertThat(back.lastEvent().reason()).isEqualTo("stage shadow has taken PT2H, which is as long as it may");

        Runs waiting = shadowing(plan.reactions(Reactions.DEFAULTS.withOnTimeout(Reaction.PAUSE)));
        waiting.after(HOUR.multipliedBy(2)).tick();
        assertThat(waiting.document().state())
                .isInstanceOfSatisfying(
                        Paused.class,
                        paused -> assertThat(paused.reasons())
                                .extracting(PauseReason::kind)
                                .containsExactly(Kind.TIMEOUT));
    }

    @Test
    void promote_goesToTheFirstStage() {
        Runs run = shadowing(plan());
        assertThat(run.command(new RolloutCommand.Promote(0)))
                .isEqualTo(new Rejected("it is at stage -1, and not at 0"));

        run.command(new RolloutCommand.Promote(-1));

        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        assertThat(run.share()).isEqualTo(Percentage.ofPercent(1));
    }

    @Test
    void flagThatIsOff_isShadowed_ifThePlanTurnsItOn() {
        Runs run = new Runs(plan().enables(true).build());
        run.disableFlag(true);
        run.tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.SHADOWING);
        run.command(new RolloutCommand.Pause());
        run.command(new RolloutCommand.Resume());
        run.tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.SHADOWING);
        run.command(new RolloutCommand.Promote(-1));
        assertThat(run.phase()).isEqualTo(RolloutPhase.PROGRESSING);

        run.after(HOUR).tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.PAUSED); // it was turned on, and is off
    }

    @Test
    void flagThatSomebodyTurnsOff_pausesItsShadow() {
        Runs run = shadowing(plan());
        run.disableFlag(true);
        run.tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.PAUSED);

        assertThat(run.command(new RolloutCommand.Resume())).isInstanceOf(Rejected.class);
    }

    private static RolloutPlanBuilder plan() {
        return RolloutPlans.canary().shadow(shadow().build());
    }

    private static Stage.Builder shadow() {
        return Stage.named("shadow", Percentage.NONE).bake(HOUR).analyses(SAME);
    }

    private static Runs shadowing(RolloutPlanBuilder plan) {
        Runs run = new Runs(plan.build());
        run.tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.SHADOWING);
        return run;
    }
}
