package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of meters when flags, variants and registries come and go. */
@Timeout(60)
class FlagMetersLifeTest {
    private static final String EVALUATIONS = "feature.flag.evaluations";

    private final Map<String, FlagCounters> flags = new ConcurrentHashMap<>();
    private final RecordingLogger log = new RecordingLogger();
    private final MoodyRegistry registry = new MoodyRegistry();
    private final FlagMeters meters = new FlagMeters(registry, Tags.empty(), flags, log);

    /** Refuses counters as long as it is told to, each time in other words. */
    private static final class MoodyRegistry extends SimpleMeterRegistry {
        private volatile boolean refuses;
        private final LongAdder refused = new LongAdder();

        @Override
        protected <T> FunctionCounter newFunctionCounter(Meter.Id id, T counted, ToDoubleFunction<T> count) {
            if (refuses) {
                refused.increment();
                throw new IllegalArgumentException("refusal " + refused);
            }
            return super.newFunctionCounter(id, counted, count);
        }
    }

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void flagThatWasMadeAgain_isCountedAnew() {
        served("a", 5);
        untilShown("a", 5);

        flags.put("a", new FlagCounters());
        served("a", 100);

        untilShown("a", 100);
    }

    @Test
    void flagWithoutAPlace_staysWithTheOthers_andIsCountedOnce() {
        IntStream.range(0, FlagMeters.MAX_FLAGS).forEach(i -> served("f" + i, 1));
        untilShown("f0", 1);
        served("late", 10);
        untilShown("_other", 10);

        flags.remove("f0");
        Await.until(() -> isUpdated() && count("f0") == 0);
        served("late", 20);

        untilShown("_other", 30);
        assertThat(count("late")).isZero();
    }

    @Test
    void variantsOfOld_haveNoMeters() {
        FlagCounters counters = new FlagCounters();
        flags.put("a", counters);
        for (int i = 0; i < 100; i++) {
            counters.define(Set.of("v" + i));
            counters.of("v" + i, Reason.STATIC).add(1);
            int shown = i + 1;
            Await.until(() -> isUpdated() && count("a") >= shown);
        }

        Await.until(() -> isUpdated() && variants("a").equals(Set.of("v98", "v99", "_other")));
        assertThat(count("a")).isEqualTo(100);
    }

    @Test
    void flagsThatAreNamedAsGeneralMeters_areCountedWithTheOthers() {
        meters.unknown(new LongAdder());
        served("_unknown", 3);
        served("_other", 4);

        untilShown("_other", 7);
        assertThat(count("_unknown")).isZero();
    }

    /** An update that comes while the meters are taken away must not make others. */
    @Test
    void updateThatComesWithTheClose_makesNoMeter() {
        served("a", 5);
        untilShown("a", 5);
        registry.config().onMeterRemoved(meter -> {
            served("late", 1);
            meters.update();
        });

        meters.close();

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void updateThatComesBeforeTheCloseIsHeard_doesNotTakeItsPlace() {
        Thread closing = new Thread(meters::close);
        registry.config().onMeterAdded(meter -> {
            if (closing.getState() == Thread.State.NEW) {
                closing.start();
                Await.until(() -> closing.getState() == Thread.State.TIMED_WAITING); // for what it has posted
                meters.update();
            }
        });

        meters.update();

        Await.until(() -> closing.getState() == Thread.State.TERMINATED);
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void registryThatRefuses_isLoggedOnce_andAgainAfterItWasWell() {
        registry.refuses = true;
        IntStream.range(0, 200).forEach(i -> served("f" + i, 1));
        Await.until(() -> isUpdated() && registry.refused.sum() > 300);
        assertThat(log.lines()).hasSize(1);

        registry.refuses = false;
        untilShown("f199", 1);
        Await.until(() -> isUpdated() && log.lines().size() == 2);
        registry.refuses = true;
        served("late", 1);

        Await.until(() -> isUpdated() && log.lines().size() == 3);
        assertThat(log.lines().get(1)).startsWith("INFO");
        assertThat(log.lines().get(2)).startsWith("WARN");
    }

    private void served(String flag, long answers) {
        flags.computeIfAbsent(flag, name -> new FlagCounters())
                .of("on", Reason.STATIC)
                .add(answers);
    }

    private boolean isUpdated() {
        meters.update();
        return true;
    }

    private void untilShown(String flag, double answers) {
        Await.until(() -> isUpdated() && count(flag) == answers);
    }

    private Set<String> variants(String flag) {
        return registry.find(EVALUATIONS).tag("feature.flag.key", flag).meters().stream()
                .map(meter -> String.valueOf(meter.getId().getTag("feature.flag.result.variant")))
                .collect(Collectors.toSet());
    }

    /** Of all variants. */
    private double count(String flag) {
        return registry
                .find(EVALUATIONS)
                .tag("feature.flag.key", flag)
                .tag("feature.flag.result.reason", "static")
                .functionCounters()
                .stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }
}
