package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.rollout.Input.Tick;
import dev.flags.rollout.StepResult.Moved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every state meets everything that a tick may bring. */
class TickTableTest {
    private static final Instant NOW = Runs.START;
    private static final Tolerance ONE = new Tolerance(OptionalInt.of(1), OptionalInt.empty(), OptionalInt.of(1), 1);
    private static final Verdict FAIL = Verdict.fail("bad");
    private static final RolloutPlan PLAN = RolloutPlans.canary()
            .gates(Analysis.validation("policy").build())
            .needsApproval(true)
            .shadow(Stage.named("shadow", Percentage.NONE)
                    .bake(Duration.ofHours(1))
                    .build())
            .analyses(
                    Analysis.validation("guard").tolerance(ONE).build(),
                    Analysis.validation("hint").role(Role.SIGNAL).tolerance(ONE).build(),
                    Analysis.validation("seen")
                            .role(Role.OBSERVE)
                            .tolerance(ONE)
                            .build())
            .soak(Duration.ofHours(1))
            .deadline(Duration.ofDays(2))
            .build();

    /** What a tick may bring, one thing at a time, soon after the state began. */
    private enum Happening {
        NOTHING,
        GATE_FAILS,
        GUARDRAIL_FAILS,
        GUARDRAIL_IS_INCONCLUSIVE,
        GUARDRAIL_IS_IN_ERROR,
        SIGNAL_FAILS,
        OBSERVED_FAILURE,
        ALL_PASS,
        KILL,
        EDIT,
        FREEZE,
        DEADLINE,
        CLOCK_BACK;

        Tick tick(RolloutDocument document) {
            Instant now = NOW.plus(
                    switch (this) {
                        case DEADLINE -> Duration.ofDays(3);
                        case CLOCK_BACK -> Duration.ofHours(-1);
                        default -> Duration.ofSeconds(1);
                    });
            FlagView flag =
                    new FlagView(this != KILL, Percentage.ofPercent(1), this == EDIT ? "another digest" : "digest");
            return new Tick(now, flag, this == FREEZE, verdicts(document, now), Runs.MANY);
        }

        private List<Input.Measured> verdicts(RolloutDocument document, Instant now) {
            return switch (this) {
                case GATE_FAILS -> List.of(said(document, now, "policy", FAIL));
                case GUARDRAIL_FAILS -> List.of(said(document, now, "guard", FAIL));
                case GUARDRAIL_IS_INCONCLUSIVE -> List.of(said(document, now, "guard", Verdict.inconclusive("?")));
                case GUARDRAIL_IS_IN_ERROR -> List.of(said(document, now, "guard", Verdict.error("threw")));
                case SIGNAL_FAILS -> List.of(said(document, now, "hint", FAIL));
                case OBSERVED_FAILURE -> List.of(said(document, now, "seen", FAIL));
                case ALL_PASS ->
                    List.of(
                            said(document, now, "policy", Verdict.pass("")),
                            said(document, now, "guard", Verdict.pass("")),
                            said(document, now, "hint", Verdict.pass("")));
                default -> List.of();
            };
        }

        private static Input.Measured said(RolloutDocument document, Instant now, String analysis, Verdict verdict) {
            int stage = RolloutDocument.stageOf(document.state());
            return new Input.Measured(new Input.Subject(document.id(), 1, stage, now), analysis, verdict, now);
        }
    }

    /** Where a tick leads to; what is not here stays in its phase. */
    private static final Map<String, RolloutPhase> TABLE = table();

    private static Map<String, RolloutPhase> table() {
        Map<String, RolloutPhase> table = new TreeMap<>();
        table.put("PENDING GATE_FAILS", RolloutPhase.REJECTED);
        table.put("PENDING DEADLINE", RolloutPhase.EXPIRED);
        for (RolloutPhase live : List.of(
                RolloutPhase.SHADOWING,
                RolloutPhase.PROGRESSING,
                RolloutPhase.AWAITING_APPROVAL,
                RolloutPhase.PROMOTING,
                RolloutPhase.MONITORING)) {
            table.put(live + " GUARDRAIL_FAILS", RolloutPhase.ROLLING_BACK);
            table.put(live + " DEADLINE", RolloutPhase.ROLLING_BACK);
            for (Happening pausing : List.of(
                    Happening.GUARDRAIL_IS_INCONCLUSIVE,
                    Happening.GUARDRAIL_IS_IN_ERROR,
                    Happening.SIGNAL_FAILS,
                    Happening.KILL,
                    Happening.EDIT,
                    Happening.FREEZE)) {
                table.put(live + " " + pausing, RolloutPhase.PAUSED);
            }
        }
        table.put("PAUSED GUARDRAIL_FAILS", RolloutPhase.ROLLING_BACK);
        for (Happening leaving : List.of(
                Happening.NOTHING, // the signal that it was paused for does not fail any more
                Happening.GATE_FAILS,
                Happening.OBSERVED_FAILURE,
                Happening.ALL_PASS,
                Happening.DEADLINE)) { // of which a pause is no part
            table.put("PAUSED " + leaving, RolloutPhase.PROGRESSING);
        }
        return table;
    }

    @TestFactory
    List<DynamicTest> everyStateMeetsEverything() {
        List<DynamicTest> tests = new ArrayList<>();
        for (RolloutState state : TransitionTableTest.STATES) {
            for (Happening happening : Happening.values()) {
                String pair = TransitionTableTest.words(state) + " " + happening;
                RolloutPhase expected = TABLE.getOrDefault(pair, state.phase());
                tests.add(DynamicTest.dynamicTest(pair, () -> meets(state, happening, expected)));
            }
        }
        return tests;
    }

    private static void meets(RolloutState state, Happening happening, RolloutPhase expected) {
        RolloutDocument document = RolloutDocument.pending("r-1", "f", PLAN, Runs.ARMS, "digest", NOW)
                .noted(state, NOW);

        StepResult result = RolloutStep.of(document, happening.tick(document));

        assertThat(result).isNotInstanceOf(StepResult.Rejected.class);
        if (!(result instanceof Moved moved)) {
            assertThat(expected).isEqualTo(state.phase());
            return;
        }
        RolloutDocument next = moved.next();
        assertThat(state.phase().isTerminal()).as("what is over stays over").isFalse();
        assertThat(next.state().phase()).isEqualTo(expected);
        assertThat(moved.effect()).as("no tick of these gives out more").isNotInstanceOf(Effect.SetStage.class);
        if (expected != state.phase()) {
            assertThat(next.outbox()).hasSize(1);
            assertThat(next.outbox().get(0).actor()).isEqualTo(RolloutEvent.ENGINE);
        }
    }
}
