package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** What tests of stores share. What every store promises, the contract in the testkit tests. */
abstract class StoreTests {
    static final Set<Kind> ALL = Set.of(Kind.FLAG, Kind.SEGMENT, Kind.LAYER);
    static final DocumentKey A = DocumentKey.flag("a");
    static final DocumentKey B = DocumentKey.flag("b");
    static final DocumentKey S = DocumentKey.segment("s");

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    /** The store under test, empty at first, the same one each time. */
    abstract ConfigStore store();

    final Document document(DocumentKey key) {
        return Objects.requireNonNull(store().load(ALL).documents().get(key));
    }

    static Version applied(CommitResult result) {
        assertThat(result).isInstanceOf(CommitResult.Applied.class);
        return ((CommitResult.Applied) result).version();
    }

    static CommitResult conflict(DocumentKey key, long expected, long actual) {
        return new CommitResult.Conflict(List.of(new CommitResult.Conflict.Mismatch(key, expected, actual)));
    }

    static String json(DocumentKey key, String status) {
        return "{\"name\":\"" + key.name() + "\",\"status\":\"" + status + "\"}";
    }

    static Commit put(DocumentKey key, long revision, String status) {
        return putJson(key, revision, json(key, status));
    }

    static Commit putJson(DocumentKey key, long revision, String json) {
        return commit(List.of(new Write.Put(key, revision, json)), List.of());
    }

    static Commit delete(DocumentKey key, long revision) {
        return commit(List.of(new Write.Delete(key, revision)), List.of());
    }

    /** A commit with an audit event for each write. */
    static Commit commit(List<Write> writes, List<Expect> reads) {
        UUID id = UUID.randomUUID();
        List<AuditEvent> events = writes.stream()
                .map(write -> new AuditEvent(
                        id,
                        AT,
                        "tester",
                        "a test",
                        write instanceof Write.Put ? "put" : "delete",
                        write.key(),
                        List.of()))
                .toList();
        return new Commit(id, writes, reads, events);
    }
}
