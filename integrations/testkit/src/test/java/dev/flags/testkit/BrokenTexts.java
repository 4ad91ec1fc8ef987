package dev.flags.testkit;

import dev.flags.config.DocumentKey;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import dev.flags.store.StoreException;
import dev.flags.store.Write;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.TreeMap;

/** What a {@link BrokenStore} makes of names and texts. */
final class BrokenTexts {
    private final Fault fault;

    BrokenTexts(Fault fault) {
        this.fault = fault;
    }

    /** The key under which a document is kept. */
    DocumentKey stored(DocumentKey key) {
        String name = key.name();
        String stored = switch (fault) {
            case TAKES_NAMES_FOR_PATHS -> Path.of("/" + name).normalize().toString();
            case TAKES_NAMES_FOR_PATTERNS -> name.replace('_', '%');
            case IGNORES_CASE -> name.toLowerCase(Locale.ROOT);
            case NORMALISES_NAMES -> Normalizer.normalize(name, Normalizer.Form.NFC);
            case TAKES_EMOJI_FOR_ONE_ANOTHER -> name.replaceAll("[^\\x{0}-\\x{ffff}]", "?");
            case CUTS_SPACE_OFF -> name.stripTrailing();
            case CUTS_NAMES_OFF -> name.substring(0, Math.min(255, name.length()));
            default -> name;
        };
        return fault == Fault.GOES_BY_NAMES_ONLY ? DocumentKey.flag(name) : new DocumentKey(key.kind(), stored);
    }

    /** @throws StoreException if there is no place for this */
    void refuse(Write write) {
        DocumentKey key = write.key();
        boolean isRefused = switch (fault) {
            case KNOWS_THREE_KINDS -> !Commits.DATA_PLANE.contains(key.kind());
            case LIMITS_NAMES -> key.name().length() > 200;
            default -> write instanceof Write.Put put && isRefused(put.json());
        };
        if (isRefused) {
            throw new StoreException("no place for " + key);
        }
        if (fault == Fault.FAILS_ITS_OWN_WAY && key.name().isBlank()) {
            throw new IllegalStateException("no name");
        }
    }

    private boolean isRefused(String json) {
        return switch (fault) {
            case LIMITS_SIZE -> json.length() > 5_000_000;
            case LIMITS_DEPTH -> json.contains("[".repeat(50));
            case JUDGES_TEXTS -> json.contains("\"status\":42");
            case WRITES_ONE_BY_ONE -> !isJson(json);
            default -> false;
        };
    }

    /** The text that is kept instead of one. */
    String stored(String json) {
        return switch (fault) {
            case SPEAKS_ASCII -> json.replaceAll("[^\\x00-\\x7f]", "?");
            case REPAIRS_TEXTS -> isJson(json) ? json : "{}";
            case SORTS_MEMBERS -> isJson(json) ? sorted(JsonValue.parse(json)).toJson() : json;
            case KEEPS_DOUBLES -> isJson(json) ? doubles(JsonValue.parse(json)).toJson() : json;
            default -> json;
        };
    }

    private static boolean isJson(String text) {
        try {
            JsonValue.parse(text);
            return true;
        } catch (JsonSyntaxException e) {
            return false;
        }
    }

    private static JsonValue sorted(JsonValue value) {
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        JsonObject.Builder out = JsonObject.builder();
        new TreeMap<>(object.members()).forEach((name, member) -> out.put(name, sorted(member)));
        return out.build();
    }

    static JsonValue doubles(JsonValue value) {
        if (value instanceof JsonObject object) {
            JsonObject.Builder out = JsonObject.builder();
            object.members().forEach((name, member) -> out.put(name, doubles(member)));
            return out.build();
        }
        if (value instanceof JsonArray array) {
            return new JsonArray(
                    array.elements().stream().map(BrokenTexts::doubles).toList());
        }
        return value instanceof JsonNumber number
                ? JsonValue.parse(Double.toString(Double.parseDouble(number.toJson())))
                : value;
    }
}
