package dev.flags.rollout;

import dev.flags.FeatureFlagManager;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Settings of a manager. Not thread-safe. */
public final class RolloutManagerBuilder {
    /** How often rollouts are looked at if nobody says otherwise. */
    public static final Duration DEFAULT_TICK_INTERVAL = Duration.ofSeconds(1);

    /** After how long another process takes over if nobody says otherwise. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(10);

    /** How many calls of one function run at once if nobody says otherwise: {@value}. */
    public static final int DEFAULT_THREADS = 4;

    /** How long a rollback waits for its hooks if nobody says otherwise. */
    public static final Duration DEFAULT_HOOK_LIMIT = Duration.ofSeconds(1);

    final FeatureFlagManager flags;
    final Map<String, Source> sources = new HashMap<>();
    Duration tickInterval = DEFAULT_TICK_INTERVAL;
    Duration leaseTimeToLive = DEFAULT_LEASE;
    String instance = UUID.randomUUID().toString();
    int threads = DEFAULT_THREADS;
    final List<RollbackHook> hooks = new ArrayList<>();
    Duration hookLimit = DEFAULT_HOOK_LIMIT;
    final List<Flow.Subscriber<? super RolloutEvent>> subscribers = new ArrayList<>();

    @Nullable Executor executor;

    Optional<MeterRegistry> registry = Optional.empty();
    Supplier<String> ids = () -> UUID.randomUUID().toString();

    RolloutManagerBuilder(FeatureFlagManager flags) {
        this.flags = Objects.requireNonNull(flags, "flags");
    }

    /** A function that plans ask by name. */
    public RolloutManagerBuilder validator(String name, Validator validator) {
        return source(name, Source.of(validator));
    }

    /** A function that plans ask by name, and that only tells good from bad. */
    public RolloutManagerBuilder check(String name, Predicate<StageContext> isGood) {
        Objects.requireNonNull(isGood, "isGood");
        return validator(name, context -> Verdict.of(isGood.test(context)));
    }

    /** A function that plans ask by name, and that answers later. */
    public RolloutManagerBuilder asyncValidator(
            String name, Function<StageContext, CompletionStage<Verdict>> validator) {
        return source(name, Source.ofAsync(validator));
    }

    /** A metric that plans judge by name. */
    public RolloutManagerBuilder metric(String name, MetricSource metric) {
        return source(name, Source.ofMetric(metric));
    }

    /** A metric that plans judge by name, and that is known later. */
    public RolloutManagerBuilder asyncMetric(String name, Function<StageContext, CompletionStage<Measurement>> metric) {
        return source(name, Source.ofAsyncMetric(metric));
    }

    private RolloutManagerBuilder source(String name, Source source) {
        if (sources.putIfAbsent(name, source) != null) {
            throw new IllegalArgumentException("there is a validator or metric of the name \"" + name + "\" already");
        }
        return this;
    }

    /**
     * How often rollouts are looked at; {@link #DEFAULT_TICK_INTERVAL} if nobody says otherwise. Zero for never: then
     * rollouts go on when somebody calls {@link RolloutManager#tick}.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public RolloutManagerBuilder tickInterval(Duration interval) {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("tickInterval is negative: " + interval);
        }
        tickInterval = interval;
        return this;
    }

    /**
     * After how long without a sign of life another process takes over; {@link #DEFAULT_LEASE} if nobody says otherwise.
     *
     * @throws IllegalArgumentException if it is below a second
     */
    public RolloutManagerBuilder leaseTimeToLive(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("leaseTimeToLive is below a second: " + duration);
        }
        leaseTimeToLive = duration;
        return this;
    }

    /** A name that no other process has; random if nobody says otherwise. */
    public RolloutManagerBuilder instance(String name) {
        instance = Objects.requireNonNull(name, "instance");
        return this;
    }

    /**
     * How many calls of one function run at once; {@value #DEFAULT_THREADS} if nobody says otherwise. One that hangs keeps
     * its thread, and takes none from other functions.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public RolloutManagerBuilder threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("threads is below 1: " + count);
        }
        threads = count;
        return this;
    }

    /** What rollbacks need besides the flag. Hooks are called in the order in which they are added. */
    public RolloutManagerBuilder rollbackHook(RollbackHook hook) {
        hooks.add(Objects.requireNonNull(hook, "hook"));
        return this;
    }

    /**
     * How long a command that rolls back, or a tick however many rollouts it rolls back, waits for all hooks before that;
     * {@link #DEFAULT_HOOK_LIMIT} if nobody says otherwise. Never longer than half of {@link #leaseTimeToLive}, since another
     * process would take over meanwhile.
     *
     * @throws IllegalArgumentException if it is not above zero
     */
    public RolloutManagerBuilder hookLimit(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("hookLimit is not above zero: " + limit);
        }
        hookLimit = limit;
        return this;
    }

    Duration hookPatience() {
        Duration most = leaseTimeToLive.dividedBy(2);
        return hookLimit.compareTo(most) < 0 ? hookLimit : most;
    }

    /** What functions, subscribers and the registry of meters are called on, instead of threads of the manager's. */
    public RolloutManagerBuilder executor(Executor newExecutor) {
        executor = Objects.requireNonNull(newExecutor, "executor");
        return this;
    }

    /**
     * Who is told every transition, as by {@link RolloutManager#events}, and from the first that is told. One that throws is
     * told nothing any more.
     */
    public RolloutManagerBuilder subscriber(Flow.Subscriber<? super RolloutEvent> subscriber) {
        subscribers.add(Objects.requireNonNull(subscriber, "subscriber"));
        return this;
    }

    /** Where meters are shown; nowhere if nobody says so. */
    public RolloutManagerBuilder registry(MeterRegistry newRegistry) {
        registry = Optional.of(newRegistry);
        return this;
    }

    /** The ids of rollouts, for tests that are to be repeated. */
    RolloutManagerBuilder ids(Supplier<String> newIds) {
        ids = newIds;
        return this;
    }

    public RolloutManager build() {
        return new RolloutManager(this);
    }
}
