package dev.flags.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Clause;
import dev.flags.config.Condition;
import dev.flags.config.ConfigCodec;
import dev.flags.config.Operator;
import dev.flags.config.Rich;
import dev.flags.config.Segment;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.lint.Formula.Not;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far the logic sees; that it is never mistaken, the properties show. */
class ConditionLogicTest {
    /** More than twenty questions take. */
    private static final long MUCH = 1_000_000;

    private final ConditionLogic logic = new ConditionLogic(
            Map.of(
                    "ab", Segment.ofUsers("ab", List.of("a", "b")),
                    "abc", Segment.ofUsers("abc", List.of("a", "b", "c", "7")),
                    "adults", Segment.of("adults", Clause.of("age", Operator.GTE, 18)),
                    "nobody", Segment.ofUsers("nobody", List.of())),
            new Budget(MUCH));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a in ['x']                   | a in ['x', 'y']",
                "a in ['x', 1]                | a in ['y', 1.0, 'x']",
                "a in ['ax', 'ay']            | a starts_with ['a']",
                "a in ['ax', 'ay']            | a matches ['^a.$']",
                "a in ['1.2.3']               | a semver_gte ['1.0.0']",
                "a in ['10.1.2.3']            | a cidr ['10.0.0.0/8']",
                "a in ['2026-01-01T00:00:00Z']| a before ['2027-01-01T00:00:00+01:00']",
                "a in [4]                     | a modulo [2, 0]",
                "a in [17]                    | a between [17, 18]",
                "a in ['x']                   | a exists []",
                "a in ['X', 'Y'] ignore       | a contains ['x', 'y'] ignore",
                "a gt [18]                    | a gte [18]",
                "a between [19, 20]           | a gt [18]",
                "a lt [3, 5]                  | a lt [6]",
                "a after ['2026-02-01T00:00:00Z'] | a after ['2026-01-01T00:00:00Z']",
                "a semver_tilde ['1.2.3']     | a semver_caret ['1.2.0']",
                "a semver_eq ['1.2.3']        | a semver_lt ['1.2.4-0']",
                "a starts_with ['abc']        | a starts_with ['ab', 'x']",
                "a starts_with ['abc']        | a contains ['bc']",
                "a ends_with ['abc']          | a ends_with ['bc']",
                "a matches ['x']              | a matches ['y', 'x']",
                "a cidr ['10.1.0.0/16']       | a cidr ['10.0.0.0/8', '::1']",
                "a modulo [4, 3]              | a modulo [2, 1]",
                "a bucket ['s', 10, 20]       | a bucket ['s', 0, 50]",
                "a all_of ['x', 'y']          | a in ['y']",
                "a all_of ['x', 'y', 'z']     | a all_of ['z', 'x']",
                "a all_of ['x', 'y']          | a type ['array']",
                "a size [2]                   | a type ['array']",
                "a gt [1]                     | a type ['number', 'array']",
                "a starts_with ['x'] negate   | a exists []",
                "a in ['x'] negate            | a in ['x'] negate onMissingTrue",
                "segment ab                   | segment abc",
                "user in ['a']                | segment ab",
                "age gte [21]                 | segment adults",
                "flag f [x]                   | flag f [x, y]"
            })
    void narrower_impliesWider(String narrower, String wider) {
        assertThat(implies(narrower, wider)).isTrue();
        assertThat(implies(wider, narrower)).as("the other way round").isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a in ['X'] ignore | a in ['x'] ignore",
                "a lt [3, 5]       | a lt [5]",
                "a semver_lte ['1.0.0', '2.0.0+build'] | a semver_lte ['2.0.0']",
                "a in ['x', 'x']   | a equals ['x']",
                "a all_of ['x']    | a all_of ['x', 'x']",
                "segment ab        | user in ['a', 'b']",
                "flag f [x, y]     | flag f [y, x]"
            })
    void sameThingInOtherWords_isTheSame(String one, String other) {
        assertThat(implies(one, other)).isTrue();
        assertThat(implies(other, one)).isTrue();
    }

    /** A unit is an integer of 64 bits, and the number 7.0 of a context is none. */
    @Test
    void numberThatIsAUnit_impliesTheUnitOnlyTheOtherWayRound() {
        assertThat(implies("user in [7]", "segment abc")).isFalse();
        assertThat(implies("a bucket ['s', 0, 0]", "segment abc")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a exists []           | a exists [false]",
                "a type ['string']     | a gt [1]",
                "a in ['x']            | a in ['x'] negate",
                "a size [0]            | a in ['x']",
                "a size [1]            | a size [2]",
                "a all_of ['x']        | a in ['x'] negate",
                "a all_of []           | a type ['string']",
                "flag f [x]            | flag f [y]",
                "segment nobody        | a exists []",
                "a starts_with []      | b exists []",
                "a bucket ['s', 5, 5]  | b exists []"
            })
    void contradictions_areSeen(String one, String other) {
        assertThat(logic.areImpossible(List.of(formula(one), formula(other)))).isTrue();
        assertThat(logic.areImpossible(List.of(formula(other), formula(one)))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a gt [5]                | a lt [3]",
                "a semver_gt ['2.0.0']   | a semver_lt ['1.0.0']",
                "a after ['2026-01-01T00:00:00Z'] | a before ['2025-01-01T00:00:00Z']",
                "a gt [5]                | a in [3]",
                "a gt [5]                | a before ['2025-01-01T00:00:00Z']"
            })
    void comparisonsThatOnlyDifferentElementsMeet_needArrays(String one, String other) {
        List<Formula> both = List.of(formula(one), formula(other));
        assertThat(logic.areImpossible(both)).isFalse();
        assertThat(logic.needArrays(both)).isTrue();
        assertThat(logic.areImpossible(List.of(both.get(0), both.get(1), formula("a type ['array'] negate"))))
                .isTrue();
        assertThat(logic.needArrays(List.of(both.get(0), both.get(1), formula("a type ['array']"))))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a in ['x']             | a in ['y']",
                "a starts_with ['x']    | a starts_with ['y']",
                "a cidr ['10.0.0.0/8']  | a cidr ['11.0.0.0/8']",
                "a modulo [4, 1]        | a modulo [2, 0]",
                "a bucket ['s', 0, 5]   | a bucket ['s', 5, 9]"
            })
    void testsThatDifferentElementsPass_areFineForArrays(String one, String other) {
        List<Formula> both = List.of(formula(one), formula(other));
        assertThat(logic.areImpossible(both)).isFalse();
        assertThat(logic.needArrays(both)).isFalse();
        assertThat(logic.areImpossible(List.of(both.get(0), both.get(1), formula("a type ['array'] negate"))))
                .isTrue();
    }

    @Test
    void unknownSegment_mayBeAnything() {
        assertThat(logic.truth(formula("segment other"))).isEqualTo(Truth.UNKNOWN);
        assertThat(implies("segment other", "segment other")).isTrue();
    }

    @Test
    void longLists_areNotLookedThrough() {
        List<JsonValue> units = new ArrayList<>();
        IntStream.range(0, 30_000).forEach(i -> units.add(new JsonString("u" + i)));
        Formula listed = logic.formula(Clause.of("user", Operator.IN, units.toArray(JsonValue[]::new)));
        assertThat(logic.areImpossible(List.of(listed, new Not(formula("user starts_with ['u']")))))
                .isFalse();
    }

    @Test
    void manyAlternatives_endInPerhaps() {
        // The pigeonhole principle: nine flags, of which no two serve the same of eight variants.
        List<Condition> all = new ArrayList<>();
        List<String> variants = IntStream.range(0, 8).mapToObj(i -> "v" + i).toList();
        for (int flag = 0; flag < 9; flag++) {
            all.add(new Condition.FlagServes("f" + flag, variants));
            for (int other = 0; other < flag; other++) {
                for (String variant : variants) {
                    all.add(Condition.not(
                            Condition.all(Condition.flag("f" + flag, variant), Condition.flag("f" + other, variant))));
                }
            }
        }
        assertThat(logic.areImpossible(List.of(logic.formula(new Condition.All(all)))))
                .isFalse();
    }

    @Test
    void deepChoices_endInPerhapsBeforeTheStackDoes() {
        Formula formula = Formula.TRUE;
        for (int i = 0; i < 100_000; i++) {
            formula = new Formula.Some(List.of(formula));
        }
        assertThat(logic.areImpossible(List.of(formula))).isFalse();
    }

    @Test
    void documentThatHasUsedUpItsBudget_leavesTheOthersTheirs() {
        manyAlternatives_endInPerhaps();
        for (int i = 0; i < 20; i++) {
            manyAlternatives_endInPerhaps();
        }
        assertThat(implies("a gt [6]", "a gt [5]")).isFalse();
        Formula narrow = formula("a gt [6]");
        assertThat(logic.forNextDocument().areImpossible(List.of(narrow, new Not(formula("a gt [5]")))))
                .isTrue();
    }

    private boolean implies(String one, String other) {
        return logic.areImpossible(List.of(formula(one), new Not(formula(other))));
    }

    private Formula formula(String text) {
        return logic.formula(condition(text.strip()));
    }

    /** {@code attribute operator [values] modifiers}, {@code segment name} or {@code flag name [variants]}. */
    private static Condition condition(String text) {
        if (text.startsWith("segment ")) {
            return Condition.segment(text.substring(8));
        }
        String[] values = text.split("[\\[\\]]", -1);
        if (text.startsWith("flag ")) {
            return Condition.flag(values[0].strip().substring(5), values[1].split(", ", -1));
        }
        String[] words = values[0].strip().split(" ", -1);
        String modifiers = (values[2].contains("negate") ? ", \"negate\": true" : "")
                + (values[2].contains("ignore") ? ", \"ignore_case\": true" : "")
                + (values[2].contains("onMissingTrue") ? ", \"on_missing\": \"true\"" : "");
        JsonObject flag = (JsonObject)
                JsonValue.parse("""
                {"name": "f", "status": "enabled", "default": "off", "rules": [{"id": "r", "serve": "on",
                 "when": {"attribute": "%s", "op": "%s", "values": [%s]%s}}]}""".formatted(words[0], words[1], values[1].replace('\'', '"'), modifiers));
        Rich rich = (Rich) ConfigCodec.readFlag(flag).orThrow().definition();
        return Objects.requireNonNull(rich.rules().get(0).when());
    }
}
