package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
        assertThat(registry.get("feature.flag.rollout.time")
                        .tag("state", "paused")
                        .timer()
                        .totalTime(TimeUnit.MINUTES))
                .isEqualTo(7);
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

    private double stalled() {
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
