package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Counts in a store by compare-and-set, each count with its audit event. Runs in a process of its own, too. */
final class Increments {
    static final DocumentKey COUNTER = DocumentKey.flag("counter");

    private Increments() {}

    /**
     * Counts in a file.
     *
     * @param args the file, and how often to count
     */
    public static void main(String[] args) {
        try (FileConfigStore store = FileConfigStore.of(Path.of(args[0]))) {
            increment(store, Integer.parseInt(args[1]));
        }
    }

    static void increment(ConfigStore store, int times) {
        for (int i = 0; i < times; i++) {
            while (!isApplied(store)) {
                Thread.onSpinWait();
            }
        }
    }

    static long count(ConfigStore store) {
        Document document = store.load(Set.of(Kind.FLAG)).documents().get(COUNTER);
        return document == null ? 0 : count(document);
    }

    private static boolean isApplied(ConfigStore store) {
        Document before = store.load(Set.of(Kind.FLAG)).documents().get(COUNTER);
        long next = before == null ? 1 : count(before) + 1;
        JsonObject counter =
                JsonObject.builder().put("name", "counter").put("count", next).build();
        UUID id = UUID.randomUUID();
        Write put = new Write.Put(COUNTER, before == null ? 0 : before.revision(), counter.toJson());
        AuditEvent event = new AuditEvent(
                id,
                Instant.EPOCH,
                "counter",
                Long.toString(next),
                "increment",
                COUNTER,
                AuditEvent.changes(before == null ? JsonObject.EMPTY : object(before), counter));
        return store.commit(new Commit(id, List.of(put), List.of(), List.of(event))) instanceof CommitResult.Applied;
    }

    /** A commit of one document by "tester". */
    static Commit commit(DocumentKey key, long revision, String json, String reason, Instant at) {
        UUID id = UUID.randomUUID();
        return new Commit(
                id,
                List.of(new Write.Put(key, revision, json)),
                List.of(),
                List.of(new AuditEvent(id, at, "tester", reason, "put", key, List.of())));
    }

    private static long count(Document document) {
        return ((JsonNumber) object(document).get("count").orElseThrow())
                .toLong()
                .orElseThrow();
    }

    private static JsonObject object(Document document) {
        return (JsonObject) JsonValue.parse(document.json());
    }
}
