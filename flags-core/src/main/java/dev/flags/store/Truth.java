package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is committed: every document at one version. Immutable.
 *
 * @param epoch empty if nothing was ever committed
 * @param byKind the newest version that changed a document of a kind
 */
record Truth(String epoch, long version, Origin origin, Map<DocumentKey, Entry> entries, Map<Kind, Long> byKind) {
    static final Truth NONE = new Truth("", 0, Origin.CURRENT, Map.of(), Map.of());

    /** {@link Entry#editOf} of a document that was last changed by a program. */
    static final long NO_EDIT = -1;

    Truth {
        entries = Map.copyOf(entries);
        byKind = Map.copyOf(byKind);
    }

    /**
     * A document and how it came to be.
     *
     * @param programRevision the last version in which a program changed it, 0 if none did
     * @param editOf the revision of the file in which somebody changed it since, {@value #NO_EDIT} if nobody did
     */
    record Entry(Document document, long programRevision, long editOf) {
        boolean isLastEditedByHand() {
            return editOf != NO_EDIT;
        }

        /** Whether all that was changed since a revision of the file was changed in copies of that revision. */
        boolean isOnlyEditedSince(long revision) {
            return programRevision <= revision && editOf == revision;
        }
    }

    static Truth start(String epoch) {
        return new Truth(epoch, 0, Origin.CURRENT, Map.of(), Map.of());
    }

    /** The same in another epoch. */
    Truth in(String newEpoch) {
        return new Truth(newEpoch, version, origin, entries, byKind);
    }

    /** The same, written by somebody else. */
    Truth by(Origin writer) {
        return new Truth(epoch, version, writer, entries, byKind);
    }

    /** What is committed after one more entry of the log. */
    Truth after(LogEntry entry) {
        TruthFold fold = new TruthFold(this);
        fold.add(entry);
        return fold.truth();
    }

    @Nullable Entry entry(DocumentKey key) {
        return entries.get(key);
    }

    @Nullable String json(DocumentKey key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.document().json();
    }

    long revision(DocumentKey key) {
        Entry entry = entries.get(key);
        return entry == null ? 0 : entry.document().revision();
    }

    long newest(Kind kind) {
        return byKind.getOrDefault(kind, 0L);
    }

    /** For a checkpoint. */
    JsonObject write() {
        List<JsonValue> documents = new ArrayList<>();
        entries.values().forEach(entry -> documents.add(write(entry)));
        JsonObject.Builder versions = JsonObject.builder();
        byKind.forEach((kind, newest) -> versions.put(kind.name(), newest));
        return JsonObject.builder()
                .put("epoch", epoch)
                .put("version", version)
                .put("schema", origin.schema())
                .put("library", origin.library())
                .put("versions", versions.build())
                .put("documents", new JsonArray(documents))
                .build();
    }

    private static JsonObject write(Entry entry) {
        return LogEntry.key(entry.document().key())
                .put("revision", entry.document().revision())
                .put("program_revision", entry.programRevision())
                .put("edit_of", entry.editOf())
                .put("json", Json.object(entry.document().json()))
                .build();
    }

    static Truth read(JsonObject json) {
        try {
            Map<DocumentKey, Entry> entries = new HashMap<>();
            for (JsonObject entry : Json.objects(json, "documents")) {
                DocumentKey key = LogEntry.key(entry);
                Document document = new Document(
                        key,
                        Json.integer(entry, "revision"),
                        Json.object(entry, "json").toJson());
                entries.put(
                        key,
                        new Entry(document, Json.integer(entry, "program_revision"), Json.integer(entry, "edit_of")));
            }
            JsonObject versions = Json.object(json, "versions");
            Map<Kind, Long> byKind = new HashMap<>();
            versions.members()
                    .keySet()
                    .forEach(kind -> byKind.put(new Kind(kind, false), Json.integer(versions, kind)));
            return new Truth(
                    Json.text(json, "epoch"),
                    Json.integer(json, "version"),
                    new Origin(Json.integer(json, "schema"), Json.text(json, "library")),
                    entries,
                    byKind);
        } catch (IllegalArgumentException e) {
            throw new SpoiledFileException("is no checkpoint: " + e.getMessage(), e);
        }
    }
}
