package dev.flags;

import dev.flags.internal.FailureLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Shows the counters of a manager in a registry of meters. Evaluation knows nothing of it: whoever reads the meters reads the
 * counters. The registry is called on a thread of its own only, so that one that throws or hangs harms nobody.
 *
 * <p>The meters of a flag come once it has been evaluated, and go with the flag. Their tags are its name, variants and
 * reasons, never anything from a context. Beyond {@value #MAX_FLAGS} flags the rest have meters together, and so have flags
 * that are named as those meters are. No count shrinks as long as its meter is there.
 */
final class FlagMeters {
    static final int MAX_FLAGS = 1_000;

    private static final String OTHER = "_other";
    private static final String UNKNOWN = "_unknown";
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final MeterRegistry registry;
    private final Tags common;
    private final Map<String, FlagCounters> flags;
    private final FailureLog failures;
    private final Mailbox<Boolean> wishes;

    /** How to make the meters that are no flag's; complete before the first wish. */
    private final List<Supplier<Meter>> general = new ArrayList<>();

    private volatile boolean isClosed;

    // From here on used by the thread of the mailbox only.
    private final Map<Object, Meter> ofGeneral = new HashMap<>();
    /** The meters of each flag that has its own, by what they count, which registries hold weakly. */
    private final Map<String, Map<Object, Meter>> ofFlags = new HashMap<>();

    private final OtherFlags others = new OtherFlags();
    private boolean hasFailed;

    /**
     * Makes one that shows nothing yet.
     *
     * @param common keys and values that every meter carries
     * @param flags the counters of all flags, by name, which may change meanwhile
     */
    FlagMeters(MeterRegistry registry, Tags common, Map<String, FlagCounters> flags, Logger log) {
        this.registry = registry;
        this.common = common;
        this.flags = flags;
        this.failures = new FailureLog(log);
        this.wishes = new Mailbox<>("flags-meters", Boolean::logicalAnd, this::fulfil, this::failed);
        others.sums().forEach((reason, sum) -> general.add(() -> evaluations(OTHER, OTHER, reason, sum)));
    }

    /** Adds the count of questions for flags that do not exist. */
    void unknown(LongAdder count) {
        general.add(() -> evaluations(UNKNOWN, FlagCounters.FALLBACK, Reason.ERROR, count));
    }

    void counter(String name, String description, LongAdder count, String... tags) {
        general.add(() -> counter(name, description, count, Tags.of(tags)));
    }

    void gauge(String name, String description, @Nullable String unit, DoubleSupplier value, String... tags) {
        general.add(() -> Gauge.builder(name, value::getAsDouble)
                .description(description)
                .baseUnit(unit)
                .tags(common.and(tags))
                .strongReference(true)
                .register(registry));
    }

    /** Lets the registry show what has been counted by now, soon. */
    void update() {
        wishes.post(true);
    }

    /** Takes all meters out of the registry again, if it lets that happen soon. */
    void close() {
        isClosed = true;
        wishes.post(false);
        wishes.flush(PATIENCE);
        wishes.interrupt();
    }

    /** @param isShown whether there are to be meters; once this is closed, nobody who comes late brings one back */
    private void fulfil(boolean isShown) {
        hasFailed = false;
        if (isShown) {
            show();
        } else {
            ofFlags.values().forEach(meters -> meters.values().forEach(this::remove));
            ofGeneral.values().forEach(this::remove);
        }
        if (!hasFailed) {
            failures.succeeded("The registry of meters takes all of them again");
        }
    }

    private void show() {
        general.forEach(meter -> register(ofGeneral, meter, meter));
        ofFlags.forEach((flag, meters) -> removeOthers(meters, flags.get(flag)));
        ofFlags.values().removeIf(Map::isEmpty);
        flags.forEach(this::show);
        others.update(flags.values());
    }

    private void show(String flag, FlagCounters counters) {
        if (counters.total() == 0) {
            return;
        }
        if (!ofFlags.containsKey(flag) && !hasPlaceFor(flag, counters)) {
            others.add(counters);
            return;
        }
        Map<Object, Meter> meters = ofFlags.computeIfAbsent(flag, name -> new HashMap<>());
        for (ServedCount count : counters.served()) {
            show(meters, flag, count.variant(), count.reason(), count);
        }
        show(meters, flag, FlagCounters.FALLBACK, Reason.ERROR, counters.fallbacks());
    }

    /** Who was once counted with the others stays there, or would be counted twice. */
    private boolean hasPlaceFor(String flag, FlagCounters counters) {
        boolean isTaken = flag.equals(OTHER) || flag.equals(UNKNOWN);
        return ofFlags.size() < MAX_FLAGS && !isTaken && !others.has(counters);
    }

    /** Those of a flag that was deleted, and maybe made again, and of variants that it counts no longer. */
    private void removeOthers(Map<Object, Meter> meters, @Nullable FlagCounters counters) {
        Set<Object> counted = new HashSet<>();
        if (counters != null) {
            counted.addAll(counters.served());
            counted.add(counters.fallbacks());
        }
        meters.entrySet().removeIf(entry -> {
            boolean isOver = !counted.contains(entry.getKey());
            if (isOver) {
                remove(entry.getValue());
            }
            return isOver;
        });
    }

    private void show(Map<Object, Meter> meters, String flag, String variant, Reason reason, LongAdder count) {
        if (count.sum() > 0) {
            register(meters, count, () -> evaluations(flag, variant, reason, count));
        }
    }

    private void register(Map<Object, Meter> meters, Object key, Supplier<Meter> meter) {
        if (!meters.containsKey(key) && !isClosed) {
            attempt(() -> meters.put(key, meter.get()));
        }
    }

    private void remove(Meter meter) {
        attempt(() -> registry.remove(meter));
    }

    /** That a registry does not like one meter must not keep it from the others. */
    private void attempt(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private Meter evaluations(String flag, String variant, Reason reason, LongAdder count) {
        Tags tags = Tags.of("feature.flag.key", flag)
                .and("feature.flag.result.variant", variant)
                .and("feature.flag.result.reason", reason.name().toLowerCase(Locale.ROOT));
        return counter("feature.flag.evaluations", "Answers, by flag, variant and reason", count, tags);
    }

    private Meter counter(String name, String description, LongAdder count, Tags tags) {
        return FunctionCounter.builder(name, count, LongAdder::sum)
                .description(description)
                .tags(common.and(tags))
                .register(registry);
    }

    /** By their class: each meter that is refused may have words of its own for it. */
    private void failed(Throwable why) {
        hasFailed = true;
        failures.failed("The registry of meters failed; some meters may be missing", why, why.getClass());
    }
}
