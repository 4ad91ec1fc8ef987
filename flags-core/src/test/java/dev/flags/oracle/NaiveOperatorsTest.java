package dev.flags.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.net.InetAddresses;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Clauses and operators, worked out by hand from the documentation. */
class NaiveOperatorsTest {

    static Stream<Arguments> matches() {
        return Stream.of(
                Arguments.of("equals", "['a', 18, true]", "a"),
                Arguments.of("in", "['a', 18, true]", 18.0),
                Arguments.of("any_of", "['a', 18, true]", true),
                Arguments.of("equals", "[0.1]", 0.1),
                Arguments.of("equals", "[1e0]", new BigDecimal("1.00")),
                Arguments.of("equals", "[9007199254740993]", 9007199254740993L),
                Arguments.of("equals", "[0]", -0.0),
                Arguments.of("equals", "['a']", Arrays.asList(null, 1, "a")),
                Arguments.of("all_of", "['a', 1]", List.of(1.0, "b", "a")),
                Arguments.of("all_of", "[]", List.of()),
                Arguments.of("starts_with", "['x', 'pro']", "prop"),
                Arguments.of("ends_with", "['']", ""),
                Arguments.of("contains", "['ß']", "straße"),
                Arguments.of("matches", "['[0-9]+']", "a7b"),
                Arguments.of("matches", "['^a$', '^b$']", "b"),
                Arguments.of("lt", "[18]", 17.999),
                Arguments.of("lt", "[1, 100]", 50),
                Arguments.of("lte", "[18]", new BigDecimal("18.0")),
                Arguments.of("gt", "[1e300]", 2e300),
                Arguments.of("gte", "[0.1]", 0.1),
                Arguments.of("between", "[1, 3]", 1),
                Arguments.of("between", "[1, 3]", 3.0),
                Arguments.of("between", "[1, 3]", List.of(0, 2)),
                Arguments.of("before", "['2026-12-01T00:00:00Z']", "2026-12-01T00:59:59+01:00"),
                Arguments.of("after", "['2026-12-01T00:00:00Z']", "2026-11-30T20:00:00.001-04:00"),
                Arguments.of("cidr", "['10.0.0.0/8']", "10.255.0.1"),
                Arguments.of("cidr", "['10.1.2.3']", "::ffff:10.1.2.3"),
                Arguments.of("cidr", "['::ffff:10.0.0.0/104']", "10.9.9.9"),
                Arguments.of("cidr", "['2001:db8::/32']", "2001:DB8:0:0:0:0:0:1"),
                Arguments.of("type", "['string']", ""),
                Arguments.of("type", "['object', 'number']", 1.5),
                Arguments.of("type", "['boolean']", false),
                Arguments.of("type", "['array']", List.of(1)),
                Arguments.of("type", "['object']", Map.of()),
                Arguments.of("size", "[0, 2]", List.of("a", "b")),
                Arguments.of("modulo", "[2, 1]", -3),
                Arguments.of("modulo", "[2, 1]", 5.0),
                Arguments.of("modulo", "[7, 0]", new BigDecimal("7e40")),
                // Under "f" zoe has slot 11960 and 42 has 57675.
                Arguments.of("bucket", "['f', 11960, 11961]", "zoe"),
                Arguments.of("bucket", "['f', 57675, 57676]", 42L),
                Arguments.of("bucket", "['f', 57675, 57676]", List.of("zoe", 42)));
    }

    @ParameterizedTest(name = "{2} {0} {1}")
    @MethodSource("matches")
    void operator_matches(String operator, String values, Object attribute) {
        assertThat(holds(operator, values, "", attribute)).isTrue();
        assertThat(holds(operator, values, ", 'negate': true", attribute)).isFalse();
    }

    static Stream<Arguments> misses() {
        return Stream.of(
                Arguments.of("equals", "['18']", 18),
                Arguments.of("equals", "[18]", "18"),
                Arguments.of("equals", "[1]", true),
                Arguments.of("equals", "['a']", "A"),
                Arguments.of("equals", "[9007199254740993]", 9007199254740992.0),
                Arguments.of("equals", "[]", "a"),
                Arguments.of("equals", "['a']", List.of()),
                Arguments.of("equals", "[0]", Double.NaN),
                Arguments.of("all_of", "['a']", "a"),
                Arguments.of("all_of", "[]", "a"),
                Arguments.of("all_of", "['a', 'b']", List.of("a", "c")),
                Arguments.of("starts_with", "['ro']", "pro"),
                Arguments.of("ends_with", "['1']", 1),
                Arguments.of("contains", "['']", 7),
                Arguments.of("matches", "['^a$']", "a\n"),
                Arguments.of("matches", "['^a$']", "aa"),
                Arguments.of("lt", "[18]", 18),
                Arguments.of("gt", "[18]", "19"),
                Arguments.of("gte", "[18]", Double.POSITIVE_INFINITY),
                Arguments.of("between", "[1, 3]", 3.0000000000000004),
                Arguments.of("between", "[1, 3]", List.of(0, 4)),
                Arguments.of("before", "['2026-12-01T00:00:00Z']", "2026-12-01T01:00:00+01:00"),
                Arguments.of("after", "['2026-12-01T00:00:00Z']", "2026-12-01T00:00:00.000Z"),
                Arguments.of("after", "['2026-12-01T00:00:00Z']", "2027-01-01T00:00:00"),
                Arguments.of("after", "['2026-12-01T00:00:00Z']", "2027-01-01"),
                Arguments.of("after", "['2026-12-01T00:00:00Z']", "2027-02-30T00:00:00Z"),
                Arguments.of("cidr", "['10.0.0.0/8']", "11.0.0.0"),
                Arguments.of("cidr", "['0.0.0.0/0']", "2001:db8::1"),
                Arguments.of("cidr", "['10.0.0.0/8']", "10.0.0"),
                Arguments.of("cidr", "['10.0.0.0/8']", "10.0.0.01"),
                Arguments.of("cidr", "['2001:db8::/63']", "2001:db8:0:2::1"),
                Arguments.of("cidr", "['::1']", "::1::"),
                Arguments.of("type", "['number']", Double.NaN),
                Arguments.of("type", "['string']", List.of("a")),
                Arguments.of("size", "[1]", "a"),
                Arguments.of("size", "[1]", List.of()),
                Arguments.of("modulo", "[2, 1]", 4),
                Arguments.of("modulo", "[2, 1]", 1.5),
                Arguments.of("modulo", "[2, 1]", "1"),
                Arguments.of("bucket", "['f', 11961, 100000]", "zoe"),
                Arguments.of("bucket", "['f', 0, 11960]", "zoe"),
                Arguments.of("bucket", "['f', 0, 100000]", 42.0),
                Arguments.of("bucket", "['f', 0, 100000]", ""));
    }

    @ParameterizedTest(name = "not: {2} {0} {1}")
    @MethodSource("misses")
    void operator_doesNotMatch(String operator, String values, Object attribute) {
        assertThat(holds(operator, values, "", attribute)).isFalse();
        assertThat(holds(operator, values, ", 'negate': true", attribute)).isTrue();
    }

    @ParameterizedTest(name = "{1} semver_{0} {2}: {3}")
    @CsvSource({
        "eq,1.2.3+a,1.2.3+b,true",
        "eq,v1.2.3,1.2.3,false",
        "eq,01.2.3,1.2.3,false",
        "lt,1.0.0-alpha,1.0.0-alpha.1,true",
        "lt,1.0.0-alpha.1,1.0.0-alpha.beta,true",
        "lt,1.0.0-beta.2,1.0.0-beta.11,true",
        "lt,1.0.0-rc.1,1.0.0,true",
        "lt,1.0.0,1.0.0,false",
        "lte,1.0.0+x,1.0.0,true",
        "gt,1.10.0,1.9.0,true",
        "gt,99999999999999999999.0.0,99999999999999999998.9.9,true",
        "gte,1.2.3-x-y,1.2.3,false",
        "tilde,1.2.3,1.2.3,true",
        "tilde,1.2.10,1.2.3,true",
        "tilde,1.2.4-1,1.2.3,true",
        "tilde,1.3.0-0,1.2.3,false",
        "tilde,1.2.3-a,1.2.3,false",
        "caret,1.9.0,1.2.3,true",
        "caret,2.0.0-0,1.2.3,false",
        "caret,0.2.10,0.2.3,true",
        "caret,0.3.0-0,0.2.3,false",
        "caret,0.0.3,0.0.3,true",
        "caret,0.0.4-0,0.0.3,false",
        "caret,0.0.0,0.0.0,true"
    })
    void semver_comparesByPrecedence(String operator, String attribute, String value, boolean expected) {
        assertThat(holds("semver_" + operator, "['" + value + "']", "", attribute))
                .isEqualTo(expected);
    }

    @Test
    void patterns_meanToJavaWhatTheyMeanToRe2() {
        for (String pattern : Pools.PATTERNS) {
            for (String text : Pools.TEXTS) {
                String values = "['" + pattern.replace("\\", "\\\\") + "']";
                assertThat(holds("matches", values, "", text))
                        .as("%s in %s", pattern, text)
                        .isEqualTo(Pattern.compile(pattern).matcher(text).find());
                assertThat(holds("matches", values, ", 'ignore_case': true", text))
                        .as("%s in %s, ignoring case", pattern, text)
                        .isEqualTo(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE)
                                .matcher(text)
                                .find());
            }
        }
    }

    @Test
    void addresses_areThoseThatGuavaKnows() {
        assertThat(Pools.ADDRESSES).allMatch(InetAddresses::isInetAddress).allMatch(a -> NaiveAddress.parse(a) != null);
        assertThat(Pools.NO_ADDRESSES)
                .noneMatch(InetAddresses::isInetAddress)
                .allMatch(a -> NaiveAddress.parse(a) == null);
    }

    @Test
    void missing_isAnsweredByOnMissingAlone() {
        for (String missing : List.of("", ", 'on_missing': 'false'")) {
            assertThat(holdsWithout("equals", missing)).isFalse();
            assertThat(holdsWithout("equals", missing + ", 'negate': true")).isFalse();
        }
        assertThat(holdsWithout("equals", ", 'on_missing': 'true', 'negate': true"))
                .isTrue();
        assertThat(holdsWithout("equals", ", 'on_missing': 'negated', 'negate': true"))
                .isTrue();
        assertThat(holdsWithout("equals", ", 'on_missing': 'negated'")).isFalse();
    }

    @Test
    void null_isMissing() {
        Map<String, Object> context = new HashMap<>();
        context.put("x", null);
        assertThat(NaiveEvaluator.clauseHolds(clause("equals", "[1]", ", 'on_missing': 'true'"), context))
                .isTrue();
    }

    @Test
    void exists_isNeverAskedForOnMissing() {
        assertThat(holds("exists", "[]", "", "a")).isTrue();
        assertThat(holds("exists", "[true]", ", 'negate': true", "a")).isFalse();
        assertThat(holds("exists", "[false]", "", List.of())).isFalse();
        assertThat(holdsWithout("exists", ", 'on_missing': 'true'")).isFalse();
        assertThat(holdsWithout("exists", ", 'negate': true")).isTrue();
        Map<String, Object> none = Map.of();
        assertThat(NaiveEvaluator.clauseHolds(clause("exists", "[false]", ""), none))
                .isTrue();
    }

    @Test
    void ignoreCase_comparesInLowerCase() {
        String ignore = ", 'ignore_case': true";
        assertThat(holds("equals", "['ÉCLAIR']", ignore, "éclair")).isTrue();
        assertThat(holds("equals", "['STRASSE']", ignore, "straße")).isFalse();
        // The lower case of a capital i with a dot is an i and a combining dot.
        assertThat(holds("equals", "['i̇']", ignore, "İ")).isTrue();
        assertThat(holds("starts_with", "['PR']", ignore, "prO")).isTrue();
        assertThat(holds("ends_with", "['RO']", ignore, "prO")).isTrue();
        assertThat(holds("contains", "['R']", ignore, "pro")).isTrue();
        assertThat(holds("all_of", "['A']", ignore, List.of("b", "a"))).isTrue();
        assertThat(holds("matches", "['^PR']", ignore, "prO")).isTrue();
        assertThat(holds("equals", "[1]", ignore, 1.0)).isTrue();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"/address/country, de", "/roles/0, admin", "a/b, slash", "a.b, dot", "/a~1b, slash", "/a.b, dot"})
    void pointer_readsNestedValues(String name, String value) {
        assertThat(NaiveValues.lookup(nested(), name)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"/roles/2", "/roles/-", "/roles/00", "address.country", "/a.b/0", "/address/country/x", "roles/0"})
    void pointer_toNothing_isMissing(String name) {
        assertThat(NaiveValues.lookup(nested(), name)).isNull();
    }

    private static Map<String, Object> nested() {
        return Map.of(
                "address", Map.of("country", "de"),
                "roles", List.of("admin", "dev"),
                "a/b", "slash",
                "a.b", "dot",
                "/address/country", "a literal name that no pointer reaches");
    }

    private static boolean holds(String operator, String values, String rest, Object attribute) {
        return NaiveEvaluator.clauseHolds(clause(operator, values, rest), Map.of("x", attribute));
    }

    private static boolean holdsWithout(String operator, String rest) {
        return NaiveEvaluator.clauseHolds(clause(operator, "[true]", rest), Map.of());
    }

    private static JsonNode clause(String operator, String values, String rest) {
        String json = "{'attribute': 'x', 'op': '" + operator + "', 'values': " + values + rest + "}";
        return NaiveEvaluator.parse(json.replace('\'', '"'));
    }
}
