package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.Explanation.Fallback;
import dev.flags.Explanation.Served;
import dev.flags.config.Flag;
import dev.flags.config.FlagType;
import dev.flags.config.Percentage;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.Version;
import dev.flags.testing.VirtualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway") // what applications may get wrong is asked for, too
class ExplanationTest {
    private static final EvaluationContext USER = EvaluationContext.ofUser("u");
    private static final JsonValue FALLBACK = new JsonString("fallback");
    private static final String FLAGS = """
            {"flags": [
              {"name": "half", "status": "percentage", "rollout_percentage": 50},
              {"name": "requires", "status": "enabled", "requires": [{"flag": "half", "variants": ["on", "off"]}], "default": "on"},
              {"name": "text", "status": "enabled", "variants": {"v": "hello"}, "off_variant": "v", "default": "v"},
              {"name": "refused", "status": "sideways"},
              {"name": "asks", "status": "enabled", "default": "off", "rules": [
                {"id": "r", "when": {"any": [{"flag": "refused"}, {"segment": "broken"}]}, "serve": "on"},
                {"id": "l", "serve": {"layer": "broken", "weights": {"on": 100}}}]}],
             "segments": [{"name": "broken", "included": 17}],
             "layers": [{"name": "broken", "slots": 17}]}
            """;

    private final Evaluator flags = Configured.evaluator(FLAGS);

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.flags.EvaluatorTest#unusableContexts")
    void unusableContext_isExplained(String name, @Nullable EvaluationContext context) {
        Explanation explanation = flags.explain("half", context);

        assertError(explanation, ErrorCode.INVALID_CONTEXT, context);
        assertThat(explanation.text()).contains("INVALID_CONTEXT");
    }

    @Test
    void whateverCannotBeAnswered_isExplainedWithTheErrorOfEvaluation() {
        assertError(flags.explain("none", USER), ErrorCode.FLAG_NOT_FOUND, USER);
        assertError(flags.explain("refused", USER), ErrorCode.PARSE_ERROR, USER);
        assertError(flags.explain("refused", null), ErrorCode.INVALID_CONTEXT, null);
    }

    private void assertError(Explanation explanation, ErrorCode error, @Nullable EvaluationContext context) {
        Evaluation<JsonValue> evaluation = flags.evaluateJson(explanation.flag(), context, FALLBACK);
        assertThat(evaluation.error()).isEqualTo(error);
        Fallback fallback = (Fallback) explanation.answer();
        assertThat(fallback.error()).isEqualTo(error);
        assertThat(fallback.reason()).isEqualTo(evaluation.reason());
        assertThat(fallback.revision()).isEqualTo(evaluation.revision());
        assertThat(explanation.steps()).isEmpty();
    }

    @Test
    void null_isAnUnknownFlag() {
        assertThat(flags.explain(null, USER).text()).startsWith("flag \"null\" has no answer");
        assertError(flags.explain(null, null), ErrorCode.FLAG_NOT_FOUND, null);
    }

    @Test
    void beforeAnythingIsLoaded_theProviderIsNotReady() {
        Flags none = new Evaluator(Snapshot.notReady(InstantSource.system()), Observer.NONE);

        assertThat(((Fallback) none.explain("half", USER).answer()).error()).isEqualTo(ErrorCode.PROVIDER_NOT_READY);
        assertThat(none.explain("half", USER).text()).isEqualTo("""
                        flag "half" has no answer (PROVIDER_NOT_READY): callers get their fallback
                        no configuration has been loaded yet
                        """);
    }

    @Test
    void defectOfOurs_isExplainedAsGeneral() {
        Step undecided = new Step.Scheduled(CompiledWindow.ALWAYS, anyOutcome());
        CompiledFlag broken = new CompiledFlag(
                "broken", FlagType.BOOLEAN, 7, new Step[] {undecided}, false, false, new LongAdder(), null, false);
        Flags evaluator = new Evaluator(
                Snapshot.of(new Version("test", 1), List.of(broken), InstantSource.system()), Observer.NONE);

        Fallback fallback = (Fallback) evaluator.explain("broken", USER).answer();
        assertThat(evaluator.evaluateBoolean("broken", USER, true).error()).isEqualTo(ErrorCode.GENERAL);
        assertThat(fallback)
                .isEqualTo(new Fallback(
                        ErrorCode.GENERAL, "evaluating it failed with java.lang.IllegalStateException", 7, false));
    }

    private static Outcome anyOutcome() {
        return new Outcomes("any", Flag.builder("any").build().definition(), 1, new FlagCounters())
                .of("off", Reason.STATIC, null);
    }

    @Test
    void staleConfiguration_isSaid_andTheReasonThatItHides() {
        Explanation explanation =
                new Evaluator(flags.snapshot().asOld(Duration.ZERO, true), Observer.NONE).explain("half", USER);

        Served served = (Served) explanation.answer();
        assertThat(served.reason()).isEqualTo(Reason.STALE);
        assertThat(served.isStale()).isTrue();
        assertThat(explanation.decisive().orElseThrow().reason()).isEqualTo(Reason.SPLIT);
        assertThat(new Evaluator(flags.snapshot().asOld(Duration.ZERO, true), Observer.NONE)
                        .explain("none", USER)
                        .answer()
                        .isStale())
                .isTrue();
    }

    @Test
    void explaining_isNotCounted() {
        try (FeatureFlagManager manager = FeatureFlagManager.builder()
                .store(CompiledAnswers.storeOf(FLAGS))
                .clock(VirtualClock.startingAt(Instant.EPOCH))
                .build()) {
            manager.explain("requires", USER);
            manager.flags().explain("half", USER);
            assertThat(evaluations(manager)).isZero();

            manager.isEnabled("half", USER);
            assertThat(evaluations(manager)).isEqualTo(1);
        }
    }

    private static long evaluations(FeatureFlagManager manager) {
        return Stream.of("half", "requires")
                .flatMap(flag -> manager.getFlagStats(flag).orElseThrow().evaluations().values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    @Test
    void whatWasRefused_isNamedWhereAFlagRefersToIt() {
        assertThat(flags.explain("asks", USER).text()).isEqualTo("""
                        flag "asks" serves "off", which is false
                        reason DEFAULT, revision 1
                           1. rule "r": does not apply
                                no   any of these
                                     no   flag "refused" has no answer (PARSE_ERROR), would need "on"
                                     no   segment "broken": there is no valid segment of this name
                           2. rule "l": does not apply
                                no   layer "broken": bucket 45.085 % (user = "u") finds no slots at all
                        => 3. default: serves "off"
                        """);
    }

    /** Nothing of a context, of a list or of a condition is in any toString, and of a list only what is of the context. */
    @Test
    void toString_hasNoValues() {
        String secret = "5ecret";
        String file = """
                {"flags": [{"name": "f", "status": "enabled", "variants": {"on": true, "off": false},
                  "requires": [{"flag": "other"}],
                  "denied": [{"units": ["5ecret-listed"]}, {"units": ["5ecret-u"], "until": "2020-01-01T00:00:00Z"}],
                  "targets": [{"variant": "on", "units": ["5ecret-listed"], "attribute": "groups"}],
                  "rules": [
                    {"id": "a", "when": {"attribute": "a", "op": "in", "values": ["5ecret-operand"]}, "serve": "on"},
                    {"id": "b", "when": {"attribute": "user", "op": "bucket", "values": ["5ecret-salt", 0, 0]}, "serve": "on"},
                    {"id": "c", "when": {"attribute": "c", "op": "equals", "values": ["5ecret-operand"]}, "serve": "on"},
                    {"id": "d", "when": {"segment": "s"}, "serve": "on"},
                    {"id": "e", "serve": {"weights": {"on": 0}, "dialect": {"name": "launchdarkly", "key": "k", "salt": "s"}}},
                    {"id": "f", "serve": {"weights": {"on": 0, "off": 0}}}],
                  "default": {"weights": {"on": 50, "off": 50}}},
                  {"name": "other", "status": "enabled", "enabled_users": ["5ecret-u"]}],
                 "segments": [{"name": "s", "excluded": ["5ecret-listed"], "included": ["5ecret-x"],
                   "when": {"attribute": "groups", "op": "in", "values": ["5ecret-operand"]}}]}
                """;
        EvaluationContext context = EvaluationContext.builder(secret + "-u")
                .groups(secret + "-g", secret + "-h")
                .attribute("a", Map.of(secret, secret))
                .build();
        Explanation explanation = Configured.evaluator(file).explain("f", context);

        assertThat(explanation.steps()).hasSize(11);
        assertThat(explanation.decisive())
                .get()
                .extracting(ExplainedStep.Served::kind)
                .isEqualTo(ExplainedStep.Kind.DEFAULT);
        assertThat(explanation.steps().toString()).contains("user", "groups").doesNotContain(secret);
        assertThat(explanation.toString())
                .isEqualTo("Explanation[" + "flag \"f\" serves " + "\"" + served(explanation) + "\", SPLIT]");
        assertThat(explanation.text()).contains(secret + "-u", secret + "-g").doesNotContain("listed\"", secret + "-x");
        assertThat(explanation.toJson().toJson())
                .contains(secret + "-u", secret + "-g")
                .doesNotContain(secret + "-listed", secret + "-x");
    }

    private static String served(Explanation explanation) {
        return ((Served) explanation.answer()).variant();
    }

    @Test
    void listOfThousands_isCounted() {
        String users =
                IntStream.range(0, 10_000).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));
        Flags many = Configured.evaluator(
                "{\"flags\": [{\"name\": \"f\", \"status\": \"percentage\", \"rollout_percentage\": 0, \"enabled_users\": ["
                        + users + "]}]}");

        assertThat(many.explain("f", EvaluationContext.ofUser("u17")).text())
                .contains("user = \"u17\", among 10 000 listed");
        assertThat(many.explain("f", EvaluationContext.ofUser("x")).text())
                .contains("user = \"x\", not among 10 000 listed");
        assertThat(many.explain("f", EvaluationContext.ofUser("x")).toJson().toJson())
                .hasSizeLessThan(1_000);
    }

    @Test
    void manyRanges_areShortened() {
        String ranges = IntStream.range(0, 256)
                .mapToObj(i -> "[\"" + (i % 2 == 0 ? "on" : "off") + "\", " + i * 100 + ", " + (i + 1) * 100 + "]")
                .collect(Collectors.joining(","));
        Flags many = Configured.evaluator(
                "{\"flags\": [{\"name\": \"f\", \"status\": \"enabled\", \"default\": {\"ranges\": [" + ranges
                        + "]}}]}");

        assertThat(many.explain("f", EvaluationContext.ofUser("u")).text())
                .contains("bucket 66.749", "\"off\" [0.7 %, 0.8 %) and 248 more");
    }

    static List<Arguments> values() {
        Map<String, @Nullable Object> map = new HashMap<>();
        map.put("k", "v");
        map.put("none", null);
        return List.of(
                Arguments.of(17, "17"),
                Arguments.of(0.5, "0.5"),
                Arguments.of(true, "true"),
                Arguments.of(Double.NEGATIVE_INFINITY, "\"-Infinity\""),
                Arguments.of(new BigDecimal("1e300").add(BigDecimal.ONE), "\"1" + "0".repeat(299) + "1\""),
                Arguments.of(new String[] {"a", null}, "[\"a\",null]"),
                Arguments.of(List.of(Map.of("k", 1), List.of()), "[{\"k\":1},[]]"),
                Arguments.of(map, "{\"k\":\"v\"}"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("values")
    void valuesOfAContext_areShownAsJson(Object value, String json) {
        Flags asks = Configured.evaluator("""
                {"flags": [{"name": "f", "status": "enabled", "conditions": {"a": "x"}}]}
                """);
        Explanation explanation = asks.explain(
                "f", EvaluationContext.builder().attribute("a", value).build());
        Finding.AllOf conditions =
                (Finding.AllOf) explanation.decisive().orElseThrow().findings().get(0);

        assertThat(((ClauseFinding.Compared) conditions.parts().get(0)).actual().toJson())
                .isEqualTo(json);
    }

    @Test
    void valueOfAFlag_isJsonOfItsType() {
        assertThat(((Served) flags.explain("text", USER).answer()).value()).isEqualTo(new JsonString("hello"));
        assertThat(((JsonObject) flags.explain("text", USER)
                                .toJson()
                                .get("answer")
                                .orElseThrow())
                        .get("value"))
                .contains(new JsonString("hello"));
    }

    @Test
    void percentageThatCannotBeSet_entersNowhere() {
        Flags evaluator = Configured.evaluator("""
                {"flags": [
                  {"name": "three", "status": "enabled", "variants": {"on": true, "off": false, "no": false},
                   "default": {"weights": {"on": 30, "off": 30, "no": 40}}},
                  {"name": "never", "status": "enabled", "variants": {"a": false, "b": false}, "off_variant": "a",
                   "default": {"weights": {"a": 30, "b": 70}}},
                  {"name": "same", "status": "enabled", "off_variant": "on", "default": {"weights": {"on": 30}}},
                  {"name": "text", "status": "enabled", "variants": {"a": "x", "b": "y"}, "off_variant": "a",
                   "default": {"weights": {"a": 30, "b": 70}}},
                  {"name": "elsewhere", "status": "enabled", "default": "off", "rollout": {"id": "r", "baseline": "off",
                   "candidate": "on", "serve": {"ranges": [["on", 10, 20]]}}}]}
                """);
        for (String flag : List.of("three", "never", "same", "text", "elsewhere")) {
            assertThat(evaluator.explain(flag, USER).text())
                    .as(flag)
                    .contains("bucket")
                    .doesNotContain("would");
        }
    }

    /** Four levels of twenty flags that each look at all of the next level: 8 000 ways, and one page. */
    @Test
    void explanationOfManyFlags_staysReadable() {
        StringBuilder flags = new StringBuilder();
        for (int level = 0; level < 4; level++) {
            for (int i = 0; i < 20; i++) {
                String below = level == 3
                        ? "[]"
                        : IntStream.range(0, 20)
                                .mapToObj(("{\"flag\": \"f" + (level + 1) + "-%d\"}")::formatted)
                                .collect(Collectors.joining(",", "[", "]"));
                flags.append(flags.isEmpty() ? "" : ",")
                        .append("{\"name\": \"f%d-%d\", \"status\": \"enabled\", \"default\": \"off\","
                                        .formatted(level, i)
                                + "\"rules\": [{\"id\": \"r\", \"when\": {\"all\": " + below
                                + "}, \"serve\": \"on\"}]}");
            }
        }

        Explanation explanation =
                Configured.evaluator("{\"flags\": [" + flags + "]}").explain("f0-0", EvaluationContext.ofUser("alice"));

        assertThat(explanation.answer()).extracting("variant").isEqualTo("on");
        assertThat(explanation.text()).hasSizeLessThan(500_000);
    }

    @Test
    void example_ofTheDocumentation() {
        try (FeatureFlagManager manager =
                FeatureFlagManager.builder().store(new MemoryConfigStore()).build()) {
            manager.setFlag(
                    Flag.builder("new_checkout")
                            .percentage(Percentage.ofPercent(10))
                            .enabledUsers(List.of("alice", "bob"))
                            .build(),
                    Change.by("alice", "first ten percent"));

            assertThat(manager.explain("new_checkout", EvaluationContext.ofUser("user-47"))
                            .text())
                    .isEqualTo("""
                            flag "new_checkout" serves "off", which is false
                            reason SPLIT, revision 1
                               1. enabled_users: does not apply
                                    no   user = "user-47", not among 2 listed
                            => 2. percentage: serves "off"
                                    no   bucket 53.387 % (user = "user-47") is outside of "on" [0 %, 10 %); would enter "on" at 53.388 %
                            """);
        }
    }
}
