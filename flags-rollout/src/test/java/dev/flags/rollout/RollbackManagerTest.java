package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.Denial;
import dev.flags.config.Percentage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RollbackManagerTest {
    private static final List<Percentage> DOWN =
            IntStream.of(75, 50, 25, 0).mapToObj(Percentage::ofPercent).toList();

    private final List<String> calls = new ArrayList<>();
    private volatile Verdict verdict = Verdict.pass("fine");
    private final Rig rig =
            Rig.alone(builder -> builder.validator("healthy", stage -> verdict).rollbackHook(new RollbackHook() {
                @Override
                public void before(RollbackContext rollback) {
                    calls.add("before " + rollback.reason());
                }
            }));
    private final RollbackManager rollbacks = RollbackManager.of(rig.rollouts());

    @AfterEach
    void close() {
        rig.close();
    }

    private static RolloutPlan plan() {
        return RolloutPlan.of(RolloutStrategy.PERCENTAGE)
                .stages(Duration.ofMinutes(5), 10, 80, 100)
                .analyses(Analysis.validation("healthy").build())
                .build()
                .toBuilder()
                .build();
    }

    private void start(Duration time) {
        RolloutPlan plan = plan();
        rig.rollouts()
                .startRollout(
                        FLAG,
                        plan.toBuilder()
                                .stages(plan.stages().stream()
                                        .map(stage ->
                                                stage.toBuilder().minSamples(0).build())
                                        .toList())
                                .build(),
                        ALICE);
        rig.advance(time);
    }

    @Test
    void immediate_givesEverybodyTheBaselineInOneCommit() {
        start(Duration.ofMinutes(6));
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(80));

        RolloutStatus status = rollbacks.rollbackImmediate(FLAG, ALICE);

        assertThat(status.phase()).isEqualTo(RolloutPhase.ROLLING_BACK);
        assertThat(rig.in(100)).isEmpty();
        rig.advance(Duration.ofSeconds(2));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(calls).containsExactly("before CHK-7");
    }

    @Test
    void immediate_takesBackWhatIsCompleted() {
        start(Duration.ofMinutes(16));
        assertThat(rig.in(100)).hasSize(100);

        rollbacks.rollbackImmediate(FLAG, ALICE);
        assertThat(rig.in(100)).isEmpty();
        rig.advance(Duration.ofSeconds(2));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(rig.in(100)).isEmpty();
        assertThat(rollbacks.rollbackImmediate(FLAG, ALICE).phase())
                .as("whoever presses the button a moment later")
                .isEqualTo(RolloutPhase.ROLLED_BACK);
    }

    @Test
    void scenario34_gradualRollback_whoseErrorsWorsen_goesStraightToNothing() {
        start(Duration.ofMinutes(16));
        rollbacks.rollbackGradual(FLAG, DOWN, Duration.ofMinutes(1), ALICE);
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(75));
        List<Integer> at75 = rig.in(1_000);
        rig.advance(Duration.ofSeconds(62));
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(50));
        assertThat(at75).containsAll(rig.in(1_000));

        verdict = Verdict.fail("errors worsen");
        rig.advance(Duration.ofSeconds(65));

        assertThat(rig.shares()).doesNotContain("25 %");
        assertThat(rig.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(rig.in(100)).isEmpty();
    }

    @Test
    void gradualRollback_goesDownStepByStep() {
        start(Duration.ofMinutes(16));

        rollbacks.rollbackGradual(FLAG, DOWN, Duration.ofMinutes(1), ALICE);
        rig.advance(Duration.ofMinutes(4));

        assertThat(rig.shares()).endsWith("75 %", "50 %", "25 %", "0 %");
        assertThat(rig.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
    }

    @Test
    void scenario35_targetedRollback_changesTwoUsers_andTheRolloutGoesOn() {
        start(Duration.ofMinutes(6));
        List<Integer> before = rig.in(1_000);
        List<String> two = List.of("user-" + before.get(0), "user-" + before.get(1));
        Instant until = rig.clock().instant().plus(Duration.ofHours(1));

        rollbacks.rollbackTargeted(FLAG, two, until, ALICE);

        List<Integer> denied = rig.in(1_000);
        assertThat(before.subList(2, before.size())).isEqualTo(denied);
        rig.advance(Duration.ofMinutes(5));
        assertThat(rig.share()).isEqualTo(Percentage.ALL);
        assertThat(rig.in(1_000)).hasSize(998);
        rig.advance(Duration.ofHours(1));
        assertThat(rig.in(1_000)).hasSize(1_000);
    }

    @Test
    void targetedRollback_leavesNoDenialsWhoseTimeIsOver_andIsNoEdit() {
        start(Duration.ofMinutes(1));
        Instant now = rig.clock().instant();
        rollbacks.rollbackTargeted(FLAG, List.of("user-1"), now.plus(Duration.ofMinutes(1)), ALICE);
        rollbacks.rollbackTargeted(FLAG, List.of("user-2"), now.plus(Duration.ofHours(1)), ALICE);
        rig.advance(Duration.ofMinutes(1));

        rollbacks.rollbackTargeted(FLAG, List.of("user-3"), null, ALICE);
        rig.advance(Duration.ofMinutes(1));

        assertThat(rig.flags().getFlag(FLAG).orElseThrow().denied())
                .flatExtracting(Denial::units)
                .containsExactly("user-2", "user-3");
        assertThat(rig.phase()).isEqualTo(RolloutPhase.PROGRESSING);
    }

    @Test
    void history_isReadAsFarBackAsItTakes() {
        start(Duration.ofMinutes(1));
        rollbacks.rollbackTargeted(FLAG, List.of("user-1"), null, ALICE);
        rollbacks.rollbackTargeted(FLAG, List.of("user-2"), null, ALICE);
        for (int i = 0; i < 300; i++) {
            rig.flags().addUserToFlag(FLAG, "vip-" + i, ALICE);
        }

        assertThat(rollbacks.getRollbackHistory(FLAG, 2)).hasSize(2);
        assertThat(rollbacks.getRollbackHistory(1)).hasSize(1);
        assertThat(rollbacks.getRollbackHistory(Integer.MAX_VALUE)).hasSize(2);
        assertThatThrownBy(() -> rollbacks.getRollbackHistory(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit is below 1: 0");
    }

    @Test
    void history_readsNoMoreThanItNeeds() {
        start(Duration.ofMinutes(1));
        List<Integer> limits = new ArrayList<>();
        RollbackHistory history = new RollbackHistory(query -> {
            limits.add(query.limit());
            return rig.flags().store().history(query);
        });
        rollbacks.rollbackTargeted(FLAG, List.of("user-1"), null, ALICE);
        assertThat(history.latest(1)).hasSize(1);
        assertThat(limits).containsExactly(1);

        rig.flags().addUserToFlag(FLAG, "vip", ALICE);
        limits.clear();
        assertThat(history.latest(1)).hasSize(1);

        assertThat(limits).containsExactly(1, 256);
    }

    @Test
    void history_tellsWhoWhyAndWhatWasBefore() {
        start(Duration.ofMinutes(6));
        rollbacks.rollbackTargeted(FLAG, List.of("user-1"), null, ALICE);
        verdict = Verdict.fail("accuracy .91");
        rig.advance(Duration.ofMinutes(2));

        List<Rollback> rollbackHistory = rollbacks.getRollbackHistory(FLAG, 10);

        assertThat(rollbackHistory)
                .extracting(Rollback::strategy)
                .containsExactly(RollbackStrategy.IMMEDIATE, RollbackStrategy.TARGETED);
        assertThat(rollbackHistory.get(0).isAutomatic()).isTrue();
        assertThat(rollbackHistory.get(0).reason()).contains("accuracy .91");
        assertThat(rollbackHistory.get(0).changes())
                .singleElement()
                .satisfies(change -> assertThat(change.member()).isEqualTo("rollout"));
        assertThat(rollbacks.getRollbackHistory(10)).isEqualTo(rollbackHistory);
    }

    @Test
    void bundle_holdsTheLastVerdicts() {
        start(Duration.ofMinutes(6));
        verdict = Verdict.fail("accuracy .91");
        rig.advance(Duration.ofMinutes(2));

        RollbackBundle bundle = rollbacks.bundle(FLAG);

        assertThat(bundle.toMarkdown())
                .contains("# Rollback of new_model", "| healthy | fail | accuracy .91 | ", "| alice | start | CHK-7 |");
        assertThat(bundle.toJson().toJson()).contains("\"percentage\"", "accuracy .91");
    }
}
