package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked where a rollout stands. */
class AnalysesTest {
    private static final Verdict PASS = Verdict.pass("is fine");
    private static final RolloutPlan PLAN = RolloutPlan.of(RolloutStrategy.CANARY)
            .gates(Analysis.validation("gate").build())
            .shadow(Stage.named("shadow", Percentage.NONE)
                    .analyses(Analysis.validation("same").build())
                    .build())
            .stages(
                    Stage.of(Percentage.ofPercent(50))
                            .analyses(Analysis.validation("first").build())
                            .minSamples(0)
                            .build(),
                    Stage.of(Percentage.ALL)
                            .analyses(Analysis.validation("last").build())
                            .build())
            .analyses(
                    Analysis.validation("guard").build(),
                    Analysis.validation("hint").role(Role.SIGNAL).build())
            .soak(Duration.ofHours(1))
            .build();

    @Test
    void asked_isWhatTheStateAsks() {
        Runs run = new Runs(PLAN);
        assertThat(asked(run)).containsExactly("gate");
        run.tick("gate", PASS);
        assertThat(asked(run)).containsExactly("guard", "hint", "same");
        run.command(new RolloutCommand.Promote(-1));
        assertThat(asked(run)).containsExactly("guard", "hint", "first");
        run.command(new RolloutCommand.Pause());
        assertThat(asked(run)).containsExactly("guard", "hint", "first");
        run.command(new RolloutCommand.Resume());
        run.tick("guard", PASS, "hint", PASS, "first", PASS);
        assertThat(run.stage()).isEqualTo(1);
        assertThat(asked(run)).containsExactly("guard", "hint", "last");
        run.command(new RolloutCommand.PromoteFully());
        assertThat(run.phase()).isEqualTo(RolloutPhase.PROMOTING);
        assertThat(asked(run)).containsExactly("guard", "hint");
        run.tick();
        assertThat(run.phase()).isEqualTo(RolloutPhase.MONITORING);
        assertThat(asked(run)).containsExactly("guard", "hint");
        run.command(new RolloutCommand.RollBackGradually(
                List.of(Percentage.ofPercent(50), Percentage.NONE), Duration.ofHours(1)));
        assertThat(asked(run)).containsExactly("guard");
        run.command(new RolloutCommand.Abort());
        assertThat(asked(run)).isEmpty();
        run.tick();
        assertThat(asked(run)).isEmpty();
    }

    private static List<String> asked(Runs run) {
        return Analyses.asked(run.document()).stream().map(Analysis::name).toList();
    }
}
