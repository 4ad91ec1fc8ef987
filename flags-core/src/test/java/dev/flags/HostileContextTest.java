package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.json.JsonArray;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attributes that throw, change, lie, never end or are in themselves: a context of them is built at once and without an
 * exception, and every question in it gets the fallback, or the right answer if the value can be used.
 */
@SuppressWarnings("NullAway") // what applications may get wrong is asked for, too
class HostileContextTest {
    /** A proof that it ends, not a measure of speed. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final String FLAGS = """
            {"flags": [
              {"name": "on", "status": "enabled"},
              {"name": "text", "status": "enabled", "variants": {"v": "hello"}, "off_variant": "v", "default": "v"},
              {"name": "int", "status": "enabled", "variants": {"v": 42}, "off_variant": "v", "default": "v"},
              {"name": "double", "status": "enabled", "variants": {"v": 2.5}, "off_variant": "v", "default": "v"},
              {"name": "json", "type": "json", "status": "enabled", "variants": {"v": {"k": [1]}}, "off_variant": "v", "default": "v"},
              {"name": "number", "status": "enabled", "conditions": {"a": {"type": "number"}}},
              {"name": "above", "status": "enabled", "conditions": {"a": {"gt": 1e300}}},
              {"name": "x", "status": "enabled", "conditions": {"a": "x"}},
              {"name": "inner", "status": "enabled", "conditions": {"/a/k": "x"}},
              {"name": "listed", "status": "percentage", "rollout_percentage": 0, "enabled_users": ["u"], "enabled_groups": ["x"]},
              {"name": "all", "status": "enabled", "rules": [{"id": "r", "when": {"any": [
                {"attribute": "a", "op": "equals", "values": ["y", 1, true]}, {"attribute": "a", "op": "all_of", "values": ["y"]},
                {"attribute": "a", "op": "starts_with", "values": ["y"], "ignore_case": true},
                {"attribute": "a", "op": "matches", "values": ["^y$"]}, {"attribute": "a", "op": "between", "values": [1, 1]},
                {"attribute": "a", "op": "before", "values": ["0000-01-01T00:00:00Z"]},
                {"attribute": "a", "op": "semver_lt", "values": ["0.0.0-0"]}, {"attribute": "a", "op": "cidr", "values": ["::1"]},
                {"attribute": "a", "op": "size", "values": [77]}, {"attribute": "a", "op": "modulo", "values": [7, 6]},
                {"attribute": "a", "op": "bucket", "values": ["s", 0, 0]}, {"segment": "s"}]}, "serve": "on"}],
               "default": {"weights": {"on": 100}, "bucket_by": ["/a/k", "a", "user"]}}],
             "segments": [{"name": "s", "attribute": "a", "excluded": ["y"], "included": ["z"]}]}
            """;

    private final Evaluator flags = Configured.evaluator(FLAGS);

    static Stream<Arguments> unusable() {
        List<Object> inItself = new ArrayList<>(Collections.nCopies(90_000, "x"));
        inItself.set(0, inItself);
        Map<String, Object> mapInItself = new HashMap<>();
        mapInItself.put("k", List.of(mapInItself));
        Object deep = "x";
        JsonValue deepJson = new JsonString("x");
        for (int i = 0; i < 5_000; i++) {
            deep = new Object[] {deep};
            deepJson = JsonArray.of(deepJson);
        }
        return Stream.of(
                Arguments.of("iterator throws", new Hostile.Elements(1, Hostile::thrown)),
                Arguments.of("iterator never ends", new Hostile.Elements(Integer.MAX_VALUE, () -> "x")),
                Arguments.of("elements throw", new Hostile.Elements(1, () -> new Hostile.Elements(1, Hostile::thrown))),
                Arguments.of("list recurses", new Hostile.Endless()),
                Arguments.of("text recurses", new Hostile.Text(Hostile::overflow)),
                Arguments.of("text is null", new Hostile.Text(() -> null)),
                Arguments.of("text of 10 MB", new Hostile.Text(() -> Hostile.SECRET.repeat(1_000_000))),
                Arguments.of("string of 10 MB", Hostile.SECRET.repeat(1_000_000)),
                Arguments.of("map throws", new Hostile.Entries(action -> Hostile.thrown())),
                Arguments.of("map recurses", new Hostile.Entries(action -> Hostile.overflow())),
                Arguments.of("keys that are null", Collections.singletonMap(null, "x")),
                Arguments.of("keys that are numbers", Map.of(1, "x")),
                Arguments.of("keys that throw", Collections.singletonMap(new Hostile.Text(Hostile::thrown), "x")),
                Arguments.of("large list in itself", inItself),
                Arguments.of("map in itself", mapInItself),
                Arguments.of("map in a list in itself", List.of(mapInItself)),
                Arguments.of("arrays in arrays", deep),
                Arguments.of("JSON in JSON", deepJson),
                Arguments.of("a million values", Collections.nCopies(1_000_000, 1)),
                Arguments.of("ten million bytes", new byte[10_000_000]),
                Arguments.of("lists of nulls", Collections.nCopies(100, Collections.nCopies(50_000, null))),
                Arguments.of("integer of 50 million bits", BigInteger.ONE.shiftLeft(50_000_000)),
                Arguments.of("decimal of 50 million bits", new BigDecimal(BigInteger.ONE.shiftLeft(50_000_000), 7)),
                Arguments.of("exponent of a billion", new BigDecimal("1e999999999")),
                Arguments.of("digit at place a billion", new BigDecimal("1e-999999999")),
                Arguments.of("number without text", new Hostile.Quantity(() -> null)),
                Arguments.of("number that throws", new Hostile.Quantity(Hostile::thrown)),
                Arguments.of("number that recurses", new Hostile.Quantity(Hostile::overflow)),
                Arguments.of("number of ten million digits", new Hostile.Quantity(() -> "1".repeat(10_000_000))),
                Arguments.of("iterable", (Iterable<String>) Collections::emptyIterator));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void unusableValue_isAnsweredWithTheFallback(String name, Object value) {
        Assertions.assertTimeoutPreemptively(DEADLINE, () -> {
            assertFallbacks(() -> EvaluationContext.builder(Hostile.SECRET).attribute("a", value));
            assertFallbacks(() -> EvaluationContext.builder(Hostile.SECRET).attribute("a", Map.of("k", value)));
        });
    }

    @Test
    void unusableMapOfAttributes_isAnsweredWithTheFallback() {
        for (Map<String, ?> attributes : List.of(
                Collections.<String, Object>singletonMap(null, "x"),
                new Hostile.Entries(action -> Hostile.thrown()),
                new Hostile.Entries(action -> Hostile.overflow()))) {
            assertFallbacks(() -> EvaluationContext.builder(Hostile.SECRET).attributes(attributes));
        }
    }

    static Stream<Arguments> usable() {
        return Stream.of(
                Arguments.of("NaN", Double.NaN, Set.of()),
                Arguments.of("NaN as a float", Float.NaN, Set.of()),
                Arguments.of("infinity", Double.POSITIVE_INFINITY, Set.of()),
                Arguments.of("the largest double", Double.MAX_VALUE, Set.of("number", "above")),
                Arguments.of("beyond every double", new BigDecimal("1e400"), Set.of("number", "above")),
                Arguments.of("below every double", new BigDecimal("1e-400"), Set.of("number")),
                Arguments.of("400 digits", BigInteger.TEN.pow(399), Set.of("number", "above")),
                Arguments.of(
                        "decimal that cannot be compared",
                        new Hostile.Uncomparable("1e301"),
                        Set.of("number", "above")),
                Arguments.of("integer that lies", new Hostile.Lying("7"), Set.of("number")),
                Arguments.of("text that is equal to nothing", new Hostile.Text(() -> "x"), Set.of("x")),
                Arguments.of("constant whose text cannot be had", Hostile.Constant.x, Set.of("x")),
                Arguments.of(
                        "map that cannot be asked",
                        new Hostile.Entries(action -> action.accept("k", "x")),
                        Set.of("inner")),
                Arguments.of("null in a list", new Object[] {null, "x", null}, Set.of("x")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("usable")
    void usableValue_isAnsweredRightly(String name, Object value, Set<String> on) {
        EvaluationContext context =
                EvaluationContext.builder("v").attribute("a", value).build();

        assertThat(context.problem()).isEmpty();
        for (String flag : List.of("number", "above", "x", "inner")) {
            assertThat(flags.isEnabled(flag, context)).as(flag).isEqualTo(on.contains(flag));
            assertThat(flags.evaluateBoolean(flag, context, !on.contains(flag)).value())
                    .isEqualTo(on.contains(flag));
        }
        assertThat(flags.isEnabled("on", context)).isTrue();
        assertThat(flags.isEnabled("listed", context)).isFalse();
        assertThat(flags.evaluateBoolean("all", context, false).error()).isNull();
        assertThat(flags.evaluateAll(context)).hasSize(11);
    }

    @Test
    void groupsThatChangeMeanwhile_areThoseOfOneMomentOrNone() throws Exception {
        List<String> groups = new ArrayList<>(List.of("x"));
        Map<String, Object> nested = new HashMap<>(Map.of("k", "x"));
        AtomicBoolean isDone = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; !isDone.get(); i++) {
                        groups.add("y" + i % 50);
                        nested.put("y" + i % 50, i);
                        if (i % 50 == 49) {
                            groups.subList(1, groups.size()).clear();
                            nested.keySet().removeIf(key -> !key.equals("k"));
                        }
                    }
                },
                OwnThread.EXECUTOR);
        try {
            assertThat(answered(groups, nested)).isPositive();
        } finally {
            isDone.set(true);
        }
        writer.get(30, TimeUnit.SECONDS);
    }

    /** How often both could be used. */
    private int answered(List<String> groups, Map<String, Object> nested) {
        int answered = 0;
        for (int i = 0; i < 2_000; i++) {
            EvaluationContext context = EvaluationContext.builder("v")
                    .groups(groups)
                    .attribute("a", nested)
                    .build();
            if (context.problem().isPresent()) {
                assertFallbacks(context);
            } else {
                assertThat(flags.isEnabled("listed", context)).isTrue();
                // A map that is changed while it is read may show any of its entries, or not.
                assertThat(flags.evaluateBoolean("inner", context, false).error())
                        .isNull();
                answered++;
            }
        }
        return answered;
    }

    @Test
    void valuesThatChangeLater_doNotChangeAnAnswer() {
        List<String> list = new ArrayList<>(List.of("x"));
        Object[] array = {list};
        Map<String, Object> map = new HashMap<>(Map.of("k", "x"));
        EvaluationContext.Builder builder = EvaluationContext.builder("u").attribute("a", map);
        EvaluationContext inMap = builder.build();
        EvaluationContext inList =
                EvaluationContext.builder("u").attribute("a", list).build();
        EvaluationContext inArray = EvaluationContext.builder("u")
                .attribute("a", Map.of("k", array))
                .build();
        builder.attribute("a", "y").attribute("user", null);
        list.clear();
        array[0] = "y";
        map.clear();

        assertThat(flags.isEnabled("inner", inMap)).isTrue();
        assertThat(flags.isEnabled("x", inList)).isTrue();
        assertThat(flags.evaluateBoolean("inner", inArray, true).value()).isFalse();
        assertThat(flags.isEnabled("listed", inMap)).isTrue();
        assertThat(flags.isEnabled("listed", builder.build())).isFalse();
    }

    /** A context would refuse it, and so does the shorter way to ask. */
    @Test
    void userOf10Megabytes_isAnsweredAsInAContext() {
        String user = Hostile.SECRET.repeat(1_000_000);
        EvaluationContext context = EvaluationContext.ofUser(user);

        assertFallbacks(context);
        assertThat(flags.isEnabled("on", user)).isFalse();
        assertThat(flags.bool("on").isEnabled(user)).isFalse();
        assertThat(flags.bool("on", true).isEnabled(user)).isTrue();
        assertThat(flags.isEnabled("on", "x".repeat(65_536))).isTrue();
        assertThat(flags.isEnabled("on", "x".repeat(65_537))).isFalse();

        List<FlagRead> reads = new ArrayList<>();
        new Evaluator(Configured.snapshot(FLAGS), new ReadObserver(reads::add)).isEnabled("on", user);
        assertThat(reads).containsExactly(new FlagRead("on", Question.BOOLEAN, null, ErrorCode.INVALID_CONTEXT));
    }

    @Test
    void nesting_isAllowed16Deep() {
        Object list = "x";
        Object map = "x";
        for (int depth = 1; depth <= 17; depth++) {
            list = List.of(list);
            map = Map.of("k", map);
            for (Object nested : List.of(list, map)) {
                assertThat(EvaluationContext.builder()
                                .attribute("a", nested)
                                .build()
                                .problem()
                                .isPresent())
                        .isEqualTo(depth > 16);
            }
        }
    }

    @Test
    void attributesByTheThousand_areBuiltAtOnceAndFound() {
        Map<String, Object> attributes = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            attributes.put("attribute" + i, i);
        }
        attributes.put("a", "x");

        EvaluationContext context = Assertions.assertTimeout(
                DEADLINE,
                () -> EvaluationContext.builder().attributes(attributes).build());

        assertThat(flags.isEnabled("x", context)).isTrue();
        assertThat(flags.isEnabled("x", context.toBuilder().attribute("a", null).build()))
                .isFalse();
        assertThat(context.toBuilder().build()).hasToString(context.toString());
    }

    /** Nothing of the value in what is said about it, and nothing logged at all. */
    private void assertFallbacks(Supplier<EvaluationContext.Builder> builder) {
        List<String> logged = CapturedLogs.of(() -> {
            EvaluationContext context = builder.get().build();
            assertFallbacks(context);
            assertThat(context.problem().orElseThrow() + context + flags.explain("x", context))
                    .doesNotContain(Hostile.SECRET)
                    .hasSizeLessThan(2_000);
        });
        assertThat(logged).isEmpty();
    }

    private void assertFallbacks(EvaluationContext context) {
        JsonValue mine = JsonNumber.of(7);
        assertThat(context.problem()).isPresent();
        assertThat(flags.isEnabled("on", context)).isFalse();
        assertThat(flags.isEnabled("on", context, true)).isTrue();
        assertThat(flags.variant("on", context, "mine")).isEqualTo("mine");
        assertThat(flags.stringValue("text", context, "mine")).isEqualTo("mine");
        assertThat(flags.longValue("int", context, 7)).isEqualTo(7);
        assertThat(flags.intValue("int", context, 7)).isEqualTo(7);
        assertThat(flags.doubleValue("double", context, 7)).isEqualTo(7);
        assertThat(flags.jsonValue("json", context, mine)).isEqualTo(mine);
        assertThat(flags.evaluateBoolean("on", context, true)).isEqualTo(fallback(true));
        assertThat(flags.evaluateString("text", context, "mine")).isEqualTo(fallback("mine"));
        assertThat(flags.evaluateLong("int", context, 7)).isEqualTo(fallback(7L));
        assertThat(flags.evaluateDouble("double", context, 7)).isEqualTo(fallback(7.0));
        assertThat(flags.evaluateJson("json", context, mine)).isEqualTo(fallback(mine));
        assertThat(flags.evaluateAll(context)).isEmpty();
        assertThat(flags.bool("on").isEnabled(context)).isFalse();
        assertThat(flags.bool("on", true).isEnabled(context)).isTrue();
        assertThat(flags.bool("on", true).evaluate(context)).isEqualTo(fallback(true));
        assertThat(flags.string("text", "mine").value(context)).isEqualTo("mine");
        assertThat(flags.integer("int", 7).evaluate(context)).isEqualTo(fallback(7L));
        assertThat(flags.number("double", 7).evaluate(context)).isEqualTo(fallback(7.0));
        assertThat(flags.json("json", mine).evaluate(context)).isEqualTo(fallback(mine));
    }

    private static <T> Evaluation<T> fallback(T value) {
        return new Evaluation<>(value, null, Reason.ERROR, ErrorCode.INVALID_CONTEXT, null, 1);
    }
}
