package dev.flags.testkit;

import dev.flags.config.Clause;
import dev.flags.config.Condition;
import dev.flags.config.OnMissing;
import dev.flags.config.Operator;
import dev.flags.config.Percentage;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Conditions over a few attributes, with every operator. */
final class ConditionArbitraries {
    private static final int MAX_DEPTH = 2;

    private ConditionArbitraries() {}

    static Arbitrary<Draft<Condition>> conditions() {
        return conditions(MAX_DEPTH);
    }

    private static Arbitrary<Draft<Condition>> conditions(int depth) {
        Arbitrary<Draft<Condition>> leaves = Arbitraries.frequencyOf(
                Tuple.of(5, clauses().map(clause -> drawn -> clause)), Tuple.of(1, references()));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<Draft<Condition>> below = conditions(depth - 1);
        Arbitrary<List<Draft<Condition>>> several = below.list().ofMaxSize(3);
        return Arbitraries.frequencyOf(
                Tuple.of(6, leaves),
                Tuple.of(1, below.map(draft -> drawn -> Condition.not(draft.completed(drawn)))),
                Tuple.of(1, several.map(drafts -> drawn -> new Condition.All(completed(drafts, drawn)))),
                Tuple.of(1, several.map(drafts -> drawn -> new Condition.Any(completed(drafts, drawn)))));
    }

    private static List<Condition> completed(List<Draft<Condition>> drafts, Drawn drawn) {
        return drafts.stream().map(draft -> draft.completed(drawn)).toList();
    }

    private static Arbitrary<Draft<Condition>> references() {
        return Arbitraries.integers()
                .between(0, 99)
                .map(index -> drawn -> drawn.reference(index).orElseGet(Condition::all));
    }

    private static Arbitrary<Clause> clauses() {
        return Combinators.combine(
                        plainClauses(),
                        Arbitraries.of(false, true),
                        Arbitraries.of(false, true),
                        Arbitraries.of(OnMissing.class))
                .as((clause, negate, ignoreCase, onMissing) -> new Clause(
                        clause.attribute(), clause.operator(), clause.values(), negate, ignoreCase, onMissing));
    }

    /** Without modifiers, as the plain form of a flag has them. */
    static Arbitrary<Clause> plainClauses() {
        return Arbitraries.oneOf(
                clauses(Pools.TEXT_ATTRIBUTES, texts(Pools.TEXTS), Operator.EQUALS, Operator.IN),
                clauses(
                        Pools.TEXT_ATTRIBUTES,
                        texts(Pools.TEXTS),
                        Operator.STARTS_WITH,
                        Operator.ENDS_WITH,
                        Operator.CONTAINS),
                clauses(Pools.TEXT_ATTRIBUTES, texts(Pools.PATTERNS), Operator.MATCHES),
                clauses(
                        Pools.NUMBER_ATTRIBUTES,
                        numbers(),
                        Operator.EQUALS,
                        Operator.LT,
                        Operator.LTE,
                        Operator.GT,
                        Operator.GTE),
                clauses(Pools.LIST_ATTRIBUTES, texts(Pools.GROUPS), Operator.ANY_OF, Operator.ALL_OF),
                clauses(List.of("premium"), Arbitraries.of(JsonBoolean.TRUE, JsonBoolean.FALSE), Operator.EQUALS),
                clauses(List.of("signed_up"), texts(Pools.INSTANTS), Operator.BEFORE, Operator.AFTER),
                clauses(
                        List.of("app_version"),
                        texts(Pools.VERSIONS),
                        Operator.SEMVER_EQ,
                        Operator.SEMVER_LT,
                        Operator.SEMVER_LTE,
                        Operator.SEMVER_GT,
                        Operator.SEMVER_GTE,
                        Operator.SEMVER_TILDE,
                        Operator.SEMVER_CARET),
                clauses(List.of("ip"), texts(Pools.NETWORKS), Operator.CIDR),
                clauses(Pools.LIST_ATTRIBUTES, texts(Pools.TYPES), Operator.TYPE),
                clauses(Pools.LIST_ATTRIBUTES, integers(0, 3), Operator.SIZE),
                Arbitraries.oneOf(between(), modulo(), bucket(), exists()));
    }

    /** One of the operators, with some of the values. */
    private static Arbitrary<Clause> clauses(
            List<String> attributes, Arbitrary<? extends JsonValue> values, Operator... operators) {
        return Combinators.combine(
                        Arbitraries.of(attributes),
                        Arbitraries.of(operators),
                        values.list().ofMinSize(1).ofMaxSize(3))
                .as((attribute, operator, some) -> Clause.of(attribute, operator, some.toArray(JsonValue[]::new)));
    }

    private static Arbitrary<Clause> between() {
        return Combinators.combine(Arbitraries.of(Pools.NUMBER_ATTRIBUTES), numbers(), numbers())
                .as((attribute, a, b) -> a.toBigDecimal().compareTo(b.toBigDecimal()) <= 0
                        ? Clause.of(attribute, Operator.BETWEEN, a, b)
                        : Clause.of(attribute, Operator.BETWEEN, b, a));
    }

    private static Arbitrary<Clause> modulo() {
        return Combinators.combine(
                        Arbitraries.of(Pools.NUMBER_ATTRIBUTES),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(0, 3))
                .as((attribute, divisor, remainder) -> Clause.of(
                        attribute, Operator.MODULO, JsonNumber.of(divisor), JsonNumber.of(remainder % divisor)));
    }

    private static Arbitrary<Clause> bucket() {
        Arbitrary<Integer> slots = Arbitraries.integers().between(0, Percentage.SCALE);
        return Combinators.combine(Arbitraries.of(Pools.UNIT_ATTRIBUTES), Arbitraries.of(Pools.SALTS), slots, slots)
                .as((attribute, salt, a, b) -> Clause.of(
                        attribute,
                        Operator.BUCKET,
                        new JsonString(salt),
                        JsonNumber.of(Math.min(a, b)),
                        JsonNumber.of(Math.max(a, b))));
    }

    private static Arbitrary<Clause> exists() {
        return Arbitraries.of(Pools.TEXT_ATTRIBUTES).map(Clause::exists);
    }

    private static Arbitrary<JsonString> texts(List<String> pool) {
        return Arbitraries.of(pool).map(JsonString::new);
    }

    private static Arbitrary<JsonNumber> numbers() {
        return Arbitraries.of(Pools.NUMBERS).map(JsonNumber::new);
    }

    private static Arbitrary<JsonNumber> integers(int min, int max) {
        return Arbitraries.integers().between(min, max).map(JsonNumber::of);
    }
}
