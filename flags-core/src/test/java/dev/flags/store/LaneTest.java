package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LaneTest {
    /** The other way round, one round in thirty took the store's word about the interrupt for its answer. */
    @Test
    void abandon_letsGoOfACallBeforeItInterruptsIt() {
        StoreException end = new StoreException("the end");
        for (int round = 0; round < 300; round++) {
            Lane lane = new Lane("test");
            Hang hang = Hang.interruptible();
            Call<Boolean> call = lane.submit(() -> {
                hang.run();
                return true;
            });
            while (!hang.hasBegun()) {
                Thread.onSpinWait();
            }

            lane.abandon(end);

            assertThat(call.isAbandoned()).isTrue();
            assertThatThrownBy(() -> call.await(Duration.ofSeconds(30))).hasCause(end);
        }
    }
}
