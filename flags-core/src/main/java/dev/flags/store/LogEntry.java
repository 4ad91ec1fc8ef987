package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What one version changed, and who made it and why: a line of the log, which says the hash of the line before it.
 *
 * @param editOf the revision of the file that somebody edited by hand, 0 if it said none; empty for a commit by a program
 * @param writes the documents after it; their expected revisions were met and are not kept
 */
record LogEntry(
        long version,
        UUID commitId,
        Instant at,
        Origin origin,
        OptionalLong editOf,
        List<Write> writes,
        List<AuditEvent> events) {

    private static final String EPHEMERAL = "ephemeral";

    LogEntry {
        writes = List.copyOf(writes);
        events = List.copyOf(events);
    }

    /** The line without its end. */
    byte[] write(String previousHash) {
        JsonObject.Builder out = JsonObject.builder()
                .put("version", version)
                .put("commit", commitId.toString())
                .put("at", at.toString())
                .put("schema", origin.schema())
                .put("library", origin.library());
        editOf.ifPresent(revision -> out.put("edit_of", revision));
        return out.put("events", array(events.stream().map(LogEntry::write).toList()))
                .put("writes", array(writes.stream().map(LogEntry::write).toList()))
                .put("previous", previousHash)
                .build()
                .toJson()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** @throws SpoiledFileException if this is no entry, or not the one after an entry of that hash */
    static LogEntry read(String line, String previousHash) {
        JsonObject json = Json.object(line);
        if (!Json.text(json, "previous").equals(previousHash)) {
            throw new SpoiledFileException("does not follow the entry before it");
        }
        try {
            UUID commitId = UUID.fromString(Json.text(json, "commit"));
            return new LogEntry(
                    Json.integer(json, "version"),
                    commitId,
                    Instant.parse(Json.text(json, "at")),
                    new Origin(Json.integer(json, "schema"), Json.text(json, "library")),
                    json.has("edit_of") ? OptionalLong.of(Json.integer(json, "edit_of")) : OptionalLong.empty(),
                    Json.objects(json, "writes").stream()
                            .map(LogEntry::readWrite)
                            .toList(),
                    Json.objects(json, "events").stream()
                            .map(event -> readEvent(event, commitId))
                            .toList());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new SpoiledFileException("is no entry: " + e.getMessage(), e);
        }
    }

    /** Whether a text is an entry after another one than that of a hash. */
    static boolean isAfterAnother(String line, String hash) {
        try {
            return !Json.text(Json.object(line), "previous").equals(hash);
        } catch (SpoiledFileException e) {
            return false;
        }
    }

    private static JsonObject write(Write write) {
        JsonObject.Builder out = key(write.key());
        if (write instanceof Write.Put put) {
            out.put("json", Json.object(put.json()));
        }
        return out.build();
    }

    private static Write readWrite(JsonObject json) {
        DocumentKey key = key(json);
        return json.has("json")
                ? new Write.Put(key, 0, Json.object(json, "json").toJson())
                : new Write.Delete(key, 0);
    }

    private static JsonObject write(AuditEvent event) {
        JsonObject.Builder out = key(event.document())
                .put("at", event.at().toString())
                .put("actor", event.actor())
                .put("reason", event.reason())
                .put("action", event.action());
        return out.put(
                        "changes",
                        array(event.changes().stream().map(LogEntry::write).toList()))
                .build();
    }

    private static AuditEvent readEvent(JsonObject json, UUID commitId) {
        return new AuditEvent(
                commitId,
                Instant.parse(Json.text(json, "at")),
                Json.text(json, "actor"),
                Json.text(json, "reason"),
                Json.text(json, "action"),
                key(json),
                Json.objects(json, "changes").stream()
                        .map(change -> new AuditEvent.MemberChange(
                                Json.text(change, "member"),
                                change.members().get("before"),
                                change.members().get("after")))
                        .toList());
    }

    private static JsonObject write(AuditEvent.MemberChange change) {
        JsonObject.Builder out = JsonObject.builder().put("member", change.member());
        Optional.ofNullable(change.before()).ifPresent(before -> out.put("before", before));
        Optional.ofNullable(change.after()).ifPresent(after -> out.put("after", after));
        return out.build();
    }

    static JsonObject.Builder key(DocumentKey key) {
        JsonObject.Builder out =
                JsonObject.builder().put("kind", key.kind().name()).put("name", key.name());
        return key.kind().isEphemeral() ? out.put(EPHEMERAL, true) : out;
    }

    static DocumentKey key(JsonObject json) {
        return new DocumentKey(new Kind(Json.text(json, "kind"), json.has(EPHEMERAL)), Json.text(json, "name"));
    }

    private static JsonArray array(List<JsonObject> elements) {
        return new JsonArray(List.<JsonValue>copyOf(elements));
    }
}
