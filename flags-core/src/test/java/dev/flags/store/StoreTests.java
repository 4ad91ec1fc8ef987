package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store in core promises, whatever it keeps documents in. */
abstract class StoreTests {
    static final Set<Kind> ALL = Set.of(Kind.FLAG, Kind.SEGMENT, Kind.LAYER);
    static final DocumentKey A = DocumentKey.flag("a");
    static final DocumentKey B = DocumentKey.flag("b");
    static final DocumentKey S = DocumentKey.segment("s");

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    /** The store under test, empty at first, the same one each time. */
    abstract ConfigStore store();

    @Test
    void commit_ofAPut_isLoadedWithItsVersionAsRevision() {
        long number = applied(store().commit(put(A, 0, "enabled"))).number();

        StoreSnapshot loaded = store().load(ALL);
        assertThat(loaded.version().number()).isEqualTo(number);
        assertThat(loaded.documents()).containsOnlyKeys(A);
        assertThat(document(A)).isEqualTo(new Document(A, number, json(A, "enabled")));
        assertThat(loaded.refused()).isEmpty();
        assertThat(loaded.problems()).isEmpty();
    }

    @Test
    void commit_ofAnotherPut_replacesTheDocument() {
        store().commit(put(A, 0, "enabled"));
        long first = document(A).revision();

        applied(store().commit(put(A, first, "disabled")));

        assertThat(document(A).json()).isEqualTo(json(A, "disabled"));
        assertThat(document(A).revision()).isGreaterThan(first);
    }

    @Test
    void commit_ofADelete_removesTheDocument() {
        store().commit(put(A, 0, "enabled"));
        store().commit(put(B, 0, "enabled"));

        applied(store().commit(delete(A, document(A).revision())));

        assertThat(store().load(ALL).documents()).containsOnlyKeys(B);
    }

    @Test
    void commit_ofSeveralWrites_appliesAllWithOneRevision() {
        Commit both = commit(
                List.of(new Write.Put(A, 0, json(A, "enabled")), new Write.Put(S, 0, "{\"name\":\"s\"}")), List.of());

        long number = applied(store().commit(both)).number();

        assertThat(document(A).revision()).isEqualTo(number);
        assertThat(document(S).revision()).isEqualTo(number);
    }

    @Test
    void commit_withAStaleRevision_conflictsAndChangesNothing() {
        store().commit(put(A, 0, "enabled"));
        long stale = document(A).revision();
        store().commit(put(A, stale, "disabled"));
        StoreSnapshot before = store().load(ALL);
        Commit late = commit(
                List.of(new Write.Put(A, stale, json(A, "enabled")), new Write.Put(B, 0, json(B, "enabled"))),
                List.of());

        CommitResult result = store().commit(late);

        assertThat(result).isEqualTo(conflict(A, stale, document(A).revision()));
        assertThat(store().load(ALL)).isEqualTo(before);
        assertThat(store().history(HistoryQuery.of(late.id()))).isEmpty();
    }

    @Test
    void commit_ofANewDocumentThatExists_conflicts() {
        store().commit(put(A, 0, "enabled"));

        assertThat(store().commit(put(A, 0, "disabled"))).isInstanceOf(CommitResult.Conflict.class);

        assertThat(document(A).json()).isEqualTo(json(A, "enabled"));
    }

    @Test
    void commit_ofADocumentThatIsGone_conflicts() {
        assertThat(store().commit(put(A, 7, "disabled"))).isEqualTo(conflict(A, 7, 0));
        assertThat(store().commit(delete(A, 7))).isEqualTo(conflict(A, 7, 0));
        assertThat(store().load(ALL).documents()).isEmpty();
    }

    @Test
    void commit_whoseReadHasChanged_conflictsAndChangesNothing() {
        store().commit(put(A, 0, "enabled"));
        long seen = document(A).revision();
        store().commit(put(A, seen, "disabled"));

        CommitResult result =
                store().commit(commit(List.of(new Write.Put(B, 0, json(B, "enabled"))), List.of(new Expect(A, seen))));

        assertThat(result).isEqualTo(conflict(A, seen, document(A).revision()));
        assertThat(store().load(ALL).documents()).containsOnlyKeys(A);
    }

    @Test
    void commit_whoseReadsStillHold_isApplied() {
        store().commit(put(A, 0, "enabled"));

        applied(store().commit(commit(
                List.of(new Write.Put(B, 0, json(B, "enabled"))),
                List.of(new Expect(A, document(A).revision()), new Expect(S, 0)))));

        assertThat(store().load(ALL).documents()).containsOnlyKeys(A, B);
    }

    @Test
    void version_risesOnlyForTheKindsWritten() {
        store().commit(put(A, 0, "enabled"));
        Version flags = store().version(Set.of(Kind.FLAG));
        Version segments = store().version(Set.of(Kind.SEGMENT));

        applied(store().commit(putJson(S, 0, "{\"name\":\"s\"}")));

        assertThat(store().version(Set.of(Kind.FLAG))).isEqualTo(flags);
        assertThat(store().version(Set.of(Kind.SEGMENT)).number()).isGreaterThan(segments.number());
        assertThat(store().version(ALL)).isEqualTo(store().version(Set.of(Kind.SEGMENT)));
        assertThat(store().version(ALL).epoch()).isEqualTo(flags.epoch());
    }

    @Test
    void version_afterADelete_rises() {
        store().commit(put(A, 0, "enabled"));
        long before = store().version(ALL).number();

        store().commit(delete(A, document(A).revision()));

        assertThat(store().version(ALL).number()).isGreaterThan(before);
    }

    @Test
    void emptyStore_hasVersionZeroAndNothingInIt() {
        assertThat(store().version(ALL).number()).isZero();
        assertThat(store().load(ALL).documents()).isEmpty();
        assertThat(store().history(HistoryQuery.latest(10))).isEmpty();
    }

    @Test
    void load_ofSomeKinds_hasOnlyThose() {
        store().commit(put(A, 0, "enabled"));
        store().commit(putJson(S, 0, "{\"name\":\"s\"}"));

        assertThat(store().load(Set.of(Kind.SEGMENT)).documents()).containsOnlyKeys(S);
        assertThat(store().load(Set.of()).documents()).isEmpty();
    }

    @Test
    void load_doesNotSeeLaterChanges() {
        store().commit(put(A, 0, "enabled"));
        StoreSnapshot loaded = store().load(ALL);

        store().commit(put(B, 0, "enabled"));

        assertThat(loaded.documents()).containsOnlyKeys(A);
    }

    @Test
    void history_isNewestFirst() {
        store().commit(put(A, 0, "enabled"));
        store().commit(put(B, 0, "enabled"));
        store().commit(put(A, document(A).revision(), "disabled"));

        assertThat(store().history(HistoryQuery.latest(10)))
                .extracting(AuditEvent::document)
                .containsExactly(A, B, A);
    }

    @Test
    void history_ofAQuery_selects() {
        Commit first = put(A, 0, "enabled");
        store().commit(first);
        store().commit(put(B, 0, "enabled"));
        store().commit(put(A, document(A).revision(), "disabled"));

        assertThat(store().history(HistoryQuery.latest(2)))
                .extracting(AuditEvent::document)
                .containsExactly(A, B);
        assertThat(store().history(HistoryQuery.of(B, 10)))
                .extracting(AuditEvent::document)
                .containsExactly(B);
        assertThat(store().history(HistoryQuery.of(A, 1))).hasSize(1);
        assertThat(store().history(HistoryQuery.of(first.id()))).isEqualTo(first.events());
        assertThat(store().history(HistoryQuery.of(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void history_keepsEveryPartOfAnEvent() {
        JsonObject before = JsonObject.builder().put("name", "a").put("old", 1).build();
        JsonObject after = JsonObject.builder().put("name", "a").put("new", "x").build();
        UUID id = UUID.randomUUID();
        AuditEvent event =
                new AuditEvent(id, AT, "tester", "a \"quoted\"\nreason", "put", A, AuditEvent.changes(before, after));

        store().commit(new Commit(id, List.of(new Write.Put(A, 0, after.toJson())), List.of(), List.of(event)));

        assertThat(store().history(HistoryQuery.latest(1))).containsExactly(event);
        assertThat(event.changes()).extracting(AuditEvent.MemberChange::member).containsExactly("old", "new");
    }

    @Test
    void close_makesEveryMethodThrow() {
        store().commit(put(A, 0, "enabled"));

        store().close();
        store().close();

        assertThatThrownBy(() -> store().load(ALL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> store().version(ALL)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store().commit(put(B, 0, "enabled"))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store().history(HistoryQuery.latest(1))).isInstanceOf(StoreException.class);
    }

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
