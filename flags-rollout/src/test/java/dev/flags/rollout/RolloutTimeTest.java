package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.EvaluationContext;
import dev.flags.config.Clause;
import dev.flags.config.Condition;
import dev.flags.config.Operator;
import dev.flags.config.Percentage;
import dev.flags.store.AuditEvent;
import dev.flags.store.MemoryConfigStore;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What time and measurements make of rollouts, from end to end. Scenarios are named by their numbers. */
class RolloutTimeTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final MemoryConfigStore memory = new MemoryConfigStore();
    private final VirtualClock clock = VirtualClock.startingAt(Rig.START);
    private final List<Rig> rigs = new ArrayList<>();
    private final List<StageContext> asked = new ArrayList<>();
    private volatile Verdict verdict = Verdict.pass("fine");
    private final Deque<Measurement> measurements = new ArrayDeque<>();
    private volatile CompletableFuture<Verdict> later = new CompletableFuture<>();
    private final Rig rig = process().withFlag(FLAG);

    private Rig process() {
        Rig process = Rig.on(
                memory,
                clock,
                builder -> builder.instance("process-" + rigs.size())
                        .validator("healthy", stage -> {
                            asked.add(stage);
                            return verdict;
                        })
                        .asyncValidator("later", stage -> later)
                        .metric(
                                "latency",
                                stage -> measurements.size() > 1
                                        ? measurements.remove()
                                        : Objects.requireNonNull(measurements.peek())));
        rigs.add(process);
        return process;
    }

    @AfterEach
    void close() {
        rigs.forEach(Rig::close);
        memory.close();
    }

    /** Without a minimum of samples. */
    private static RolloutPlanBuilder plan(RolloutPlanBuilder plan, Analysis... analyses) {
        RolloutPlan built = plan.analyses(analyses).build();
        return built.toBuilder()
                .stages(built.stages().stream()
                        .map(stage -> stage.toBuilder().minSamples(0).build())
                        .toList());
    }

    private static Analysis healthy() {
        return Analysis.validation("healthy").build();
    }

    private static Analysis.Builder latency(Judge judge) {
        return Analysis.metric("latency", judge);
    }

    private void begin(RolloutPlanBuilder plan) {
        rig.rollouts().startRollout(FLAG, plan.build(), ALICE);
        rig.tick();
    }

    /** The answer that somebody waits for now, which is not that to the next question. */
    private CompletableFuture<Verdict> askedLater() {
        rig.tick();
        CompletableFuture<Verdict> asked = later;
        assertThat(asked.getNumberOfDependents()).isPositive();
        later = new CompletableFuture<>();
        return asked;
    }

    /** What the metric is at one look after the other; the last of these from then on. */
    private void measure(double... values) {
        measurements.clear();
        for (double value : values) {
            measurements.add(Measurement.of(value));
        }
    }

    private List<String> history() {
        return rig.rollouts().history(FLAG, 100).stream()
                .map(AuditEvent::action)
                .toList();
    }

    private static EvaluationContext of(String ring) {
        return EvaluationContext.builder("user-1").attribute("ring", ring).build();
    }

    private List<String> ringsThatAreIn() {
        return Stream.of("internal", "beta", "nobody's")
                .filter(ring -> rig.flags().isEnabled(FLAG, of(ring)))
                .toList();
    }

    @Test
    void scenario4_greenThatFailsAfterTheSwitch_givesEverybodyBlueAgain() {
        begin(plan(RolloutPlans.blueGreen(Duration.ofMinutes(30)), healthy()));
        rig.advance(Duration.ofMinutes(10));
        assertThat(rig.in(50)).hasSize(50);

        verdict = Verdict.fail("green is broken");
        rig.advance(Duration.ofMinutes(2));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(rig.in(50)).isEmpty();
        assertThat(rig.shares()).containsExactly("0 %", "100 %", "0 %");
    }

    @Test
    void scenario4_greenThatFailsBeforeTheSwitch_isSeenByNobody() {
        verdict = Verdict.fail("green is broken");

        begin(plan(RolloutPlans.blueGreen(Duration.ofMinutes(30)), healthy()));
        rig.advance(Duration.ofMinutes(2));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(rig.shares()).containsExactly("0 %");
        assertThat(rig.rollouts().history(FLAG, 10))
                .extracting(AuditEvent::action)
                .doesNotContain("promoting");
    }

    @Test
    void scenario5_ring_reachesOneGroupAfterTheOther() {
        Map<String, Condition> groups = new LinkedHashMap<>();
        groups.put("internal", Clause.of("ring", Operator.EQUALS, "internal"));
        groups.put("beta", Clause.of("ring", Operator.EQUALS, "beta"));
        begin(plan(RolloutPlans.groups(Duration.ofMinutes(5), groups), healthy()));

        assertThat(ringsThatAreIn()).containsExactly("internal");
        rig.advance(Duration.ofMinutes(5));
        assertThat(ringsThatAreIn()).containsExactly("internal", "beta");
        rig.advance(Duration.ofMinutes(5));
        assertThat(ringsThatAreIn()).hasSize(3);
        rig.advance(Duration.ofMinutes(6));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.COMPLETED);
        assertThat(ringsThatAreIn()).hasSize(3);
    }

    @Test
    void scenario13_threeHoursDown_areOneStageForEachFreshVerdict() {
        begin(plan(RolloutPlans.hourlyCanary(), healthy()));
        rig.advance(Duration.ofMinutes(20));
        rig.rollouts().close();
        clock.advance(Duration.ofHours(3));
        asked.clear();

        Rig next = process();
        for (int i = 0; i < 10; i++) {
            next.tick();
        }

        assertThat(next.status().stage()).isEqualTo(1);
        assertThat(asked).extracting(StageContext::stage).containsExactly(0, 1);
        next.advance(Duration.ofMinutes(59));
        assertThat(next.status().stage()).isEqualTo(1);
        next.advance(Duration.ofMinutes(2));
        assertThat(next.status().stage()).isEqualTo(2);
    }

    @Test
    void scenario13_verdictFromBeforeTheInterruption_doesNotCount() {
        later = CompletableFuture.completedFuture(Verdict.pass("fine"));
        begin(plan(
                RolloutPlans.hourlyCanary(),
                Analysis.validation("later").timeout(Duration.ofHours(1)).build()));
        rig.advance(Duration.ofMinutes(20));
        rig.rollouts().close();
        clock.advance(Duration.ofHours(3));
        later = new CompletableFuture<>();

        Rig next = process();
        next.advance(MINUTE);
        assertThat(next.status().stage()).isZero();
        later.complete(Verdict.pass("fine"));
        next.advance(MINUTE);

        assertThat(next.status().stage()).isEqualTo(1);
    }

    @Test
    void scenario14_clockThatGoesBack_holdsUntilItHasCaughtUp() {
        begin(plan(RolloutPlans.canary(), healthy()));
        rig.advance(Duration.ofMinutes(4));
        List<String> before = history();

        clock.advance(Duration.ofHours(-1));
        rig.advance(Duration.ofMinutes(59));
        assertThat(history()).isEqualTo(before);
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(1));
        rig.advance(MINUTE);
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(1));
        rig.advance(MINUTE);

        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(5));
        rig.advance(Duration.ofMinutes(30));
        assertThat(rig.shares()).containsExactly("1 %", "5 %", "10 %", "25 %", "50 %", "100 %", "0 %");
    }

    @Test
    void scenario14_clockThatGoesBack_keepsNobodyFromAnAbort() {
        begin(plan(RolloutPlans.canary(), healthy()));
        rig.advance(Duration.ofMinutes(4));

        clock.advance(Duration.ofHours(-1));
        rig.rollouts().abortRollout(FLAG, ALICE);

        assertThat(rig.share()).isEqualTo(Percentage.NONE);
        assertThat(rig.in(100)).isEmpty();
    }

    /** Where a rollout may stand when somebody aborts it. */
    enum Standing {
        PAUSED {
            @Override
            void reach(RolloutTimeTest test) {
                test.begin(plan(RolloutPlans.canary(), healthy()));
                test.rig.rollouts().pause(FLAG, ALICE);
            }
        },
        AWAITING_APPROVAL {
            @Override
            void reach(RolloutTimeTest test) {
                test.begin(plan(RolloutPlans.canary(), healthy()).stagesNeedApproval(true));
                test.rig.advance(Duration.ofMinutes(5));
            }
        },
        PROMOTING {
            @Override
            void reach(RolloutTimeTest test) {
                test.begin(plan(RolloutPlans.canary(), healthy()));
                test.rig.rollouts().promoteFully(FLAG, ALICE);
            }
        },
        MONITORING {
            @Override
            void reach(RolloutTimeTest test) {
                test.begin(plan(RolloutPlans.canary(), healthy()).soak(Duration.ofHours(1)));
                test.rig.rollouts().promoteFully(FLAG, ALICE);
                test.rig.tick();
            }
        };

        abstract void reach(RolloutTimeTest test);
    }

    @ParameterizedTest
    @EnumSource(Standing.class)
    void scenario16_abort_isLegalEverywhere(Standing standing) {
        standing.reach(this);
        assertThat(rig.phase()).isEqualTo(RolloutPhase.valueOf(standing.name()));

        RolloutStatus status = rig.rollouts().abortRollout(FLAG, ALICE);
        assertThat(status.share()).isEqualTo(Percentage.NONE);
        assertThat(rig.in(200)).isEmpty();
        rig.advance(Duration.ofSeconds(2));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(rig.status().error()).isEqualTo("CHK-7");
    }

    @ParameterizedTest
    @MethodSource("nothingMeasured")
    void scenario18_whatIsNoData_isInconclusiveAndHolds(Measurement nothing) {
        measurements.add(nothing);
        begin(plan(RolloutPlans.canary(), latency(Judge.Ratio.atMost(2)).build()));

        rig.advance(Duration.ofMinutes(20));

        assertThat(rig.shares()).containsExactly("1 %");
        assertThat(rig.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        assertThat(rig.rollouts().evaluatePhase(FLAG)).isEqualTo(Verdict.Result.INCONCLUSIVE);
        measurements.clear();
        measurements.add(Measurement.of(10, 10));
        rig.advance(Duration.ofMinutes(2));
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(5));
    }

    static List<Measurement> nothingMeasured() {
        return List.of(
                Measurement.NO_DATA,
                Measurement.of(Double.NaN, 10),
                Measurement.of(Double.POSITIVE_INFINITY, 10),
                Measurement.of(10, Double.NaN),
                Measurement.of(10));
    }

    @Test
    void scenario20_failuresThatAreNotInARow_doNotRollBack() {
        measure(2, 2, 0, 2, 2, 0);
        begin(plan(
                RolloutPlans.gray(Duration.ofMinutes(10)),
                latency(Judge.Threshold.atMost(1)).build()));

        rig.advance(Duration.ofMinutes(8));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        assertThat(rig.status().tallies().get("latency"))
                .extracting(Tally::failures, Tally::inARow)
                .containsExactly(4, 4);
    }

    @Test
    void scenario20_threeFailuresInARow_rollBack() {
        measure(2, 2, 0, 2, 2, 2);
        begin(plan(
                RolloutPlans.gray(Duration.ofMinutes(10)),
                latency(Judge.Threshold.atMost(1)).build()));

        rig.advance(Duration.ofMinutes(4));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        rig.advance(MINUTE.plusSeconds(1));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
    }

    @Test
    void scenario24_latencyOfMoreThanTwiceTheBaselines_rollsBack() {
        measurements.add(Measurement.of(210, 100));
        begin(plan(RolloutPlans.canary(), latency(Judge.Ratio.atMost(2)).build()));

        rig.advance(Duration.ofMinutes(3));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(rig.shares()).containsExactly("1 %", "0 %");
        assertThat(rig.status().error()).contains("latency is 210.0 with a baseline of 100.0");
    }

    @Test
    void scenario24_latencyOfLessThanTwiceTheBaselines_completes() {
        measurements.add(Measurement.of(190, 100));
        begin(plan(RolloutPlans.canary(), latency(Judge.Ratio.atMost(2)).build()));

        rig.advance(Duration.ofMinutes(31));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.COMPLETED);
    }

    @Test
    void scenario25_whatIsOnlyObserved_failsInTheHistoryAlone() {
        measure(2);
        begin(plan(
                RolloutPlans.canary(),
                healthy(),
                latency(Judge.Threshold.atMost(1)).role(Role.OBSERVE).build()));

        rig.advance(Duration.ofMinutes(31));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.COMPLETED);
        assertThat(rig.rollouts().history(FLAG, 100))
                .flatExtracting(AuditEvent::changes)
                .filteredOn(change -> String.valueOf(change.before()).contains("is 2.0; at most 1.0 is allowed"))
                .hasSize(6);
    }

    @Test
    void scenario26_signal_holdsAndGoesOnByItself() {
        measure(2, 2, 2, 2, 2, 2, 2, 2, 0);
        begin(plan(
                RolloutPlans.canary(),
                healthy(),
                latency(Judge.Threshold.atMost(1)).role(Role.SIGNAL).build()));

        rig.advance(Duration.ofMinutes(7));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.PAUSED);
        assertThat(rig.status().pauses()).extracting(PauseReason::kind).containsExactly(PauseReason.Kind.SIGNAL);
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(1));

        rig.advance(Duration.ofMinutes(40));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.COMPLETED);
        assertThat(Collections.frequency(history(), "paused")).isEqualTo(1);
    }

    @Test
    void scenario27_analysisThatEndsBeforeItHasMeasured_passesNothing() {
        begin(plan(RolloutPlans.canary(), Analysis.validation("later").build()));
        CompletableFuture<Verdict> ofTheFirstStage = askedLater();

        rig.rollouts().promotePhase(FLAG, 0, ALICE);
        ofTheFirstStage.complete(Verdict.pass("fine, and too late"));
        rig.advance(Duration.ofSeconds(5));
        assertThat(rig.status().tallies()).isEmpty();
        assertThat(rig.rollouts().evaluatePhase(FLAG)).isEqualTo(Verdict.Result.INCONCLUSIVE);

        rig.rollouts().abortRollout(FLAG, ALICE);
        later.complete(Verdict.pass("fine, and too late"));
        rig.advance(Duration.ofSeconds(5));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(rig.status().tallies()).isEmpty();
    }

    @Test
    void verdictThatIsLookedAtSeldom_isNew() {
        begin(plan(RolloutPlans.canary(), Analysis.validation("later").build()));

        for (int i = 0; i < 6; i++) {
            rig.tick();
            CompletableFuture<Verdict> asked = later;
            later = new CompletableFuture<>();
            asked.complete(Verdict.pass("fine"));
            clock.advance(Duration.ofMinutes(3)); // much longer than a verdict is fresh
        }

        assertThat(rig.status().stage()).isPositive();
    }

    @Test
    void scenario27_answerAboutTheRolloutBefore_countsNowhere() {
        RolloutPlanBuilder plan =
                plan(RolloutPlans.canary(), Analysis.validation("later").build());
        begin(plan);
        CompletableFuture<Verdict> ofTheOther = askedLater();

        rig.rollouts().supersedeRollout(FLAG, plan.build(), ALICE);
        rig.advance(Duration.ofSeconds(1));
        ofTheOther.complete(Verdict.fail("bad, as the other was"));
        rig.advance(Duration.ofSeconds(5));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        assertThat(rig.status().tallies()).isEmpty();
    }

    @Test
    void answerToWhatWasAskedBeforeAResume_doesNotCount() {
        begin(plan(RolloutPlans.canary(), Analysis.validation("later").build()));
        CompletableFuture<Verdict> before = askedLater();
        rig.rollouts().pause(FLAG, ALICE);
        rig.advance(Duration.ofSeconds(2));

        rig.rollouts().resume(FLAG, ALICE);
        before.complete(Verdict.fail("bad until it was mended"));
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.PROGRESSING);
        later.complete(Verdict.pass("mended"));
        rig.advance(Duration.ofSeconds(1));

        assertThat(rig.status().verdict()).isEqualTo(Verdict.Result.PASS);
    }

    @Test
    void scenario27_analysisThatBeginsAfterTheBake_isWaitedFor() {
        begin(plan(
                RolloutPlans.canary(),
                Analysis.validation("healthy")
                        .initialDelay(Duration.ofMinutes(10))
                        .build()));

        rig.advance(Duration.ofMinutes(9));
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(1));
        assertThat(asked).isEmpty();
        rig.advance(MINUTE);

        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(5));
    }

    private RolloutPlanBuilder approved(Reaction onTimeout) {
        RolloutPlan plan =
                plan(RolloutPlans.canary(), healthy()).stagesNeedApproval(true).build();
        return plan.toBuilder()
                .reactions(Reactions.DEFAULTS.withOnTimeout(onTimeout))
                .stages(plan.stages().stream()
                        .map(stage -> stage.toBuilder()
                                .timeout(Duration.ofMinutes(30))
                                .build())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(Reaction.class)
    void scenario30_approvalThatDoesNotCome_isAsPlanned(Reaction onTimeout) {
        begin(approved(onTimeout));

        rig.advance(Duration.ofMinutes(29));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.AWAITING_APPROVAL);
        rig.advance(Duration.ofMinutes(2));

        assertThat(rig.phase()).isEqualTo(onTimeout == Reaction.PAUSE ? RolloutPhase.PAUSED : RolloutPhase.ROLLED_BACK);
        assertThat(rig.share()).isEqualTo(Percentage.ofPercent(onTimeout == Reaction.PAUSE ? 1 : 0));
    }

    @Test
    void scenario30_approvalOfAnotherStageOrAttempt_isRefused() {
        begin(approved(Reaction.ROLL_BACK));
        assertThatThrownBy(() -> rig.rollouts().approve(FLAG, 0, 1, ALICE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("approve is not possible while it is progressing");
        rig.advance(Duration.ofMinutes(6));
        List<String> before = history();

        assertThatThrownBy(() -> rig.rollouts().approve(FLAG, 1, 1, ALICE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("it awaits the approval of stage 0 in attempt 1, and of no other");
        assertThatThrownBy(() -> rig.rollouts().approve(FLAG, 0, 2, ALICE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> rig.rollouts().deny(FLAG, 0, 2, ALICE)).isInstanceOf(IllegalStateException.class);
        assertThat(history()).isEqualTo(before);

        assertThat(rig.rollouts().approve(FLAG, 0, 1, ALICE).share()).isEqualTo(Percentage.ofPercent(5));
    }
}
