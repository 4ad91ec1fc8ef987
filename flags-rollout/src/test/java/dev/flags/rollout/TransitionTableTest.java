package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.rollout.Input.Tick;
import dev.flags.rollout.RolloutState.AwaitingApproval;
import dev.flags.rollout.RolloutState.Ended;
import dev.flags.rollout.RolloutState.Live;
import dev.flags.rollout.RolloutState.Monitoring;
import dev.flags.rollout.RolloutState.Paused;
import dev.flags.rollout.RolloutState.Pending;
import dev.flags.rollout.RolloutState.Progressing;
import dev.flags.rollout.RolloutState.Promoting;
import dev.flags.rollout.RolloutState.RollingBack;
import dev.flags.rollout.RolloutState.RollingBackGradually;
import dev.flags.rollout.RolloutState.Shadowing;
import dev.flags.rollout.StepResult.Moved;
import dev.flags.rollout.StepResult.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every state meets every command, and time: what comes of it is in the table, or it is a rejection that changes nothing. */
class TransitionTableTest {
    private static final Instant NOW = Instant.parse("2027-01-04T10:00:00Z");
    private static final StageRun FIRST = StageRun.begin(0, NOW);
    private static final RolloutPlan PLAN = RolloutPlans.canary()
            .needsApproval(true)
            .shadow(Stage.named("shadow", Percentage.NONE).build())
            .analyses(Analysis.validation("smoke").build())
            .build();

    static final List<RolloutState> STATES = states();

    /** Where commands lead to; what is not here is refused. */
    private static final Map<String, RolloutPhase> TABLE = Map.ofEntries(
            Map.entry("PENDING Approve", RolloutPhase.PENDING),
            Map.entry("PENDING Deny", RolloutPhase.REJECTED),
            Map.entry("PENDING IgnoreFreeze", RolloutPhase.PENDING),
            Map.entry("PROGRESSING IgnoreFreeze", RolloutPhase.PROGRESSING),
            Map.entry("AWAITING_APPROVAL IgnoreFreeze", RolloutPhase.AWAITING_APPROVAL),
            Map.entry("PAUSED IgnoreFreeze", RolloutPhase.PAUSED),
            Map.entry("PROMOTING IgnoreFreeze", RolloutPhase.PROMOTING),
            Map.entry("MONITORING IgnoreFreeze", RolloutPhase.MONITORING),
            Map.entry("PENDING Cancel", RolloutPhase.CANCELLED),
            Map.entry("PENDING Supersede", RolloutPhase.SUPERSEDED),
            Map.entry("SHADOWING IgnoreFreeze", RolloutPhase.SHADOWING),
            Map.entry("SHADOWING Promote", RolloutPhase.PROGRESSING),
            Map.entry("SHADOWING PromoteFully", RolloutPhase.PROMOTING),
            Map.entry("SHADOWING Pause", RolloutPhase.PAUSED),
            Map.entry("SHADOWING Abort", RolloutPhase.ROLLING_BACK),
            Map.entry("SHADOWING Supersede", RolloutPhase.SUPERSEDED),
            Map.entry("PROGRESSING Promote", RolloutPhase.PROGRESSING),
            Map.entry("PROGRESSING PromoteFully", RolloutPhase.PROMOTING),
            Map.entry("PROGRESSING Pause", RolloutPhase.PAUSED),
            Map.entry("PROGRESSING Abort", RolloutPhase.ROLLING_BACK),
            Map.entry("PROGRESSING Supersede", RolloutPhase.SUPERSEDED),
            Map.entry("AWAITING_APPROVAL PromoteFully", RolloutPhase.PROMOTING),
            Map.entry("AWAITING_APPROVAL Pause", RolloutPhase.PAUSED),
            Map.entry("AWAITING_APPROVAL Approve", RolloutPhase.PROGRESSING),
            Map.entry("AWAITING_APPROVAL Deny", RolloutPhase.ROLLING_BACK),
            Map.entry("AWAITING_APPROVAL Abort", RolloutPhase.ROLLING_BACK),
            Map.entry("AWAITING_APPROVAL Supersede", RolloutPhase.SUPERSEDED),
            Map.entry("PAUSED PromoteFully", RolloutPhase.PROMOTING),
            Map.entry("PAUSED Pause", RolloutPhase.PAUSED),
            Map.entry("PAUSED Resume", RolloutPhase.PROGRESSING),
            Map.entry("PAUSED Abort", RolloutPhase.ROLLING_BACK),
            Map.entry("PAUSED Supersede", RolloutPhase.SUPERSEDED),
            Map.entry("PROMOTING PromoteFully", RolloutPhase.PROMOTING),
            Map.entry("PROMOTING Pause", RolloutPhase.PAUSED),
            Map.entry("PROMOTING Abort", RolloutPhase.ROLLING_BACK),
            Map.entry("PROMOTING Supersede", RolloutPhase.SUPERSEDED),
            Map.entry("MONITORING PromoteFully", RolloutPhase.PROMOTING),
            Map.entry("MONITORING Pause", RolloutPhase.PAUSED),
            Map.entry("MONITORING Abort", RolloutPhase.ROLLING_BACK),
            Map.entry("MONITORING Supersede", RolloutPhase.SUPERSEDED),
            Map.entry("SHADOWING RollBackGradually", RolloutPhase.ROLLING_BACK),
            Map.entry("PROGRESSING RollBackGradually", RolloutPhase.ROLLING_BACK),
            Map.entry("AWAITING_APPROVAL RollBackGradually", RolloutPhase.ROLLING_BACK),
            Map.entry("PAUSED RollBackGradually", RolloutPhase.ROLLING_BACK),
            Map.entry("PROMOTING RollBackGradually", RolloutPhase.ROLLING_BACK),
            Map.entry("MONITORING RollBackGradually", RolloutPhase.ROLLING_BACK),
            Map.entry("ROLLING_BACK gradually Abort", RolloutPhase.ROLLING_BACK),
            Map.entry("ROLLING_BACK gradually Supersede", RolloutPhase.SUPERSEDED),
            Map.entry("ROLLING_BACK Supersede", RolloutPhase.SUPERSEDED),
            Map.entry("ROLLBACK_FAILED Abort", RolloutPhase.ROLLING_BACK),
            Map.entry("ROLLED_BACK Retry", RolloutPhase.PENDING));

    /** What is so already. */
    private static final Set<String> SO_ALREADY = Set.of("ROLLING_BACK Abort", "ROLLED_BACK Abort");

    @TestFactory
    List<DynamicTest> everyStateMeetsEveryCommand() {
        List<DynamicTest> tests = new ArrayList<>();
        for (RolloutState state : STATES) {
            for (RolloutCommand command : commands(state)) {
                String pair = words(state) + " " + command.getClass().getSimpleName();
                tests.add(DynamicTest.dynamicTest(pair, () -> meets(state, command, pair)));
            }
        }
        return tests;
    }

    private static void meets(RolloutState state, RolloutCommand command, String pair) {
        RolloutPhase expected = TABLE.get(pair);
        RolloutDocument document = document(state);
        UUID id = UUID.randomUUID();

        StepResult result = RolloutStep.of(document, command(command, id, true, NOW));

        if (SO_ALREADY.contains(pair)) {
            assertThat(result).isEqualTo(StepResult.UNCHANGED);
        } else if (expected == null) {
            assertThat(result).isInstanceOf(Rejected.class);
        } else {
            assertThat(result).isInstanceOfSatisfying(Moved.class, moved -> {
                RolloutDocument next = moved.next();
                assertThat(next.state().phase()).isEqualTo(expected);
                assertThat(next.outbox()).hasSize(1);
                assertThat(next.outbox().get(0).from()).isEqualTo(state.phase());
                assertThat(next.outbox().get(0).to()).isEqualTo(expected);
                assertThat(next.commands()).containsExactly(id);
                assertThat(RolloutStep.of(next, command(command, id, true, NOW)))
                        .isEqualTo(StepResult.UNCHANGED);
            });
        }
    }

    @TestFactory
    List<DynamicTest> everyState_isReadAsItWasWritten() {
        return STATES.stream()
                .map(state -> DynamicTest.dynamicTest(words(state), () -> {
                    RolloutDocument document = document(state).withEvidence(FIRST);
                    assertThat(RolloutCodec.read(RolloutCodec.write(document))).isEqualTo(document);
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> whatIsOver_staysOver() {
        return STATES.stream()
                .filter(state -> state instanceof Ended)
                .map(state -> DynamicTest.dynamicTest(state.phase().key(), () -> {
                    RolloutDocument document = document(state);
                    for (boolean isEnabled : List.of(true, false)) {
                        Tick tick = new Tick(
                                NOW.plus(Duration.ofDays(400)),
                                new FlagView(isEnabled, Percentage.ALL, "another"),
                                !isEnabled,
                                List.of(new Input.Measured(
                                        new Input.Subject(document.id(), 1, 0, NOW),
                                        "smoke",
                                        Verdict.fail("bad"),
                                        NOW)),
                                Input.Samples.NONE);
                        assertThat(RolloutStep.of(document, tick)).isEqualTo(StepResult.UNCHANGED);
                    }
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> nobodyGivesOutTraffic_ofADisabledFlag() {
        return STATES.stream()
                .flatMap(state -> commands(state).stream()
                        .map(command -> DynamicTest.dynamicTest(words(state) + " " + command.words(), () -> {
                            StepResult result =
                                    RolloutStep.of(document(state), command(command, UUID.randomUUID(), false, NOW));
                            if (result instanceof Moved moved) {
                                assertThat(moved.effect()).isNotInstanceOf(Effect.SetStage.class);
                            }
                        })))
                .toList();
    }

    @TestFactory
    List<DynamicTest> table_isOfStatesAndCommandsThatThereAre() {
        Set<String> pairs = STATES.stream()
                .flatMap(state -> commands(state).stream()
                        .map(command -> words(state) + " " + command.getClass().getSimpleName()))
                .collect(Collectors.toSet());
        return List.of(
                DynamicTest.dynamicTest("pairs", () -> assertThat(pairs).containsAll(TABLE.keySet())),
                DynamicTest.dynamicTest(
                        "states",
                        () -> assertThat(
                                        STATES.stream().map(RolloutState::phase).distinct())
                                .containsExactlyInAnyOrderElementsOf(EnumSet.allOf(RolloutPhase.class))));
    }

    private static Input.Request command(RolloutCommand command, UUID id, boolean isEnabled, Instant now) {
        return new Input.Request(
                now,
                new FlagView(isEnabled, Percentage.NONE, "digest"),
                command instanceof RolloutCommand.IgnoreFreeze,
                id,
                "ada",
                "why",
                command);
    }

    static String words(RolloutState state) {
        return state.phase() + (state instanceof RollingBackGradually ? " gradually" : "");
    }

    /** Those that are about a stage are about the one where the rollout stands. */
    private static List<RolloutCommand> commands(RolloutState state) {
        int stage = RolloutDocument.stageOf(state);
        return List.of(
                new RolloutCommand.Promote(stage),
                new RolloutCommand.PromoteFully(),
                new RolloutCommand.Pause(),
                new RolloutCommand.Resume(),
                new RolloutCommand.IgnoreFreeze(),
                new RolloutCommand.Approve(stage, 1),
                new RolloutCommand.Deny(stage, 1),
                new RolloutCommand.Abort(),
                new RolloutCommand.RollBackGradually(
                        List.of(Percentage.ofPercent(25), Percentage.NONE), Duration.ofMinutes(1)),
                new RolloutCommand.Retry(),
                new RolloutCommand.Cancel(),
                new RolloutCommand.Supersede());
    }

    private static List<RolloutState> states() {
        Live progressing = new Progressing(FIRST);
        List<RolloutState> states = new ArrayList<>(List.of(
                new Pending(NOW),
                new Shadowing(StageRun.begin(StageRun.BEFORE_FIRST, NOW)),
                progressing,
                new AwaitingApproval(FIRST, NOW),
                new Paused(progressing, Set.of(new PauseReason(PauseReason.Kind.SIGNAL, "hint")), NOW),
                new Promoting(StageRun.begin(5, NOW)),
                new Monitoring(StageRun.begin(5, NOW)),
                new RollingBackGradually(NOW, "bad", List.of(Percentage.NONE), Duration.ofMinutes(1), FIRST),
                new RollingBack(NOW, "bad", 0)));
        EnumSet.allOf(RolloutPhase.class).stream()
                .filter(RolloutPhase::isTerminal)
                .forEach(phase -> states.add(new Ended(phase, NOW, "over")));
        return states;
    }

    private static RolloutDocument document(RolloutState state) {
        return RolloutDocument.pending("r-1", "f", PLAN, Runs.ARMS, "digest", NOW)
                .noted(state, NOW);
    }
}
