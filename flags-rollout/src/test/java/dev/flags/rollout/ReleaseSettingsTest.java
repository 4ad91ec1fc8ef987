package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.ConfigException;
import dev.flags.config.Percentage;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReleaseSettingsTest {
    @Test
    void yaml_isRead(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("release.yaml");
        Files.writeString(file, """
                release:
                  enabled: true
                  default_strategy: blue_green
                  canary_percentage: 12.5
                  rollback_threshold: 3
                  health_check_timeout: PT5M
                  staging_suffix: -next
                server: {port: 8080}
                """);

        ReleaseSettings settings = ReleaseSettings.read(file);

        assertThat(settings)
                .isEqualTo(new ReleaseSettings(
                        true,
                        RolloutStrategy.BLUE_GREEN,
                        Percentage.ofPercent(12.5),
                        Percentage.ofPercent(3),
                        Duration.ofMinutes(5),
                        "-next"));
        assertThat(settings.stagingOf("v2")).isEqualTo("v2-next");
    }

    @Test
    void whatIsNotSaid_isTheDefault() {
        assertThat(read("{\"release\": {}}")).isEqualTo(ReleaseSettings.DEFAULTS);
    }

    @Test
    void whatIsWrong_isToldAtOnce() {
        assertThatThrownBy(() -> read("""
                        {"release": {"default_strategy": "big_bang", "rollback_threshold": "much", "colour": "red"}}"""))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("/release/default_strategy")
                .hasMessageContaining("/release/rollback_threshold")
                .hasMessageContaining("colour");
        assertThatThrownBy(() -> read("{\"release\": {\"canary_percentage\": 100, \"staging_suffix\": \" \"}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("/release/canary_percentage")
                .hasMessageContaining("/release/staging_suffix");
        assertThatThrownBy(() -> read("{}")).hasMessageContaining("\"release\" is required");
    }

    @ParameterizedTest
    @EnumSource(RolloutStrategy.class)
    void everyStrategy_hasAPlanThatAsksForHealth(RolloutStrategy strategy) {
        RolloutPlan plan = ReleaseSettings.DEFAULTS.plan(strategy, "release 7");

        assertThat(plan.strategy()).isIn(strategy, RolloutStrategy.CANARY);
        assertThat(plan.analyses()).extracting(Analysis::name).contains(ReleaseSettings.HEALTH_CHECK);
        assertThat(plan.reason()).isEqualTo("release 7");
    }

    @Test
    void canary_beginsWithItsShare_andJudgesErrors() {
        RolloutPlan plan = ReleaseSettings.DEFAULTS.plan("release 7");

        assertThat(plan.stages().get(0).share()).isEqualTo(Percentage.ofPercent(10));
        assertThat(plan.analyses().get(1).check())
                .isEqualTo(new Check.Metric(ReleaseSettings.ERROR_RATE, Judge.Threshold.atMost(.05)));
    }

    @Test
    void releasesThatAreNotEnabled_haveNoPlan() {
        ReleaseSettings off = read("{\"release\": {\"enabled\": false}}");

        assertThatThrownBy(() -> off.plan("release 7"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("releases are not enabled: release.enabled is false");
    }

    private static ReleaseSettings read(String json) {
        return ReleaseSettings.ofJson((JsonObject) JsonValue.parse(json));
    }
}
