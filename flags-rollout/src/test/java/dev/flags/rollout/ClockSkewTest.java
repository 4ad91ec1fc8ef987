package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Percentage;
import dev.flags.store.MemoryConfigStore;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One process drives; somebody at another one, whose clock is two hours ahead, has changed the rollout last. */
class ClockSkewTest {
    private static final Duration AHEAD = Duration.ofHours(2);

    private volatile Verdict verdict = Verdict.pass("fine");
    private volatile CompletionStage<Verdict> slow = CompletableFuture.completedFuture(Verdict.pass("fine"));
    private final MemoryConfigStore store = new MemoryConfigStore();
    private final Rig driver = Rig.on(
                    store,
                    VirtualClock.startingAt(Rig.START),
                    builder -> builder.instance("driver")
                            .validator("healthy", stage -> verdict)
                            .asyncValidator("slow", stage -> slow))
            .withFlag(FLAG);
    private final Rig ahead = Rig.on(
            store,
            VirtualClock.startingAt(Rig.START.plus(AHEAD)),
            builder -> builder.instance("ahead").validator("healthy", stage -> verdict));

    @BeforeEach
    void start() {
        Stage tenth = Stage.of(Percentage.ofPercent(10))
                .bake(Duration.ofMinutes(5))
                .minSamples(0)
                .build();
        Stage all = Stage.of(Percentage.ALL).minSamples(0).build();
        RolloutPlan plan = RolloutPlan.of(RolloutStrategy.CANARY)
                .stages(tenth, all)
                .analyses(
                        Analysis.validation("healthy")
                                .tolerance(Tolerance.OF_METRICS)
                                .build(),
                        Analysis.validation("slow").role(Role.OBSERVE).build())
                .build();
        driver.rollouts().startRollout(FLAG, plan, ALICE);
        driver.advance(Duration.ofMinutes(1));
        ahead.rollouts().pause(FLAG, ALICE);
        ahead.rollouts().resume(FLAG, ALICE);
    }

    @AfterEach
    void close() {
        ahead.close();
        driver.close();
        store.close();
    }

    @Test
    void guardrailThatFails_isHeard_andTakesBackAtOnce() {
        verdict = Verdict.fail("bad");

        driver.advance(Duration.ofMinutes(3));

        assertThat(driver.phase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(driver.share()).isEqualTo(Percentage.NONE);
        assertThat(driver.status().error()).isEqualTo("healthy bad");
    }

    @Test
    void nothingGoesOn_untilTheClockHasCaughtUp_andTheStatusSaysSo() {
        driver.advance(Duration.ofHours(1));

        assertThat(driver.status().stage()).isZero();
        assertThat(driver.status().verdict()).isEqualTo(Verdict.Result.PASS);
        assertThat(driver.status().waitsFor())
                .anySatisfy(wait -> assertThat(wait)
                        .startsWith("the clock, which is behind that of whoever changed the rollout last, to be"
                                + " 2027-01-04T12:00:0"));

        driver.advance(AHEAD);
        assertThat(driver.phase()).isEqualTo(RolloutPhase.COMPLETED);
    }

    @Test
    void functionThatDoesNotAnswer_isInErrorAfterItsTimeout() {
        slow = new CompletableFuture<>();

        driver.advance(Duration.ofMinutes(2));

        assertThat(driver.status().tallies())
                .hasEntrySatisfying(
                        "slow",
                        tally -> assertThat(tally.isLast(Verdict.Result.ERROR)).isTrue());
    }
}
