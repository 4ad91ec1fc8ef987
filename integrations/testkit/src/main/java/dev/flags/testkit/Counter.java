package dev.flags.testkit;

import static dev.flags.testkit.Commits.AT;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.HistoryQuery;
import dev.flags.store.Write;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts in a document by compare-and-set, each count with its audit event. */
final class Counter {
    static final DocumentKey KEY = DocumentKey.flag("counter");

    private Counter() {}

    /** One more, however often others are faster. An answer that was lost is settled by the history. */
    static void increment(ConfigStore store) {
        while (true) {
            Commit commit = next(store);
            CommitResult result = store.commit(commit);
            if (result instanceof CommitResult.Applied
                    || (result instanceof CommitResult.Unknown && isInHistory(store, commit))) {
                return;
            }
            if (Thread.interrupted()) {
                throw new AssertionError("gave up counting");
            }
            Thread.onSpinWait();
        }
    }

    /** What would count one more, if nobody else does before. */
    static Commit next(ConfigStore store) {
        Document before = document(store);
        long next = before == null ? 1 : count(before) + 1;
        String json = JsonObject.builder()
                .put("name", KEY.name())
                .put("count", next)
                .build()
                .toJson();
        UUID id = UUID.randomUUID();
        Write put = new Write.Put(KEY, before == null ? 0 : before.revision(), json);
        AuditEvent event = new AuditEvent(id, AT, "counter", Long.toString(next), "increment", KEY, List.of());
        return new Commit(id, List.of(put), List.of(), List.of(event));
    }

    /** What moves the document on, and leaves its count. */
    static Commit same(ConfigStore store) {
        Document before = document(store);
        Write put = before == null
                ? new Write.Put(KEY, 0, "{\"name\":\"counter\",\"count\":0}")
                : new Write.Put(KEY, before.revision(), before.json());
        return new Commit(UUID.randomUUID(), List.of(put), List.of(), List.of());
    }

    static boolean isInHistory(ConfigStore store, Commit commit) {
        return !store.history(HistoryQuery.of(commit.id())).isEmpty();
    }

    static long count(ConfigStore store) {
        Document document = document(store);
        return document == null ? 0 : count(document);
    }

    /** The counts that the history tells of, newest first. */
    static List<Long> counts(ConfigStore store) {
        return store.history(HistoryQuery.of(KEY, Integer.MAX_VALUE)).stream()
                .map(event -> Long.valueOf(event.reason()))
                .toList();
    }

    private static @Nullable Document document(ConfigStore store) {
        return store.load(Set.of(Kind.FLAG)).documents().get(KEY);
    }

    private static long count(Document document) {
        JsonObject object = (JsonObject) JsonValue.parse(document.json());
        return ((JsonNumber) object.get("count").orElseThrow()).toLong().orElseThrow();
    }
}
