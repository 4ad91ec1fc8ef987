package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.lint.LintFinding;
import dev.flags.lint.LintRule;
import dev.flags.lint.Linter;
import dev.flags.store.AuditEvent;
import dev.flags.store.Capabilities;
import dev.flags.store.Commit;
import dev.flags.store.ConfigStore;
import dev.flags.store.HistoryQuery;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.StoreException;
import dev.flags.store.Write;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureFlagManagerLintTest {
    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
    private static final Change CHANGE = Change.by("alice", "a test");
    private static final Capabilities KEEPS_HISTORY = new Capabilities(false, true, false);
    private static final String SHADOWED = """
            {"name": "f", "status": "enabled", "default": "off", "expires_at": "2026-01-01T00:00:00Z", "rules": [
              {"id": "all", "when": {"attribute": "plan", "op": "in", "values": ["pro", "team"]}, "serve": "on"},
              {"id": "pro", "when": {"attribute": "plan", "op": "in", "values": ["pro"]}, "serve": "off"}]}""";

    private final VirtualClock clock = VirtualClock.startingAt(START);
    private final RecordingLogger log = new RecordingLogger();
    private Trail store = new Trail(new MemoryConfigStore(), KEEPS_HISTORY);
    private FeatureFlagManager manager = manager();

    private FeatureFlagManager manager() {
        return FeatureFlagManager.builder()
                .store(store)
                .clock(clock)
                .log(log)
                .pollInterval(Duration.ofDays(1))
                .build();
    }

    /** A store that keeps its history, or cannot tell it, or cannot be written by this process. */
    private static final class Trail extends ForwardingStore {
        private volatile boolean isOutOfReach;
        private final Capabilities capabilities;
        private volatile int histories;

        Trail(ConfigStore store, Capabilities capabilities) {
            super(store);
            this.capabilities = capabilities;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // only the thread of the supervisor for histories is here
        public List<AuditEvent> history(HistoryQuery query) {
            histories++;
            if (isOutOfReach) {
                throw new StoreException("out of reach");
            }
            return super.history(query);
        }

        @Override
        public Capabilities capabilities() {
            return capabilities;
        }
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void ruleThatIsShadowed_isLoggedOnce() {
        put("f", SHADOWED);
        manager.reload();
        Await.until(() -> log.lines().size() == 1);
        put("g", "{\"name\": \"g\", \"status\": \"enabled\", \"conditions\": {\"a\": {\"in\": []}}}");
        manager.reload();
        Await.until(() -> log.lines().size() == 2);

        assertThat(log.lines().get(0)).contains("flag \"f\" at /rules/1: rule \"pro\"", "(shadowed-rule)");
        assertThat(log.lines().get(1)).contains("flag \"g\" at /conditions/a/in", "(always-false)");
        assertThat(manager.problems()).isEmpty();
        assertThat(manager.health().status()).isEqualTo(Health.Status.HEALTHY);
    }

    @Test
    void ruleThatIsShadowed_canBeSavedAllTheSame() {
        put("f", SHADOWED);
        manager.reload();
        manager.setFlag(manager.getFlag("f").orElseThrow(), CHANGE);
        assertThat(manager.lint()).extracting(LintFinding::pointer).contains("/rules/1");
    }

    @Test
    void lint_findsWhatIsRefusedAndWhatIsOver() {
        put("f", SHADOWED);
        put("g", "{\"name\": \"g\", \"status\": \"on\"}");
        manager.reload();
        assertThat(manager.lint())
                .extracting(LintFinding::rule)
                .containsExactly(LintRule.FORMAT_ERROR, LintRule.SHADOWED_RULE, LintRule.EXPIRED_FLAG);
        assertThat(manager.lint(Linter.defaults().ignoring(LintRule.SHADOWED_RULE)))
                .extracting(LintFinding::rule)
                .containsExactly(LintRule.FORMAT_ERROR, LintRule.EXPIRED_FLAG);
    }

    @Test
    void flagsThatHaveHadTheirDay_areFoundWithOneLookAtTheHistory() {
        manager.setFlag(Flag.builder("old").enabled().build(), CHANGE);
        manager.setFlag(Flag.builder("changed").enabled().build(), CHANGE);
        awaitCounting("old", "changed");
        clock.advance(Duration.ofDays(29));
        manager.setFlag(Flag.builder("changed").enabled().description("new").build(), CHANGE);
        clock.advance(Duration.ofDays(1).plusSeconds(1));
        manager.isEnabled("old", "alice");

        int before = store.histories;
        List<LintFinding> findings = manager.lint();

        assertThat(store.histories - before).isEqualTo(1);
        assertThat(findings)
                .extracting(finding -> finding.document() + " " + finding.rule().key())
                .containsExactly("flag \"changed\" never-evaluated", "flag \"old\" constant-flag");
    }

    @Test
    void flags_areNotCalledConstantWhileTheStoreIsOutOfReach() {
        waitForConstantFlag();
        assertThat(manager.lint()).extracting(LintFinding::rule).containsExactly(LintRule.CONSTANT_FLAG);
        store.isOutOfReach = true;
        assertThat(manager.lint()).isEmpty();
        store.isOutOfReach = false;
        assertThat(manager.lint()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, true"})
    void flags_areNotCalledConstantWhereTheHistoryDoesNotTell(boolean keepsHistory, boolean isReadOnly) {
        manager.close();
        store = new Trail(new MemoryConfigStore(), new Capabilities(false, keepsHistory, isReadOnly));
        manager = manager();
        waitForConstantFlag();
        assertThat(manager.lint()).isEmpty();
    }

    private void waitForConstantFlag() {
        manager.setFlag(Flag.builder("old").enabled().build(), CHANGE);
        awaitCounting("old");
        manager.isEnabled("old", "alice");
        clock.advance(Duration.ofDays(31));
    }

    @Test
    void counters_countSinceTheyWereFirstLookedAt() {
        FlagCounters counters = new FlagCounters();
        assertThat(counters.since()).isNull();
        counters.sample(START);
        counters.sample(START.plusSeconds(1));
        assertThat(counters.since()).isEqualTo(START);
    }

    /** Until the counters have been looked at for the first time, which is from when they count as known. */
    private void awaitCounting(String... flags) {
        for (String flag : flags) {
            Await.until(() -> {
                clock.advance(Duration.ofNanos(1));
                return manager.lint(Linter.defaults().neverEvaluatedAfter(Duration.ZERO)).stream()
                        .anyMatch(finding -> finding.document().equals("flag \"" + flag + "\""));
            });
        }
    }

    private void put(String name, String json) {
        DocumentKey key = DocumentKey.flag(name);
        long revision = store.load(Set.of(key.kind())).documents().values().stream()
                .filter(document -> document.key().equals(key))
                .mapToLong(document -> document.revision())
                .findFirst()
                .orElse(0);
        store.commit(new Commit(UUID.randomUUID(), List.of(new Write.Put(key, revision, json)), List.of(), List.of()));
    }
}
