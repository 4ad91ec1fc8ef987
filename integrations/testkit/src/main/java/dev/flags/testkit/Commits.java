package dev.flags.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.Document;
import dev.flags.store.Expect;
import dev.flags.store.Version;
import dev.flags.store.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Commits, and what the tests of them have in common. */
final class Commits {
    static final Kind ROLLOUT = new Kind("rollout", false);
    static final Kind EXPERIMENT = new Kind("experiment", false);
    static final Kind LEASE = new Kind("lease", true);

    /** What evaluation reads. */
    static final Set<Kind> DATA_PLANE = Set.of(Kind.FLAG, Kind.SEGMENT, Kind.LAYER);

    static final Set<Kind> FLAGS_AND_SEGMENTS = Set.of(Kind.FLAG, Kind.SEGMENT);

    static final Set<Kind> ALL = Set.of(Kind.FLAG, Kind.SEGMENT, Kind.LAYER, ROLLOUT, EXPERIMENT, LEASE);

    static final DocumentKey A = DocumentKey.flag("a");
    static final DocumentKey B = DocumentKey.flag("b");
    static final DocumentKey C = DocumentKey.flag("c");
    static final DocumentKey S = DocumentKey.segment("s");
    static final DocumentKey R = new DocumentKey(ROLLOUT, "r");
    static final DocumentKey L = new DocumentKey(LEASE, "l");

    static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private Commits() {}

    /** A document's text. Flags, segments and layers say their own names in it, for stores that go by that. */
    static String json(DocumentKey key, String status) {
        return JsonObject.builder()
                .put("name", key.name())
                .put("status", status)
                .build()
                .toJson();
    }

    /** One without a name of its own, for documents whose name cannot stand in JSON. */
    static String json(String status) {
        return JsonObject.builder().put("status", status).build().toJson();
    }

    /** The status that a text of these says. */
    static String status(Document document) {
        JsonObject object = (JsonObject) JsonValue.parse(document.json());
        return ((JsonString) object.get("status").orElseThrow()).value();
    }

    static Write write(DocumentKey key, long revision, String status) {
        return new Write.Put(key, revision, json(key, status));
    }

    static Commit put(DocumentKey key, long revision, String status) {
        return commit(write(key, revision, status));
    }

    static Commit delete(DocumentKey key, long revision) {
        return commit(new Write.Delete(key, revision));
    }

    /** A commit with an audit event for each write. */
    static Commit commit(Write... writes) {
        return commit(List.of(writes), List.of());
    }

    static Commit commit(List<Write> writes, List<Expect> reads) {
        UUID id = UUID.randomUUID();
        List<AuditEvent> events = writes.stream()
                .map(write -> event(id, AT, "tester", write instanceof Write.Put ? "put" : "delete", write.key()))
                .toList();
        return new Commit(id, writes, reads, events);
    }

    static AuditEvent event(UUID id, Instant at, String actor, String action, DocumentKey document) {
        return new AuditEvent(id, at, actor, "a test", action, document, List.of());
    }

    /** A commit's events as the history tells them. */
    static List<AuditEvent> newestFirst(Commit commit) {
        List<AuditEvent> events = new ArrayList<>(commit.events());
        Collections.reverse(events);
        return events;
    }

    static Version applied(CommitResult result) {
        assertThat(result).isInstanceOf(CommitResult.Applied.class);
        return ((CommitResult.Applied) result).version();
    }

    static CommitResult conflict(DocumentKey key, long expected, long actual) {
        return new CommitResult.Conflict(List.of(mismatch(key, expected, actual)));
    }

    static CommitResult.Conflict.Mismatch mismatch(DocumentKey key, long expected, long actual) {
        return new CommitResult.Conflict.Mismatch(key, expected, actual);
    }

    /** A text without its white space, its members in their order; or the text itself, if it is no JSON. */
    static Object content(String json) {
        try {
            return JsonValue.parse(json).toJson();
        } catch (JsonSyntaxException e) {
            return json;
        }
    }

    /** What documents say, whatever their revisions and white space. */
    static Map<DocumentKey, Object> contents(Map<DocumentKey, Document> documents) {
        return documents.values().stream()
                .collect(Collectors.toMap(Document::key, document -> content(document.json())));
    }

    /** What puts say, whatever their white space. */
    static Map<DocumentKey, Object> contents(Write... puts) {
        return Arrays.stream(puts).collect(Collectors.toMap(Write::key, put -> content(((Write.Put) put).json())));
    }
}
