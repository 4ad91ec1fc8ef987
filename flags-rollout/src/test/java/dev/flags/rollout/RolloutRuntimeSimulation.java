package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole runtime of a fleet under whatever may happen, for as many ticks as {@code flags.rollout.ticks} says: no step is
 * made twice, no event is lost or told otherwise than it happened, and ends absorb. The same seed gives the same commits.
 */
class RolloutRuntimeSimulation {
    private static final int TICKS = Integer.getInteger("flags.rollout.ticks", 20_000);
    private static final long SEED = Long.getLong("flags.rollout.seed", 1);

    @Test
    void whatHasToHold_holdsAfterEachCommit() {
        long start = System.nanoTime();
        try (SimulatedFleet fleet = new SimulatedFleet(SEED, false, false)) {
            for (int i = 0; i < TICKS; i++) {
                fleet.step();
            }
            fleet.settle();
            fleet.log().requireAllTold();

            System.out.printf(
                    "seed %d: %d ticks, %d crashes, %d commits (SHA-256 %s), %s in %s%n",
                    SEED,
                    TICKS,
                    fleet.crashes(),
                    fleet.log().commits(),
                    fleet.log().digest(),
                    fleet.log().reached(),
                    Duration.ofNanos(System.nanoTime() - start));
            assertThat(fleet.crashes()).isGreaterThan(TICKS / 1_000);
            assertThat(fleet.log().reached())
                    .containsKeys(
                            RolloutPhase.COMPLETED,
                            RolloutPhase.ROLLED_BACK,
                            RolloutPhase.SUPERSEDED,
                            RolloutPhase.MONITORING,
                            RolloutPhase.PAUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3})
    void sameSeed_makesTheSameCommits(long seed) {
        try (SimulatedFleet first = new SimulatedFleet(seed, true, false);
                SimulatedFleet second = new SimulatedFleet(seed, true, false)) {
            for (int i = 0; i < 1_000; i++) {
                first.step();
                second.step();
            }
            assertThat(first.log().lines())
                    .hasSizeGreaterThan(300)
                    .isEqualTo(second.log().lines());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void engineThatTellsBeforeItCommits_isCaught(long seed) {
        assertThatThrownBy(() -> {
                    try (SimulatedFleet fleet = new SimulatedFleet(seed, false, true)) {
                        for (int i = 0; i < 5_000; i++) {
                            fleet.step();
                        }
                        fleet.settle();
                        fleet.log().requireAllTold();
                    }
                })
                .isInstanceOf(AssertionError.class);
    }
}
