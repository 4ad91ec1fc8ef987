package dev.flags.config;

import dev.flags.json.JsonArray;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A configuration file: its flags, segments and layers as they stand in it, each valid or not, in their order. Writing
 * a file that was read changes nothing in it but white space.
 *
 * @param flags the elements of {@code flags}
 * @param revision the store version that the file was written from, if it says so
 * @param schema the version of the format
 * @param extras members that the format does not know, and {@code $schema}, kept as they are
 * @param order the names of the members that the file has, in its order; what is not named is written after them, and
 *     left out if it is at its default
 */
public record ConfigFile(
        List<JsonValue> flags,
        List<JsonValue> segments,
        List<JsonValue> layers,
        OptionalLong revision,
        long schema,
        JsonObject extras,
        List<String> order) {
    /** The version of the format that this library writes. */
    public static final long SCHEMA = 1;

    /** A file without flags. */
    public static final ConfigFile EMPTY =
            new ConfigFile(List.of(), List.of(), List.of(), OptionalLong.empty(), SCHEMA, JsonObject.EMPTY, List.of());

    /** What problems call the file. */
    public static final String NAME = "the configuration file";

    /** What every reader of JSON can count to. */
    private static final long MAX_NUMBER = 1L << 53;

    private static final String EDITOR_SCHEMA = "$schema";

    public ConfigFile {
        flags = List.copyOf(flags);
        segments = List.copyOf(segments);
        layers = List.copyOf(layers);
        order = List.copyOf(order);
    }

    /**
     * Reads a file from UTF-8. Its value is absent if the file as a whole is no configuration. A file in a newer version
     * of the format is read as far as it is understood, with a warning.
     */
    public static Parsed<ConfigFile> read(byte[] utf8) {
        Problems problems = new Problems(NAME);
        if (utf8.length > Limits.MAX_FILE_BYTES) {
            problems.error("", "has " + utf8.length + " bytes; at most " + Limits.MAX_FILE_BYTES + " are allowed");
            return problems.failed();
        }
        JsonValue value;
        try {
            value = JsonValue.parse(utf8);
        } catch (JsonSyntaxException e) {
            problems.error("", "is no JSON: " + e.getMessage());
            return problems.failed();
        }
        return Members.of(value, "", problems)
                .map(members -> problems.result(read(members, problems)))
                .orElseGet(problems::failed);
    }

    private static ConfigFile read(Members members, Problems problems) {
        members.required("flags");
        List<JsonValue> flags = members.list("flags", (value, at) -> value);
        List<JsonValue> segments = members.list("segments", (value, at) -> value);
        List<JsonValue> layers = members.list("layers", (value, at) -> value);
        OptionalLong revision = integer(members, "revision", 0, problems);
        OptionalLong schema = integer(members, "schema", SCHEMA, problems);
        if (schema.isPresent() && schema.getAsLong() > SCHEMA) {
            problems.warning(
                    members.at("schema"),
                    "is " + schema.getAsLong() + ", a newer version of the format than " + SCHEMA
                            + "; the file is read as far as it is understood, and not written to");
        }
        Optional<JsonValue> editorSchema = members.value(EDITOR_SCHEMA);
        JsonObject.Builder extras = JsonObject.builder();
        editorSchema.ifPresent(value -> extras.put(EDITOR_SCHEMA, value));
        extras.putAll(members.keepUnknown());
        return new ConfigFile(
                flags, segments, layers, revision, schema.orElse(SCHEMA), extras.build(), members.names());
    }

    private static OptionalLong integer(Members members, String name, long min, Problems problems) {
        Optional<JsonValue> value = members.value(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong number = SplitReader.integer(value.get());
        if (number.isEmpty() || number.getAsLong() < min || number.getAsLong() > MAX_NUMBER) {
            String given = value.get() instanceof JsonNumber
                    ? value.get().toJson()
                    : value.get().typeName();
            problems.error(
                    members.at(name),
                    "is " + given + "; an integer from " + min + " to " + MAX_NUMBER + " is required");
        }
        return number;
    }

    /** The file's text for people: a line for each flag that fits into one. */
    public byte[] write() {
        JsonObject.Builder all = JsonObject.builder();
        extras.get(EDITOR_SCHEMA).ifPresent(value -> all.put(EDITOR_SCHEMA, value));
        all.put("flags", new JsonArray(flags))
                .put("segments", new JsonArray(segments))
                .put("layers", new JsonArray(layers));
        revision.ifPresent(number -> all.put("revision", JsonNumber.of(number)));
        JsonObject members =
                all.put("schema", JsonNumber.of(schema)).putAll(extras).build();
        JsonObject.Builder out = JsonObject.builder();
        order.forEach(name -> members.get(name).ifPresent(value -> out.put(name, value)));
        members.members().forEach((name, value) -> {
            if (!order.contains(name) && !isLeftOut(name, value)) {
                out.put(name, value);
            }
        });
        return (out.build().toPrettyJson(2) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isLeftOut(String name, JsonValue value) {
        return switch (name) {
            case "segments", "layers" -> value.equals(JsonArray.EMPTY);
            case "schema" -> value.equals(JsonNumber.of(SCHEMA));
            default -> false;
        };
    }

    /** The documents of one kind, in the order of the file. */
    public List<JsonValue> documents(Kind kind) {
        if (kind.equals(Kind.FLAG)) {
            return flags;
        }
        if (kind.equals(Kind.SEGMENT)) {
            return segments;
        }
        return kind.equals(Kind.LAYER) ? layers : List.of();
    }
}
