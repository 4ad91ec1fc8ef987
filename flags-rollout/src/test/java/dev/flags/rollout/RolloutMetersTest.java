package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.store.MemoryConfigStore;
import dev.flags.testing.VirtualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RolloutMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private volatile Verdict verdict = Verdict.pass("fine");
    private final Rig rig = Rig.alone(builder -> builder.registry(registry).validator("healthy", stage -> verdict));

    @AfterEach
    void close() {
        rig.close();
    }

    private RolloutPlan plan(int minSamples) {
        return RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(
                        Stage.of(Percentage.ofPercent(10))
                                .bake(Duration.ofMinutes(2))
                                .minSamples(minSamples)
                                .build(),
                        Stage.of(Percentage.ALL).minSamples(0).build())
                .analyses(Analysis.validation("healthy").build())
                .build();
    }

    @Test
    void liveRollout_isShown_andGoesWhenItEnds() {
        rig.rollouts().startRollout(FLAG, plan(0), ALICE);
        rig.advance(Duration.ofMinutes(1));
        assertThat(registry.get("feature.flag.rollout.percentage")
                        .tag("feature.flag.key", FLAG)
                        .gauge()
                        .value())
                .isEqualTo(10);

        rig.advance(Duration.ofMinutes(3));

        assertThat(registry.find("feature.flag.rollout.percentage").gauges()).isEmpty();
        assertThat(transitions("completed", "time")).isEqualTo(1);
    }

    @Test
    void transitions_areCountedByPhaseAndCause_andTimesByState() {
        rig.rollouts().startRollout(FLAG, plan(0), ALICE);
        rig.advance(Duration.ofMinutes(1));
        rig.rollouts().pause(FLAG, ALICE);
        rig.advance(Duration.ofMinutes(7));
        rig.rollouts().resume(FLAG, ALICE);
        verdict = Verdict.fail("worse");
        rig.advance(Duration.ofMinutes(2));

        assertThat(transitions("paused", "command")).isEqualTo(1);
        assertThat(transitions("progressing", "command")).isEqualTo(1);
        assertThat(transitions("rolling_back", "failure")).isEqualTo(1);
        assertThat(minutes("paused")).isEqualTo(7);
    }

    /** A pause moves what the bake is counted from, and a second reason for it is an event, too. */
    @Test
    void times_areThoseThatThereWere() {
        RolloutPlan plan = RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(Duration.ofMinutes(20), 10, 100)
                .build();
        rig.rollouts().startRollout(FLAG, plan, ALICE);
        rig.tick();
        rig.clock().advance(Duration.ofMinutes(10));
        rig.rollouts().pause(FLAG, ALICE);
        rig.clock().advance(Duration.ofMinutes(5));
        rig.rollouts().freeze(ALICE);
        rig.tick();
        rig.clock().advance(Duration.ofMinutes(5));
        rig.rollouts().resume(FLAG, ALICE);
        rig.clock().advance(Duration.ofMinutes(10));
        rig.rollouts().promotePhase(FLAG, 0, ALICE);

        assertThat(minutes("active")).isEqualTo(20);
        assertThat(minutes("paused")).isEqualTo(10);
    }

    @Test
    void whatIsOver_isNotActive() {
        rig.rollouts().startRollout(FLAG, RolloutPlans.direct("hotfix").build(), ALICE);
        rig.advance(Duration.ofSeconds(5));
        assertThat(rig.phase()).isEqualTo(RolloutPhase.COMPLETED);
        rig.clock().advance(Duration.ofDays(1));

        RollbackManager.of(rig.rollouts()).rollbackImmediate(FLAG, ALICE);
        rig.tick();
        rig.clock().advance(Duration.ofDays(1));
        rig.rollouts().retry(FLAG, ALICE);

        assertThat(minutes("active")).isLessThan(1);
    }

    @Test
    void scenario21_stageThatWaitsForTraffic_isStalledAfterItsGrace() {
        rig.rollouts().startRollout(FLAG, plan(50), ALICE);
        rig.advance(Duration.ofMinutes(6));
        assertThat(stalled()).isZero();

        rig.advance(Duration.ofMinutes(2));
        assertThat(stalled()).isEqualTo(1);
        rig.ask(2_000).advance(Duration.ofMinutes(2));

        assertThat(stalled()).isZero();
        assertThat(rig.phase()).isEqualTo(RolloutPhase.COMPLETED);
    }

    /** A driver that was cut off, and another one takes over. */
    @Test
    void stalledRollout_isShownByTheProcessThatDrives() {
        MemoryConfigStore store = new MemoryConfigStore();
        FaultyStore way = new FaultyStore(store);
        VirtualClock clock = VirtualClock.startingAt(Rig.START);
        SimpleMeterRegistry others = new SimpleMeterRegistry();
        UnaryOperator<RolloutManagerBuilder> healthy = builder -> builder.validator("healthy", stage -> verdict);
        try (Rig first = Rig.on(
                        way,
                        clock,
                        builder -> healthy.apply(builder).instance("first").registry(others));
                Rig second =
                        Rig.on(store, clock, builder -> healthy.apply(builder).instance("second"))) {
            first.withFlag(FLAG).rollouts().startRollout(FLAG, plan(50), ALICE);
            first.advance(Duration.ofMinutes(8));
            assertThat(stalled(others)).isEqualTo(1);

            way.cut(true);
            first.tick();
            assertThat(stalled(others)).isZero();
            clock.advance(Duration.ofSeconds(30));
            second.tick();
            way.cut(false);
            first.tick();

            assertThat(first.rollouts().isDriving()).isFalse();
            assertThat(stalled(others)).isZero();
        }
    }

    private double minutes(String state) {
        return registry.get("feature.flag.rollout.time")
                .tag("state", state)
                .timer()
                .totalTime(TimeUnit.MINUTES);
    }

    private double stalled() {
        return stalled(registry);
    }

    private static double stalled(SimpleMeterRegistry registry) {
        return registry.get("feature.flag.rollout.stalled").gauge().value();
    }

    private double transitions(String phase, String cause) {
        return registry.get("feature.flag.rollout.transitions")
                .tag("phase", phase)
                .tag("cause", cause)
                .counter()
                .count();
    }
}
