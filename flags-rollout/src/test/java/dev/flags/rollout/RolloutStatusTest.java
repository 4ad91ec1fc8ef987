package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.Percentage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people and pages are shown of a rollout, from its beginning to its end. */
class RolloutStatusTest {
    private static final Duration BAKE = Duration.ofMinutes(5);

    private volatile Verdict verdict = Verdict.pass("fine");
    private final AtomicInteger ids = new AtomicInteger();
    private final Rig rig = Rig.alone(builder -> builder.ids(() -> "r-" + ids.incrementAndGet())
            .validator("healthy", stage -> verdict)
            .validator("silent", stage -> verdict)
            .validator("bad", stage -> Verdict.fail("bad")));

    @BeforeEach
    void start() {
        Stage some =
                Stage.of(Percentage.ofPercent(12.5)).bake(BAKE).minSamples(0).build();
        Stage most = Stage.of(Percentage.ofPercent(80)).bake(BAKE).minSamples(0).build();
        RolloutPlan plan = RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(some, most)
                .analyses(Analysis.validation("healthy").build())
                .build();
        rig.rollouts().startRollout(FLAG, plan, ALICE);
        rig.tick();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void text_isOneLine_withWhatItWaitsFor() {
        assertThat(rig.status())
                .hasToString(
                        "new_model: progressing at 12.5 % (stage 1 of 2, 12.5 %), waits for the bake of stage 12.5 %,"
                                + " until 2027-01-04T10:05:00Z; healthy to pass");
    }

    @Test
    void json_hasSharesInPercent() {
        assertThat(rig.status().toJson().toJson())
                .isEqualTo("{\"flag\":\"new_model\",\"rollout\":\"r-1\",\"strategy\":\"canary\",\"baseline\":\"off\","
                        + "\"candidate\":\"on\",\"attempt\":1,\"phase\":\"progressing\",\"stage\":0,\"stages\":2,"
                        + "\"percentage\":12.5,\"target\":80,\"since\":\"2027-01-04T10:00:00Z\","
                        + "\"updated_at\":\"2027-01-04T10:00:00Z\",\"waits_for\":[\"the bake of stage 12.5 %, until"
                        + " 2027-01-04T10:05:00Z\",\"healthy to pass\"],\"pauses\":[],\"analyses\":{},\"verdict\":\"inconclusive\","
                        + "\"candidate_samples\":0,\"baseline_samples\":0,\"stage_name\":\"12.5 %\"}");
    }

    @Test
    void completed_showsTheShareThatItHasLeft() {
        rig.advance(BAKE.multipliedBy(3));

        RolloutStatus status = rig.status();
        assertThat(status.phase()).isEqualTo(RolloutPhase.COMPLETED);
        assertThat(status.share()).isEqualTo(Percentage.ofPercent(80));
        assertThat(status).hasToString("new_model: completed at 80 %");
    }

    @Test
    void rolledBack_showsNothingGiven_andWhy() {
        verdict = Verdict.fail("accuracy .91 is below .95");
        rig.advance(BAKE);

        assertThat(rig.status())
                .hasToString(
                        "new_model: rolled back at 0 % (from stage 1 of 2, 12.5 %), healthy accuracy .91 is below .95");
    }

    @Test
    void verdict_isOfThoseThatDecide_andUnknownAsLongAsOneOfThemIsSilent() {
        RolloutPlan plan = RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(BAKE, 10, 100)
                .analyses(
                        Analysis.validation("healthy").build(),
                        Analysis.validation("silent").initialDelay(BAKE).build(),
                        Analysis.validation("bad").role(Role.OBSERVE).build())
                .build();
        rig.rollouts().supersedeRollout(FLAG, plan, ALICE);
        rig.advance(Duration.ofMinutes(1));
        assertThat(rig.status().tallies()).containsOnlyKeys("healthy", "bad");
        assertThat(rig.rollouts().evaluatePhase(FLAG)).isEqualTo(Verdict.Result.INCONCLUSIVE);

        rig.advance(BAKE);
        assertThat(rig.rollouts().evaluatePhase(FLAG)).isEqualTo(Verdict.Result.PASS);
    }

    @Test
    void gradualRollback_saysWhyAndFromWhere() {
        rig.rollouts().promoteFully(FLAG, ALICE);
        RolloutStatus status = RollbackManager.of(rig.rollouts())
                .rollbackGradual(FLAG, List.of(Percentage.ofPercent(40), Percentage.NONE), BAKE, ALICE);

        assertThat(status)
                .hasToString("new_model: rolling back at 40 % (from stage 2 of 2, 80 %), waits for its step, until"
                        + " 2027-01-04T10:05:00Z, CHK-7");
    }

    @Test
    void supersedingPlanThatCannotBeCarriedOut_leavesTheRolloutAlone() {
        RolloutPlan unknown = RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(BAKE, 10, 100)
                .analyses(Analysis.validation("helthy").build())
                .build();

        assertThatThrownBy(() -> rig.rollouts().supersedeRollout(FLAG, unknown, ALICE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"helthy\", which the manager does not know");
        assertThat(rig.phase()).isEqualTo(RolloutPhase.PROGRESSING);
    }
}
