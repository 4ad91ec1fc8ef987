package dev.flags.config;

import dev.flags.json.JsonObject;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one way from configuration to JSON and back. Reading what was written gives an equal value. Thread-safe.
 *
 * <p>Reading finds everything that is wrong with a document at once, each with a JSON pointer. What it cannot know is
 * whether the flags, segments and layers that a document names exist: {@link ReferenceCheck} checks that.
 */
public final class ConfigCodec {
    private ConfigCodec() {}

    public static Parsed<Flag> readFlag(JsonObject document) {
        return FlagReader.read(document);
    }

    public static Parsed<Segment> readSegment(JsonObject document) {
        return DocumentReader.readSegment(document);
    }

    public static Parsed<Layer> readLayer(JsonObject document) {
        return DocumentReader.readLayer(document);
    }

    /** Reads the text of a flag document named {@code name}, as a store keeps it. */
    public static Parsed<Flag> readFlag(String name, String json) {
        return read(DocumentKey.flag(name), json, FlagReader::read, Flag::name);
    }

    /** Reads the text of a segment document named {@code name}, as a store keeps it. */
    public static Parsed<Segment> readSegment(String name, String json) {
        return read(DocumentKey.segment(name), json, DocumentReader::readSegment, Segment::name);
    }

    /** Reads the text of a layer document named {@code name}, as a store keeps it. */
    public static Parsed<Layer> readLayer(String name, String json) {
        return read(DocumentKey.layer(name), json, DocumentReader::readLayer, Layer::name);
    }

    /**
     * Reads the text of a flag, segment or layer, as a store keeps it.
     *
     * @throws IllegalArgumentException if the key is of another kind
     */
    public static Parsed<?> read(DocumentKey key, String json) {
        if (key.kind().equals(Kind.FLAG)) {
            return readFlag(key.name(), json);
        }
        if (key.kind().equals(Kind.SEGMENT)) {
            return readSegment(key.name(), json);
        }
        if (key.kind().equals(Kind.LAYER)) {
            return readLayer(key.name(), json);
        }
        throw new IllegalArgumentException(key + " is no flag, segment or layer");
    }

    /** Reads a document of a file, whose key was taken from it. */
    static Parsed<?> read(DocumentKey key, JsonObject document) {
        if (key.kind().equals(Kind.FLAG)) {
            return readFlag(document);
        }
        return key.kind().equals(Kind.SEGMENT) ? readSegment(document) : readLayer(document);
    }

    public static JsonObject write(Flag flag) {
        return DocumentWriter.write(flag);
    }

    public static JsonObject write(Segment segment) {
        return DocumentWriter.write(segment);
    }

    public static JsonObject write(Layer layer) {
        return DocumentWriter.write(layer);
    }

    /** A condition as {@link Members#condition} reads it. */
    public static JsonObject write(Condition condition) {
        return DocumentWriter.write(condition);
    }

    /**
     * Writes a flag so that it differs from its previous text only where it has changed: members keep their order and
     * their notation, {@code 10.0} stays {@code 10.0}, and a default that was written out stays written out.
     */
    public static JsonObject write(Flag flag, JsonObject previous) {
        JsonObject written = write(flag);
        return readFlag(previous)
                .value()
                .map(before -> merge(written, write(before), previous))
                .filter(merged -> saysTheSame(merged, written))
                .orElse(written);
    }

    /** A default that was left out, or written out, may mean something else beside a member that has changed. */
    private static boolean saysTheSame(JsonObject merged, JsonObject written) {
        return readFlag(merged)
                .value()
                .filter(flag -> same(write(flag), written))
                .isPresent();
    }

    /** Whether two objects are the same to the order of their members, which for weights is the order of their slots. */
    private static boolean same(JsonObject a, JsonObject b) {
        return a.toJson().equals(b.toJson());
    }

    private static boolean same(Optional<JsonValue> a, Optional<JsonValue> b) {
        return a.map(JsonValue::toJson).equals(b.map(JsonValue::toJson));
    }

    private static <T> Parsed<T> read(
            DocumentKey key, String json, Function<JsonObject, Parsed<T>> reader, Function<T, String> name) {
        Objects.requireNonNull(json, "json");
        Problems problems = new Problems(key);
        // A character takes at most three bytes, so that most documents need not be encoded to be measured.
        if (json.length() > Limits.MAX_DOCUMENT_BYTES / 3
                && json.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_DOCUMENT_BYTES) {
            problems.error("", "is larger than " + Limits.MAX_DOCUMENT_BYTES + " bytes");
            return problems.failed();
        }
        JsonValue value;
        try {
            value = JsonValue.parse(json);
        } catch (JsonSyntaxException e) {
            problems.error("", "is no JSON: " + e.getMessage());
            return problems.failed();
        }
        if (!(value instanceof JsonObject object)) {
            Members.wrongType(value, "an object", "", problems);
            return problems.failed();
        }
        Parsed<T> parsed = reader.apply(object);
        if (parsed.value().isPresent() && !name.apply(parsed.value().get()).equals(key.name())) {
            problems.error(
                    "/name",
                    "is not the document's name: "
                            + Text.quote(name.apply(parsed.value().get())));
            return problems.failed();
        }
        return parsed;
    }

    /** @param before what {@code previous} says, written canonically */
    private static JsonObject merge(JsonObject written, JsonObject before, JsonObject previous) {
        JsonObject.Builder merged = JsonObject.builder();
        previous.members().forEach((name, value) -> {
            if (same(written.get(name), before.get(name))) {
                merged.put(name, value); // absent from both: a default that somebody wrote out
            } else {
                written.get(name).ifPresent(changed -> merged.put(name, changed));
            }
        });
        written.members().forEach((name, value) -> {
            if (!previous.has(name) && !same(Optional.of(value), before.get(name))) {
                merged.put(name, value);
            }
        });
        return merged.build();
    }
}
