package dev.flags.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The published schema says what the guide says: everything in valid.json is valid, and of invalid.json it sees each
 * fault that a schema can see, and sees it where it is.
 */
class FormatSchemaTest {
    /** A row of valid.json or invalid.json. */
    record Case(String name, JsonNode file, String pointer, boolean schema) {
        static Case of(JsonNode row) {
            return new Case(
                    row.path("name").textValue(),
                    row.path("file"),
                    row.path("pointer").asText(),
                    row.path("schema").booleanValue());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> valid() {
        return cases("valid.json");
    }

    static List<Case> invalid() {
        return cases("invalid.json");
    }

    static Stream<Case> visible() {
        return invalid().stream().filter(Case::schema);
    }

    static Stream<Case> invisible() {
        return invalid().stream().filter(c -> !c.schema());
    }

    @Test
    void schema_isValidItself() {
        Schema meta =
                FormatSchema.REGISTRY.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
        assertThat(meta.validate(FormatSchema.SOURCE)).isEmpty();
    }

    @Test
    void exampleInTheGuide_isValid() {
        MatchResult block = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
                .matcher(FormatSchema.GUIDE)
                .results()
                .findFirst()
                .orElseThrow();
        JsonNode example = json(block.group(1));
        assertThat(example.path("flags")).hasSize(6);
        assertThat(FormatSchema.validate(example)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void validCase_isValid(Case c) {
        assertThat(FormatSchema.validate(c.file())).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("visible")
    void invalidCase_isRefusedWhereItIsWrong(Case c) {
        assertThat(FormatSchema.validate(c.file()))
                .extracting(FormatSchema::pointer)
                .contains(c.pointer());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invisible")
    void invalidCaseThatOnlyTheLibrarySees_isValidToTheSchema(Case c) {
        assertThat(FormatSchema.validate(c.file())).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void invalidCase_pointsToSomethingInTheFile(Case c) {
        assertThat(c.file().at(JsonPointer.compile(c.pointer())).isMissingNode())
                .as(c.pointer())
                .isFalse();
    }

    @Test
    void cases_areMany() {
        assertThat(valid()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
        assertThat(invalid()).hasSizeGreaterThanOrEqualTo(120).doesNotHaveDuplicates();
    }

    /** Binary floating point has it that 0.043 / 0.001 = 42.99999999999999, and 29.29 % 0.001 = 0.0009999999999985376. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "0.001", "0.043", "29.29", "33.333", "99.999", "1e-3", "12.5000", "100"})
    void weightInThousandths_isValid(String percent) {
        assertThat(validateWeight(FormatSchema.EXACT, percent)).isEmpty();
        assertThat(validateWeight(JsonMapper.builder().build(), percent)).isEmpty();
    }

    @Test
    void everyThousandth_isAValidWeight() {
        String weights = IntStream.rangeClosed(0, 100_000)
                .mapToObj(step -> "\"v%d\": %s".formatted(step, BigDecimal.valueOf(step, 3)))
                .collect(Collectors.joining(",", "{\"weights\": {", "}}"));
        assertThat(validateSplit(weights)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0001", "29.2905", "33.3333", "99.9999", "1e-4", "100.001", "-0.001"})
    void weightOffTheScale_isRefused(String percent) {
        assertThat(validateWeight(FormatSchema.EXACT, percent)).isNotEmpty();
        assertThat(validateWeight(JsonMapper.builder().build(), percent)).isNotEmpty();
    }

    @Test
    void operators_areThoseOfTheGuide() {
        String section = FormatSchema.GUIDE.substring(
                FormatSchema.GUIDE.indexOf("## Operators"), FormatSchema.GUIDE.indexOf("## Splits"));
        Set<String> inGuide = new TreeSet<>();
        section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .forEach(cell -> Pattern.compile("`([a-z_]+)`")
                        .matcher(cell)
                        .results()
                        .forEach(name -> inGuide.add(name.group(1))));
        JsonNode defs = FormatSchema.SOURCE.path("$defs");

        assertThat(texts(defs.at("/clause/properties/op/enum"))).hasSize(28).isEqualTo(inGuide);
        assertThat(members(defs.at("/attribute_condition/properties"))).isEqualTo(inGuide);
        assertThat(usedIn(valid(), "op")).isEqualTo(inGuide);
    }

    @Test
    void members_areAllUsedByValidCases() {
        Set<String> used = new TreeSet<>();
        valid().forEach(c -> collectMembers(c.file(), used));

        assertThat(used).containsAll(FormatSchema.members());
    }

    @Test
    void members_areAllDescribed() {
        for (String def : members(FormatSchema.SOURCE.path("$defs"))) {
            JsonNode properties = FormatSchema.SOURCE.path("$defs").path(def).path("properties");
            for (String member : members(properties)) {
                JsonNode schema = properties.path(member);
                JsonNode shared = FormatSchema.SOURCE
                        .path("$defs")
                        .path(schema.path("$ref").asText("").replace("#/$defs/", ""));
                boolean described = schema.has("description") || shared.has("description");
                assertThat(described || def.endsWith("_form"))
                        .as(def + "." + member)
                        .isTrue();
            }
        }
    }

    @Test
    void dialects_areAllKnownAndTakeParameters() {
        Set<String> names = texts(FormatSchema.SOURCE.at("/$defs/dialect/properties/name/enum"));
        assertThat(names).hasSize(17);
        for (String name : names) {
            assertThat(validateSplit(
                            "{\"weights\": {\"on\": 1}, \"dialect\": {\"name\": \"%s\", \"seed\": 1}}".formatted(name)))
                    .as(name)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"units.txt", "lists/big spenders.txt", "..hidden", "lists/..units.txt", "./units.txt"})
    void includedFile_insideTheDirectory_isValid(String path) {
        assertThat(FormatSchema.validate(
                        json("{\"flags\": [], \"segments\": [{\"name\": \"s\", \"included_file\": \"%s\"}]}"
                                .formatted(path))))
                .isEmpty();
    }

    @Test
    void copiedFlag_isRefused() {
        String flag = "{\"name\": \"f\", \"status\": \"enabled\"}";
        assertThat(FormatSchema.validate(json("{\"flags\": [" + flag + "," + flag + "]}")))
                .extracting(FormatSchema::pointer)
                .containsExactly("/flags");
    }

    @Test
    void string_endsAt65536Characters() {
        String template = "{\"flags\": [{\"name\": \"f\", \"status\": \"enabled\", \"description\": \"%s\"}]}";
        assertThat(FormatSchema.validate(json(template.formatted("x".repeat(65_536)))))
                .isEmpty();
        assertThat(FormatSchema.validate(json(template.formatted("x".repeat(65_537)))))
                .extracting(FormatSchema::pointer)
                .containsExactly("/flags/0/description");
    }

    private static List<Error> validateWeight(JsonMapper mapper, String percent) {
        return FormatSchema.validate(FormatSchema.json(
                mapper,
                "{\"flags\": [{\"name\": \"f\", \"status\": \"enabled\", \"default\": {\"weights\": {\"on\": %s}}}]}"
                        .formatted(percent)));
    }

    private static List<Error> validateSplit(String split) {
        return FormatSchema.validate(
                json("{\"flags\": [{\"name\": \"f\", \"status\": \"enabled\", \"default\": %s}]}".formatted(split)));
    }

    private static Set<String> usedIn(List<Case> cases, String member) {
        Set<String> values = new TreeSet<>();
        cases.forEach(c -> values.addAll(c.file().findValuesAsText(member)));
        return values;
    }

    private static void collectMembers(JsonNode node, Set<String> into) {
        into.addAll(members(node));
        node.forEach(child -> collectMembers(child, into));
    }

    private static Set<String> members(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static List<Case> cases(String resource) {
        try (InputStream in = FormatSchemaTest.class.getResourceAsStream(resource)) {
            ArrayNode rows = (ArrayNode) FormatSchema.EXACT.readTree(in);
            return StreamSupport.stream(rows.spliterator(), false).map(Case::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String text) {
        return FormatSchema.json(FormatSchema.EXACT, text);
    }
}
