package dev.flags.testkit;

import dev.flags.Change;
import dev.flags.EvaluationContext;
import dev.flags.FeatureFlagManager;
import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.rollout.RolloutEvent;
import dev.flags.rollout.RolloutManager;
import dev.flags.rollout.RolloutManagerBuilder;
import dev.flags.rollout.RolloutPhase;
import dev.flags.rollout.RolloutPlan;
import dev.flags.rollout.RolloutStatus;
import dev.flags.store.MemoryConfigStore;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;

/**
 * A rollout whose time passes when a test says so: it shows within seconds what a plan does in hours, with the flags and
 * the engine that production has.
 *
 * <p>Begins with {@link #of}. What the plan asks, validators and metrics, are functions of the test's; they are called by
 * {@link #advance}, on the thread that calls it. Nobody asks for the flag unless {@link #ask} or {@link #traffic} says
 * so, and stages with analyses wait for {@value dev.flags.rollout.Stage#DEFAULT_MIN_SAMPLES} answers of each arm if they do
 * not say otherwise. Not thread-safe.
 *
 * <pre>{@code
 * RolloutPlan plan = RolloutPlans.canary().analyses(Analysis.validation("smoke").build()).build();
 * try (TestRollout rollout = TestRollout.of("new_checkout", plan, manager -> manager.check("smoke", stage -> stage.stage() < 2))) {
 *     rollout.traffic(200).advance(Duration.ofMinutes(11));
 *     rollout.shares(); // [1 % after PT0S, 5 % after PT5M, 10 % after PT10M, 0 % after PT10M]
 *     rollout.status().phase(); // ROLLED_BACK
 * }
 * }</pre>
 */
public final class TestRollout implements AutoCloseable {
    /** When each begins, a Monday, 10:00 UTC. */
    public static final Instant START = Instant.parse("2027-01-04T10:00:00Z");

    /** How often the rollout is looked at. */
    private static final Duration TICK = RolloutManagerBuilder.DEFAULT_TICK_INTERVAL;

    private static final Change BEGIN = Change.by("test", "to see what the plan does");

    private final String flag;
    private final MemoryConfigStore store = new MemoryConfigStore();
    private final VirtualClock clock = VirtualClock.startingAt(START);
    private final List<RolloutEvent> events = new ArrayList<>();
    private final List<Given> shares = new ArrayList<>();
    private final FeatureFlagManager flags;
    private final RolloutManager rollouts;
    private Place place = new Place(RolloutPhase.PENDING, -1, Instant.MIN, 0);
    private int usersPerTick;
    private long users;

    /**
     * A share that the candidate has come to have.
     *
     * @param after how long after {@link #START}
     */
    public record Given(Duration after, Percentage share) {
        /** As {@code 5 % after PT5M}. */
        @Override
        public String toString() {
            return share + " after " + after;
        }
    }

    /** What differs after a tick that did something. */
    private record Place(RolloutPhase phase, int stage, Instant updatedAt, int events) {}

    private TestRollout(Flag flag, UnaryOperator<RolloutManagerBuilder> settings) {
        this.flag = flag.name();
        flags = FeatureFlagManager.builder()
                .store(store)
                .clock(clock)
                .pollInterval(Duration.ofDays(1))
                .build();
        flags.setFlag(flag, BEGIN);
        rollouts = settings.apply(RolloutManager.builder(flags)
                        .tickInterval(Duration.ZERO)
                        .executor(Runnable::run)
                        .subscriber(new Recorder()))
                .build();
    }

    /**
     * The rollout of a boolean flag that is off for everybody.
     *
     * @param settings gives the manager the functions that the plan asks: {@code manager -> manager.metric("p95", …)}
     * @throws IllegalArgumentException with everything that keeps the plan from being carried out
     */
    public static TestRollout of(String flag, RolloutPlan plan, UnaryOperator<RolloutManagerBuilder> settings) {
        return of(Flag.builder(flag).percentage(Percentage.NONE).build(), plan, settings);
    }

    /**
     * The rollout of a flag.
     *
     * @param settings gives the manager the functions that the plan asks: {@code manager -> manager.metric("p95", …)}
     * @throws IllegalArgumentException with everything that keeps the plan from being carried out
     */
    public static TestRollout of(Flag flag, RolloutPlan plan, UnaryOperator<RolloutManagerBuilder> settings) {
        TestRollout rollout = new TestRollout(flag, settings);
        try {
            rollout.rollouts.startRollout(flag.name(), plan, BEGIN);
            return rollout;
        } catch (RuntimeException e) {
            rollout.close();
            throw e;
        }
    }

    /**
     * Lets time pass, second by second.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public TestRollout advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration is negative: " + duration);
        }
        Instant end = clock.instant().plus(duration);
        settle();
        while (clock.instant().isBefore(end)) {
            Duration left = Duration.between(clock.instant(), end);
            clock.advance(left.compareTo(TICK) < 0 ? left : TICK);
            ask(usersPerTick);
            settle();
        }
        return this;
    }

    /** Does all that is to be done at this instant, and tells of it. */
    private void settle() {
        Place before;
        do {
            before = place;
            rollouts.tick();
            RolloutStatus status = status();
            note(status);
            place = new Place(status.phase(), status.stage(), status.updatedAt(), events.size());
        } while (!place.equals(before));
    }

    private void note(RolloutStatus status) {
        boolean isNews =
                shares.isEmpty() || !shares.get(shares.size() - 1).share().equals(status.share());
        if (isNews) {
            shares.add(new Given(Duration.between(START, clock.instant()), status.share()));
        }
    }

    /**
     * Has users ask for the flag now, once each, and each time others.
     *
     * @param count how many, 0 or more
     */
    public TestRollout ask(int count) {
        for (int i = 0; i < count; i++) {
            flags.flags().variant(flag, EvaluationContext.ofUser("user-" + users++), "");
        }
        return this;
    }

    /**
     * Has users ask for the flag from now on.
     *
     * @param perSecond how many do so in each second that passes, 0 or more
     */
    public TestRollout traffic(int perSecond) {
        usersPerTick = perSecond;
        return this;
    }

    /** Where the rollout stands. */
    public RolloutStatus status() {
        return rollouts.getRolloutStatus(flag).orElseThrow();
    }

    /**
     * What the flag has given to the candidate, each time that it changed. It ends with the last share of a rollout that is
     * completed.
     */
    public List<Given> shares() {
        return List.copyOf(shares);
    }

    /** Every transition until now, in their order. */
    public List<RolloutEvent> events() {
        return List.copyOf(events);
    }

    /** What operators have: {@code rollout.rollouts().pause("new_checkout", change)}. */
    public RolloutManager rollouts() {
        return rollouts;
    }

    /** The flags that application code asks. */
    public FeatureFlagManager flags() {
        return flags;
    }

    public VirtualClock clock() {
        return clock;
    }

    @Override
    public void close() {
        rollouts.close();
        flags.close();
    }

    /** Keeps what it is told. */
    private final class Recorder implements Flow.Subscriber<RolloutEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(RolloutEvent event) {
            events.add(event);
        }

        @Override
        public void onError(Throwable why) {
            throw new IllegalStateException(why);
        }

        @Override
        public void onComplete() {
            // Nothing more happens, and what has happened is kept.
        }
    }
}
