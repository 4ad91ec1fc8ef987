package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.rollout.Input.Measured;
import dev.flags.rollout.Input.Samples;
import dev.flags.rollout.Input.Subject;
import dev.flags.rollout.Input.Tick;
import dev.flags.rollout.StepResult.Moved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rollouts under whatever may happen: clocks that jump, ticks and commands that come twice, analyses that say anything, people
 * who disable and edit flags. After each step, what has to hold always is looked at. Each run is told by its seed.
 */
class RolloutSimulation {
    private static final int STEPS = Integer.getInteger("flags.rollout.steps", 20_000);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatHasToHold_holdsAfterEachStep(long seed) {
        World world = new World(seed);

        for (int i = 0; i < STEPS; i++) {
            world.step();
        }

        assertThat(world.ended).isGreaterThan(STEPS / 1_000);
        assertThat(world.seen)
                .containsKeys(
                        RolloutPhase.SHADOWING,
                        RolloutPhase.PAUSED,
                        RolloutPhase.COMPLETED,
                        RolloutPhase.ROLLED_BACK,
                        RolloutPhase.REJECTED);
        assertThat(world.effects)
                .contains(Effect.SetStage.class, Effect.SetShare.class, Effect.Revert.class, Effect.Complete.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void seed_isAllThatCounts(long seed) {
        World first = new World(seed);
        World second = new World(seed);
        for (int i = 0; i < 2_000; i++) {
            first.step();
            second.step();
            assertThat(RolloutCodec.write(first.document).toJson())
                    .isEqualTo(RolloutCodec.write(second.document).toJson());
        }
    }

    private static final class World {
        private final Random random;
        private final Map<RolloutPhase, Integer> seen = new EnumMap<>(RolloutPhase.class);
        private final Set<Class<?>> effects = new HashSet<>();
        private RolloutDocument document;
        private Instant now = Runs.START;
        private Percentage share = Percentage.NONE;
        private boolean isEnabled = true;
        private String digest = "0";
        private int writes;
        private int rollouts;
        private int ended;

        World(long seed) {
            random = new Random(seed);
            document = begin();
        }

        void step() {
            if (document.state().phase().isTerminal() && random.nextInt(4) > 0) {
                ended++;
                boolean isTakenBack = document.state().phase() == RolloutPhase.COMPLETED && random.nextBoolean();
                document = isTakenBack ? takeBack() : begin();
            }
            now = now.plusSeconds(random.nextInt(10) == 0 ? random.nextInt(20_000) - 4_000 : random.nextInt(200));
            isEnabled = isEnabled ? random.nextInt(300) > 0 : random.nextInt(5) > 0;
            if (random.nextInt(300) == 0) {
                digest = "edited " + random.nextInt();
            } else if (random.nextInt(5) == 0) {
                digest = document.flagDigest();
            }
            Input input = random.nextInt(20) == 0 ? command() : tick();
            RolloutDocument before = document;
            StepResult result = RolloutStep.of(before, input);
            assertThat(RolloutStep.of(before, input)).as("pure").isEqualTo(result);
            if (result instanceof Moved moved) {
                moved(before, moved, input);
            }
            seen.merge(document.state().phase(), 1, Integer::sum);
        }

        private void moved(RolloutDocument before, Moved moved, Input input) {
            document = moved.next();
            int told = document.outbox().size() - before.outbox().size();
            boolean isOtherPhase = document.state().phase() != before.state().phase();
            assertThat(told).as("one event for each transition").isBetween(isOtherPhase ? 1 : 0, 1);
            assertThat(document.nextEvent()).isEqualTo(before.nextEvent() + told);
            assertThat(document.updatedAt()).as("time goes on").isAfterOrEqualTo(before.updatedAt());
            if (before.state().phase().isLive() && document.state().phase() == RolloutPhase.ROLLING_BACK) {
                assertThat(document.evidence())
                        .as("what it was judged by is kept")
                        .isNotNull();
            }
            if (before.state().phase().isTerminal()) {
                assertThat(before.state().phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
                assertThat(input).isInstanceOf(Input.Request.class);
            }
            effects.add(moved.effect().getClass());
            if (told > 0) {
                RolloutEvent event = document.outbox().get(document.outbox().size() - 1);
                assertThat(event.rollout()).isEqualTo(document.id());
                assertThat(event.from()).isEqualTo(before.state().phase());
                assertThat(event.to()).isEqualTo(document.state().phase());
            }
            if (before.state() instanceof RolloutState.Pending pending
                    && document.state() instanceof RolloutState.Live) {
                begun(before, pending, input);
            }
            if (document.state() instanceof RolloutState.Shadowing) {
                assertThat(share).as("nobody gets what is shadowed").isEqualTo(Percentage.NONE);
            }
            if (moved.effect() instanceof Effect.SetShare set) {
                boolean isShadow = document.state() instanceof RolloutState.Shadowing; // where it is nothing already
                assertThat(isShadow || set.share().compareTo(share) < 0)
                        .as("it only falls")
                        .isTrue();
                share = set.share();
            } else if (moved.effect() instanceof Effect.SetStage set) {
                assertThat(isEnabled).as("no traffic for a disabled flag").isTrue();
                if (input instanceof Tick && before.state() instanceof RolloutState.Live live) {
                    assertThat(set.stage())
                            .as("no stage is left out")
                            .isBetween(live.run().stage(), live.run().stage() + 1);
                }
                share = document.plan().stages().get(set.stage()).share();
            } else if (!moved.effect().equals(Effect.NONE) && random.nextInt(10) > 0) {
                share = Percentage.NONE; // sometimes somebody holds on to it
            }
            if (!moved.effect().equals(Effect.NONE)) {
                writes++;
                digest = "written " + writes;
                document = document.withFlagDigest(digest);
            }
            if (random.nextInt(50) == 0) {
                document = document.drained(document.nextEvent() - 1);
            }
            assertThat(RolloutCodec.read(RolloutCodec.write(document))).isEqualTo(document);
        }

        private void begun(RolloutDocument before, RolloutState.Pending pending, Input input) {
            assertThat(input).as("nobody skips the gates").isInstanceOf(Tick.class);
            assertThat(pending.isApproved() || !before.plan().needsApproval())
                    .as("whoever has to agree has agreed")
                    .isTrue();
            assertThat(input.isFrozen() && !before.ignoresFreeze())
                    .as("nothing begins in a freeze")
                    .isFalse();
            Moment moment = new Moment(before, (Tick) input);
            StageRun heard = moment.heard(pending);
            assertThat(before.plan().gates())
                    .as("every gate has passed just now")
                    .allMatch(gate -> heard.tally(gate).hasPassed(gate));
        }

        /** A completed rollout, by another one. */
        private RolloutDocument takeBack() {
            rollouts++;
            RolloutCommand command = random.nextBoolean() ? new RolloutCommand.Abort() : down();
            now = now.isBefore(document.updatedAt()) ? document.updatedAt() : now;
            Input.Request request = new Input.Request(
                    now, flag(), false, new UUID(random.nextLong(), random.nextLong()), "ada", "because", command);
            Moved moved = (Moved) Reversal.of(document, "r-" + rollouts, request);
            effects.add(moved.effect().getClass());
            share = ((Effect.Revert) moved.effect()).share();
            return moved.next();
        }

        private RolloutCommand.RollBackGradually down() {
            Percentage first = new Percentage(2 + random.nextInt(Percentage.SCALE - 1));
            Percentage second = new Percentage(1 + random.nextInt(first.slots() - 1));
            return new RolloutCommand.RollBackGradually(
                    List.of(first, second, Percentage.NONE), Duration.ofMinutes(random.nextInt(3)));
        }

        private RolloutDocument begin() {
            rollouts++;
            share = Percentage.NONE;
            RolloutPlanBuilder plan = RolloutPlan.of(RolloutStrategy.CANARY)
                    .stages(Duration.ofMinutes(2), 1, 10, 100)
                    .stagesNeedApproval(random.nextInt(4) == 0)
                    .analyses(
                            Analysis.validation("guard").build(),
                            Analysis.metric("signal", Judge.Threshold.atMost(1))
                                    .role(Role.SIGNAL)
                                    .build(),
                            Analysis.validation("seen").role(Role.OBSERVE).build())
                    .needsApproval(random.nextInt(8) == 0)
                    .soak(Duration.ofMinutes(random.nextInt(3)));
            if (random.nextBoolean()) {
                plan.gates(
                        Analysis.validation("policy").build(),
                        Analysis.metric("budget", Judge.Threshold.atLeast(1)).build());
            }
            if (random.nextBoolean()) {
                plan.shadow(Stage.named("shadow", Percentage.NONE)
                        .bake(Duration.ofMinutes(2))
                        .analyses(Analysis.validation("same").build())
                        .build());
            }
            if (random.nextBoolean()) {
                plan.deadline(Duration.ofDays(1));
            }
            return RolloutDocument.pending("r-" + rollouts, "f", plan.build(), Runs.ARMS, digest, now);
        }

        private Tick tick() {
            List<Measured> verdicts = new ArrayList<>();
            for (String analysis : List.of("policy", "budget", "same", "guard", "signal", "seen")) {
                if (random.nextBoolean()) {
                    verdicts.add(new Measured(
                            new Subject(
                                    document.id(),
                                    document.attempt() - (random.nextInt(20) == 0 ? 1 : 0),
                                    RolloutDocument.stageOf(document.state()),
                                    now),
                            analysis,
                            verdict(),
                            now));
                }
            }
            return new Tick(
                    now, flag(), random.nextInt(50) == 0, verdicts, random.nextInt(10) == 0 ? Samples.NONE : Runs.MANY);
        }

        private Verdict verdict() {
            return switch (random.nextInt(40)) {
                case 0 -> Verdict.fail("bad");
                case 1, 2, 3 -> Verdict.error("broken");
                case 4, 5, 6 -> Verdict.inconclusive("unknown");
                default -> Verdict.pass("fine");
            };
        }

        private Input.Request command() {
            int stage = RolloutDocument.stageOf(document.state());
            RolloutCommand command = switch (random.nextInt(14)) {
                case 13 -> down();
                case 12 -> new RolloutCommand.IgnoreFreeze();
                case 0, 1 -> new RolloutCommand.Promote(stage);
                case 2 -> new RolloutCommand.PromoteFully();
                case 3 -> new RolloutCommand.Pause();
                case 4, 5, 6 -> new RolloutCommand.Resume();
                case 7, 8 -> new RolloutCommand.Approve(stage, document.attempt());
                case 9 -> new RolloutCommand.Deny(stage, document.attempt());
                case 10 -> random.nextBoolean() ? new RolloutCommand.Abort() : new RolloutCommand.Retry();
                default -> random.nextBoolean() ? new RolloutCommand.Cancel() : new RolloutCommand.Supersede();
            };
            UUID id = document.commands().isEmpty() || random.nextInt(5) > 0
                    ? new UUID(random.nextLong(), random.nextLong())
                    : document.commands().get(random.nextInt(document.commands().size()));
            return new Input.Request(now, flag(), random.nextInt(50) == 0, id, "ada", "because", command);
        }

        private FlagView flag() {
            return new FlagView(isEnabled, share, digest);
        }
    }
}
