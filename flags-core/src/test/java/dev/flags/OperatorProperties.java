package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flags.config.Clause;
import dev.flags.config.ConfigCodec;
import dev.flags.config.Flag;
import dev.flags.config.OnMissing;
import dev.flags.config.Operator;
import dev.flags.config.Rich;
import dev.flags.config.Rule;
import dev.flags.config.Serve;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.oracle.NaiveEvaluator;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/**
 * Every operator with its three modifiers, on values that are missing, null, of the wrong type, negative, huge, not
 * ASCII, nested and in arrays, against the naive evaluator.
 */
class OperatorProperties {
    private static final Snapshot EMPTY = Snapshot.notReady(InstantSource.system());
    private static final ConditionCompiler COMPILER = new ConditionCompiler(segment -> null);

    @Property(tries = 40_000, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
    void clause_agreesWithTheDocumentation(
            @ForAll("clauses") Clause clause, @ForAll("attributes") Optional<Object> attribute) {
        Map<String, Object> context = new HashMap<>();
        attribute.ifPresent(value -> context.put("a", value.equals(NULL) ? null : value));
        boolean expected = NaiveEvaluator.clauseHolds(json(clause), context);
        assertThat(holds(clause, context)).isEqualTo(expected);
        if (attribute.isPresent()) {
            Statistics.label("operator and answer").collect(clause.operator(), expected);
        }
        if (!FewTries.areAskedFor()) {
            Statistics.label("operator and answer").coverage(coverage -> {
                for (Operator operator : Operator.values()) {
                    coverage.check(operator, true).count(count -> count > 20);
                    coverage.check(operator, false).count(count -> count > 20);
                }
            });
        }
    }

    @Property(tries = 2_000)
    void missing_isAnsweredByOnMissingAlone(@ForAll("clauses") Clause clause) {
        boolean expected = switch (clause.onMissing()) {
            case FALSE -> false;
            case TRUE -> true;
            case NEGATED -> clause.negate();
        };
        if (clause.operator() != Operator.EXISTS) {
            assertThat(holds(clause, Map.of())).isEqualTo(expected);
        }
    }

    @Property(tries = 2_000)
    void negated_isTheOppositeForEveryValueThatIsThere(
            @ForAll("clauses") Clause clause, @ForAll("attributes") Optional<Object> attribute) {
        attribute.filter(value -> !value.equals(NULL)).ifPresent(value -> {
            Map<String, Object> context = Map.of("a", value);
            assertThat(holds(clause.negated(), context)).isNotEqualTo(holds(clause, context));
        });
    }

    private static boolean holds(Clause clause, Map<String, Object> attributes) {
        EvaluationContext context =
                EvaluationContext.builder().attributes(attributes).build();
        assertThat(context.problem()).isEmpty();
        return COMPILER.compile(clause).holds(EMPTY, context, null, 0);
    }

    private static JsonNode json(Clause clause) {
        Flag flag = Flag.builder("f")
                .definition(Rich.ofBoolean()
                        .rule(Rule.of("r", clause, Serve.variant("on")))
                        .defaultVariant("off")
                        .build())
                .enabled()
                .build();
        return NaiveEvaluator.parse(ConfigCodec.write(flag).toJson()).at("/rules/0/when");
    }

    /** Stands for null, which Arbitraries and Optional both refuse. */
    private static final String NULL = "the value null";

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "A",
            "ab",
            "AB",
            "abc",
            "über",
            "ÜBER",
            "İ",
            "ß",
            "山田",
            "😀",
            "e\u0301",
            " ",
            "18",
            "true",
            "null",
            "1.2.3",
            "1.2.4",
            "1.2.3-rc.1",
            "2.0.0",
            "0.2.3",
            "0.0.3",
            "1.2",
            "v1.2.3",
            "10.1.2.3",
            "10.255.0.1",
            "192.168.0.1",
            "2001:db8::1",
            "::ffff:10.1.2.3",
            "10.1.2",
            "2026-01-01T00:00:00Z",
            "2026-06-01T12:00:00+02:00",
            "2025-12-31T23:59:59.999Z",
            "2026-01-01",
            "user-1",
            "user-2",
            "user-3",
            "-1",
            "x".repeat(500));

    private static final List<Object> NUMBERS = List.of(
            0,
            1,
            -1,
            2,
            3,
            18,
            18L,
            -3,
            7,
            0.1,
            -0.0,
            18.0,
            17.999999999999996,
            1e300,
            -1e300,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            new BigDecimal("0.1"),
            new BigDecimal("18.00"),
            new BigDecimal("1e30"),
            new BigDecimal("-12345678901234567890.5"),
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.MIN_VALUE);

    @Provide
    Arbitrary<Optional<Object>> attributes() {
        Arbitrary<Object> scalar = Arbitraries.oneOf(
                Arbitraries.of(TEXTS).map(text -> (Object) text),
                Arbitraries.of(TEXTS).map(text -> (Object) text),
                Arbitraries.of(NUMBERS),
                Arbitraries.of(true, false).map(bool -> (Object) bool));
        Arbitrary<Object> nested = Arbitraries.of(Map.of(), Map.of("a", 1));
        Arbitrary<Object> array = Arbitraries.frequencyOf(
                        Tuple.of(8, scalar), Tuple.of(1, nested), Tuple.of(1, Arbitraries.just((Object)
                                List.of("a", 18))))
                .injectNull(0.1)
                .list()
                .ofMaxSize(4)
                .map(list -> (Object) list);
        return Arbitraries.frequencyOf(
                Tuple.of(6, scalar.map(Optional::of)),
                Tuple.of(3, array.map(Optional::of)),
                Tuple.of(1, nested.map(Optional::of)),
                Tuple.of(1, Arbitraries.of(Optional.empty(), Optional.of(NULL))));
    }

    @Provide
    Arbitrary<Clause> clauses() {
        return Arbitraries.of(Operator.values())
                .flatMap(operator -> Combinators.combine(
                                operands(operator),
                                Arbitraries.of(true, false),
                                Arbitraries.of(true, false),
                                Arbitraries.of(OnMissing.values()))
                        .as((values, negate, ignoreCase, onMissing) ->
                                new Clause("a", operator, values, negate, ignoreCase, onMissing)));
    }

    private static Arbitrary<List<JsonValue>> operands(Operator operator) {
        return switch (operator) {
            case EQUALS, IN, ANY_OF, ALL_OF ->
                Arbitraries.oneOf(texts(), numbers(), Arbitraries.of(JsonBoolean.TRUE, JsonBoolean.FALSE))
                        .list()
                        .ofMaxSize(3);
            case STARTS_WITH, ENDS_WITH, CONTAINS ->
                strings("", "a", "A", "b", "ü", "Ü", "山", "😀", "c", "0", "-1", "\u0301");
            case MATCHES -> strings("^a", "B$", "[0-9]+", "^user-[12]$", "ü", "^$", ".", "\\D");
            case LT, LTE, GT, GTE -> numbers().list().ofMaxSize(2);
            case BETWEEN ->
                numbers()
                        .list()
                        .ofSize(2)
                        .map(pair -> pair.stream()
                                .sorted((x, y) -> number(x).compareTo(number(y)))
                                .toList());
            case BEFORE, AFTER ->
                strings("2026-01-01T00:00:00Z", "2026-06-01T10:00:00Z", "2026-06-01T12:00:00.5+02:00");
            case SEMVER_EQ, SEMVER_LT, SEMVER_LTE, SEMVER_GT, SEMVER_GTE, SEMVER_TILDE, SEMVER_CARET ->
                strings("1.2.3", "1.2.3-rc.1", "0.2.3", "0.0.3", "1.0.0", "2.0.0-0");
            case CIDR -> strings("10.0.0.0/8", "10.1.2.3", "2001:db8::/32", "0.0.0.0/0", "::ffff:10.0.0.0/104");
            case EXISTS -> Arbitraries.of(List.of(), List.of(JsonBoolean.TRUE), List.of(JsonBoolean.FALSE));
            case TYPE -> strings("string", "number", "boolean", "array", "object");
            case SIZE ->
                Arbitraries.integers()
                        .between(0, 4)
                        .map(n -> (JsonValue) JsonNumber.of(n))
                        .list()
                        .ofMaxSize(2);
            case MODULO ->
                Arbitraries.integers()
                        .between(1, 5)
                        .flatMap(divisor -> Arbitraries.integers()
                                .between(0, divisor - 1)
                                .map(rest -> List.of(JsonNumber.of(divisor), JsonNumber.of(rest))));
            case BUCKET ->
                Arbitraries.of(0, 20_000, 50_000)
                        .map(from ->
                                List.of(new JsonString("salt"), JsonNumber.of(from), JsonNumber.of(from + 50_000)));
        };
    }

    private static BigDecimal number(JsonValue value) {
        return ((JsonNumber) value).toBigDecimal();
    }

    private static Arbitrary<JsonValue> texts() {
        return Arbitraries.of(TEXTS).map(JsonString::new);
    }

    private static Arbitrary<JsonValue> numbers() {
        return Arbitraries.of(
                        "0", "1", "-1", "18", "18.0", "0.1", "-0", "1e300", "9223372036854775807", "1e30", "-3.5", "7")
                .map(JsonNumber::new);
    }

    private static Arbitrary<List<JsonValue>> strings(String... allowed) {
        return Arbitraries.of(allowed)
                .map(text -> (JsonValue) new JsonString(text))
                .list()
                .ofMinSize(0)
                .ofMaxSize(2);
    }
}
