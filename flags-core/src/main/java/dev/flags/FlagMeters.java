package dev.flags;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Shows the counters of a manager in a registry of meters. Evaluation knows nothing of it: whoever reads the meters reads the
 * counters. The registry is called on a thread of its own only, so that one that throws or hangs harms nobody.
 *
 * <p>The meters of a flag come once it has been evaluated, and go with the flag. Their tags are its name, variants and
 * reasons, never anything from a context. Beyond {@value #MAX_FLAGS} flags the rest have meters together.
 */
final class FlagMeters {
    static final int MAX_FLAGS = 1_000;

    private static final String OTHER = "_other";
    private static final String UNKNOWN = "_unknown";
    private static final String FALLBACK = "_fallback";
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final MeterRegistry registry;
    private final Tags common;
    private final Map<String, FlagCounters> flags;
    private final FailureLog failures;
    private final Mailbox<Boolean> wishes;

    /** How to make the meters that are no flag's; complete before the first wish. */
    private final List<Supplier<Meter>> general = new ArrayList<>();

    private volatile boolean isClosed;

    private final Map<Object, Meter> ofGeneral = new HashMap<>();

    /** The meters of each flag that has its own, by what they count. Only the mailbox's thread changes it. */
    private final Map<String, Map<Object, Meter>> ofFlags = new ConcurrentHashMap<>();

    /** Answers for a reason by all flags without meters of their own. Registries hold what they show weakly; this keeps it. */
    private record Rest(Reason reason) {}

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
        this.wishes = new Mailbox<>("flags-meters", (older, newer) -> newer, this::fulfil, this::failed);
        for (Reason reason : Reason.values()) {
            Rest rest = new Rest(reason);
            general.add(() -> evaluations(OTHER, OTHER, reason, rest, this::ofRest));
        }
    }

    /** Adds the count of questions for flags that do not exist. */
    void unknown(LongAdder count) {
        general.add(() -> evaluations(UNKNOWN, FALLBACK, Reason.ERROR, count, LongAdder::sum));
    }

    void counter(String name, String description, LongAdder count, String... tags) {
        general.add(() -> counter(name, description, count, LongAdder::sum, Tags.of(tags)));
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
        wishes.post(false);
        wishes.flush(PATIENCE);
        isClosed = true;
        wishes.interrupt();
    }

    private void fulfil(boolean isShown) {
        if (isShown) {
            general.forEach(meter -> register(ofGeneral, meter, meter));
            ofFlags.keySet().stream().filter(flag -> !flags.containsKey(flag)).forEach(this::remove);
            flags.forEach(this::show);
        } else {
            ofFlags.keySet().forEach(this::remove);
            ofGeneral.values().forEach(registry::remove);
        }
    }

    private void show(String flag, FlagCounters counters) {
        boolean hasPlace = ofFlags.containsKey(flag) || ofFlags.size() < MAX_FLAGS;
        if (!hasPlace || counters.total() == 0) {
            return;
        }
        Map<Object, Meter> meters = ofFlags.computeIfAbsent(flag, name -> new HashMap<>());
        for (ServedCount count : counters.served()) {
            show(meters, flag, count.variant(), count.reason(), count);
        }
        show(meters, flag, FALLBACK, Reason.ERROR, counters.fallbacks());
    }

    private void show(Map<Object, Meter> meters, String flag, String variant, Reason reason, LongAdder count) {
        if (count.sum() > 0) {
            register(meters, count, () -> evaluations(flag, variant, reason, count, LongAdder::sum));
        }
    }

    private void register(Map<Object, Meter> meters, Object key, Supplier<Meter> meter) {
        if (!meters.containsKey(key) && !isClosed) {
            try {
                meters.put(key, meter.get());
            } catch (RuntimeException e) { // that a registry does not like one must not keep it from the others
                failed(e);
            }
        }
    }

    private void remove(String flag) {
        Map<Object, Meter> meters = ofFlags.remove(flag);
        if (meters != null) {
            meters.values().forEach(registry::remove);
        }
    }

    private double ofRest(Rest rest) {
        double sum = 0;
        for (Map.Entry<String, FlagCounters> flag : flags.entrySet()) {
            if (!ofFlags.containsKey(flag.getKey())) {
                sum += flag.getValue().of(rest.reason());
            }
        }
        return sum;
    }

    private <T> Meter evaluations(String flag, String variant, Reason reason, T counted, ToDoubleFunction<T> count) {
        Tags tags = Tags.of("feature.flag.key", flag)
                .and("feature.flag.result.variant", variant)
                .and("feature.flag.result.reason", reason.name().toLowerCase(Locale.ROOT));
        return counter("feature.flag.evaluations", "Answers, by flag, variant and reason", counted, count, tags);
    }

    private <T> Meter counter(String name, String description, T counted, ToDoubleFunction<T> count, Tags tags) {
        return FunctionCounter.builder(name, counted, count)
                .description(description)
                .tags(common.and(tags))
                .register(registry);
    }

    private void failed(Throwable why) {
        failures.failed("The registry of meters failed; some meters may be missing", why);
    }
}
