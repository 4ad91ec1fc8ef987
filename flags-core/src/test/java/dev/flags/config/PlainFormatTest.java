package dev.flags.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.Problem.Severity;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain form as people write it: it is read, written back, and changed without growing. */
class PlainFormatTest {
    private static final String PLAIN = """
            {"name": "new_ner_model", "status": "percentage", "rollout_percentage": 10, "enabled_users": ["alice"], \
            "enabled_groups": ["beta"], "conditions": {"country": ["de", "fr"], "age": {"gte": 18}, "plan": "pro"}}""";

    @Test
    void write_givesTheSixMembersInTheirOrder() {
        Flag flag = flag(PLAIN);
        assertThat(ConfigCodec.write(flag).toPrettyJson(0).replaceAll("\n *", " "))
                .isEqualTo(JsonValue.parse(PLAIN).toPrettyJson(0).replaceAll("\n *", " "));
        assertThat(ConfigCodec.write(flag).members().keySet())
                .containsExactly(
                        "name", "status", "rollout_percentage", "enabled_users", "enabled_groups", "conditions");
    }

    @Test
    void write_ofANewFlag_hasItsListsAndConditions() {
        Flag flag = Flag.builder("f").percentage(Percentage.ofPercent(12.5)).build();
        assertThat(ConfigCodec.write(flag).toJson())
                .isEqualTo("{\"name\":\"f\",\"status\":\"percentage\",\"rollout_percentage\":12.5,\"enabled_users\":[],"
                        + "\"enabled_groups\":[],\"conditions\":{}}");
    }

    @Test
    void conditions_haveThreeNotations() {
        assertThat(((Plain) flag(PLAIN).definition()).clauses())
                .containsExactly(
                        Clause.of("country", Operator.IN, "de", "fr"),
                        Clause.of("age", Operator.GTE, 18),
                        Clause.of("plan", Operator.EQUALS, "pro"));
    }

    @Test
    void conditions_ofOneAttribute_mayBeSeveral() {
        Flag flag = flag(
                "{\"name\": \"f\", \"status\": \"enabled\", \"conditions\": {\"age\": {\"gte\": 18, \"lt\": 65}}}");
        assertThat(((Plain) flag.definition()).clauses())
                .containsExactly(Clause.of("age", Operator.GTE, 18), Clause.of("age", Operator.LT, 65));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\": \"a\"}",
                "{\"x\": [\"a\"]}",
                "{\"x\": {\"in\": [\"a\"]}}",
                "{\"x\": {\"equals\": \"a\"}}",
                "{\"x\": 1.0}",
                "{\"x\": [1, 1.0, 1e0]}",
                "{\"x\": true, \"y\": {\"exists\": false}, \"z\": {\"between\": [1, 2], \"gt\": 1.50}}",
                "{\"/a~1b/0\": \"x\", \"a.b\": \"x\", \"\\u0061\": \"x\"}",
                "{\"x\": []}",
                "{}"
            })
    void conditions_keepTheirNotation(String conditions) {
        JsonObject text = object("{\"name\": \"f\", \"status\": \"enabled\", \"enabled_users\": [], "
                + "\"enabled_groups\": [], \"conditions\": " + conditions + "}");
        Flag flag = ConfigCodec.readFlag(text).orThrow();
        assertThat(ConfigCodec.write(flag).toJson()).isEqualTo(text.toJson());
        assertThat(ConfigCodec.write(flag.toBuilder().description("d").build(), text)
                        .toJson())
                .startsWith(text.toJson().replaceFirst("}$", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0", "10.000", "1e1", "0.10", "100.0", "0", "33.33333"})
    void percentage_keepsItsNotationThroughAnotherChange(String literal) {
        JsonObject text =
                object("{\"rollout_percentage\": " + literal + ", \"status\": \"percentage\", \"name\": \"f\"}");
        Flag changed = ConfigCodec.readFlag(text).orThrow().toBuilder()
                .enabledUsers(List.of("alice"))
                .build();
        assertThat(ConfigCodec.write(changed, text).toJson())
                .isEqualTo("{\"rollout_percentage\":" + literal
                        + ",\"status\":\"percentage\",\"name\":\"f\",\"enabled_users\":[\"alice\"]}");
    }

    @Test
    void percentage_isWrittenShortOnceItChanges() {
        JsonObject text = object("{\"name\": \"f\", \"status\": \"percentage\", \"rollout_percentage\": 10.0}");
        Flag flag = ConfigCodec.readFlag(text).orThrow();
        Flag changed = flag.toBuilder().percentage(Percentage.ofPercent(20)).build();
        assertThat(ConfigCodec.write(changed, text).toJson())
                .isEqualTo("{\"name\":\"f\",\"status\":\"percentage\",\"rollout_percentage\":20}");
    }

    @Test
    void minimalFlag_doesNotGrowWhenItChanges() {
        JsonObject text = object("{\"name\": \"f\", \"status\": \"disabled\"}");
        Flag enabled =
                ConfigCodec.readFlag(text).orThrow().toBuilder().enabled().build();
        assertThat(ConfigCodec.write(enabled, text).toJson()).isEqualTo("{\"name\":\"f\",\"status\":\"enabled\"}");
    }

    @Test
    void defaultsThatWereWrittenOut_stay() {
        JsonObject text = object("{\"name\": \"f\", \"description\": \"\", \"bucket_by\": [\"user\"], \"tags\": [],"
                + " \"denied\": [], \"metadata\": {}, \"conditions\": {}, \"status\": \"disabled\"}");
        Flag enabled =
                ConfigCodec.readFlag(text).orThrow().toBuilder().enabled().build();
        assertThat(ConfigCodec.write(enabled, text).toJson())
                .isEqualTo(text.toJson().replace("\"disabled\"", "\"enabled\""));
    }

    @Test
    void list_thatBecomesEmpty_staysAsAnEmptyList() {
        JsonObject text = object("{\"name\": \"f\", \"status\": \"enabled\", \"enabled_users\": [\"alice\"]}");
        Flag changed = ConfigCodec.readFlag(text).orThrow().toBuilder()
                .enabledUsers(List.of())
                .build();
        assertThat(ConfigCodec.write(changed, text).toJson())
                .isEqualTo("{\"name\":\"f\",\"status\":\"enabled\",\"enabled_users\":[]}");
    }

    @Test
    void member_thatGoesAway_isNotWritten() {
        JsonObject text = object("{\"name\": \"f\", \"status\": \"disabled\", \"restore\": {\"status\": \"enabled\"}}");
        Flag changed = ConfigCodec.readFlag(text).orThrow().toBuilder()
                .enabled()
                .restore(null)
                .build();
        assertThat(ConfigCodec.write(changed, text).toJson()).isEqualTo("{\"name\":\"f\",\"status\":\"enabled\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0001, 1",
        "1e-400, 1",
        "0.0004999, 1",
        "99.9999, 99999",
        "99.99999999999999999999999999, 99999",
        "33.3333, 33333",
        "12.3455, 12346",
        "12.3454999, 12345",
        "0.0015, 2"
    })
    void percentageFinerThanAThousandth_isRoundedHalfUpWithAWarning(String percent, int slots) {
        Parsed<Flag> parsed = ConfigCodec.readFlag(
                object("{\"name\": \"f\", \"status\": \"percentage\", \"rollout_percentage\": " + percent + "}"));
        assertThat(((Plain) parsed.orThrow().definition()).percentage()).isEqualTo(new Percentage(slots));
        assertThat(parsed.problems())
                .singleElement()
                .returns(Severity.WARNING, Problem::severity)
                .returns("/rollout_percentage", Problem::pointer)
                .satisfies(p -> assertThat(p.message())
                        .isEqualTo("is finer than 0.001 % and taken as " + new Percentage(slots) + ": " + percent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0001", "33.3333", "99.9999", "1e-400"})
    void percentageFinerThanAThousandth_isRefusedInASplit(String percent) {
        Parsed<Flag> parsed = ConfigCodec.readFlag(object(
                "{\"name\": \"f\", \"status\": \"enabled\", \"default\": {\"weights\": {\"on\": " + percent + "}}}"));
        assertThat(parsed.problems())
                .singleElement()
                .returns(Severity.ERROR, Problem::severity)
                .returns("/default/weights/on", Problem::pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.0001", "100.0001", "1e300", "-1e300"})
    void percentageOffTheScale_isRefusedAndNotRounded(String percent) {
        Parsed<Flag> parsed = ConfigCodec.readFlag(
                object("{\"name\": \"f\", \"status\": \"percentage\", \"rollout_percentage\": " + percent + "}"));
        assertThat(parsed.value()).isEmpty();
        assertThat(parsed.problems()).singleElement().returns("/rollout_percentage", Problem::pointer);
    }

    @Test
    void percentage_isKeptWhileTheStatusIsAnother() {
        Flag flag = flag("{\"name\": \"f\", \"status\": \"disabled\", \"rollout_percentage\": 25.5}");
        assertThat(ConfigCodec.write(flag).toJson()).contains("\"rollout_percentage\":25.5");
    }

    private static Flag flag(String json) {
        return ConfigCodec.readFlag(object(json)).orThrow();
    }

    private static JsonObject object(String json) {
        return (JsonObject) JsonValue.parse(json);
    }
}
