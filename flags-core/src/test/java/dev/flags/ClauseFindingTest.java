package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Clause;
import dev.flags.config.OnMissing;
import dev.flags.config.Operator;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a clause, for each operator: where it does not hold, what it would need. */
class ClauseFindingTest {
    private static final ConditionCompiler COMPILER = new ConditionCompiler(segment -> null);
    private static final String SEPARATED = "|";

    @ParameterizedTest(name = "{0} {1} of {2}")
    @CsvSource(delimiterString = SEPARATED, quoteCharacter = '`', textBlock = """
            equals       | ["pro"]            | "free"     | a = "free", would need "pro"
            equals       | ["pro"]            | "pro"      | a = "pro", which is "pro"
            in           | ["pro", 1, true]   | "free"     | a = "free", would need one of "pro", 1, true
            in           | ["pro", 1, true]   | 1          | a = 1, which is one of "pro", 1, true
            in           | ["pro"]            | ["x","pro"]| a = ["x", "pro"], which has "pro"
            any_of       | []                 | 1          | a = 1, would need one of an empty list
            all_of       | ["x", "y"]         | ["x"]      | a = ["x"], would need an array with all of "x", "y"
            all_of       | ["x", "y"]         | ["y", "x"] | a = ["y", "x"], which is an array with all of "x", "y"
            all_of       | ["x"]              | []         | a = [], would need an array with "x"
            starts_with  | ["ab", "cd"]       | "xab"      | a = "xab", would need a string that starts with one of "ab", "cd"
            ends_with    | ["ab"]             | "xab"      | a = "xab", which is a string that ends with "ab"
            contains     | ["ab"]             | 7          | a = 7, would need a string that contains "ab"
            matches      | ["^a+$"]           | "b"        | a = "b", would need a string that matches "^a+$"
            lt           | [5]                | 5          | a = 5, would need a number below 5
            lte          | [5]                | 5          | a = 5, which is a number at or below 5
            gt           | [5, 7.0]           | 5          | a = 5, would need a number above one of 5, 7.0
            gte          | [18]               | "18"       | a = "18", would need a number at or above 18
            between      | [1, 3]             | 3.5        | a = 3.5, would need a number from 1 to 3
            before       | ["2026-01-01T00:00:00Z"] | "2026-01-01T00:00:00Z" | a = "2026-01-01T00:00:00Z", would need an instant before "2026-01-01T00:00:00Z"
            after        | ["2026-01-01T00:00:00Z"] | "soon" | a = "soon", would need an instant after "2026-01-01T00:00:00Z"
            semver_eq    | ["1.2.3"]          | "1.2.4"    | a = "1.2.4", would need a version equal to "1.2.3"
            semver_lt    | ["1.2.3"]          | "1.2.4"    | a = "1.2.4", would need a version below "1.2.3"
            semver_lte   | ["1.2.3"]          | "1.2.4"    | a = "1.2.4", would need a version at or below "1.2.3"
            semver_gt    | ["1.2.3"]          | "1.2.3"    | a = "1.2.3", would need a version above "1.2.3"
            semver_gte   | ["1.2.3"]          | "1.2.3"    | a = "1.2.3", which is a version at or above "1.2.3"
            semver_tilde | ["1.2.3"]          | "1.3.0"    | a = "1.3.0", would need a version in the tilde range of "1.2.3"
            semver_caret | ["1.2.3"]          | "1.3.0"    | a = "1.3.0", which is a version in the caret range of "1.2.3"
            cidr         | ["10.0.0.0/8"]     | "11.0.0.1" | a = "11.0.0.1", would need an address in "10.0.0.0/8"
            exists       | []                 | 1          | a = 1, which is enough
            exists       | [false]            | 1          | a = 1, would need to be missing
            type         | ["array", "object"]| "x"        | a = "x", would need a value of type one of "array", "object"
            type         | ["object"]         | {"k": 1}   | a = an object, which is a value of type "object"
            size         | [2]                | ["x"]      | a = ["x"], would need an array of size 2
            modulo       | [10, 3]            | 4          | a = 4, would need an integer with remainder 3 modulo 10
            bucket       | ["s", 0, 10000]    | "u"        | bucket 10.662 % (a = "u"), would need a bucket in [0 %, 10 %) of salt "s"
            bucket       | ["s", 0, 90000]    | "u"        | bucket 10.662 % (a = "u"), which is a bucket in [0 %, 90 %) of salt "s"
            bucket       | ["s", 0, 10000]    | true       | a = true, would need a bucket in [0 %, 10 %) of salt "s"
            """)
    void text_ofEachOperator(String operator, String values, String actual, String expected) {
        assertThat(text(clause(operator, values), actual)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1} of {2}")
    @CsvSource(delimiterString = SEPARATED, quoteCharacter = '`', textBlock = """
            in           | ["pro", "team"]    | "pro"      | a = "pro", would need anything but one of "pro", "team"
            in           | ["pro", "team"]    | "free"     | a = "free", which is not one of "pro", "team"
            in           | ["pro"]            | ["free"]   | a = ["free"], which does not have "pro"
            exists       | []                 | 1          | a = 1, would need to be missing
            exists       | [false]            | 1          | a = 1, which is enough
            lt           | [5]                | 1          | a = 1, would need anything but a number below 5
            """)
    void text_ofANegatedClause(String operator, String values, String actual, String expected) {
        assertThat(text(clause(operator, values).negated(), actual)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "negate {0}, on_missing {1}")
    @CsvSource(delimiterString = SEPARATED, quoteCharacter = '`', textBlock = """
            false | FALSE   | a is missing, would need one of "pro", "team"
            false | TRUE    | a is missing, which is enough
            false | NEGATED | a is missing, would need one of "pro", "team"
            true  | FALSE   | a is missing, would need anything but one of "pro", "team"
            true  | TRUE    | a is missing, which is enough
            true  | NEGATED | a is missing, which is enough
            """)
    void text_ofAMissingAttribute(boolean negate, OnMissing onMissing, String expected) {
        Clause clause = clause("in", "[\"pro\", \"team\"]").onMissing(onMissing);

        assertThat(explain(negate ? clause.negated() : clause, Map.of()).text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "/user", "/session/id", "request"})
    void text_ofIds_namesNobodyElse(String attribute) {
        Clause clause = Clause.of(attribute, Operator.IN, "carol@x", "bob@x");

        assertThat(explain(clause, Map.of()).text()).contains("one of 2 listed").doesNotContain("@x");
    }

    @Test
    void text_ofAnAttributeThatMayBeMissing_saysSo() {
        Clause clause = clause("in", "[\"pro\"]").onMissing(OnMissing.TRUE);

        assertThat(text(clause, "\"free\"")).isEqualTo("a = \"free\", would need \"pro\", or to be missing");
    }

    @Test
    void text_ofAMissingAttribute_thatHasToExist() {
        assertThat(explain(Clause.exists("a"), Map.of()).text()).isEqualTo("a is missing, would need any value");
        assertThat(explain(Clause.exists("a").negated(), Map.of()).text()).isEqualTo("a is missing, which is enough");
    }

    @Test
    void text_inAnyCase_saysSo() {
        assertThat(text(clause("in", "[\"Pro\"]").ignoringCase(), "\"free\""))
                .isEqualTo("a = \"free\", would need \"Pro\" in any case");
    }

    @Test
    void text_ofAPointerAndOfAStrangeName_tellsThemApart() {
        assertThat(explain(Clause.exists("/a/b"), Map.of()).text()).startsWith("/a/b is missing");
        assertThat(explain(Clause.exists("a = \"b\""), Map.of()).text()).startsWith("\"a = \\\"b\\\"\" is missing");
    }

    @Test
    void operands_thatAreMany_areCounted() {
        String numbers =
                IntStream.range(0, 10_000).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
        ClauseFinding finding = explain(clause("in", numbers), Map.of("a", -1));

        assertThat(finding.text()).isEqualTo("a = -1, would need one of 10 000 listed");
        assertThat(finding.toJson().has("values")).isFalse();
        assertThat(finding.toJson().get("value_count")).hasToString("Optional[10000]");
    }

    @ParameterizedTest
    @CsvSource({"user", "session", "request"})
    void operands_thatAreSomebodysIds_areCounted(String attribute) {
        Clause clause = Clause.of(attribute, Operator.IN, "somebody", "another");
        ClauseFinding finding = explain(clause, Map.of(attribute, "this one"));

        assertThat(finding.text()).isEqualTo(attribute + " = \"this one\", would need one of 2 listed");
        assertThat(finding.toJson().toJson()).doesNotContain("somebody", "another");
        assertThat(explain(Clause.of(attribute, Operator.EQUALS, "somebody"), Map.of())
                        .text())
                .isEqualTo(attribute + " is missing, would need the one listed");
    }

    @Test
    void operands_thatAreNoIds_areShownOfThoseAttributesToo() {
        assertThat(explain(Clause.of("user", Operator.TYPE, "number"), Map.of("user", "u"))
                        .text())
                .isEqualTo("user = \"u\", would need a value of type \"number\"");
    }

    @Test
    void numbersThatJsonDoesNotHave_areShownAsText() {
        assertThat(explain(Clause.of("a", Operator.LT, 1), Map.of("a", Double.NaN))
                        .text())
                .isEqualTo("a = \"NaN\", would need a number below 1");
    }

    @Test
    void toString_hasNoValues() {
        Clause clause = Clause.of("plan", Operator.IN, "operand").negated();

        assertThat(explain(clause, Map.of("plan", "actual"))).hasToString("Compared[plan not in, holds=true]");
        assertThat(explain(clause, Map.of())).hasToString("Missing[plan not in, holds=false]");
        assertThat(explain(clause("bucket", "[\"salt\", 0, 1]"), Map.of("a", "actual")))
                .hasToString("Bucketed[a bucket, holds=false]");
    }

    private static String text(Clause clause, String actual) {
        return explain(clause, Map.of("a", JsonValue.parse(actual))).text();
    }

    private static Clause clause(String operator, String values) {
        Operator op = Arrays.stream(Operator.values())
                .filter(o -> o.key().equals(operator))
                .findFirst()
                .orElseThrow();
        List<JsonValue> operands = ((JsonArray) JsonValue.parse(values)).elements();
        return Clause.of("a", op, operands.toArray(JsonValue[]::new));
    }

    private static ClauseFinding explain(Clause clause, Map<String, ?> attributes) {
        EvaluationContext context =
                EvaluationContext.builder().attributes(attributes).build();
        Inquiry question = Inquiry.of(Configured.snapshot("{\"flags\": []}"), context, 0);
        return (ClauseFinding) COMPILER.compile(clause).explain(question);
    }
}
