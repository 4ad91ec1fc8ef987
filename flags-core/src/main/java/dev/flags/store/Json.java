package dev.flags.store;

import dev.flags.json.JsonArray;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import java.util.List;

/**
 * Reads what a store wrote itself. Where that is not what it should be, every method throws
 * {@link SpoiledFileException}.
 */
final class Json {
    private static final String CHECKSUM = "crc32c";

    private Json() {}

    static JsonObject object(String text) {
        try {
            if (JsonValue.parseEnvelope(text) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonSyntaxException e) {
            throw new SpoiledFileException("is no JSON: " + e.getMessage());
        }
        throw new SpoiledFileException("is no JSON object");
    }

    /** An object with a checksum over the rest of it, which is the last member. */
    static String sealed(JsonObject content) {
        return JsonObject.builder()
                .putAll(content)
                .put(CHECKSUM, Hashes.crc32c(content.toJson()))
                .build()
                .toJson();
    }

    /** What was {@link #sealed}. */
    static JsonObject unsealed(String text) {
        JsonObject object = object(text);
        JsonObject.Builder content = JsonObject.builder();
        object.members().forEach((name, value) -> {
            if (!name.equals(CHECKSUM)) {
                content.put(name, value);
            }
        });
        JsonObject unsealed = content.build();
        if (!text(object, CHECKSUM).equals(Hashes.crc32c(unsealed.toJson()))) {
            throw new SpoiledFileException("does not have the checksum that it says");
        }
        return unsealed;
    }

    static String text(JsonObject object, String member) {
        if (member(object, member) instanceof JsonString string) {
            return string.value();
        }
        throw new SpoiledFileException("has no text \"" + member + "\"");
    }

    static long integer(JsonObject object, String member) {
        if (member(object, member) instanceof JsonNumber number) {
            return number.toLong().orElseThrow(() -> new SpoiledFileException("has no integer \"" + member + "\""));
        }
        throw new SpoiledFileException("has no integer \"" + member + "\"");
    }

    static JsonObject object(JsonObject object, String member) {
        return asObject(member(object, member));
    }

    static List<JsonObject> objects(JsonObject object, String member) {
        if (member(object, member) instanceof JsonArray array) {
            return array.elements().stream().map(Json::asObject).toList();
        }
        throw new SpoiledFileException("has no list \"" + member + "\"");
    }

    private static JsonValue member(JsonObject object, String member) {
        return object.get(member).orElseThrow(() -> new SpoiledFileException("has no member \"" + member + "\""));
    }

    private static JsonObject asObject(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new SpoiledFileException("has " + value.typeName() + " where an object belongs");
    }
}
