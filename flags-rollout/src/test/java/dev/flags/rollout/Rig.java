package dev.flags.rollout;

import dev.flags.Change;
import dev.flags.FeatureFlagManager;
import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.store.ConfigStore;
import dev.flags.store.MemoryConfigStore;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A process with flags and rollouts on a store, and a clock that goes when it is told to. */
final class Rig implements AutoCloseable {
    static final Instant START = Instant.parse("2027-01-04T10:00:00Z");
    static final Change ALICE = Change.by("alice", "CHK-7");
    static final String FLAG = "new_model";
    static final Duration TICK = Duration.ofSeconds(1);

    private final VirtualClock clock;
    private final FeatureFlagManager flags;
    private final RolloutManager rollouts;
    private final List<String> shares = new ArrayList<>();

    private Rig(ConfigStore store, VirtualClock clock, UnaryOperator<RolloutManagerBuilder> settings) {
        this.clock = clock;
        flags = FeatureFlagManager.builder()
                .store(store)
                .clock(clock)
                .pollInterval(Duration.ofDays(1))
                .build();
        rollouts = settings.apply(RolloutManager.builder(flags).tickInterval(Duration.ZERO))
                .build();
    }

    /** A process of its own, with a flag that is off for everybody. */
    static Rig alone(UnaryOperator<RolloutManagerBuilder> settings) {
        return on(new MemoryConfigStore(), VirtualClock.startingAt(START), settings)
                .withFlag(FLAG);
    }

    /** One of several on a store. */
    static Rig on(ConfigStore store, VirtualClock clock, UnaryOperator<RolloutManagerBuilder> settings) {
        return new Rig(store, clock, builder -> settings.apply(builder.executor(Runnable::run)));
    }

    /** One whose functions and subscribers are called on the manager's threads, and not on that of the test. */
    static Rig onThreads(ConfigStore store, VirtualClock clock, UnaryOperator<RolloutManagerBuilder> settings) {
        return new Rig(store, clock, settings);
    }

    /** With a flag that is off for everybody. */
    Rig withFlag(String name) {
        flags.setFlag(Flag.builder(name).percentage(Percentage.NONE).build(), Change.by("bob", "a flag to roll out"));
        return this;
    }

    FeatureFlagManager flags() {
        return flags;
    }

    RolloutManager rollouts() {
        return rollouts;
    }

    VirtualClock clock() {
        return clock;
    }

    RolloutStatus status() {
        return rollouts.getRolloutStatus(FLAG).orElseThrow();
    }

    RolloutPhase phase() {
        return status().phase();
    }

    /** Lets time pass, tick by tick, and notes each share that the flag comes to give. */
    Rig advance(Duration duration) {
        Instant end = clock.instant().plus(duration);
        tick();
        while (clock.instant().isBefore(end)) {
            Duration left = Duration.between(clock.instant(), end);
            clock.advance(left.compareTo(TICK) < 0 ? left : TICK);
            tick();
        }
        return this;
    }

    void tick() {
        rollouts.tick();
        String share = share().toString();
        if (shares.isEmpty() || !shares.get(shares.size() - 1).equals(share)) {
            shares.add(share);
        }
    }

    Percentage share() {
        return flags.getFlag(FLAG).map(FlagEffects::share).orElse(Percentage.NONE);
    }

    /** The shares that the flag has given to the candidate, one after the other. */
    List<String> shares() {
        return shares;
    }

    /** Asks the flag for some users, so that its arms answer. */
    Rig ask(int users) {
        IntStream.range(0, users).forEach(i -> flags.isEnabled(FLAG, "user-" + i));
        return this;
    }

    /** The users, of some, who get the candidate. */
    List<Integer> in(int users) {
        return IntStream.range(0, users)
                .filter(i -> flags.isEnabled(FLAG, "user-" + i))
                .boxed()
                .toList();
    }

    @Override
    public void close() {
        rollouts.close();
        flags.close();
    }
}
