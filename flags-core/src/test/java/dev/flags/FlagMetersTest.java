package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.config.Rollout;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import dev.flags.store.Commit;
import dev.flags.store.Hang;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.ScriptedStore;
import dev.flags.store.StoreException;
import dev.flags.store.Write;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@SuppressWarnings("NullAway") // what is absent fails the test
@Timeout(60)
class FlagMetersTest {
    private static final Change CHANGE = Change.by("alice", "a test");
    private static final String EVALUATIONS = "feature.flag.evaluations";

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final ScriptedStore store = new ScriptedStore(new MemoryConfigStore());
    private final RecordingLogger log = new RecordingLogger();
    private FeatureFlagManager manager;

    private void open(MeterRegistry used, String... tags) {
        manager = FeatureFlagManager.builder()
                .store(store)
                .log(log)
                .pollInterval(Duration.ofHours(1))
                .meterRegistry(used, tags)
                .build();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void answers_areCountedByFlagVariantAndReason() {
        open(registry, "service", "shop");
        manager.setFlag(Flag.builder("a").enabled().enabledUsers(List.of("vip")).build(), CHANGE);

        IntStream.range(0, 3).forEach(i -> manager.isEnabled("a", "u"));
        manager.isEnabled("a", "vip");
        manager.flags().stringValue("a", EvaluationContext.ofUser("u"), "z");

        Await.until(() -> count("a", "on", "default") == 3);
        assertThat(count("a", "on", "targeting_match")).isEqualTo(1);
        assertThat(count("a", "_fallback", "error")).isEqualTo(1);
        assertThat(registry.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getTag("service")).isEqualTo("shop"));
    }

    /** What nobody has asked for is no meter, and neither is a reason that never came. */
    @Test
    void meters_comeWithTheFirstAnswer_andGoWithTheFlag() {
        open(registry);
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        manager.setFlag(Flag.builder("b").enabled().build(), CHANGE);
        manager.isEnabled("a", "u");
        Await.until(() -> count("a", "on", "static") == 1);
        assertThat(metersOf("a")).hasSize(1);
        assertThat(metersOf("b")).isEmpty();

        manager.deleteFlag("a", CHANGE);

        Await.until(() -> metersOf("a").isEmpty());
    }

    @Test
    void counts_surviveAChangeOfTheFlag() {
        open(registry);
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        manager.isEnabled("a", "u");
        manager.setRolloutPercentage("a", Percentage.ofPercent(100), CHANGE);

        manager.isEnabled("a", "u");

        Await.until(() -> count("a", "on", "split") == 1);
        assertThat(count("a", "on", "static")).isEqualTo(1);
    }

    @Test
    void armsOfRollouts_areInTheMeterOfTheirVariant_andStayThereWithTheNextOne() {
        open(registry);
        manager.setFlag(
                Flag.builder("a")
                        .percentage(Percentage.ALL)
                        .rollout(rollout("r-1"))
                        .build(),
                CHANGE);
        IntStream.range(0, 3).forEach(i -> manager.isEnabled("a", "u"));
        Await.until(() -> count("a", "on", "split") == 3);

        manager.update("a", flag -> flag.toBuilder().rollout(null).build(), CHANGE);
        assertThat(count("a", "on", "split")).isEqualTo(3);
        manager.isEnabled("a", "u");
        assertThat(count("a", "on", "split")).isEqualTo(4);
        for (int i = 2; i < 10; i++) {
            Rollout next = rollout("r-" + i);
            manager.update("a", flag -> flag.toBuilder().rollout(next).build(), CHANGE);
            manager.isEnabled("a", "u");
            assertThat(count("a", "on", "split")).isEqualTo(3 + i);
        }

        assertThat(manager.getRolloutCounts("a")).isEqualTo(Map.of("on", 1L, "off", 0L));
        assertThat(metersOf("a")).hasSize(1);
    }

    private static Rollout rollout(String id) {
        return new Rollout(id, "off", "on", null, Split.ofRanges(List.of(new SlotRange("on", 0, 100_000))));
    }

    @Test
    void unknownFlags_areOneMeter_howeverManyThereAre() {
        open(registry);
        IntStream.range(0, 100_000).forEach(i -> manager.isEnabled("none-" + i, "u"));

        Await.until(() -> count("_unknown", "_fallback", "error") == 100_000);

        assertThat(registry.getMeters()).hasSizeLessThan(20);
    }

    @Test
    void users_areNoMeters() {
        open(registry);
        manager.setFlag(Flag.builder("a").percentage(Percentage.ofPercent(50)).build(), CHANGE);
        IntStream.range(0, 1_000_000).forEach(i -> manager.isEnabled("a", "user-" + i));

        Await.until(() -> count("a", "on", "split") + count("a", "off", "split") == 1_000_000);

        assertThat(metersOf("a")).hasSize(2);
        assertThat(registry.getMeters().toString()).doesNotContain("user-");
    }

    @Test
    void flagsBeyondAThousand_areCountedTogether() {
        open(registry);
        int many = FlagMeters.MAX_FLAGS + 10;
        store.commit(new Commit(
                UUID.randomUUID(),
                IntStream.range(0, many)
                        .mapToObj(i -> new Write.Put(
                                DocumentKey.flag("f" + i), 0, "{\"name\":\"f" + i + "\",\"status\":\"enabled\"}"))
                        .map(Write.class::cast)
                        .toList(),
                List.of(),
                List.of()));
        manager.reload();
        IntStream.range(0, many).forEach(i -> manager.isEnabled("f" + i, "u"));

        Await.until(() -> count("_other", "_other", "static") == 10);

        Set<String> keys = registry.find(EVALUATIONS).meters().stream()
                .map(meter -> meter.getId().getTag("feature.flag.key"))
                .collect(Collectors.toSet());
        assertThat(keys).hasSize(FlagMeters.MAX_FLAGS + 2).contains("_other", "_unknown");
    }

    @Test
    void store_isShownByRefreshesAndStaleness() {
        open(registry);
        store.beforeRead(() -> {
            throw new StoreException("out of reach");
        });
        manager.reload();

        Await.until(() -> registry.find("feature.flag.store.refresh")
                        .tag("outcome", "failure")
                        .functionCounter()
                != null);
        assertThat(registry.get("feature.flag.store.refresh")
                        .tag("outcome", "failure")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("feature.flag.store.refresh")
                        .tag("outcome", "success")
                        .functionCounter()
                        .count())
                .isPositive();
        assertThat(registry.get("feature.flag.store.staleness").gauge().value()).isGreaterThanOrEqualTo(0);
        assertThat(registry.get("feature.flag.problems").gauge().value()).isZero();
    }

    @Test
    void close_leavesNoMeter() {
        open(registry);
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        manager.isEnabled("a", "u");
        Await.until(() -> !metersOf("a").isEmpty());

        manager.close();

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void registryThatThrows_isLoggedOnce_andTheOtherMetersAreThere() {
        MeterRegistry refusing = new SimpleMeterRegistry() {
            @Override
            protected <T> FunctionCounter newFunctionCounter(Meter.Id id, T counted, ToDoubleFunction<T> count) {
                throw new IllegalArgumentException("as the test wants it");
            }
        };
        open(refusing);
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        manager.isEnabled("a", "u");

        Await.until(() -> !log.lines().isEmpty());

        assertThat(log.lines()).hasSize(1).first().asString().contains("registry of meters");
        Await.until(() -> refusing.find("feature.flag.problems").gauge() != null
                && refusing.find("feature.flag.store.staleness").gauge() != null);
        assertThat(manager.isEnabled("a", "u")).isTrue();
    }

    @Test
    void registryThatHangs_harmsNobody_andClosesInTime() {
        Hang hang = Hang.interruptible();
        open(new SimpleMeterRegistry() {
            @Override
            protected <T> FunctionCounter newFunctionCounter(Meter.Id id, T counted, ToDoubleFunction<T> count) {
                hang.run();
                return super.newFunctionCounter(id, counted, count);
            }
        });
        Await.until(hang::hasBegun);

        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        assertThat(manager.isEnabled("a", "u")).isTrue();
        manager.close();

        Await.until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("flags-meters")));
    }

    @Test
    void tagWithoutAValue_isRefused() {
        open(registry);
        assertThatThrownBy(() -> FeatureFlagManager.builder().meterRegistry(registry, "service"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<Meter> metersOf(String flag) {
        return registry.find(EVALUATIONS).tag("feature.flag.key", flag).meters().stream()
                .toList();
    }

    private double count(String flag, String variant, String reason) {
        FunctionCounter counter = registry.find(EVALUATIONS)
                .tag("feature.flag.key", flag)
                .tag("feature.flag.result.variant", variant)
                .tag("feature.flag.result.reason", reason)
                .functionCounter();
        return counter == null ? 0 : counter.count();
    }
}
