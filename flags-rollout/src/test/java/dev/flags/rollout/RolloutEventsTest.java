package dev.flags.rollout;

import static dev.flags.rollout.Rig.ALICE;
import static dev.flags.rollout.Rig.FLAG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.FeatureFlagManager;
import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.store.MemoryConfigStore;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What subscribers are told when processes come and go. */
class RolloutEventsTest {
    private static final RolloutPlan PLAN = RolloutPlan.of(RolloutStrategy.CANARY)
            .stages(Duration.ofMinutes(5), 10, 100)
            .build();

    private final MemoryConfigStore store = new MemoryConfigStore();
    private final VirtualClock clock = VirtualClock.startingAt(Rig.START);

    private Rig rig(UnaryOperator<RolloutManagerBuilder> settings) {
        return Rig.on(store, clock, builder -> settings.apply(builder.instance("only")));
    }

    @Test
    void eventThatTheLastProcessDidNotTell_isToldToWhoIsThereFromTheBeginning() {
        List<String> told = new ArrayList<>();
        try (Rig last = rig(builder -> builder)) {
            last.flags().setFlag(Flag.builder(FLAG).percentage(Percentage.NONE).build(), ALICE);
            last.rollouts().startRollout(FLAG, PLAN, ALICE);
            last.rollouts().tick(); // it begins, and dies before it has told so
        }

        try (Rig next = rig(builder -> builder.subscriber(new ToldEvents(told::add)))) {
            next.tick();
            next.tick();
        }

        assertThat(told).containsExactly("1 pending -> progressing", "complete");
    }

    @Test
    @Timeout(60)
    void close_tellsSubscribersOnThreadsOfItsOwnThatItIsOver() throws InterruptedException {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (FeatureFlagManager flags =
                FeatureFlagManager.builder().store(store).clock(clock).build()) {
            RolloutManager rollouts = RolloutManager.builder(flags)
                    .subscriber(new ToldEvents(told::add))
                    .build();

            rollouts.close();
        }

        assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("complete");
    }
}
