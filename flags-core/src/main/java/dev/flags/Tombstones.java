package dev.flags;

import dev.flags.config.DocumentKey;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.store.Document;
import java.time.Instant;

/** What is left of a flag that was deleted, so that nobody takes its name by accident. */
final class Tombstones {
    private Tombstones() {}

    static JsonObject write(String flag, Instant at, Change change) {
        return JsonObject.builder()
                .put("name", flag)
                .put("retired_at", at.toString())
                .put("actor", change.actor())
                .put("reason", change.reason())
                .build();
    }

    /** Refuses to make a flag whose name is retired. */
    static void requireNone(String flag, ConfigState state) {
        Document tombstone = state.documents().get(DocumentKey.tombstone(flag));
        if (tombstone != null) {
            JsonObject text = Documents.text(tombstone);
            throw new IllegalStateException(
                    "the flag name \"" + flag + "\" was retired on " + member(text, "retired_at")
                            + " by " + member(text, "actor") + " (" + member(text, "reason")
                            + "), and programs that were not deployed since may still mean that flag by it. Use another name, or"
                            + " releaseFlagName once no program does");
        }
    }

    private static String member(JsonObject text, String name) {
        return text.members().get(name) instanceof JsonString value ? value.value() : "?";
    }
}
