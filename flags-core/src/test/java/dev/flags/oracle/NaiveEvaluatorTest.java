package dev.flags.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.CompiledAnswers;
import dev.flags.ErrorCode;
import dev.flags.Evaluation;
import dev.flags.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps of a decision, worked out by hand from the documentation.
 *
 * <p>Slots come from an implementation of the hash in another language, checked with the published value of
 * murmur3 x64 128 of "hello", cbd8a7b341bd9b02 5b1e906a48ae1d19. Under the salt "f": n31488 has slot 0, n120790 slot 1,
 * zoe 11960, n155356 50000, carol 53595, the integer 42 57675, ünal 85641 and n91997 99999. */
class NaiveEvaluatorTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    // Steps of a decision

    @Test
    void disabled_servesOffToEnabledUsersToo() {
        String flag = "{'name': 'f', 'status': 'disabled', 'enabled_users': ['zoe'], 'restore': {'status': 'enabled'}}";
        assertAnswer(evaluate(flag, Map.of("user", "zoe")), "off", "DISABLED", null);
    }

    @Test
    void schedule_holdsFromStartToBeforeEnd() {
        String flag = "{'name': 'f', 'status': 'enabled', 'default': 'on', 'off_variant': 'off',"
                + "'schedule': {'start': '2026-06-01T02:00:00+02:00', 'end': '2026-06-02T00:00:00Z'}}";
        assertAnswer(evaluate(flag, Map.of(), NOW.minusNanos(1)), "off", "DISABLED", null);
        assertAnswer(evaluate(flag, Map.of(), NOW), "on", "STATIC", null);
        assertAnswer(evaluate(flag, Map.of(), NOW.plusSeconds(86_400)), "off", "DISABLED", null);
    }

    @Test
    void requires_isMetByTheOffVariantOfADisabledFlag() {
        String flag =
                "{'name': 'f', 'status': 'enabled', 'requires': [{'flag': 'g', 'variants': ['off']}], 'default': 'on'},"
                        + "{'name': 'g', 'status': 'disabled'}";
        assertAnswer(evaluate(flag, Map.of()), "on", "DEFAULT", null);
    }

    @Test
    void requires_defaultsToOnAndComesBeforeDenied() {
        String flag =
                "{'name': 'f', 'status': 'enabled', 'requires': [{'flag': 'g'}], 'denied': [{'units': ['zoe']}], 'default': 'on'},"
                        + "{'name': 'g', 'status': 'enabled', 'conditions': {'plan': 'pro'}}";
        assertAnswer(evaluate(flag, Map.of("user", "zoe")), "off", "TARGETING_MATCH", "requires");
        assertAnswer(evaluate(flag, Map.of("user", "zoe", "plan", "pro")), "off", "TARGETING_MATCH", "denied");
    }

    @Test
    void denied_comparesUnitsOfItsAttribute() {
        String flag = "{'name': 'f', 'status': 'enabled', 'denied': [{'units': ['42', 'x'], 'attribute': 'account'}]}";
        assertAnswer(evaluate(flag, Map.of("account", 42)), "off", "TARGETING_MATCH", "denied");
        assertAnswer(evaluate(flag, Map.of("account", Arrays.asList(null, "x"))), "off", "TARGETING_MATCH", "denied");
        assertAnswer(evaluate(flag, Map.of("account", 42.0)), "on", "DEFAULT", null);
        assertAnswer(evaluate(flag, Map.of("user", "42")), "on", "DEFAULT", null);
    }

    @Test
    void targets_comeAfterDeniedAndBeforeEnabledUsers() {
        String flag =
                "{'name': 'f', 'status': 'enabled', 'denied': [{'units': ['a']}], 'targets': [{'variant': 'off', 'units': ['a', 'b']}],"
                        + "'enabled_users': ['a', 'b', 'c'], 'default': 'off'}";
        assertAnswer(evaluate(flag, Map.of("user", "a")), "off", "TARGETING_MATCH", "denied");
        assertAnswer(evaluate(flag, Map.of("user", "b")), "off", "TARGETING_MATCH", "targets");
        assertAnswer(evaluate(flag, Map.of("user", "c")), "on", "TARGETING_MATCH", "enabled_users");
    }

    @Test
    void enabledUsers_serveTheFirstTrueVariantWhereNoneIsNamedOn() {
        String flag =
                "{'name': 'f', 'status': 'enabled', 'variants': {'no': false, 'yes': true, 'also': true}, 'off_variant': 'no',"
                        + "'enabled_users': ['zoe'], 'default': 'no'}";
        assertAnswer(evaluate(flag, Map.of("user", "zoe")), "yes", "TARGETING_MATCH", "enabled_users");
    }

    @Test
    void enabledGroups_holdOneGroupOrAnArray() {
        String flag = "{'name': 'f', 'status': 'percentage', 'rollout_percentage': 0, 'enabled_groups': ['beta']}";
        assertAnswer(evaluate(flag, Map.of("groups", "beta")), "on", "TARGETING_MATCH", "enabled_groups");
        assertAnswer(evaluate(flag, Map.of("user", "zoe", "groups", List.of("alpha"))), "off", "SPLIT", null);
    }

    @Test
    void rules_firstThatServesWins() {
        String flag = "{'name': 'f', 'status': 'enabled', 'rules': ["
                + "{'id': 'a', 'when': {'attribute': 'plan', 'op': 'equals', 'values': ['pro']}, 'serve': 'off'},"
                + "{'id': 'b', 'end': '2026-06-01T00:00:00Z', 'serve': 'off'}, {'id': 'c', 'serve': 'on'}], 'default': 'off'}";
        assertAnswer(evaluate(flag, Map.of("plan", "pro")), "off", "TARGETING_MATCH", "a");
        assertAnswer(evaluate(flag, Map.of(), NOW.minusMillis(1)), "off", "TARGETING_MATCH", "b");
        assertAnswer(evaluate(flag, Map.of(), NOW), "on", "TARGETING_MATCH", "c");
    }

    @Test
    void ruleSplit_missGoesOnToTheNextRule() {
        String flag = "{'name': 'f', 'status': 'enabled', 'rules': ["
                + "{'id': 'a', 'serve': {'weights': {'on': 50}}}, {'id': 'b', 'serve': 'off'}], 'default': 'on'}";
        assertAnswer(evaluate(flag, Map.of("user", "zoe")), "on", "SPLIT", "a");
        assertAnswer(evaluate(flag, Map.of("user", "carol")), "off", "TARGETING_MATCH", "b");
        assertAnswer(evaluate(flag, Map.of()), "off", "TARGETING_MATCH", "b");
    }

    @Test
    void ruleSplit_thatStops_servesOff_withAnErrorOnlyIfTheUnitIsMissing() {
        String flag = "{'name': 'f', 'status': 'enabled', 'rules': ["
                + "{'id': 'a', 'serve': {'weights': {'on': 50}, 'on_miss': 'stop'}}], 'default': 'on'}";
        assertAnswer(evaluate(flag, Map.of("user", "carol")), "off", "SPLIT", "a");
        assertError(evaluate(flag, Map.of("user", "")), "off", "a");
    }

    @Test
    void conditionsNotMet_comesBeforeTheRollout() {
        String flag = "{'name': 'f', 'status': 'enabled', 'conditions': {'plan': 'pro'},"
                + "'rollout': {'id': 'x', 'baseline': 'off', 'candidate': 'on', 'serve': {'ranges': [['off', 0, 20000]]}}}";
        assertAnswer(evaluate(flag, Map.of("user", "zoe")), "off", "DEFAULT", null);
        assertAnswer(evaluate(flag, Map.of("user", "zoe", "plan", "pro")), "off", "SPLIT", "rollout:x");
        assertAnswer(evaluate(flag, Map.of("user", "carol", "plan", "pro")), "on", "TARGETING_MATCH", "conditions");
    }

    @Test
    void rollout_comesAfterTheRules_forThoseWhoMeetItsCondition() {
        String flag =
                "{'name': 'f', 'status': 'enabled', 'rules': [{'id': 'a', 'serve': {'ranges': [['off', 0, 20000]]}}],"
                        + "'rollout': {'id': 'x', 'baseline': 'off', 'candidate': 'on', 'when': {'attribute': 'plan', 'op': 'exists'},"
                        + "'serve': {'ranges': [['on', 0, 60000]]}}, 'default': 'off'}";
        assertAnswer(evaluate(flag, Map.of("user", "zoe", "plan", "p")), "off", "SPLIT", "a");
        assertAnswer(evaluate(flag, Map.of("user", "carol", "plan", "p")), "on", "SPLIT", "rollout:x");
        assertAnswer(evaluate(flag, Map.of("user", "carol")), "off", "DEFAULT", null);
    }

    @Test
    void rolloutInALayer_hashesWithItsRule() {
        // In the layer "lay" zoe has 69803, under "f#rollout:x" 65573.
        String flag = "{'name': 'f', 'status': 'enabled', 'rollout': {'id': 'x', 'baseline': 'off', 'candidate': 'on',"
                + "'serve': {'layer': 'lay', 'ranges': [['off', 65573, 65574]]}}}";
        String layers = ", 'layers': [{'name': 'lay', 'slots': {'f': [[0, 10], [69803, 69804]]}}]";
        NaiveAnswer answer = evaluator(flag, layers).evaluate("f", Map.of("user", "zoe"), NOW);
        assertAnswer(answer, "off", "SPLIT", "rollout:x");
    }

    @Test
    void plainEnabled_withNothing_isStatic() {
        String flag = "{'name': 'f', 'status': 'enabled', 'enabled_users': [], 'conditions': {}}";
        NaiveAnswer answer = evaluate(flag, Map.of());
        assertAnswer(answer, "on", "STATIC", null);
        assertThat(answer.value().booleanValue()).isTrue();
    }

    @Test
    void plainEnabled_withAList_isDefault() {
        assertAnswer(
                evaluate("{'name': 'f', 'status': 'enabled', 'enabled_groups': ['x']}", Map.of()),
                "on",
                "DEFAULT",
                null);
    }

    @Test
    void plainConditions_inAllNotations_mustAllHold() {
        String flag =
                "{'name': 'f', 'status': 'enabled', 'conditions': {'country': ['de', 'fr'], 'age': {'gte': 18, 'lt': 65},"
                        + "'plan': 'pro', '/address/zip': {'between': [1, 3]}}}";
        Map<String, Object> context = Map.of("country", "fr", "age", 18, "plan", "pro", "address", Map.of("zip", 3.0));
        assertAnswer(evaluate(flag, context), "on", "TARGETING_MATCH", "conditions");
        Map<String, Object> old = Map.of("country", "fr", "age", 65, "plan", "pro", "address", Map.of("zip", 3.0));
        assertAnswer(evaluate(flag, old), "off", "DEFAULT", null);
    }

    @ParameterizedTest(name = "{0} % serves {1} to slot 0, {2} to slot 1, {3} to slot 50000, {4} to slot 99999")
    @CsvSource({
        "0,off,off,off,off",
        "0.001,on,off,off,off",
        "0.0001,on,off,off,off",
        "0.0015,on,on,off,off",
        "50,on,on,off,off",
        "50.001,on,on,on,off",
        "50.0004,on,on,off,off",
        "50.0005,on,on,on,off",
        "99.999,on,on,on,off",
        "99.9999,on,on,on,off",
        "100,on,on,on,on"
    })
    void plainPercentage_isOnInTheFirstSlots(String percent, String first, String second, String middle, String last) {
        String flag = "{'name': 'f', 'status': 'percentage', 'rollout_percentage': " + percent + "}";
        assertAnswer(evaluate(flag, Map.of("user", "n31488")), first, "SPLIT", null);
        assertAnswer(evaluate(flag, Map.of("user", "n120790")), second, "SPLIT", null);
        assertAnswer(evaluate(flag, Map.of("user", "n155356")), middle, "SPLIT", null);
        assertAnswer(evaluate(flag, Map.of("user", "n91997")), last, "SPLIT", null);
    }

    @Test
    void plainPercentage_withoutAUnit_isOffWithAnError() {
        String flag = "{'name': 'f', 'status': 'percentage', 'rollout_percentage': 100}";
        assertError(evaluate(flag, Map.of("user", List.of("zoe"))), "off", null);
        assertError(evaluate(flag, Map.of("user", 42.0)), "off", null);
    }

    @Test
    void richVariant_isStaticOrDefault() {
        String bare =
                "{'name': 'f', 'variants': {'a': 0.10, 'b': 2}, 'off_variant': 'a', 'status': 'enabled', 'default': 'a'}";
        NaiveAnswer answer = evaluate(bare, Map.of());
        assertAnswer(answer, "a", "STATIC", null);
        assertThat(answer.value().decimalValue()).isEqualTo(new BigDecimal("0.10"));
        assertAnswer(evaluate(bare.replace("'default'", "'rules': [], 'default'"), Map.of()), "a", "STATIC", null);
        String denied =
                bare.replace("'default'", "'denied': [{'units': ['x'], 'until': '2020-01-01T00:00:00Z'}], 'default'");
        assertAnswer(evaluate(denied, Map.of("user", "x")), "a", "DEFAULT", null);
    }

    @Test
    void richSplit_missServesOff() {
        String flag =
                "{'name': 'f', 'variants': {'a': 'A', 'b': 'B'}, 'off_variant': 'b', 'status': 'enabled', 'default': {'weights': {'a': 50}}}";
        assertAnswer(evaluate(flag, Map.of("user", "zoe")), "a", "SPLIT", null);
        assertAnswer(evaluate(flag, Map.of("user", "carol")), "b", "SPLIT", null);
        assertError(evaluate(flag, Map.of()), "b", null);
    }

    @Test
    void offVariant_mayBeOn() {
        String flag = "{'name': 'f', 'status': 'disabled', 'off_variant': 'on', 'default': 'off'}";
        assertAnswer(evaluate(flag, Map.of()), "on", "DISABLED", null);
    }

    // Splits

    @Test
    void weights_areLaidOutInOrderOfDeclaration() {
        String split = "{'weights': {'b': 50, 'a': 3.595, 'c': 0.001}}";
        assertServed(split, "n155356", "a");
        assertServed(split, "zoe", "b");
        assertServed(split, "carol", "c");
        assertServed(split, "42", "off");
    }

    @Test
    void ranges_holdFromAndNotTo() {
        String split = "{'ranges': [['a', 53596, 60000], ['b', 53595, 53595], ['c', 11960, 11961]]}";
        assertServed(split, "carol", "off");
        assertServed(split, "42", "a");
        assertServed(split, "zoe", "c");
        assertServed("{'ranges': [['a', 53594, 53595], ['b', 53595, 53596]]}", "carol", "b");
    }

    @Test
    void rangesWithEqualWeights_stayAsTheyAre() {
        String split =
                "{'ranges': [['a', 50000, 60000], ['b', 0, 0], ['a', 80000, 90000]], 'weights': {'c': 0, 'a': 20.0}}";
        assertServed(split, "carol", "a");
        assertServed(split, "ünal", "a");
        assertServed(split, "zoe", "off");
    }

    @Test
    void rangesWithOtherWeights_areRebalanced() {
        assertServed("{'ranges': [['a', 0, 50000]], 'weights': {'a': 50.001}}", "carol", "rebalanced");
        assertServed("{'ranges': [['a', 0, 50000]], 'weights': {'b': 50}}", "carol", "rebalanced");
        assertServed("{'ranges': [['a', 0, 50000], ['b', 60000, 70000]], 'weights': {'a': 50}}", "carol", "rebalanced");
    }

    @Test
    void salt_ofTheSplitBeatsThatOfTheFlag() {
        // Under "s" zoe has slot 96876, under "g" 24031.
        String flag = "{'name': 'f', 'salt': 'g', 'status': 'enabled', 'default': {'ranges': [['on', 24031, 24032]]}}";
        assertAnswer(evaluate(flag, Map.of("user", "zoe")), "on", "SPLIT", null);
        String own =
                flag.replace("{'ranges': [['on', 24031, 24032]]", "{'salt': 's', 'ranges': [['on', 96876, 96877]]");
        assertAnswer(evaluate(own, Map.of("user", "zoe")), "on", "SPLIT", null);
    }

    @Test
    void bucketBy_takesTheFirstAttributeThatHasAUnit() {
        String flag =
                "{'name': 'f', 'bucket_by': ['account', '/who/id'], 'status': 'enabled', 'default': {'ranges': [['on', 11960, 11961]]}}";
        assertAnswer(evaluate(flag, Map.of("account", "zoe", "who", Map.of("id", "carol"))), "on", "SPLIT", null);
        assertAnswer(evaluate(flag, Map.of("account", "", "who", Map.of("id", "zoe"))), "on", "SPLIT", null);
        assertAnswer(
                evaluate(flag, Map.of("account", List.of("carol"), "who", Map.of("id", "zoe"))), "on", "SPLIT", null);
        assertError(evaluate(flag, Map.of("user", "zoe")), "off", null);
    }

    @Test
    void bucketBy_integerIsItsDecimalText() {
        String flag = "{'name': 'f', 'status': 'enabled', 'default': {'ranges': [['on', 57675, 57676]]}}";
        assertAnswer(evaluate(flag, Map.of("user", 42)), "on", "SPLIT", null);
        assertAnswer(evaluate(flag, Map.of("user", 42L)), "on", "SPLIT", null);
        assertAnswer(evaluate(flag, Map.of("user", "42")), "on", "SPLIT", null);
        assertAnswer(evaluate(flag, Map.of("user", new BigDecimal("42"))), "on", "SPLIT", null);
        assertError(evaluate(flag, Map.of("user", new BigDecimal("42.0"))), "off", null);
    }

    @Test
    void layer_hasItsOwnSaltAndUnit_andTheSplitHashesWithItsRule() {
        // Under "s" zoe has 96876; under "f#default" carol has 93310 and under "f#r" 40471.
        String flag =
                "{'name': 'f', 'status': 'enabled', 'rules': [{'id': 'r', 'when': {'attribute': 'plan', 'op': 'exists'},"
                        + "'serve': {'layer': 'lay', 'ranges': [['on', 40471, 40472]]}}], 'default': {'layer': 'lay', 'ranges': [['on', 93310, 93311]]}}";
        String layers =
                ", 'layers': [{'name': 'lay', 'salt': 's', 'bucket_by': ['team'], 'slots': {'f': [[96876, 96877]]}}]";
        Both evaluator = evaluator(flag, layers);
        Map<String, Object> inside = Map.of("user", "carol", "team", "zoe");
        assertAnswer(evaluator.evaluate("f", inside, NOW), "on", "SPLIT", null);
        Map<String, Object> withPlan = Map.of("user", "carol", "team", "zoe", "plan", "p");
        assertAnswer(evaluator.evaluate("f", withPlan, NOW), "on", "SPLIT", "r");
        assertAnswer(evaluator.evaluate("f", Map.of("user", "carol", "team", "bob"), NOW), "off", "SPLIT", null);
        assertError(evaluator.evaluate("f", Map.of("user", "carol"), NOW), "off", null);
        assertError(evaluator.evaluate("f", Map.of("team", "zoe"), NOW), "off", null);
    }

    // Conditions that are no clauses

    @Test
    void emptyAllHolds_emptyAnyDoesNot() {
        assertThat(holds("{'all': []}", Map.of())).isTrue();
        assertThat(holds("{'any': []}", Map.of())).isFalse();
        assertThat(holds("{'not': {'any': []}}", Map.of())).isTrue();
    }

    @Test
    void flagCondition_asksWhatTheFlagServes() {
        String g = "{'name': 'g', 'status': 'enabled', 'conditions': {'plan': 'pro'}}";
        assertThat(holds("{'flag': 'g'}", Map.of("plan", "pro"), g, "")).isTrue();
        assertThat(holds("{'flag': 'g'}", Map.of(), g, "")).isFalse();
        assertThat(holds("{'flag': 'g', 'variants': ['off']}", Map.of(), g, "")).isTrue();
    }

    @Test
    void segment_excludedBeatsIncludedBeatsWhen() {
        String segment = ", 'segments': [{'name': 's', 'included': ['a', 'b'], 'excluded': ['b', 'c'],"
                + "'when': {'attribute': 'plan', 'op': 'exists'}}]";
        String condition = "{'segment': 's'}";
        assertThat(holds(condition, Map.of("user", "a"), "", segment)).isTrue();
        assertThat(holds(condition, Map.of("user", "b", "plan", "x"), "", segment))
                .isFalse();
        assertThat(holds(condition, Map.of("user", "c", "plan", "x"), "", segment))
                .isFalse();
        assertThat(holds(condition, Map.of("user", "d"), "", segment)).isFalse();
        assertThat(holds(condition, Map.of("user", "d", "plan", "x"), "", segment))
                .isTrue();
        assertThat(holds(condition, Map.of("user", "", "plan", "x"), "", segment))
                .isTrue();
        assertThat(holds(condition, Map.of("user", List.of("a", "c")), "", segment))
                .isFalse();
    }

    private static void assertServed(String split, String user, String variant) {
        String flag =
                "{'name': 'f', 'variants': {'a': 1, 'b': 2, 'c': 3, 'rebalanced': 4, 'off': 0}, 'off_variant': 'off',"
                        + "'status': 'enabled', 'default': " + split + "}";
        assertAnswer(evaluate(flag, Map.of("user", user)), variant, "SPLIT", null);
    }

    private static void assertAnswer(NaiveAnswer answer, String variant, String reason, String rule) {
        assertThat(answer).isEqualTo(new NaiveAnswer(variant, answer.value(), reason, null, rule));
    }

    private static void assertError(NaiveAnswer answer, String variant, String rule) {
        assertThat(answer).isEqualTo(new NaiveAnswer(variant, answer.value(), "SPLIT", "TARGETING_KEY_MISSING", rule));
    }

    private static boolean holds(String condition, Map<String, Object> context) {
        return holds(condition, context, "", "");
    }

    private static boolean holds(String condition, Map<String, Object> context, String otherFlag, String rest) {
        String flag = "{'name': 'f', 'status': 'enabled', 'rules': [{'id': 'r', 'when': " + condition
                + ", 'serve': 'on'}], 'default': 'off'}" + (otherFlag.isEmpty() ? "" : ", " + otherFlag);
        return "on".equals(evaluator(flag, rest).evaluate("f", context, NOW).variant());
    }

    private static NaiveAnswer evaluate(String flags, Map<String, Object> context) {
        return evaluate(flags, context, NOW);
    }

    private static NaiveAnswer evaluate(String flags, Map<String, Object> context, Instant now) {
        return evaluator(flags, "").evaluate("f", context, now);
    }

    private static Both evaluator(String flags, String rest) {
        return new Both(("{'flags': [" + flags + "]" + rest + "}").replace('\'', '"'));
    }

    /** The naive evaluator, whose answers the tests state, and the compiled one, which has to give the same. */
    private record Both(String file) {
        NaiveAnswer evaluate(String flag, Map<String, Object> context, Instant now) {
            NaiveAnswer naive = new NaiveEvaluator(
                            NaiveEvaluator.parse(file),
                            (ranges, weights) -> List.of(new NaiveEvaluator.Range("rebalanced", 0, 100_000)))
                    .evaluate(flag, context, now);
            Evaluation<JsonValue> compiled = CompiledAnswers.answer(file, flag, context, now);
            if (!"rebalanced".equals(naive.variant())) {
                assertThat(compiled.variant()).isEqualTo(naive.variant());
                assertThat(compiled.reason()).hasToString(naive.reason());
                assertThat(compiled.error()).isEqualTo(naive.error() == null ? null : ErrorCode.valueOf(naive.error()));
                assertThat(compiled.rule()).isEqualTo(naive.rule());
            }
            return naive;
        }
    }
}
