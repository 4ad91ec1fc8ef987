package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.Change;
import dev.flags.config.Percentage;
import dev.flags.store.AuditEvent;
import dev.flags.store.ConfigStore;
import dev.flags.store.FileConfigStore;
import dev.flags.store.MemoryConfigStore;
import dev.flags.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rollouts from end to end, in one process, with a clock of the test's. Scenarios are named by their numbers. */
class RolloutManagerTest {
    private volatile Verdict verdict = Verdict.pass("fine");
    private final Rig rig = Rig.alone(builder -> builder.validator("healthy", stage -> verdict));

    @AfterEach
    void close() {
        rig.close();
    }

    private static RolloutPlan canary() {
        return RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(Duration.ofMinutes(5), 1, 5, 10, 25, 50, 100)
                .analyses(Analysis.validation("healthy").build())
                .build();
    }

    private static RolloutPlan withoutSamples() {
        return plan(stage -> stage.minSamples(0));
    }

    private static RolloutPlan plan(UnaryOperator<Stage.Builder> change) {
        RolloutPlan plan = canary();
        return plan.toBuilder()
                .stages(plan.stages().stream()
                        .map(stage -> change.apply(stage.toBuilder()).build())
                        .toList())
                .build();
    }

    @Test
    void scenario1_canary_givesEachShareForFiveMinutes() {
        rig.rollouts().startRollout(FLAG, withoutSamples(), ALICE);

        rig.advance(Duration.ofMinutes(31));

        assertThat(rig.shares()).containsExactly("1 %", "5 %", "10 %", "25 %", "50 %", "100 %", "0 %");
        assertThat(rig.phase()).isEqualTo(RolloutPhase.COMPLETED);
        assertThat(rig.in(100)).hasSize(100);
        assertThat(rig.flags().getFlag(FLAG).orElseThrow().rollout()).isNull();
    }

    @Test
    void scenario2_failureAtTenPercent_givesTheBaselineBackAndKeepsTheReason() {
        rig.rollouts().startRollout(FLAG, withoutSamples(), ALICE);
        rig.advance(Duration.ofMinutes(12));
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(10));

        verdict = Verdict.fail("accuracy .91 is below .95");
        rig.advance(Duration.ofMinutes(2));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(rig.share()).isEqualTo(Percentage.NONE);
        assertThat(rig.in(100)).isEmpty();
        assertThat(rig.status().error()).contains("accuracy .91 is below .95");
        assertThat(rig.rollouts().history(FLAG, 10))
                .extracting(AuditEvent::action)
                .startsWith("rolled_back", "rolling_back", "progressing");
    }

    @Test
    void scenario3_unitThatIsIn_staysInAndComesFirstAgain() {
        rig.rollouts().startRollout(FLAG, withoutSamples(), ALICE);
        rig.advance(Duration.ofMinutes(6));
        List<Integer> atFive = rig.in(2_000);
        rig.advance(Duration.ofMinutes(5));
        assertThat(rig.in(2_000)).containsAll(atFive).hasSizeGreaterThan(atFive.size());

        rig.rollouts().abortRollout(FLAG, ALICE);
        rig.advance(Duration.ofSeconds(3));
        rig.rollouts().retry(FLAG, ALICE);
        rig.advance(Duration.ofMinutes(6));

        assertThat(rig.in(2_000)).isEqualTo(atFive);
        assertThat(rig.status().attempt()).isEqualTo(2);
    }

    @Test
    void scenario6_promotionThatIsSentTwice_isOneStage() {
        rig.rollouts().startRollout(FLAG, withoutSamples(), ALICE);
        rig.advance(Duration.ofSeconds(2));
        UUID id = UUID.randomUUID();

        rig.rollouts().execute(FLAG, id, new RolloutCommand.Promote(0), ALICE);
        RolloutStatus second = rig.rollouts().execute(FLAG, id, new RolloutCommand.Promote(0), ALICE);

        assertThat(second.stage()).isEqualTo(1);
        assertThat(second.share()).isEqualTo(Percentage.ofPercent(5));
    }

    @Test
    void scenario15_pause_leavesTheRestOfTheBakeAsItWas() {
        rig.rollouts().startRollout(FLAG, withoutSamples(), ALICE);
        rig.advance(Duration.ofMinutes(3));

        rig.rollouts().pause(FLAG, ALICE);
        rig.advance(Duration.ofMinutes(10));
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(1));
        rig.rollouts().resume(FLAG, ALICE);
        rig.advance(Duration.ofSeconds(118));
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(1));
        rig.advance(Duration.ofSeconds(4));

        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(5));
    }

    @Test
    void scenario17_abortWithNothingLive_isRefused() {
        assertThatThrownBy(() -> rig.rollouts().abortRollout(FLAG, ALICE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no rollout of flag new_model");
        rig.rollouts().startRollout(FLAG, withoutSamples(), ALICE);
        rig.advance(Duration.ofMinutes(31));

        assertThatThrownBy(() -> rig.rollouts().abortRollout(FLAG, ALICE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("abort is not possible while it is completed");
        assertThat(rig.in(10)).hasSize(10);
    }

    @Test
    void scenario21_withoutTraffic_doesNotGoOn() {
        rig.rollouts().startRollout(FLAG, canary(), ALICE);
        rig.advance(Duration.ofMinutes(20));
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(1));

        rig.ask(30_000).advance(Duration.ofMinutes(2));

        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(5));
        assertThat(rig.status().candidateSamples()).isZero();
    }

    @Test
    void scenario28_planThatCannotBeCarriedOut_isRefusedWithEveryError() {
        RolloutPlan plan = canary().toBuilder()
                .analyses(
                        Analysis.validation("unknown").build(),
                        Analysis.metric("p95", Judge.Ratio.atMost(2)).build())
                .build();

        assertThatThrownBy(() -> rig.rollouts().startRollout(FLAG, plan, ALICE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/analyses/0/validator")
                .hasMessageContaining("/analyses/1/metric")
                .hasMessageContaining("it knows healthy");
        assertThat(rig.rollouts().getRolloutStatus(FLAG)).isEmpty();
    }

    @Test
    void scenario31_freeze_holdsAndAHotfixGoesOn() {
        rig.rollouts().startRollout(FLAG, withoutSamples(), ALICE);
        rig.advance(Duration.ofMinutes(2));

        rig.rollouts().freeze(ALICE);
        rig.advance(Duration.ofMinutes(10));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.PAUSED);
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(1));
        rig.rollouts().ignoreFreeze(FLAG, ALICE);
        rig.advance(Duration.ofMinutes(4));

        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(5));
        assertThat(rig.rollouts().freeze()).map(Freeze::by).contains("alice");
    }

    @Test
    void rehearsal_tellsWhatEachStageWouldDo_andChangesNothing() {
        rig.ask(2_000).flags().refresh();

        Rehearsal rehearsal = rig.rollouts().rehearse(FLAG, canary());

        assertThat(rehearsal.steps())
                .extracting(step -> step.name() + ", " + step.share())
                .containsExactly(
                        "1 %, 1 %",
                        "5 %, 5 %", "10 %, 10 %", "25 %, 25 %", "50 %, 50 %", "100 %, 100 %", "completed, 100 %");
        assertThat(rehearsal.isTakenBack()).isTrue();
        assertThat(rig.rollouts().getRolloutStatus(FLAG)).isEmpty();
        assertThat(rig.share()).isEqualTo(Percentage.NONE);
    }

    @Test
    void status_tellsWhatItWaitsFor() {
        rig.rollouts().startRollout(FLAG, canary(), ALICE);
        assertThat(rig.status().toString()).isEqualTo("new_model: pending at 0 %");

        rig.ask(1_000).advance(Duration.ofMinutes(2));

        assertThat(rig.status().toString())
                .isEqualTo(
                        "new_model: progressing at 1 % (stage 1 of 6, 1 %), waits for the bake of stage 1 %, until"
                                + " 2027-01-04T10:05:00Z; 100 more answers of the candidate; 100 more answers of its control group");
        assertThat(rig.status().verdict()).isEqualTo(Verdict.Result.PASS);
        rig.rollouts().pause(FLAG, ALICE);
        assertThat(rig.status().waitsFor()).containsExactly("a command, since it is paused: command: CHK-7");
    }

    @Test
    void secondRollout_isRefused_orTakesThePlaceOfTheFirst() {
        rig.rollouts().startRollout(FLAG, withoutSamples(), ALICE);
        rig.advance(Duration.ofMinutes(6));

        assertThatThrownBy(() -> rig.rollouts().startRollout(FLAG, withoutSamples(), ALICE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is progressing; abort it, or supersede it");
        rig.rollouts().supersedeRollout(FLAG, withoutSamples(), ALICE);

        assertThat(rig.share()).isEqualTo(Percentage.NONE);
        rig.advance(Duration.ofSeconds(2));
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(1));
    }

    @Test
    void manualEdit_pauses_andResumeTakesIt() {
        rig.rollouts().startRollout(FLAG, withoutSamples(), ALICE);
        rig.advance(Duration.ofMinutes(6));

        rig.flags().addUserToFlag(FLAG, "vip", ALICE);
        rig.advance(Duration.ofMinutes(10));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.PAUSED);
        assertThat(rig.rollouts().manualEdits(FLAG))
                .singleElement()
                .satisfies(edit -> assertThat(edit.changes()).hasToString("[enabled_users: 0 entries -> 1 entries]"));
        rig.rollouts().resume(FLAG, ALICE);
        rig.advance(Duration.ofMinutes(5));

        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(10));
        assertThat(rig.flags().isEnabled(FLAG, "vip")).isTrue();
    }

    @Test
    void killedFlag_staysOff() {
        rig.rollouts().startRollout(FLAG, withoutSamples(), ALICE);
        rig.advance(Duration.ofMinutes(6));

        rig.flags().disableFlag(FLAG, ALICE);
        rig.advance(Duration.ofMinutes(30));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.PAUSED);
        assertThat(rig.in(100)).isEmpty();
        assertThatThrownBy(() -> rig.rollouts().resume(FLAG, ALICE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void events_areToldOnceEachInTheirOrder() {
        List<String> told = new ArrayList<>();
        rig.rollouts().events().subscribe(new ToldEvents(told::add));
        rig.rollouts().startRollout(FLAG, withoutSamples(), ALICE);

        rig.advance(Duration.ofMinutes(6));
        rig.rollouts().abortRollout(FLAG, ALICE);
        rig.advance(Duration.ofMinutes(1));

        assertThat(told)
                .containsExactly(
                        "1 pending -> progressing",
                        "2 progressing -> progressing",
                        "3 progressing -> rolling_back",
                        "4 rolling_back -> rolled_back");
    }

    @Test
    void deletionOfAFlagWithALiveRollout_isRefused() {
        rig.rollouts().startRollout(FLAG, withoutSamples(), ALICE);
        rig.advance(Duration.ofMinutes(1));

        assertThatThrownBy(() -> rig.flags().deleteFlag(FLAG, ALICE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("rollout");
    }

    @Test
    void deletionOfAFlag_isRefusedInTheShadow_andEndsWhatHasNotBegun() {
        Stage shadow =
                Stage.named("shadow", Percentage.NONE).bake(Duration.ofHours(1)).build();
        RolloutPlan shadowing = canary().toBuilder().shadow(shadow).build();
        rig.rollouts().startRollout(FLAG, shadowing, ALICE);
        rig.tick();
        assertThat(rig.phase()).isEqualTo(RolloutPhase.SHADOWING);
        assertThat(rig.in(100)).isEmpty();
        assertThatThrownBy(() -> rig.flags().deleteFlag(FLAG, ALICE)).isInstanceOf(IllegalStateException.class);
        rig.rollouts().abortRollout(FLAG, ALICE);
        rig.tick();

        rig.rollouts()
                .startRollout(FLAG, canary().toBuilder().needsApproval(true).build(), ALICE);
        rig.tick();
        rig.flags().deleteFlag(FLAG, ALICE);
        rig.tick();

        assertThat(rig.phase()).isEqualTo(RolloutPhase.CANCELLED);
        assertThat(rig.status().error()).isEqualTo("the flag was deleted");
    }

    @Test
    void flagThatDoesNotFitThePlanAnyMore_isWaitedFor() {
        rig.rollouts()
                .startRollout(
                        FLAG, withoutSamples().toBuilder().needsApproval(true).build(), ALICE);
        rig.tick();
        rig.flags().setRolloutPercentage(FLAG, Percentage.ofPercent(50), ALICE);

        rig.rollouts().approve(FLAG, -1, 1, ALICE);
        rig.advance(Duration.ofMinutes(1));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.PENDING);
        assertThat(rig.status().waitsFor()).singleElement().asString().contains("to fit the plan again", "50 %");

        rig.flags().setRolloutPercentage(FLAG, Percentage.NONE, ALICE);
        rig.advance(Duration.ofMinutes(1));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.PROGRESSING);
    }

    @Test
    void flagThatIsEditedBeforeARetry_isWaitedFor() {
        rig.rollouts().startRollout(FLAG, withoutSamples(), ALICE);
        rig.tick();
        rig.rollouts().abortRollout(FLAG, ALICE);
        rig.tick();
        rig.flags().enableFlag(FLAG, ALICE);

        rig.rollouts().retry(FLAG, ALICE);
        rig.advance(Duration.ofMinutes(1));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.PENDING);
        assertThat(rig.status().waitsFor()).singleElement().asString().contains("100 %");
    }

    @ParameterizedTest
    @EnumSource(RolloutFleetTest.Place.class)
    void textsThatNoEncodingCanWrite_keepNothingFromBeingTakenBack(
            RolloutFleetTest.Place place, @TempDir Path directory) {
        VirtualClock clock = VirtualClock.startingAt(Rig.START);
        ConfigStore store = place == RolloutFleetTest.Place.MEMORY
                ? new MemoryConfigStore()
                : FileConfigStore.of(directory.resolve("feature_flags.json"), clock);
        Verdict cutInASmile = Verdict.fail("x".repeat(499) + "\uD83D\uDE00 and more");
        try (Rig process = Rig.on(store, clock, builder -> builder.validator("healthy", stage -> cutInASmile))
                .withFlag(FLAG)) {
            RolloutPlan plan =
                    withoutSamples().toBuilder().reason("half a smile \uD83D").build();
            process.rollouts().startRollout(FLAG, plan, Change.by("alice \uDE00", "half a smile \uD83D"));
            process.advance(Duration.ofMinutes(1));

            assertThat(process.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
            assertThat(process.status().error()).isEqualTo("healthy " + "x".repeat(499) + "…");
            assertThat(process.rollouts().history(FLAG, 10))
                    .last()
                    .extracting(AuditEvent::actor, AuditEvent::reason)
                    .containsExactly("alice ?", "half a smile ?");
        }
    }
}
