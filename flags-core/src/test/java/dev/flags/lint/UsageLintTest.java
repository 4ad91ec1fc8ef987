package dev.flags.lint;

import static dev.flags.lint.Linted.exists;
import static dev.flags.lint.Linted.keys;
import static dev.flags.lint.Linted.lint;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageLintTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    // --- what is over

    @Test
    void whatIsOver_isFoundOnlyWithTheTime() {
        String file = """
                {"flags": [{"name": "f", "status": "enabled", "default": "off", "expires_at": "2026-06-01T00:00:00Z",
                  "schedule": {"end": "2026-06-01T00:00:00Z"},
                  "rules": [{"id": "a", "when": %s, "end": "2026-06-01T00:00:00Z", "serve": "on"}, {"id": "b", "serve": "on"}]}]}""".formatted(exists("a"));
        assertThat(keys(file)).isEmpty();
        assertThat(keys(Linter.defaults().at(NOW.minusNanos(1)), file)).isEmpty();
        assertThat(keys(Linter.defaults().at(NOW), file))
                .containsExactly(
                        "expired-flag flag \"f\" /expires_at",
                        "ended-window flag \"f\" /schedule/end",
                        "ended-window flag \"f\" /rules/0/end");
    }

    @Test
    void flagThatWasNeverEvaluated_isFoundAfterAWhile() {
        String file = "{\"flags\": [{\"name\": \"f\", \"status\": \"enabled\"}]}";
        Usage unused = new Usage(NOW.minus(Duration.ofDays(7)), Map.of("on", 0L), 0, null);
        assertThat(keys(withUsage(unused), file)).containsExactly("never-evaluated flag \"f\" ");
        assertThat(keys(withUsage(unused).neverEvaluatedAfter(Duration.ofDays(8)), file))
                .isEmpty();
        assertThat(keys(withUsage(unused).at(NOW.minusNanos(1)), file)).isEmpty();
        assertThat(keys(withUsage(new Usage(Instant.EPOCH, Map.of("on", 1L), 0, null)), file))
                .isEmpty();
        assertThat(keys(withUsage(new Usage(Instant.EPOCH, Map.of(), 1, null)), file))
                .isEmpty();
    }

    @Test
    void flagThatOthersAsk_isNotNeverEvaluated() {
        assertThat(keys(withUsage(new Usage(Instant.EPOCH, Map.of(), 0, null)), """
                {"flags": [{"name": "f", "status": "enabled"},
                  {"name": "g", "status": "enabled", "default": "off", "requires": [{"flag": "f"}]}]}"""))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"status\": \"enabled\"",
                "\"status\": \"disabled\", \"enabled_users\": [\"a\"]",
                "\"status\": \"percentage\", \"rollout_percentage\": 100",
                "\"status\": \"percentage\", \"rollout_percentage\": 0",
                "\"status\": \"enabled\", \"denied\": [{\"units\": [\"a\"], \"until\": \"2026-01-01T00:00:00Z\"}]",
                "\"status\": \"enabled\", \"default\": {\"weights\": {\"on\": 100, \"off\": 0}}",
                "\"status\": \"enabled\", \"default\": \"on\", \"targets\": [{\"variant\": \"on\", \"units\": [\"a\"]}]",
                "\"status\": \"enabled\", \"default\": \"on\", \"rules\": [{\"id\": \"r\", \"serve\": \"off\", \"end\": \"2026-01-01T00:00:00Z\"}]",
                "\"status\": \"enabled\", \"default\": \"on\", \"schedule\": {\"end\": \"2026-01-01T00:00:00Z\"}",
                "\"status\": \"enabled\", \"default\": {\"weights\": {\"off\": 30}}",
                "\"status\": \"enabled\", \"default\": \"on\", \"max_staleness\": \"P1D\", \"on_stale\": \"default\""
            })
    void flagThatServesOneVariant_isConstantAfterAWhile(String members) {
        String file = "{\"flags\": [{\"name\": \"f\", " + members + "}]}";
        Linter linter = withUsage(new Usage(NOW, Map.of(), 0, NOW.minus(Duration.ofDays(30))))
                .ignoring(LintRule.ENDED_WINDOW, LintRule.GAP_IN_DEFAULT);
        assertThat(keys(linter, file)).containsExactly("constant-flag flag \"f\" ");
        assertThat(keys(linter.constantAfter(Duration.ofDays(31)), file)).isEmpty();
        assertThat(keys(linter.withUsage(Map.of("f", new Usage(NOW, Map.of(), 0, null))), file))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"status\": \"percentage\", \"rollout_percentage\": 50",
                "\"status\": \"percentage\", \"rollout_percentage\": 0, \"enabled_groups\": [\"a\"]",
                "\"status\": \"enabled\", \"conditions\": {\"a\": \"b\"}",
                "\"status\": \"enabled\", \"denied\": [{\"units\": [\"a\"]}]",
                "\"status\": \"enabled\", \"default\": {\"weights\": {\"on\": 99, \"off\": 0}}",
                "\"status\": \"enabled\", \"default\": \"on\", \"requires\": [{\"flag\": \"g\"}]",
                "\"status\": \"enabled\", \"default\": \"on\", \"rules\": [{\"id\": \"r\", \"serve\": {\"weights\": {\"on\": 1}, \"on_miss\": \"stop\"}}]",
                "\"status\": \"enabled\", \"default\": \"on\", \"max_staleness\": \"P1D\", \"on_stale\": \"off\"",
                "\"status\": \"enabled\", \"default\": \"on\", \"rules\": [{\"id\": \"r\", \"serve\": \"off\", \"end\": \"2026-05-31T00:00:00Z\"}]",
                "\"status\": \"enabled\", \"default\": \"on\", \"schedule\": {\"start\": \"2026-01-01T00:00:00Z\"}",
                "\"status\": \"percentage\", \"rollout_percentage\": 0, \"rollout\": {\"id\": \"r\", \"baseline\": \"off\", \"candidate\": \"on\", \"serve\": {\"ranges\": [[\"on\", 0, 10]]}}",
                "\"status\": \"enabled\", \"default\": {\"dialect\": {\"name\": \"unleash\", \"kind\": \"rollout\"}, \"weights\": {\"on\": 100}}"
            })
    void flagThatServesTwoVariants_isNotConstant(String members) {
        String file = "{\"flags\": [{\"name\": \"f\", " + members + "}, {\"name\": \"g\", \"status\": \"enabled\"}]}";
        Linter linter = withUsage(new Usage(NOW, Map.of(), 0, Instant.EPOCH))
                .ignoring(LintRule.GAP_IN_DEFAULT, LintRule.ENDED_WINDOW);
        assertThat(keys(linter, file)).isEmpty();
    }

    @Test
    void flagThatOnlyServedOneVariant_isConstantAfterAWhile() {
        String file = "{\"flags\": [{\"name\": \"f\", \"status\": \"percentage\", \"rollout_percentage\": 50}]}";
        Instant longAgo = NOW.minus(Duration.ofDays(30));
        assertThat(lint(withUsage(new Usage(longAgo, Map.of("on", 12L, "off", 0L), 0, longAgo)), file))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo(LintRule.CONSTANT_FLAG);
                    assertThat(finding.message()).startsWith("has served \"on\" at each of 12 evaluations");
                });
        assertThat(keys(withUsage(new Usage(NOW, Map.of("on", 12L), 0, longAgo)), file))
                .isEmpty();
        assertThat(keys(withUsage(new Usage(longAgo, Map.of("on", 12L), 0, NOW)), file))
                .isEmpty();
        assertThat(keys(withUsage(new Usage(longAgo, Map.of("on", 12L, "off", 1L), 0, longAgo)), file))
                .isEmpty();
        assertThat(keys(withUsage(new Usage(longAgo, Map.of("on", 12L), 1, longAgo)), file))
                .isEmpty();
    }

    private static Linter withUsage(Usage usage) {
        return Linter.defaults().at(NOW).withUsage(Map.of("f", usage));
    }
}
