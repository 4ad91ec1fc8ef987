package dev.flags.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flags.config.Problem.Severity;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader of the format's guide could get wrong: a test for each decision. Single quotes stand for double ones. */
class FormatDecisionsTest {

    // --- Unknown members ---

    @Test
    void unknownMember_isKeptOnFileFlagRuleSegmentAndLayer() {
        String file =
                json("{'flagz': 1, 'flags': [{'name': 'f', 'status': 'enabled', 'ownr': 'me', 'rules': [{'id': 'r',"
                        + " 'serve': 'on', 'wen': 1}], 'default': 'off'}], 'segments': [{'name': 's', 'inclouded': []}],"
                        + " 'layers': [{'name': 'l', 'slots': {}, 'slat': 'x'}]}");

        assertThat(CodecCases.problems(file))
                .allMatch(p -> p.severity() == Severity.WARNING)
                .extracting(Problem::pointer, Problem::message)
                .map(Object::toString)
                .containsExactlyInAnyOrder(
                        "(\"/flagz\", \"unknown member \"flagz\" is kept; allowed are \"$schema\","
                                + " \"revision\", \"schema\"\")",
                        "(\"/flags/0/ownr\", \"unknown member \"ownr\" is kept; did you mean \"owner\"?\")",
                        "(\"/flags/0/rules/0/wen\", \"unknown member \"wen\" is kept; did you mean \"when\"?\")",
                        "(\"/segments/0/inclouded\", \"unknown member \"inclouded\" is kept; did you mean"
                                + " \"included\"?\")",
                        "(\"/layers/0/slat\", \"unknown member \"slat\" is kept; did you mean \"salt\"?\")");
        assertThat(writtenBack(file)).isEqualTo(JsonValue.parse(file).toJson());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/rules/0/when/negte | 'rules': [{'id': 'r', 'when': {'attribute': 'x', 'op': 'exists', 'negte': true}, 'serve': 'on'}]",
                "/rules/0/when/all/0/x | 'rules': [{'id': 'r', 'when': {'all': [{'segment': 's', 'x': 1}]}, 'serve': 'on'}]",
                "/rules/0/serve/weigths | 'rules': [{'id': 'r', 'serve': {'weights': {'on': 1}, 'weigths': {}}}]",
                "/denied/0/util | 'denied': [{'units': [], 'util': '2026-01-01T00:00:00Z'}]",
                "/targets/0/value | 'targets': [{'variant': 'on', 'units': [], 'value': 1}]",
                "/requires/0/variant | 'requires': [{'flag': 'g', 'variant': 'on'}]",
                "/schedule/stop | 'schedule': {'stop': '2026-01-01T00:00:00Z'}",
                "/restore/percentage | 'restore': {'status': 'enabled', 'percentage': 5}",
                "/rollout/stage | 'rollout': {'id': 'r', 'baseline': 'off', 'candidate': 'on', 'serve': {'ranges': []}, 'stage': 1}"
            })
    void unknownMember_isRefusedEverywhereElse(String pointer, String members) {
        assertThat(errors(rich(members))).extracting(Problem::pointer).containsExactly(pointer);
    }

    @Test
    void unknownMember_suggestsOnlyWhatIsNotThereAlready() {
        assertThat(errors(split("'weights': {'on': 1}, 'weight': {}")))
                .singleElement()
                .satisfies(p -> assertThat(p.message()).doesNotContain("weights"));
    }

    // --- Several problems at once ---

    @Test
    void fiveFaults_areFiveProblemsWithFivePointers() {
        String flag = json("{'name': 'f', 'status': 'on', 'enabled_users': ['a', 5], 'off_variant': 'none', 'rules':"
                + " [{'id': 'r', 'when': {'attribute': 'age', 'op': 'gte', 'values': ['18']}, 'serve': 'on'}],"
                + " 'default': {'weights': {'on': 60, 'off': 50}}}");

        Parsed<Flag> parsed = ConfigCodec.readFlag(object(flag));

        assertThat(parsed.problems())
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder(
                        "/status", "/enabled_users/1", "/off_variant", "/rules/0/when/values/0", "/default/weights");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(parsed::orThrow)
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("flag \"f\" at /status: ", "at /enabled_users/1: ", "at /default/weights: "));
    }

    @Test
    void faultsOfOneValue_areAllFound() {
        assertThat(errors(rich("'rules': [{'id': 'denied', 'when': {'attribute': '', 'op': 'in', 'values': [null, {}]},"
                        + " 'serve': {'ranges': [['on', 0, 10], ['off', 5, 15], ['x', 200000, 1.5]], 'salt': 1}}]")))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder(
                        "/rules/0/id",
                        "/rules/0/when/attribute",
                        "/rules/0/when/values/0",
                        "/rules/0/when/values/1",
                        "/rules/0/serve/ranges/1",
                        "/rules/0/serve/ranges/2/1",
                        "/rules/0/serve/ranges/2/2",
                        "/rules/0/serve/salt");
    }

    /** What a person would read next to it would be wrong: which variants there are is not known, or is known well. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/variants | 'variants': 5, 'off_variant': 'a', 'default': 'b'",
                "/variants | 'variants': {}, 'off_variant': 'a', 'default': 'b'",
                "/variants/b | 'type': 'string', 'variants': {'a': '', 'b': 5}, 'off_variant': 'a', 'default': 'b'",
                "/off_variant | 'variants': {'a': '', 'b': 'B'}, 'off_variant': 'c', 'default': 'b'",
                "/default | 'variants': {'a': '', 'b': 'B'}, 'off_variant': 'a', 'default': 'c'",
                "/variants | 'variants': {'a': '', 'b': 'B'}"
            })
    void faultOfTheVariants_isNoFaultOfTheRolloutThatNamesThem(String pointer, String members) {
        String rollout =
                "'rollout': {'id': 'r', 'baseline': 'a', 'candidate': 'b', 'serve': {'ranges': [['b', 0, 1]]}}";
        assertThat(errors(json("{'name': 'f', 'status': 'enabled', " + members + ", " + rollout + "}")))
                .extracting(Problem::pointer)
                .containsExactly(pointer);
    }

    @Test
    void faultOfAnAttribute_isNoFaultOfItsUnits() {
        assertThat(errors(rich("'targets': [{'variant': 'on', 'units': ['u']},"
                        + " {'variant': 'off', 'units': ['u'], 'attribute': 5}]")))
                .extracting(Problem::pointer)
                .containsExactly("/targets/1/attribute");
    }

    @Test
    void clauseWithoutValues_isToldSoOnce() {
        assertThat(errors(when("{'attribute': '', 'op': 'between'}")))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder("/rules/0/when", "/rules/0/when/attribute");
    }

    @Test
    void weightsAbove100OfADialect_areToldOnce() {
        assertThat(errors(split("'weights': {'on': 90, 'off': 20}, 'dialect': {'name': 'unleash', 'kind': 'variant'}")))
                .extracting(Problem::pointer)
                .containsExactly("/default/weights");
    }

    // --- Types and variants ---

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "boolean | {'yes': true, 'off': false}",
                "string | {'a': '1', 'off': ''}",
                "integer | {'a': 1, 'off': -9223372036854775808}",
                "double | {'a': 1, 'off': 1.0}",
                "double | {'a': 1, 'off': 1e0}",
                "double | {'a': 1, 'off': 9223372036854775808}",
                "json | {'a': 1, 'off': '1'}",
                "json | {'a': true, 'off': 0}",
                "json | {'a': [], 'off': {}}"
            })
    void type_isInferredFromTheVariants(String type, String variants) {
        Flag flag = flag(json("{'name': 'f', 'status': 'enabled', 'variants': " + variants + ", 'off_variant': 'off',"
                + " 'default': 'off'}"));
        assertThat(flag.type().key()).isEqualTo(type);
    }

    @Test
    void type_integer_takesWhatIsIntegralHoweverItIsWritten() {
        Flag flag = flag(json("{'name': 'f', 'status': 'enabled', 'type': 'integer', 'variants': {'a': 1.0, 'b': 3e2},"
                + " 'off_variant': 'a', 'default': 'b'}"));
        assertThat(ConfigCodec.write(flag).toJson()).contains("{\"a\":1.0,\"b\":3e2}");
    }

    @Test
    void numbers_keepTheirLiteralText() {
        String variants = "{\"a\":0.10,\"b\":1E+2,\"c\":9007199254740993,\"d\":-0,\"e\":1.00000000000000000001}";
        Flag flag = flag(json("{'name': 'f', 'status': 'enabled', 'variants': ")
                + variants
                + json(", 'off_variant': 'a', 'default': 'b', 'metadata': {'cost': 1.50}}"));
        assertThat(ConfigCodec.write(flag).toJson()).contains(variants, "1.50");
    }

    @Test
    void booleanFlag_hasOnAndOffWithoutSayingSo() {
        Flag flag = flag(rich(""));
        assertThat(flag.definition().variants().keySet()).containsExactly("on", "off");
        assertThat(flag.definition().offVariant()).isEqualTo("off");
        assertThat(ConfigCodec.write(flag).toJson()).isEqualTo(json("{'name':'f','status':'enabled','default':'off'}"));
    }

    @Test
    void ownVariants_replaceOnAndOff() {
        assertThat(errors(json("{'name': 'f', 'status': 'enabled', 'variants': {'yes': true, 'no': false},"
                        + " 'off_variant': 'no', 'default': 'on'}")))
                .extracting(Problem::pointer)
                .containsExactly("/default");
    }

    @Test
    void orderOfBooleanVariants_isWritten() {
        Flag flag = flag(json(
                "{'name': 'f', 'status': 'enabled', 'variants': {'off': false, 'on': true}, 'default':" + " 'off'}"));
        assertThat(ConfigCodec.write(flag).toJson()).contains("{\"off\":false,\"on\":true}");
    }

    @Test
    void offVariant_isRequiredUnlessAVariantOffIsBoolean() {
        assertThat(errors(json("{'name': 'f', 'status': 'enabled', 'variants': {'off': 'x'}, 'default': 'off'}")))
                .extracting(Problem::message)
                .containsExactly("\"off_variant\" is required for a flag without a boolean variant \"off\"");
        assertThat(flag(json("{'name': 'f', 'status': 'enabled', 'variants': {'off': true}, 'default': 'off'}"))
                        .definition()
                        .offVariant())
                .isEqualTo("off");
    }

    @Test
    void variantsWithoutAName_areAProblemAndNoException() {
        assertThat(errors(json("{'name': 'f', 'status': 'enabled', 'variants': {'': 1}, 'default': true}")))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder("/variants/", "/default");
    }

    // --- Forms ---

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'type': 'boolean'",
                "'variants': {}",
                "'off_variant': 'off'",
                "'requires': []",
                "'targets': []",
                "'rules': []",
                "'schedule': {}",
                "'max_staleness': 'PT1M'",
                "'on_stale': 'off'"
            })
    void richMember_needsADefaultBesideIt(String member) {
        String name = member.substring(1, member.indexOf('\'', 1));
        assertThat(errors(json("{'name': 'f', 'status': 'enabled', " + member + "}")))
                .singleElement()
                .returns("/" + name, Problem::pointer)
                .satisfies(p -> assertThat(p.message()).contains("\"default\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'rollout_percentage': 5", "'conditions': {}"})
    void plainMember_isRefusedBesideADefault(String member) {
        assertThat(errors(rich(member))).hasSize(1);
    }

    @Test
    void listsOfUsersAndGroups_areLegalInTheRichFormIfBoolean() {
        assertThat(errors(rich("'enabled_users': ['a'], 'enabled_groups': ['b']")))
                .isEmpty();
        assertThat(errors(json("{'name': 'f', 'status': 'enabled', 'variants': {'no': false}, 'off_variant': 'no',"
                        + " 'enabled_users': ['a'], 'default': 'no'}")))
                .extracting(Problem::message)
                .containsExactly("cannot be served: no variant is true");
    }

    @Test
    void status_isNotPercentageInTheRichForm() {
        assertThat(errors(json("{'name': 'f', 'status': 'percentage', 'default': 'on'}")))
                .extracting(Problem::pointer)
                .containsExactly("/status");
    }

    @Test
    void restore_isAStatusToGoBackTo() {
        assertThat(flag(json("{'name': 'f', 'status': 'disabled', 'rollout_percentage': 5, 'restore': {'status':"
                                + " 'percentage'}}"))
                        .restore())
                .isEqualTo(FlagStatus.PERCENTAGE);
        assertThat(errors(json("{'name': 'f', 'status': 'disabled', 'restore': {'status': 'disabled'}}")))
                .extracting(Problem::pointer)
                .containsExactly("/restore/status");
        assertThat(errors(json("{'name': 'f', 'status': 'disabled', 'default': 'on', 'restore': {'status':"
                        + " 'percentage'}}")))
                .extracting(Problem::pointer)
                .containsExactly("/restore/status");
    }

    @Test
    void changeOfForm_leavesNothingOfTheOldOneBehind() {
        JsonObject rich =
                object(json("{'name': 'f', 'type': 'boolean', 'variants': {'on': true, 'off': false}, 'rules':"
                        + " [], 'status': 'enabled', 'on_stale': 'off', 'default': 'on'}"));
        Flag plain = Flag.builder("f").enabled().build();
        assertThat(flag(ConfigCodec.write(plain, rich).toJson())).isEqualTo(plain);
    }

    @Test
    void changeOfVariants_keepsTheType() {
        JsonObject text = object(json("{'name': 'f', 'status': 'enabled', 'variants': {'a': 1, 'b': 'x'},"
                + " 'off_variant': 'a', 'default': 'a'}"));
        Flag flag = ConfigCodec.readFlag(text).orThrow();
        Flag changed = flag.toBuilder()
                .definition(((Rich) flag.definition())
                        .toBuilder().variant("b", JsonValue.parse("2")).build())
                .build();
        assertThat(ConfigCodec.readFlag(ConfigCodec.write(changed, text))
                        .orThrow()
                        .type())
                .isEqualTo(FlagType.JSON);
    }

    // --- Denials and time ---

    @Test
    void denied_needsUnitsAndHasDefaults() {
        Flag flag = flag(json("{'name': 'f', 'status': 'enabled', 'denied': [{'units': ['u']}]}"));
        assertThat(flag.denied()).containsExactly(new Denial(List.of("u"), "user", null, null));
        assertThat(flag.withoutExpired(Instant.MAX)).isEqualTo(flag);
    }

    @Test
    void denied_endsAtUntil() {
        Flag flag = flag(json("{'name': 'f', 'status': 'enabled', 'denied': [{'units': ['u'], 'until':"
                + " '2026-12-24T00:00:00Z'}]}"));
        Instant until = Instant.parse("2026-12-24T00:00:00Z");
        assertThat(flag.withoutExpired(until.minusNanos(1)).denied()).hasSize(1);
        assertThat(flag.withoutExpired(until).denied()).isEmpty();
    }

    @Test
    void instants_areWrittenInUtc() {
        Flag flag =
                flag(rich("'schedule': {'start': '2026-12-01T01:00:00+01:00', 'end': '2026-12-31T18:30:00.5-05:30'},"
                        + " 'created_at': '2026-01-01T00:00:00Z', 'rules': [{'id': 'r', 'start': '2026-06-01T02:00:00+02:00',"
                        + " 'serve': 'on'}]"));
        assertThat(ConfigCodec.write(flag).toJson())
                .contains(
                        json("{'start':'2026-12-01T00:00:00Z','end':'2027-01-01T00:00:00.500Z'}"),
                        json("'created_at':'2026-01-01T00:00:00Z'"),
                        json("'start':'2026-06-01T00:00:00Z'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"})
    void instant_isOfAYearThatCanBeWrittenInUtc(String instant) {
        assertThat(errors(rich("'created_at': '" + instant + "'")))
                .extracting(Problem::pointer)
                .containsExactly("/created_at");
    }

    @Test
    void window_thatEndsBeforeItStarts_isRefused() {
        assertThat(errors(rich("'schedule': {'start': '2026-12-01T00:00:00Z', 'end': '2026-12-01T00:00:00Z'}")))
                .extracting(Problem::pointer)
                .containsExactly("/schedule/end");
    }

    @Test
    void staleness_isLongerThanZero() {
        assertThat(errors(rich("'max_staleness': 'PT0S'")))
                .extracting(Problem::pointer)
                .containsExactly("/max_staleness");
        assertThat(((Rich) flag(rich("'max_staleness': 'P1DT1H'")).definition()).staleness())
                .isEqualTo(new Staleness(Duration.ofHours(25), Staleness.OnStale.LAST_KNOWN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pt5m", "PT-5M", "-PT5M", "PT1H-5M", "PT1,5S", "P1W", "P1Y", "P"})
    void staleness_isADurationInTheNotationThatEveryReaderTakes(String duration) {
        assertThat(errors(rich("'max_staleness': '" + duration + "'")))
                .extracting(Problem::pointer)
                .containsExactly("/max_staleness");
    }

    // --- Splits ---

    @Test
    void rangesInAnyOrder_keepItAndMayTouch() {
        String ranges = json("[['off',50000,100000],['on',10000,50000],['on',0,10000]]");
        Flag flag = flag(split("'ranges': " + ranges));
        assertThat(ConfigCodec.write(flag).toJson()).contains(ranges);
    }

    @Test
    void anchor_isARangeOfNoSlotsAndMayLieInsideAnother() {
        Flag flag = flag(split("'weights': {'on': 0, 'off': 100}, 'ranges': [['on', 500, 500], ['off', 0, 100000]]"));
        Split split = (Split) ((Rich) flag.definition()).defaultServe();
        assertThat(split.effectiveRanges()).contains(new SlotRange("on", 500, 500));
        assertThat(ConfigCodec.write(flag).toJson()).contains("[\"on\",500,500]");
    }

    @Test
    void weightsThatDifferFromTheRanges_areNewer() {
        List<SlotRange> ranges = List.of(new SlotRange("on", 0, 10_000), new SlotRange("off", 50_000, 100_000));
        Flag flag =
                flag(split("'weights': {'on': 20, 'off': 50}, 'ranges': [['on', 0, 10000], ['off', 50000, 100000]]"));
        Split split = (Split) ((Rich) flag.definition()).defaultServe();
        assertThat(split.effectiveRanges())
                .isEqualTo(Split.rebalance(
                        ranges, Map.of("on", Percentage.ofPercent(20), "off", Percentage.ofPercent(50))));
        assertThat(split.ranges()).isEqualTo(ranges);
    }

    @Test
    void orderOfWeights_isPartOfTheSplit() {
        JsonObject text = object(split("'weights': {'on': 10, 'off': 90}"));
        Flag flag = ConfigCodec.readFlag(text).orThrow();
        Flag reordered = flag(split("'weights': {'off': 90, 'on': 10}"));
        assertThat(reordered).isNotEqualTo(flag);
        assertThat(ConfigCodec.write(reordered, text).toJson()).contains("{\"off\":90,\"on\":10}");
    }

    @Test
    void emptyRanges_areRangesThatMissEverybody() {
        Flag flag = flag(split("'ranges': []"));
        assertThat(((Split) ((Rich) flag.definition()).defaultServe()).effectiveRanges())
                .isEmpty();
        assertThat(ConfigCodec.write(flag).toJson()).contains("\"ranges\":[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/default/ranges | 'weights': {'on': 50}, 'ranges': [], 'dialect': {'name': 'unleash', 'kind': 'variant'}",
                "/default/layer | 'weights': {'on': 50}, 'layer': 'l', 'dialect': {'name': 'unleash', 'kind': 'variant'}",
                "/default/weights | 'weights': {'on': 12.5}, 'dialect': {'name': 'unleash', 'kind': 'rollout'}",
                "/default/dialect/name | 'weights': {'on': 12}, 'dialect': {'name': 'ff4j', 'kind': {}}",
                "/default/dialect | 'weights': {'on': 12}, 'dialect': {'name': 'unleash', 'kind': 'x'}",
                "/default/dialect/kind | 'weights': {'on': 12}, 'dialect': {'name': 'unleash', 'kind': 1.5}"
            })
    void dialect_excludesRangesLayerAndWeightsThatItCannotExpress(String pointer, String members) {
        assertThat(errors(split(members))).extracting(Problem::pointer).contains(pointer);
    }

    @Test
    void layerOfASplit_givesTheLayersFlagNoPartOfACycle() {
        assertThat(CodecCases.problems(
                        json("{'flags': [{'name': 'f', 'status': 'enabled', 'default': {'weights': {'on':"
                                + " 1}, 'layer': 'l'}}], 'layers': [{'name': 'l', 'slots': {'f': [[0, 10]]}}]}")))
                .isEmpty();
    }

    // --- Limits ---

    @Test
    void limit_of100Rules() {
        assertThat(errors(rich("'rules': " + rules(100)))).isEmpty();
        assertThat(errors(rich("'rules': " + rules(101))))
                .extracting(Problem::toString)
                .containsExactly("flag \"f\" at /rules: has 101 rules; at most 100 are allowed");
    }

    @Test
    void limit_of256Ranges() {
        assertThat(errors(split("'ranges': " + ranges(256)))).isEmpty();
        assertThat(errors(split("'ranges': " + ranges(257))))
                .extracting(Problem::pointer)
                .containsExactly("/default/ranges");
    }

    @Test
    void limit_of10NestedConditions() {
        assertThat(errors(when(nested(10)))).isEmpty();
        assertThat(errors(when(nested(11))))
                .extracting(Problem::pointer)
                .containsExactly("/rules/0/when" + "/not".repeat(10));
    }

    @Test
    void limit_of500Conditions_countsAllAnyAndNot() {
        String clause = "{'segment': 's'}";
        assertThat(errors(when("{'all': [" + repeated(clause, 499) + "]}"))).isEmpty();
        assertThat(errors(when("{'all': [" + repeated(clause, 500) + "]}")))
                .extracting(Problem::message)
                .containsExactly("has 501 conditions; at most 500 are allowed");
        assertThat(errors(when("{'all': [{'not': " + clause + "}, " + repeated(clause, 497) + "]}")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "salt"})
    void limit_of256Characters(String member) {
        String template = json("{'name': 'f', 'status': 'enabled', '%s': '%s'}").replace("\"name\": \"f\", ", "");
        String flag = member.equals("name") ? template : template.replace("{", "{\"name\": \"f\", ");
        assertThat(errors(flag.formatted(member, "é".repeat(256)))).isEmpty();
        assertThat(errors(flag.formatted(member, "é".repeat(257))))
                .extracting(Problem::pointer)
                .containsExactly("/" + member);
    }

    @Test
    void limit_ofADocument_isInBytesOfUtf8() {
        assertThat(ConfigCodec.readFlag("f", document(Limits.MAX_DOCUMENT_BYTES))
                        .problems())
                .isEmpty();
        Parsed<Flag> parsed = ConfigCodec.readFlag("f", document(Limits.MAX_DOCUMENT_BYTES + 1));
        assertThat(parsed.problems())
                .extracting(Problem::toString)
                .containsExactly("flag \"f\": is larger than 8388608 bytes");
        String short2 = document(Limits.MAX_DOCUMENT_BYTES / 2).replace('x', 'é');
        assertThat(ConfigCodec.readFlag("f", short2).problems()).isEmpty();
        String long2 = document(Limits.MAX_DOCUMENT_BYTES / 2 + 100_000).replace('x', 'é');
        assertThat(ConfigCodec.readFlag("f", long2).value()).isEmpty();
    }

    @Test
    void limit_ofAFile_isCheckedBeforeItIsRead() {
        byte[] file = new byte[Limits.MAX_FILE_BYTES + 1];
        assertThat(ConfigFile.read(file).problems())
                .extracting(Problem::message)
                .containsExactly("has 67108865 bytes; at most 67108864 are allowed");
    }

    // --- References ---

    @Test
    void limit_ofAChainOf50() {
        assertThat(check(chain(50))).isEmpty();
        assertThat(check(chain(51))).containsOnlyKeys(DocumentKey.flag("f50"));
    }

    @Test
    @Timeout(20)
    void chainOf20000Flags_isRefusedQuicklyAndWithoutStackOverflow() {
        List<Flag> flags = chain(20_000);
        assertThat(check(flags)).hasSize(20_000 - Limits.MAX_REFERENCE_DEPTH);
        Collections.reverse(flags);
        assertThat(check(flags)).hasSize(20_000 - Limits.MAX_REFERENCE_DEPTH);
    }

    @Test
    @Timeout(20)
    void cycleOf20000Flags_isRefusedQuicklyAndInShortMessages() {
        List<Flag> flags = chain(20_000);
        flags.set(0, requiring("f0", "f19999"));
        Map<DocumentKey, List<Problem>> found = check(flags);
        assertThat(found).hasSize(20_000);
        assertThat(found.get(DocumentKey.flag("f7")))
                .singleElement()
                .satisfies(p -> assertThat(p.message())
                        .contains("these 20000 need one another")
                        .hasSizeLessThan(400));
    }

    @Test
    @Timeout(20)
    void thousandsOfMissingFlags_areReportedQuickly() {
        List<Flag> flags = IntStream.range(0, 20_000)
                .mapToObj(i -> requiring("some_flag_" + i, "some_flog_" + i))
                .collect(Collectors.toList());
        assertThat(check(flags)).hasSize(20_000);
    }

    @Test
    @Timeout(20)
    void evaluationCostAbove100000_isRefusedAlthoughTheChainIsShort() {
        List<Flag> flags = new ArrayList<>(List.of(requiring("f0")));
        for (int i = 1; i < 40; i++) {
            String before = "f" + (i - 1);
            flags.add(requiring("f" + i, before, before));
        }
        Map<DocumentKey, List<Problem>> found = check(flags);
        assertThat(found).doesNotContainKeys(DocumentKey.flag("f14")).containsKey(DocumentKey.flag("f39"));
        assertThat(found.get(DocumentKey.flag("f39")))
                .extracting(Problem::message)
                .containsExactly("may visit more than 100000 conditions through the flags and segments that it needs");
    }

    @Test
    void cycle_refusesEveryMemberButNotWhoPointsIntoIt() {
        List<Flag> flags = List.of(
                requiring("a", "b"),
                requiring("b", "c"),
                requiring("c", "a"),
                requiring("into", "a"),
                requiring("self", "self"));
        Map<DocumentKey, List<Problem>> found = check(flags);
        assertThat(found)
                .containsOnlyKeys(
                        DocumentKey.flag("a"), DocumentKey.flag("b"), DocumentKey.flag("c"), DocumentKey.flag("self"));
        assertThat(found.get(DocumentKey.flag("a")))
                .extracting(Problem::pointer)
                .containsExactly("/requires/0/flag");
        assertThat(found.get(DocumentKey.flag("self")))
                .extracting(Problem::message)
                .containsExactly("closes a cycle: flag \"self\" needs itself");
    }

    @Test
    void cycle_runsThroughSegmentsAndFlagConditionsToo() {
        String file =
                json("{'flags': [{'name': 'f', 'status': 'enabled', 'rules': [{'id': 'r', 'when': {'any': [{'segment':"
                        + " 's'}]}, 'serve': 'on'}], 'default': 'off'}], 'segments': [{'name': 's', 'when': {'not': {'flag':"
                        + " 'f'}}}, {'name': 't', 'when': {'segment': 's'}}]}");
        assertThat(CodecCases.errors(file))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder("/flags/0/rules/0/when/any/0/segment", "/segments/0/when/not/flag");
    }

    @Test
    void requires_defaultsToOnForABooleanTarget() {
        Flag booleanFlag = flag(json(
                "{'name': 'g', 'status': 'enabled', 'variants': {'on': false, 'off': true}, 'default':" + " 'off'}"));
        assertThat(check(List.of(booleanFlag, requiring("f", "g")))).isEmpty();
        Flag text =
                flag(json("{'name': 'g', 'status': 'enabled', 'variants': {'on': 'x'}, 'off_variant': 'on', 'default':"
                        + " 'on'}"));
        assertThat(check(List.of(text, requiring("f", "g")))).containsOnlyKeys(DocumentKey.flag("f"));
    }

    /** To require one of no variants would be never to be met; it must not be taken for {@code on}. */
    @Test
    void requires_oneOfNoVariants_isRefused() {
        assertThat(errors(rich("'requires': [{'flag': 'g', 'variants': []}]")))
                .extracting(Problem::pointer)
                .containsExactly("/requires/0/variants");
        assertThat(errors(when("{'flag': 'g', 'variants': []}")))
                .extracting(Problem::pointer)
                .containsExactly("/rules/0/when/variants");
    }

    @Test
    void referenceToARefusedDocument_isNoProblem() {
        Set<DocumentKey> refused = Set.of(DocumentKey.flag("g"));
        assertThat(ReferenceCheck.of(Map.of(DocumentKey.flag("f"), requiring("f", "g")), refused))
                .isEmpty();
    }

    @Test
    void slotsForAFlagThatDoesNotExist_areAWarning() {
        Layer layer = ConfigCodec.readLayer(
                        object(json("{'name': 'l', 'slots': {'chekout': [[0, 10]], '$holdout': [[10, 20]]}}")))
                .orThrow();
        assertThat(ReferenceCheck.warnings(List.of(layer), Set.of(DocumentKey.flag("checkout"))))
                .extracting(Problem::toString)
                .containsExactly(
                        "layer \"l\" at /slots/chekout: there is no flag \"chekout\"; did you mean \"checkout\"?");
        assertThat(ReferenceCheck.warnings(List.of(layer), Set.of(DocumentKey.flag("chekout"))))
                .isEmpty();
        assertThat(ReferenceCheck.of(Map.of(DocumentKey.layer("l"), layer), Set.of()))
                .isEmpty();
    }

    @Test
    void nameInADocument_isThatOfTheDocument() {
        assertThat(ConfigCodec.readFlag("g", rich("")).problems())
                .extracting(Problem::toString)
                .containsExactly("flag \"g\" at /name: is not the document's name: \"f\"");
    }

    // --- Files ---

    @Test
    void file_keepsItsOrderAndWhatItWroteOut() {
        String file = json("{'schema':1,'layers':[],'flags':[5,{'name':'f'}],'x':0.10,'$schema':'s','segments':[]}");
        ConfigFile read = ConfigFile.read(file.getBytes(StandardCharsets.UTF_8)).orThrow();
        assertThat(JsonValue.parse(read.write()).toJson()).isEqualTo(file);
    }

    @Test
    void file_thatIsNew_hasOnlyWhatItNeeds() {
        assertThat(new String(ConfigFile.EMPTY.write(), StandardCharsets.UTF_8)).isEqualTo("{\n  \"flags\": []\n}\n");
    }

    private static String rules(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{'id': 'r" + i + "', 'serve': 'on'}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String ranges(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "['on', " + i * 10 + ", " + (i * 10 + 5) + "]")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String nested(int depth) {
        return "{'not': ".repeat(depth - 1) + "{'segment': 's'}" + "}".repeat(depth - 1);
    }

    private static String repeated(String element, int count) {
        return String.join(",", Collections.nCopies(count, element));
    }

    /** A flag document of a certain length, all of whose strings are within their own limit. */
    private static String document(int length) {
        StringBuilder out = new StringBuilder("{\"name\":\"f\",\"status\":\"enabled\",\"enabled_users\":[\"\"");
        String end = "]}";
        while (out.length() + end.length() < length) {
            int room = length - out.length() - end.length();
            if (room < 3) {
                out.append(" ".repeat(room));
            } else {
                out.append(",\"").append("x".repeat(Math.min(room - 3, 60_000))).append('"');
            }
        }
        return out.append(end).toString();
    }

    private static List<Flag> chain(int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> i == 0 ? requiring("f0") : requiring("f" + i, "f" + (i - 1)))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static Flag requiring(String name, String... others) {
        return Flag.builder(name)
                .definition(Rich.ofBoolean()
                        .defaultVariant("on")
                        .requires(List.of(others).stream().map(Prerequisite::on).toList())
                        .build())
                .build();
    }

    private static Map<DocumentKey, List<Problem>> check(List<Flag> flags) {
        return ReferenceCheck.of(Configuration.byKey(flags, List.of(), List.of()), Set.of());
    }

    private static String writtenBack(String text) {
        ConfigFile file = ConfigFile.read(text.getBytes(StandardCharsets.UTF_8)).orThrow();
        return JsonValue.parse(new ConfigFile(
                                written(
                                        file.flags(),
                                        o -> ConfigCodec.write(
                                                ConfigCodec.readFlag(o).orThrow(), o)),
                                written(
                                        file.segments(),
                                        o -> ConfigCodec.write(
                                                ConfigCodec.readSegment(o).orThrow())),
                                written(
                                        file.layers(),
                                        o -> ConfigCodec.write(
                                                ConfigCodec.readLayer(o).orThrow())),
                                file.revision(),
                                file.schema(),
                                file.extras(),
                                file.order())
                        .write())
                .toJson();
    }

    private static List<JsonValue> written(List<JsonValue> elements, Function<JsonObject, JsonObject> write) {
        return elements.stream()
                .<JsonValue>map(e -> write.apply((JsonObject) e))
                .toList();
    }

    /** A boolean flag in the rich form with more members. */
    private static String rich(String members) {
        return json("{'name': 'f', 'status': 'enabled', " + members + (members.isEmpty() ? "" : ", ")
                + "'default': 'off'}");
    }

    private static String split(String members) {
        return json("{'name': 'f', 'status': 'enabled', 'default': {" + members + "}}");
    }

    private static String when(String condition) {
        return rich("'rules': [{'id': 'r', 'when': " + condition + ", 'serve': 'on'}]");
    }

    private static List<Problem> errors(String flag) {
        return ConfigCodec.readFlag(object(flag)).problems().stream()
                .filter(Problem::isError)
                .toList();
    }

    private static Flag flag(String json) {
        return ConfigCodec.readFlag(object(json)).orThrow();
    }

    private static JsonObject object(String json) {
        return (JsonObject) JsonValue.parse(json);
    }

    private static String json(String withSingleQuotes) {
        return withSingleQuotes.replace('\'', '"');
    }
}
