package dev.flags.config;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The published schema, and the guide beside it. */
public final class FormatSchema {
    static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Path DOCS = Path.of("..", "docs");
    static final String GUIDE = text(DOCS.resolve("format.md"));
    static final JsonNode SOURCE = json(EXACT, text(DOCS.resolve("flags.schema.json")));
    static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = REGISTRY.getSchema(SOURCE);

    private FormatSchema() {}

    static List<Error> validate(JsonNode file) {
        return SCHEMA.validate(file);
    }

    /** The pointers to what is wrong with a file; none if it is valid. */
    public static Set<String> pointers(JsonNode file) {
        Set<String> pointers = new TreeSet<>();
        validate(file).forEach(error -> pointers.add(pointer(error)));
        return pointers;
    }

    /** The names of all members that the schema declares. */
    public static Set<String> members() {
        Set<String> members = new TreeSet<>();
        for (JsonNode properties : SOURCE.findValues("properties")) {
            properties.fieldNames().forEachRemaining(members::add);
        }
        return members;
    }

    /** Where an error is: an unknown member itself, where the validator points to the object around it. */
    static String pointer(Error error) {
        String location = error.getInstanceLocation().toString();
        return switch (Objects.requireNonNullElse(error.getKeyword(), "")) {
            case "additionalProperties", "propertyNames" ->
                location + "/" + error.getProperty().replace("~", "~0").replace("/", "~1");
            default -> location;
        };
    }

    static JsonNode json(JsonMapper mapper, String text) {
        try {
            return mapper.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
