package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the fault tests commit, again and again: two flags and a rollout, which must always say the same number, with an
 * audit event for each. Numbers rise by one, so that whoever finds one knows which commits were applied.
 */
final class Pair {
    static final Kind ROLLOUT = new Kind("rollout", false);
    static final Set<Kind> KINDS = Set.of(Kind.FLAG, Kind.SEGMENT, Kind.LAYER, ROLLOUT);
    static final DocumentKey LEFT = DocumentKey.flag("left");
    static final DocumentKey RIGHT = DocumentKey.flag("right");
    static final List<DocumentKey> KEYS = List.of(LEFT, RIGHT, new DocumentKey(ROLLOUT, "both"));
    /** So that a short test meets the end of a segment of the log. */
    static final long SEGMENT_BYTES = 48 << 10;

    private static final Set<String> EXPECTED_FILES = Set.of(
            "lock",
            "head.json",
            "checkpoint.json",
            "checkpoint-before.json",
            "previous.json",
            "ephemeral.json",
            "audit",
            "tmp");

    private Pair() {}

    static FileConfigStore open(Path file) {
        return open(file, Disk.REAL);
    }

    static FileConfigStore open(Path file, Disk disk) {
        return FileConfigStore.of(file, InstantSource.system(), disk, Duration.ofSeconds(5), SEGMENT_BYTES);
    }

    /** The number that all of them say; 0 if there are none. */
    static long number(ConfigStore store) {
        return number(store.load(KINDS));
    }

    static long number(StoreSnapshot loaded) {
        return number(loaded.documents());
    }

    private static long number(Map<DocumentKey, Document> documents) {
        List<Long> numbers = numbers(documents);
        if (numbers.stream().distinct().count() > 1) {
            throw new IllegalStateException("torn: " + numbers);
        }
        return numbers.get(0);
    }

    /** What each of them says. */
    static List<Long> numbers(Map<DocumentKey, Document> documents) {
        List<Long> numbers = new ArrayList<>();
        for (DocumentKey key : KEYS) {
            Document document = documents.get(key);
            numbers.add(document == null ? 0 : number((JsonObject) JsonValue.parse(document.json())));
        }
        return numbers;
    }

    /** -1 if it says none. */
    private static long number(JsonObject document) {
        String text = document.get("description")
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).value().strip())
                .orElse("");
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(text) : -1;
    }

    /** The commit that makes all of them say the next number. */
    static Commit next(StoreSnapshot seen, long number) {
        UUID id = UUID.randomUUID();
        // Some are large, so that checkpoints are due, and writing takes more than one call.
        String said = number % 8 == 0 ? number + " ".repeat(20_000) : Long.toString(number);
        List<Write> writes = new ArrayList<>();
        List<AuditEvent> events = new ArrayList<>();
        for (DocumentKey key : KEYS) {
            JsonObject json = JsonObject.builder()
                    .put("name", key.name())
                    .put("status", "enabled")
                    .put("description", said)
                    .build();
            Document before = seen.documents().get(key);
            writes.add(new Write.Put(key, before == null ? 0 : before.revision(), json.toJson()));
            events.add(new AuditEvent(id, Instant.now(), "pair", Long.toString(number), "put", key, List.of()));
        }
        return new Commit(id, writes, List.of(), events);
    }

    static CommitResult commit(ConfigStore store, long number) {
        return store.commit(next(store.load(KINDS), number));
    }

    /** Commits the next number, which must work. */
    static long commitNext(ConfigStore store) {
        long next = number(store) + 1;
        CommitResult result = commit(store, next);
        require(result instanceof CommitResult.Applied, "a commit that nothing stands in the way of: " + result);
        require(number(store) == next, "a commit cannot be read back");
        return next;
    }

    /** That the trail is whole, and has one event for each number and document, and nothing else but edits by hand. */
    static void requireTrail(FileConfigStore store, long last) {
        AuditCheck check = store.verifyAudit(java.util.Optional.empty());
        require(check instanceof AuditCheck.Intact, "the audit trail is broken: " + check);
        List<AuditEvent> events = store.history(HistoryQuery.latest(Integer.MAX_VALUE));
        long expected = last * KEYS.size();
        List<AuditEvent> ours =
                events.stream().filter(event -> event.actor().equals("pair")).toList();
        require(ours.size() == expected, "the trail has " + ours.size() + " events instead of " + expected);
        for (int i = 0; i < ours.size(); i++) {
            long number = last - i / KEYS.size();
            require(ours.get(i).reason().equals(Long.toString(number)), "the trail has a gap at " + number);
        }
    }

    /** What was left in the store's directory for temporary files. */
    static int leftovers(Path file) throws IOException {
        Path temporary = file.resolveSibling(".flags/tmp");
        if (!Files.exists(temporary)) {
            return 0;
        }
        try (Stream<Path> left = Files.list(temporary)) {
            return (int) left.count();
        }
    }

    /** That nothing was set aside, and nobody left anything unknown in the directory. */
    static void requireTidy(Path file) throws IOException {
        try (Stream<Path> files = Files.list(file.resolveSibling(".flags"))) {
            List<String> unknown = files.map(path -> path.getFileName().toString())
                    .filter(name -> !EXPECTED_FILES.contains(name))
                    .toList();
            require(unknown.isEmpty(), "unexpected in .flags: " + unknown);
        }
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
