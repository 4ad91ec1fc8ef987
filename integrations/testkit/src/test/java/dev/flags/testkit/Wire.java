package dev.flags.testkit;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNull;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.CommitResult.Conflict.Mismatch;
import dev.flags.store.Document;
import dev.flags.store.Expect;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import dev.flags.store.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a client and a server of {@link TcpConfigStore} say to each other: one JSON value in a line. */
final class Wire {
    private static final int PIECE = 16_000;

    private Wire() {}

    static JsonValue kinds(Set<Kind> kinds) {
        return array(kinds, Wire::kind);
    }

    static Set<Kind> kinds(JsonValue value) {
        return Set.copyOf(list(value, Wire::kind));
    }

    static JsonValue version(Version version) {
        return JsonObject.builder()
                .put("epoch", version.epoch())
                .put("number", version.number())
                .build();
    }

    static Version version(JsonValue value) {
        return new Version(text(value, "epoch"), number(value, "number"));
    }

    static JsonValue snapshot(StoreSnapshot snapshot) {
        return JsonObject.builder()
                .put("version", version(snapshot.version()))
                .put("documents", array(snapshot.documents().values(), Wire::document))
                .build();
    }

    static StoreSnapshot snapshot(JsonValue value) {
        Map<DocumentKey, Document> documents = new HashMap<>();
        list(get(value, "documents"), Wire::document).forEach(document -> documents.put(document.key(), document));
        return StoreSnapshot.of(version(get(value, "version")), documents);
    }

    static JsonValue commit(Commit commit) {
        return JsonObject.builder()
                .put("id", commit.id().toString())
                .put("writes", array(commit.writes(), Wire::write))
                .put("reads", array(commit.reads(), read -> keyed(read.key(), read.revision())))
                .put("events", array(commit.events(), Wire::event))
                .build();
    }

    static Commit commit(JsonValue value) {
        return new Commit(
                UUID.fromString(text(value, "id")),
                list(get(value, "writes"), Wire::write),
                list(get(value, "reads"), read -> new Expect(key(get(read, "key")), number(read, "revision"))),
                list(get(value, "events"), Wire::event));
    }

    static JsonValue result(CommitResult result) {
        if (result instanceof CommitResult.Applied applied) {
            return version(applied.version());
        }
        return array(
                ((CommitResult.Conflict) result).documents(),
                mismatch -> JsonObject.builder()
                        .put("key", key(mismatch.document()))
                        .put("expected", mismatch.expected())
                        .put("actual", mismatch.actual())
                        .build());
    }

    static CommitResult result(JsonValue value) {
        if (value instanceof JsonObject) {
            return new CommitResult.Applied(version(value));
        }
        return new CommitResult.Conflict(list(
                value,
                mismatch -> new Mismatch(
                        key(get(mismatch, "key")), number(mismatch, "expected"), number(mismatch, "actual"))));
    }

    static JsonValue query(HistoryQuery query) {
        DocumentKey document = query.document();
        return JsonObject.builder()
                .put("document", document == null ? JsonNull.NULL : key(document))
                .put("commit", nullable(query.commitId()))
                .put("actor", nullable(query.actor()))
                .put("from", nullable(query.from()))
                .put("until", nullable(query.until()))
                .put("limit", query.limit())
                .build();
    }

    static HistoryQuery query(JsonValue value) {
        return new HistoryQuery(
                optional(value, "document", Wire::key),
                optional(value, "commit", id -> UUID.fromString(text(id))),
                optional(value, "actor", Wire::text),
                optional(value, "from", at -> Instant.parse(text(at))),
                optional(value, "until", at -> Instant.parse(text(at))),
                (int) number(value, "limit"));
    }

    static JsonValue events(List<AuditEvent> events) {
        return array(events, Wire::event);
    }

    static List<AuditEvent> events(JsonValue value) {
        return list(value, Wire::event);
    }

    static JsonValue get(JsonValue object, String member) {
        return ((JsonObject) object).get(member).orElseThrow();
    }

    static String text(JsonValue object, String member) {
        return text(get(object, member));
    }

    private static JsonValue kind(Kind kind) {
        return JsonObject.builder()
                .put("name", kind.name())
                .put("ephemeral", JsonBoolean.of(kind.isEphemeral()))
                .build();
    }

    private static Kind kind(JsonValue value) {
        return new Kind(text(value, "name"), get(value, "ephemeral").equals(JsonBoolean.TRUE));
    }

    private static JsonValue key(DocumentKey key) {
        return JsonObject.builder()
                .put("kind", kind(key.kind()))
                .put("name", key.name())
                .build();
    }

    private static DocumentKey key(JsonValue value) {
        return new DocumentKey(kind(get(value, "kind")), text(value, "name"));
    }

    private static JsonObject keyed(DocumentKey key, long revision) {
        return JsonObject.builder()
                .put("key", key(key))
                .put("revision", revision)
                .build();
    }

    private static JsonValue document(Document document) {
        return withText(keyed(document.key(), document.revision()), document.json());
    }

    private static Document document(JsonValue value) {
        return new Document(key(get(value, "key")), number(value, "revision"), pieces(get(value, "json")));
    }

    private static JsonObject withText(JsonObject object, String json) {
        return JsonObject.builder().putAll(object).put("json", pieces(json)).build();
    }

    /** A text in pieces, since a string of JSON has a limit. */
    private static JsonArray pieces(String text) {
        List<JsonValue> pieces = new ArrayList<>();
        for (int start = 0; start < text.length(); ) {
            int end = Math.min(start + PIECE, text.length());
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end++;
            }
            pieces.add(new JsonString(text.substring(start, end)));
            start = end;
        }
        return new JsonArray(pieces);
    }

    private static String pieces(JsonValue value) {
        return String.join("", list(value, Wire::text));
    }

    private static JsonValue write(Write write) {
        JsonObject keyed = keyed(write.key(), write.expectedRevision());
        return write instanceof Write.Put put ? withText(keyed, put.json()) : keyed;
    }

    private static Write write(JsonValue value) {
        DocumentKey key = key(get(value, "key"));
        long revision = number(value, "revision");
        return ((JsonObject) value)
                .get("json")
                .<Write>map(json -> new Write.Put(key, revision, pieces(json)))
                .orElseGet(() -> new Write.Delete(key, revision));
    }

    private static JsonValue event(AuditEvent event) {
        return JsonObject.builder()
                .put("commit", event.commitId().toString())
                .put("at", event.at().toString())
                .put("actor", event.actor())
                .put("reason", event.reason())
                .put("action", event.action())
                .put("document", key(event.document()))
                .put("changes", array(event.changes(), Wire::change))
                .build();
    }

    private static AuditEvent event(JsonValue value) {
        return new AuditEvent(
                UUID.fromString(text(value, "commit")),
                Instant.parse(text(value, "at")),
                text(value, "actor"),
                text(value, "reason"),
                text(value, "action"),
                key(get(value, "document")),
                list(get(value, "changes"), Wire::change));
    }

    /** Lists with at most one element, since a value that is null is not one that is missing. */
    private static JsonValue change(AuditEvent.MemberChange change) {
        JsonValue before = change.before();
        JsonValue after = change.after();
        return JsonObject.builder()
                .put("member", change.member())
                .put("before", new JsonArray(before == null ? List.of() : List.of(before)))
                .put("after", new JsonArray(after == null ? List.of() : List.of(after)))
                .build();
    }

    private static AuditEvent.MemberChange change(JsonValue value) {
        return new AuditEvent.MemberChange(
                text(value, "member"), firstOrNull(get(value, "before")), firstOrNull(get(value, "after")));
    }

    private static @Nullable JsonValue firstOrNull(JsonValue array) {
        List<JsonValue> elements = ((JsonArray) array).elements();
        return elements.isEmpty() ? null : elements.get(0);
    }

    private static <T> JsonArray array(Collection<T> values, Function<T, JsonValue> encode) {
        return new JsonArray(values.stream().map(encode).toList());
    }

    private static <T> List<T> list(JsonValue array, Function<JsonValue, T> decode) {
        return ((JsonArray) array).elements().stream().map(decode).collect(Collectors.toUnmodifiableList());
    }

    private static JsonValue nullable(@Nullable Object value) {
        return value == null ? JsonNull.NULL : new JsonString(value.toString());
    }

    private static <T> @Nullable T optional(JsonValue object, String member, Function<JsonValue, T> decode) {
        JsonValue value = get(object, member);
        return value.equals(JsonNull.NULL) ? null : decode.apply(value);
    }

    private static String text(JsonValue value) {
        return ((JsonString) value).value();
    }

    private static long number(JsonValue object, String member) {
        return ((JsonNumber) get(object, member)).toLong().orElseThrow();
    }
}
