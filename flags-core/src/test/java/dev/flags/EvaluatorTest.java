package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway") // what applications may get wrong is asked for, too
class EvaluatorTest {
    private static final EvaluationContext USER = EvaluationContext.ofUser("u");
    private static final String FLAGS = """
            {"flags": [
              {"name": "on", "status": "enabled"},
              {"name": "off", "status": "disabled"},
              {"name": "half", "status": "percentage", "rollout_percentage": 50},
              {"name": "listed", "status": "percentage", "rollout_percentage": 0, "enabled_users": ["u"]},
              {"name": "text", "status": "enabled", "variants": {"v": "hello"}, "off_variant": "v", "default": "v"},
              {"name": "int", "status": "enabled", "variants": {"v": 42}, "off_variant": "v", "default": "v"},
              {"name": "big", "status": "enabled", "variants": {"v": 9007199254740993}, "off_variant": "v", "default": "v"},
              {"name": "max", "status": "enabled", "variants": {"v": 9223372036854775807}, "off_variant": "v", "default": "v"},
              {"name": "whole", "type": "double", "status": "enabled", "variants": {"v": 3.0}, "off_variant": "v", "default": "v"},
              {"name": "huge", "type": "double", "status": "enabled", "variants": {"v": 1e300}, "off_variant": "v", "default": "v"},
              {"name": "double", "status": "enabled", "variants": {"v": 2.5}, "off_variant": "v", "default": "v"},
              {"name": "json", "type": "json", "status": "enabled", "variants": {"v": {"k": [1, true]}}, "off_variant": "v", "default": "v"},
              {"name": "refused", "status": "sideways"}]}
            """;

    private final Evaluator flags = Configured.evaluator(FLAGS);

    static Stream<Arguments> unusableContexts() {
        Map<String, Object> self = new HashMap<>();
        self.put("self", self);
        List<Object> list = new ArrayList<>();
        list.add(list);
        return Stream.of(
                Arguments.of("null", null),
                Arguments.of("toString throws", with(new Throwing())),
                Arguments.of("map throws while it is read", with(new ThrowingMap())),
                Arguments.of(
                        "attributes throw",
                        EvaluationContext.builder("u")
                                .attributes(new ThrowingMap())
                                .build()),
                Arguments.of(
                        "attributes are null",
                        EvaluationContext.builder("u").attributes(null).build()),
                Arguments.of("map in itself", with(self)),
                Arguments.of("list in itself", with(list)),
                Arguments.of("10 MB", with("x".repeat(10_000_000))),
                Arguments.of("unknown type", with(new Object())),
                Arguments.of("keys that are no strings", with(Map.of(1, 2))),
                Arguments.of(
                        "a name that is null",
                        EvaluationContext.builder("u").attribute(null, 1).build()),
                Arguments.of("optionals in optionals", with(optionals(100_000))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusableContexts")
    void everyQuestion_inAnUnusableContext_getsTheFallback(String name, EvaluationContext context) {
        assertThat(flags.isEnabled("on", context)).isFalse();
        assertThat(flags.isEnabled("on", context, true)).isTrue();
        assertThat(flags.variant("on", context, "mine")).isEqualTo("mine");
        assertThat(flags.stringValue("text", context, "mine")).isEqualTo("mine");
        assertThat(flags.longValue("int", context, 7)).isEqualTo(7);
        assertThat(flags.intValue("int", context, 7)).isEqualTo(7);
        assertThat(flags.doubleValue("double", context, 7)).isEqualTo(7);
        assertThat(flags.jsonValue("json", context, new JsonString("x"))).isEqualTo(new JsonString("x"));
        assertThat(flags.evaluateBoolean("on", context, true))
                .isEqualTo(new Evaluation<>(true, null, Reason.ERROR, ErrorCode.INVALID_CONTEXT, null, 1));
        assertThat(flags.evaluateAll(context)).isEmpty();
        assertThat(flags.bool("on", true).isEnabled(context)).isTrue();
        assertThat(flags.string("text", "mine").value(context)).isEqualTo("mine");
        if (context != null) {
            assertThat(context.problem()).isPresent();
        }
    }

    @Test
    void problem_ofAContext_neverHoldsTheValue() {
        EvaluationContext context = with("secret".repeat(100_000));

        assertThat(context.problem())
                .hasValueSatisfying(problem ->
                        assertThat(problem).contains("attribute \"a\"").doesNotContain("secret"));
        assertThat(context.toString()).doesNotContain("secret");
    }

    @Test
    void nullFlagAndNullUser_areAnsweredToo() {
        assertThat(flags.isEnabled(null, "u")).isFalse();
        assertThat(flags.isEnabled(null, USER, true)).isTrue();
        assertThat(flags.isEnabled("on", (String) null)).isTrue();
        assertThat(flags.isEnabled("half", (String) null)).isFalse();
        assertThat(flags.variant(null, USER, "mine")).isEqualTo("mine");
        assertThat(flags.evaluateString(null, USER, null).error()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        assertThat(flags.stringValue("none", USER, null)).isNull();
        assertThat(flags.bool(null).isEnabled(USER)).isFalse();
        assertThat(flags.bool("on").isEnabled((String) null)).isTrue();
    }

    @Test
    void emptyUser_isAMissingUnit() {
        assertThat(flags.evaluateBoolean("half", EvaluationContext.empty(), true))
                .isEqualTo(new Evaluation<>(false, "off", Reason.SPLIT, ErrorCode.TARGETING_KEY_MISSING, null, 1));
        assertThat(flags.isEnabled("half", "")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "int, 42",
        "big, 9007199254740993",
        "max, 9223372036854775807",
        "whole, 3",
        "double, -1",
        "huge, -1",
        "text, -1",
        "json, -1",
        "on, -1",
        "refused, -1",
        "none, -1"
    })
    void longValue_convertsOnlyWithoutLoss(String flag, long expected) {
        assertThat(flags.longValue(flag, USER, -1)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"int, 42", "big, -1", "whole, 3", "double, -1", "none, -1"})
    void intValue_convertsOnlyWhatFits(String flag, int expected) {
        assertThat(flags.intValue(flag, USER, -1)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"int, 42", "big, -1", "max, -1", "whole, 3", "double, 2.5", "huge, 1e300", "text, -1", "json, -1"})
    void doubleValue_convertsOnlyWithoutLoss(String flag, double expected) {
        assertThat(flags.doubleValue(flag, USER, -1)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"on; true", "text; \"hello\"", "int; 42", "double; 2.5", "json; {\"k\":[1,true]}"})
    void jsonValue_convertsEverything(String flag, String expected) {
        assertThat(flags.jsonValue(flag, USER, JsonNumber.of(0))).isEqualTo(JsonValue.parse(expected));
    }

    @Test
    void wrongType_isTheFallbackAndTypeMismatch() {
        assertThat(flags.evaluateBoolean("text", USER, true))
                .isEqualTo(new Evaluation<>(true, null, Reason.ERROR, ErrorCode.TYPE_MISMATCH, null, 1));
        assertThat(flags.evaluateString("int", USER, "x").error()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(flags.evaluateLong("double", USER, 1).error()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(flags.isEnabled("text", USER)).isFalse();
        assertThat(flags.isEnabled("text", "u")).isFalse();
        assertThat(flags.isEnabled("text", USER, true)).isTrue();
        assertThat(flags.variant("text", USER, "x")).isEqualTo("v");
    }

    @Test
    void fallbackOfTrue_isNotServedForAFlagThatIsOff() {
        assertThat(flags.isEnabled("off", USER, true)).isFalse();
        assertThat(flags.bool("off", true).isEnabled(USER)).isFalse();
    }

    @Test
    void refusedFlag_isAParseError() {
        assertThat(flags.evaluateBoolean("refused", USER, true))
                .isEqualTo(new Evaluation<>(true, null, Reason.ERROR, ErrorCode.PARSE_ERROR, null, 1));
        assertThat(flags.evaluateAll(USER)).doesNotContainKey("refused");
    }

    @Test
    void beforeAnythingWasLoaded_theProviderIsNotReady() {
        Evaluator early = new Evaluator(Snapshot.notReady(InstantSource.system()), Observer.NONE);

        assertThat(early.evaluateBoolean("on", USER, true))
                .isEqualTo(new Evaluation<>(true, null, Reason.ERROR, ErrorCode.PROVIDER_NOT_READY, null, 0));
        assertThat(early.isEnabled("on", USER)).isFalse();
        assertThat(early.evaluateAll(USER)).isEmpty();
    }

    @Test
    void evaluateAll_agreesWithEachQuestion() {
        Map<String, Evaluation<Object>> all = flags.evaluateAll(USER);

        assertThat(all).hasSize(12);
        assertThat(all.get("on")).isEqualTo(flags.evaluateBoolean("on", USER, false));
        assertThat(all.get("half")).isEqualTo(flags.evaluateBoolean("half", USER, false));
        assertThat(all.get("text")).isEqualTo(flags.evaluateString("text", USER, ""));
        assertThat(all.get("int")).isEqualTo(flags.evaluateLong("int", USER, 0));
        assertThat(all.get("double")).isEqualTo(flags.evaluateDouble("double", USER, 0));
        assertThat(all.get("json")).isEqualTo(flags.evaluateJson("json", USER, JsonNumber.of(0)));
    }

    @Test
    void handles_agreeWithQuestionsByName() {
        for (CompiledFlag compiled : flags.snapshot().flags()) {
            String flag = compiled.name();
            for (int i = 0; i < 100; i++) {
                EvaluationContext context = EvaluationContext.ofUser("user-" + i);
                assertThat(flags.bool(flag).evaluate(context)).isEqualTo(flags.evaluateBoolean(flag, context, false));
                assertThat(flags.bool(flag, true).isEnabled(context)).isEqualTo(flags.isEnabled(flag, context, true));
                assertThat(flags.bool(flag).isEnabled("user-" + i)).isEqualTo(flags.isEnabled(flag, "user-" + i));
                assertThat(flags.integer(flag, 7).evaluate(context)).isEqualTo(flags.evaluateLong(flag, context, 7));
                assertThat(flags.number(flag, 7).value(context)).isEqualTo(flags.doubleValue(flag, context, 7));
                assertThat(flags.json(flag, JsonNumber.of(7)).evaluate(context))
                        .isEqualTo(flags.evaluateJson(flag, context, JsonNumber.of(7)));
            }
        }
    }

    @Test
    void handles_followChanges() {
        BooleanFlag handle = flags.bool("new");
        TypedFlag<String> text = flags.string("text", "mine");
        assertThat(handle.name()).isEqualTo("new");
        assertThat(text.name()).isEqualTo("text");
        assertThat(handle.isEnabled(USER)).isFalse();

        flags.swap(Configured.snapshot("{\"flags\": [{\"name\": \"new\", \"status\": \"enabled\"}]}"));

        assertThat(handle.isEnabled(USER)).isTrue();
        assertThat(handle.isEnabled("u")).isTrue();
        assertThat(text.value(USER)).isEqualTo("mine");
    }

    @Test
    void staleSnapshot_saysSoInEveryAnswer() {
        flags.swap(flags.snapshot().asOld(Duration.ZERO, true));

        assertThat(flags.evaluateBoolean("listed", USER, false))
                .isEqualTo(new Evaluation<>(true, "on", Reason.STALE, null, "enabled_users", 1));
        assertThat(flags.evaluateAll(USER).values())
                .allSatisfy(answer -> assertThat(answer.reason()).isEqualTo(Reason.STALE));
        flags.swap(flags.snapshot().asFresh());
        assertThat(flags.evaluateBoolean("on", USER, false).reason()).isEqualTo(Reason.STATIC);
    }

    @Test
    void evaluateAll_whileConfigurationsAreSwapped_neverMixesTwo() throws Exception {
        Snapshot[] states = {twins("enabled"), twins("disabled")};
        flags.swap(states[0]);
        AtomicBoolean isDone = new AtomicBoolean();
        AtomicLong answers = new AtomicLong();
        List<CompletableFuture<Long>> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            readers.add(CompletableFuture.supplyAsync(
                    () -> {
                        long mixed = 0;
                        while (!isDone.get()) {
                            Map<String, Evaluation<Object>> all = flags.evaluateAll(USER);
                            mixed += all.get("a").value().equals(all.get("b").value()) ? 0 : 1;
                            answers.incrementAndGet();
                        }
                        return mixed;
                    },
                    OwnThread.EXECUTOR));
        }
        for (int i = 0; i < 5_000; i++) {
            long seen = answers.get();
            flags.swap(states[i % 2]);
            while (i % 50 == 0 && answers.get() == seen) {
                Thread.onSpinWait(); // so that the swaps are spread over many answers
            }
        }
        isDone.set(true);

        for (CompletableFuture<Long> reader : readers) {
            assertThat(reader.get(30, TimeUnit.SECONDS)).isZero();
        }
        assertThat(answers.get()).isGreaterThan(50);
    }

    @Test
    void oneQuestion_aboutAFlagAndWhatItRequires_seesOneConfiguration() throws Exception {
        // In every state b is on if and only if a is off; c requires both, so that it is never on.
        Snapshot[] states = {opposites("enabled", "disabled"), opposites("disabled", "enabled")};
        flags.swap(states[0]);
        AtomicBoolean isDone = new AtomicBoolean();
        CompletableFuture<Long> reader = CompletableFuture.supplyAsync(
                () -> {
                    long on = 0;
                    while (!isDone.get()) {
                        on += flags.isEnabled("c", USER) ? 1 : 0;
                    }
                    return on;
                },
                OwnThread.EXECUTOR);
        for (int i = 0; i < 5_000; i++) {
            flags.swap(states[i % 2]);
            Thread.onSpinWait();
        }
        isDone.set(true);

        assertThat(reader.get(30, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void context_withEveryAllowedType_isUsable() {
        EvaluationContext context = EvaluationContext.builder("u")
                .groups("a", null, "b")
                .tenant(null)
                .attribute("numbers", new int[] {1, 2})
                .attribute("set", Set.of(1.5f, new java.math.BigInteger("123456789012345678901234567890")))
                .attribute("nested", Map.of("deep", List.of(Map.of("x", Optional.empty()))))
                .attribute("time", java.time.Instant.EPOCH)
                .attribute("enum", Reason.STATIC)
                .attribute("builder", java.nio.CharBuffer.wrap("text"))
                .build();

        assertThat(context.problem()).isEmpty();
        assertThatCode(() -> flags.evaluateAll(context)).doesNotThrowAnyException();
    }

    private static Snapshot twins(String status) {
        return Configured.snapshot("{\"flags\": [{\"name\": \"a\", \"status\": \"" + status
                + "\"}, {\"name\": \"b\", \"status\": \"" + status + "\"}]}");
    }

    private static Snapshot opposites(String a, String b) {
        return Configured.snapshot("{\"flags\": [{\"name\": \"a\", \"status\": \"" + a
                + "\"}, {\"name\": \"b\", \"status\": \"" + b
                + "\"}, {\"name\": \"c\", \"status\": \"enabled\", \"requires\": [{\"flag\": \"a\"}, {\"flag\": \"b\"}],"
                + " \"default\": \"on\"}]}");
    }

    private static EvaluationContext with(Object value) {
        return EvaluationContext.builder("u").attribute("a", value).build();
    }

    private static Object optionals(int depth) {
        Object value = "x";
        for (int i = 0; i < depth; i++) {
            value = Optional.of(value);
        }
        return value;
    }

    /** Text that cannot be had. */
    private static final class Throwing implements CharSequence {
        @Override
        public int length() {
            throw new IllegalStateException("length");
        }

        @Override
        public char charAt(int index) {
            throw new IllegalStateException("charAt");
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            throw new IllegalStateException("subSequence");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("toString");
        }
    }

    /** As a map is that somebody changes meanwhile. */
    private static final class ThrowingMap extends AbstractMap<String, Object> {
        @Override
        public Set<Entry<String, Object>> entrySet() {
            throw new java.util.ConcurrentModificationException();
        }
    }
}
