package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;

/**
 * That a flag was deleted, when, by whom and why: the document that keeps its name from being used again by accident.
 *
 * @param flag its name
 */
public record Tombstone(String flag, Instant retiredAt, String actor, String reason) {
    public Tombstone {
        Objects.requireNonNull(flag, "flag");
        Objects.requireNonNull(retiredAt, "retiredAt");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(reason, "reason");
    }

    /** The key of this document. */
    public DocumentKey key() {
        return DocumentKey.tombstone(flag);
    }

    /** The text of this document. */
    public String toJson() {
        return JsonObject.builder()
                .put("name", flag)
                .put("retired_at", retiredAt.toString())
                .put("actor", actor)
                .put("reason", reason)
                .build()
                .toJson();
    }

    /** Reads the text of a tombstone; what it does not say is unknown, as a name stays retired in any case. */
    public static Tombstone read(DocumentKey key, String json) {
        JsonObject object;
        try {
            object = JsonValue.parse(json) instanceof JsonObject o ? o : JsonObject.EMPTY;
        } catch (JsonSyntaxException e) {
            object = JsonObject.EMPTY;
        }
        Instant at;
        try {
            at = Instant.parse(text(object, "retired_at"));
        } catch (DateTimeParseException e) {
            at = Instant.EPOCH;
        }
        return new Tombstone(key.name(), at, text(object, "actor"), text(object, "reason"));
    }

    private static String text(JsonObject object, String member) {
        return object.get(member)
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).value())
                .orElse("unknown");
    }

    /** Why the name cannot be used, and what to do. */
    public String message() {
        return this
                + ". Programs that were not deployed since may still mean that flag by its name: use another one, or"
                + " releaseFlagName once no program does";
    }

    /** {@code flag "new_checkout" was retired on 2026-11-21T10:00:00Z by alice (it is on for all)} */
    @Override
    public String toString() {
        return DocumentKey.flag(flag) + " was retired on " + retiredAt + " by " + actor + " (" + reason + ")";
    }
}
