package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.Change;
import dev.flags.config.Percentage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is compared with where nobody gets the baseline at the same time. */
class FiguresTest {
    private static final Change BOB = Change.by("bob", "CHK-8");

    private volatile double latency = 100;
    private final Rig rig = Rig.alone(builder -> builder.metric(
            "p95",
            stage -> stage.share().equals(Percentage.ALL) || stage.share().equals(Percentage.NONE)
                    ? Measurement.of(latency)
                    : Measurement.of(latency, 100)));

    @AfterEach
    void close() {
        rig.close();
    }

    private static RolloutPlan canary() {
        return RolloutPlan.of(RolloutStrategy.PERCENTAGE)
                .stages(
                        Stage.of(Percentage.ofPercent(10)).minSamples(0).build(),
                        Stage.of(Percentage.ALL)
                                .minSamples(0)
                                .bake(Duration.ofMinutes(2))
                                .build())
                .analyses(Analysis.metric("p95", Judge.Ratio.atMost(1.5)).build())
                .build();
    }

    @Test
    void lastStage_isComparedWithTheControlGroupThatThereWas() {
        rig.rollouts().startRollout(FLAG, canary(), ALICE);

        rig.advance(Duration.ofMinutes(3));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.COMPLETED);
    }

    @Test
    void lastStage_thatIsWorseThanTheControlGroupWas_isRolledBack() {
        rig.rollouts().startRollout(FLAG, canary(), ALICE);
        rig.advance(Duration.ofSeconds(2));
        assertThat(rig.share()).isEqualTo(Percentage.ALL);

        latency = 160;
        rig.advance(Duration.ofMinutes(4));

        assertThat(rig.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(rig.status().error())
                .contains("is 160.0 with a baseline of 100.0", "the baseline is a recorded one");
    }

    @Test
    void completion_recordsWhatTheStableVersionIsLike_andWhoPromotedIt() {
        rig.rollouts().startRollout(FLAG, canary(), ALICE);
        rig.advance(Duration.ofSeconds(2));
        latency = 120;
        rig.advance(Duration.ofSeconds(62));
        rig.rollouts().promoteFully(FLAG, BOB);
        rig.advance(Duration.ofMinutes(2));

        assertThat(rig.rollouts().getBaseline(FLAG)).hasValueSatisfying(stable -> {
            assertThat(stable.variant()).isEqualTo("on");
            assertThat(stable.values()).isEqualTo(Map.of("p95", 120.0));
            assertThat(stable.by()).isEqualTo("bob");
        });
    }

    @Test
    void blueGreen_isComparedWithTheStableVersion() {
        rig.rollouts().startRollout(FLAG, canary(), ALICE);
        rig.advance(Duration.ofMinutes(3));
        RolloutPlan back = RolloutPlans.blueGreen(Duration.ofMinutes(5))
                .variants("on", "off")
                .analyses(Analysis.metric("p95", Judge.Ratio.atMost(1.5)).build())
                .build();

        latency = 90;
        rig.rollouts().startRollout(FLAG, back, BOB);
        rig.advance(Duration.ofMinutes(1));

        assertThat(rig.phase()).isNotEqualTo(RolloutPhase.PENDING);
        assertThat(rig.status().tallies().get("p95").last())
                .satisfies(last ->
                        assertThat(last.evidence()).contains("is 90.0 with a baseline of 100.0", "a recorded one"));
    }

    @Test
    void whatIsRecorded_isReadAsItWasWritten() {
        rig.rollouts().startRollout(FLAG, canary(), ALICE);
        rig.advance(Duration.ofMinutes(3));
        RolloutDocument document =
                new RolloutStore(rig.flags().store()).load().require(FLAG).document();

        assertThat(document.figures().stable()).isPresent();
        assertThat(RolloutCodec.read(RolloutCodec.write(document))).isEqualTo(document);
    }
}
