package dev.flags.rollout;

import dev.flags.config.Percentage;
import dev.flags.internal.FailureLog;
import dev.flags.rollout.StoredRollouts.Stored;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Shows rollouts in a registry of meters: {@code feature.flag.rollout.percentage} of each live rollout,
 * {@code feature.flag.rollout.time} that rollouts were active, waiting and paused, and
 * {@code feature.flag.rollout.transitions} by phase and cause, counted where they are made, and
 * {@code feature.flag.rollout.stalled}. A registry that throws harms
 * nobody.
 */
final class RolloutMeters implements AutoCloseable {
    private static final String PREFIX = "feature.flag.rollout.";
    private static final int MAX_FLAGS = 1_000;

    private final Optional<MeterRegistry> registry;
    private final FailureLog failures = new FailureLog(LoggerFactory.getLogger(RolloutMeters.class));
    private final Executor executor;
    private final AtomicBoolean isQueued = new AtomicBoolean();
    private final AtomicInteger stalled = new AtomicInteger();
    private @Nullable Gauge stalledGauge;
    private final Map<String, Shown> percentages = new HashMap<>();

    private record Shown(Gauge gauge, AtomicInteger slots) {}

    /** @param executor what the registry is called on, one call at a time */
    RolloutMeters(Optional<MeterRegistry> registry, Executor executor) {
        this.registry = registry;
        this.executor = executor;
    }

    /** Counts what has become of a rollout. */
    void moved(RolloutDocument before, RolloutDocument after) {
        registry.ifPresent(meters ->
                Audit.last(before, after).ifPresent(event -> attempt(() -> count(meters, before, event))));
    }

    private static void count(MeterRegistry meters, RolloutDocument before, RolloutEvent event) {
        Counter.builder(PREFIX + "transitions")
                .description("Transitions of rollouts, by the phase that they have led to and what brought them about")
                .tag("phase", event.to().key())
                .tag("cause", event.cause().key())
                .register(meters)
                .increment();
        RolloutPhase phase = before.state().phase();
        Duration lasted = Duration.between(before.movedAt(), event.at());
        if (!phase.isTerminal() && !lasted.isNegative()) {
            Timer.builder(PREFIX + "time")
                    .description("How long rollouts were active, waiting and paused, each time")
                    .tag("state", activity(phase))
                    .register(meters)
                    .record(lasted);
        }
    }

    private static String activity(RolloutPhase phase) {
        return switch (phase) {
            case PENDING, AWAITING_APPROVAL -> "waiting";
            case PAUSED -> "paused";
            default -> "active";
        };
    }

    /** Shows what live rollouts give to their candidates, and how many do not go on. */
    void show(StoredRollouts rollouts, Function<String, Percentage> share, int stalledNow) {
        stalled.set(stalledNow);
        registry.filter(meters -> isQueued.compareAndSet(false, true)).ifPresent(meters -> {
            boolean isTaken = attempt(() -> {
                isQueued.set(false);
                show(meters, rollouts, share);
            });
            if (!isTaken) {
                isQueued.set(false);
            }
        });
    }

    private synchronized void show(MeterRegistry meters, StoredRollouts rollouts, Function<String, Percentage> share) {
        if (stalledGauge == null) {
            stalledGauge = Gauge.builder(PREFIX + "stalled", stalled, AtomicInteger::get)
                    .description("Rollouts whose stage has been over for some time, and that do not go on")
                    .register(meters);
        }
        Set<String> live = rollouts.rollouts().values().stream()
                .map(Stored::document)
                .filter(document -> document.state().phase().isLive())
                .map(RolloutDocument::flag)
                .sorted()
                .limit(MAX_FLAGS)
                .collect(Collectors.toSet());
        percentages.entrySet().removeIf(entry -> {
            boolean isOver = !live.contains(entry.getKey());
            if (isOver) {
                meters.remove(entry.getValue().gauge());
            }
            return isOver;
        });
        live.forEach(flag -> percentages
                .computeIfAbsent(flag, name -> shown(meters, name))
                .slots()
                .set(share.apply(flag).slots()));
    }

    private static Shown shown(MeterRegistry meters, String flag) {
        AtomicInteger slots = new AtomicInteger();
        Gauge gauge = Gauge.builder(PREFIX + "percentage", slots, now -> now.get() * 100.0 / Percentage.SCALE)
                .description("What live rollouts give to their candidates, in percent")
                .tag("feature.flag.key", flag)
                .register(meters);
        return new Shown(gauge, slots);
    }

    /** Whether it is to be called; not while it is too far behind. */
    private boolean attempt(Runnable call) {
        try {
            executor.execute(() -> run(call));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void run(Runnable call) {
        try {
            call.run();
            failures.succeeded("The registry takes the meters of rollouts again");
        } catch (RuntimeException | Error e) { // whatever it does, it harms nobody
            failures.failed("The registry of meters failed; those of rollouts may be missing", e);
        }
    }

    /** Takes the gauges out of the registry, if it lets that happen soon. */
    @Override
    public void close() {
        registry.ifPresent(meters -> attempt(() -> remove(meters)));
    }

    private synchronized void remove(MeterRegistry meters) {
        percentages.values().forEach(shown -> meters.remove(shown.gauge()));
        percentages.clear();
        if (stalledGauge != null) {
            meters.remove(stalledGauge);
        }
    }
}
