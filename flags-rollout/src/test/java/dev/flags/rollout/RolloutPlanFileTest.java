package dev.flags.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.Condition;
import dev.flags.config.ConfigException;
import dev.flags.config.Percentage;
import dev.flags.config.Problem;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutPlanFileTest {
    private static final String YAML = """
            # The new model, for one tenant first.
            strategy: canary
            baseline: off
            candidate: on
            scope: {segment: acme}
            gates:
              - validator: policy
            needs_approval: true
            bake: PT5M
            shadow: {percentage: 0, name: shadow, bake: PT1H, analyses: [{validator: same}]}
            stages:
              - 1
              - name: ten
                percentage: 10
                bake: PT1H
                min_samples: 500
                needs_approval: true
                timeout: PT2H
              - 100
            analyses:
              - validator: smoke
              - metric: p95
                max_ratio: 1.2
                tolerance: {consecutive_failures: 2}
              - metric: accuracy
                min: 0.95
                role: signal
                interval: PT30S
            soak: PT1H
            on_fail: pause
            """;

    private static final RolloutPlan PLAN = RolloutPlan.of(RolloutStrategy.CANARY)
            .variants("off", "on")
            .scope(Condition.segment("acme"))
            .gates(Analysis.validation("policy").build())
            .needsApproval(true)
            .shadow(Stage.named("shadow", Percentage.NONE)
                    .bake(Duration.ofHours(1))
                    .analyses(Analysis.validation("same").build())
                    .build())
            .stages(
                    Stage.of(Percentage.ofPercent(1))
                            .bake(Duration.ofMinutes(5))
                            .build(),
                    Stage.named("ten", Percentage.ofPercent(10))
                            .bake(Duration.ofHours(1))
                            .minSamples(500)
                            .needsApproval(true)
                            .timeout(Duration.ofHours(2))
                            .build(),
                    Stage.of(Percentage.ALL).bake(Duration.ofMinutes(5)).build())
            .analyses(
                    Analysis.validation("smoke").build(),
                    Analysis.metric("p95", Judge.Ratio.atMost(1.2))
                            .tolerance(new Tolerance(
                                    java.util.OptionalInt.empty(),
                                    java.util.OptionalInt.of(2),
                                    java.util.OptionalInt.empty(),
                                    4))
                            .build(),
                    Analysis.metric("accuracy", Judge.Threshold.atLeast(.95))
                            .role(Role.SIGNAL)
                            .interval(Duration.ofSeconds(30))
                            .build())
            .soak(Duration.ofHours(1))
            .reactions(Reactions.DEFAULTS.withOnFail(Reaction.PAUSE))
            .build();

    @TempDir
    private Path directory;

    @Test
    void yaml_isRead() throws IOException {
        assertThat(RolloutPlan.read(file("plan.yaml", YAML))).isEqualTo(PLAN);
        assertThat(RolloutPlan.read(file("plan.YML", YAML))).isEqualTo(PLAN);
    }

    @Test
    void json_saysTheSame() throws IOException {
        assertThat(RolloutPlan.read(file("plan.json", PLAN.toJson().toPrettyJson(2))))
                .isEqualTo(PLAN);
    }

    @Test
    void whatIsByDefault_isNotWritten() {
        assertThat(RolloutPlans.direct("hotfix").build().toJson().toJson())
                .isEqualTo("{\"strategy\":\"direct\",\"reason\":\"hotfix\","
                        + "\"stages\":[{\"name\":\"100 %\",\"percentage\":100}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'stages': [1]} | the rollout plan: \"strategy\" is required",
                "{'strategy': 'canry', 'stages': [1]} | at /strategy: unknown strategy \"canry\"; did you mean \"canary\"?",
                "{'strategy': 'canary'} | the rollout plan: \"stages\" is required",
                "{'strategy': 'canary', 'stages': [1], 'bakes': 'PT1M'} | at /bakes: unknown member \"bakes\"; did you mean \"bake\"?",
                "{'strategy': 'canary', 'stages': ['1']} | at /stages/0: is a string; an object is required",
                "{'strategy': 'canary', 'stages': [101]} | at /stages/0: percent not in [0, 100]: 101",
                "{'strategy': 'canary', 'stages': [0.0001]} | at /stages/0: percent finer than 0.001: 0.0001",
                "{'strategy': 'canary', 'stages': [{}]} | at /stages/0: \"percentage\" is required",
                "{'strategy': 'canary', 'stages': [10, 5]} | at /stages/1/percentage: falls: 5 % after 10 %",
                "{'strategy': 'canary', 'stages': [{'percentage': 1, 'bake': '5m'}]} | at /stages/0/bake: is no ISO-8601 duration such as \"PT10M\": \"5m\"",
                "{'strategy': 'canary', 'stages': [{'percentage': 1, 'min_samples': 1.5}]} | at /stages/0/min_samples: is 1.5; an integer is required",
                "{'strategy': 'canary', 'stages': [1], 'analyses': [{}]} | at /analyses/0: has neither \"validator\" and \"metric\"; one of them is required",
                "{'strategy': 'canary', 'stages': [1], 'analyses': [{'metric': 'm'}]} | at /analyses/0: has neither limits",
                "{'strategy': 'canary', 'stages': [1], 'analyses': [{'metric': 'm', 'max': 1, 'max_ratio': 1}]} | at /analyses/0: has both limits",
                "{'strategy': 'canary', 'stages': [1], 'analyses': [{'validator': 'v', 'max': 1}]} | at /analyses/0: has limits, which a validator does not look at",
                "{'strategy': 'canary', 'stages': [1], 'analyses': [{'metric': 'm', 'max': '1'}]} | at /analyses/0/max: is a string; a number is required",
                "{'strategy': 'canary', 'stages': [1], 'analyses': [{'validator': 'v', 'passes': 0}]} | at /analyses/0/passes: is below 1: 0",
                "{'strategy': 'canary', 'stages': [1], 'window': {'start': '2027-01-02T00:00:00Z', 'end': '2027-01-01T00:00:00Z'}} | at /window/end: is not after start",
                "{'strategy': 'canary', 'stages': [1], 'scope': {'op': 'equals'}} | at /scope: \"attribute\" is required",
                "{'strategy': 'canary', 'stages': [1], 'gates': [{'validator': 'v', 'role': 'observe'}]} | at /gates/0/role: is \"observe\"",
                "{'strategy': 'canary', 'stages': [1], 'shadow': 1} | at /shadow/percentage: is 1 %",
                "{'strategy': 'canary', 'stages': [1], 'on_fail': 'rollback'} | at /on_fail: unknown on_fail \"rollback\"; did you mean \"roll_back\"?",
            })
    void wrongPlan_isRefusedWhereItIsWrong(String json, String message) {
        assertThatThrownBy(() -> RolloutPlan.ofJson((JsonObject) JsonValue.parse(json.replace('\'', '"'))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void everythingThatIsWrong_isSaidAtOnce() {
        JsonObject json = (JsonObject) JsonValue.parse("""
                {"strategy": "x", "stages": [{"percentage": "1"}, 200], "soak": "1h", "enables": 1}
                """);

        assertThatThrownBy(() -> RolloutPlan.ofJson(json))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Problem::pointer)
                                .containsExactlyInAnyOrder(
                                        "/strategy", "/stages/0/percentage", "/stages/1", "/soak", "/enables"));
    }

    @Test
    void fileThatIsNoPlan_isNamed() throws IOException {
        assertThatThrownBy(() -> RolloutPlan.read(file("a.json", "[1]")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a.json: is an array; an object is required");
        assertThatThrownBy(() -> RolloutPlan.read(file("b.json", "{")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("b.json: is no JSON: ");
        assertThatThrownBy(() -> RolloutPlan.read(file("c.yaml", "a: [1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("c.yaml: is no YAML: ")
                .hasMessageContaining("line 1");
        Path bytes = Files.write(directory.resolve("d.yaml"), new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> RolloutPlan.read(bytes)).hasMessageContaining("d.yaml: is not UTF-8");
        assertThatThrownBy(() -> RolloutPlan.read(directory.resolve("none.yaml")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.yaml cannot be read");
    }

    @Test
    void yaml_isAsStrictAsJson() throws IOException {
        assertThatThrownBy(() -> RolloutPlan.read(file("a.yaml", "strategy: &s canary\nbaseline: *s\n")))
                .hasMessageContaining("an alias in line 2; write it out");
        assertThatThrownBy(() -> RolloutPlan.read(file("b.yaml", "reason: a\nreason: b\n")))
                .hasMessageContaining("is no YAML: ");
        assertThatThrownBy(() -> RolloutPlan.read(file("c.yaml", "a: 1\n---\nb: 2\n")))
                .hasMessageContaining("more than one document");
        assertThatThrownBy(() -> RolloutPlan.read(file("d.yaml", ""))).hasMessageContaining("is no YAML: empty");
    }

    private Path file(String name, String text) throws IOException {
        return Files.write(directory.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }
}
