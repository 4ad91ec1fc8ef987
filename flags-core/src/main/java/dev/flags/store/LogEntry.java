package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final byte[] VERSION = "{\"version\":".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_DIGITS = 18;

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
        return read(json);
    }

    /**
     * Reads an entry, whichever it follows.
     *
     * @throws SpoiledFileException if this is none
     */
    static LogEntry read(byte[] line) {
        return read(Json.object(new String(line, StandardCharsets.UTF_8)));
    }

    private static LogEntry read(JsonObject json) {
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

    /** The version of a line, without reading all of it; empty if it does not begin as an entry does. */
    static OptionalLong version(byte[] line) {
        int start = VERSION.length;
        int end = start;
        while (end < line.length && line[end] >= '0' && line[end] <= '9') {
            end++;
        }
        boolean isEntry = end > start && end - start < MAX_DIGITS && Arrays.equals(line, 0, start, VERSION, 0, start);
        return isEntry
                ? OptionalLong.of(Long.parseLong(new String(line, start, end - start, StandardCharsets.US_ASCII)))
                : OptionalLong.empty();
    }

    /** What lines have in them, byte for byte, if they have events that a query selects. */
    static List<BytePattern> marks(HistoryQuery query) {
        List<BytePattern> marks = new ArrayList<>();
        if (query.document() != null) {
            marks.add(mark(query.document()));
        }
        if (query.commitId() != null) {
            marks.add(mark(JsonObject.builder().put("commit", query.commitId().toString())));
        }
        if (query.actor() != null) {
            marks.add(mark(JsonObject.builder().put("actor", query.actor())));
        }
        return marks;
    }

    /** What lines have in them, byte for byte, if they write a document or have an event of it. */
    static BytePattern mark(DocumentKey key) {
        return mark(key(key));
    }

    private static BytePattern mark(JsonObject.Builder members) {
        String json = members.build().toJson();
        return new BytePattern(json.substring(1, json.length() - 1));
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
