package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.config.Rollout;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import dev.flags.lint.LintFinding;
import dev.flags.lint.LintRule;
import dev.flags.store.MemoryConfigStore;
import dev.flags.testing.VirtualClock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A manager that was told not to count answers. */
@Timeout(60)
class CountingTest {
    private static final Change CHANGE = Change.by("alice", "a test");

    private final VirtualClock clock = VirtualClock.startingAt(Instant.parse("2026-06-01T00:00:00Z"));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FeatureFlagManager manager = FeatureFlagManager.builder()
            .store(new MemoryConfigStore())
            .clock(clock)
            .pollInterval(Duration.ofHours(1))
            .meterRegistry(registry)
            .counting(false)
            .build();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void answersAreRightAndNobodyCountsThem() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);

        assertThat(manager.isEnabled("a", "u")).isTrue();
        assertThat(manager.flags().bool("a").isEnabled("u")).isTrue();

        FlagStats stats = manager.getFlagStats("a").orElseThrow();
        assertThat(stats.evaluations().values()).allMatch(count -> count == 0);
        assertThat(stats.lastEvaluated()).isNull();
    }

    @Test
    void armsOfARollout_areThereAndCountNothing() {
        Rollout all = new Rollout("r-1", "off", "on", null, Split.ofRanges(List.of(new SlotRange("on", 0, 100_000))));
        manager.setFlag(
                Flag.builder("a").percentage(Percentage.NONE).rollout(all).build(), CHANGE);

        assertThat(manager.isEnabled("a", "u")).isTrue();

        assertThat(manager.getRolloutCounts("a")).isEqualTo(Map.of("on", 0L, "off", 0L));
    }

    @Test
    void fallbacksAreCountedAllTheSame() {
        manager.isEnabled("typo", "u");

        Await.until(() -> unknown() == 1);
    }

    private double unknown() {
        return registry.find("feature.flag.evaluations").tag("feature.flag.key", "_unknown").functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    @Test
    void linterDoesNotTakeThemForNeverEvaluated() {
        manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
        manager.isEnabled("typo", "u");
        Await.until(() -> unknown() == 1); // by then the background has looked at the counts, if it does at all
        clock.advance(Duration.ofDays(100));

        List<LintFinding> findings = manager.lint();

        assertThat(findings)
                .extracting(LintFinding::rule)
                .doesNotContain(LintRule.NEVER_EVALUATED, LintRule.CONSTANT_FLAG);
    }
}
