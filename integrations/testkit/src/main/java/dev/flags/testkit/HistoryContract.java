package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.AT;
import static dev.flags.testkit.Commits.B;
import static dev.flags.testkit.Commits.C;
import static dev.flags.testkit.Commits.R;
import static dev.flags.testkit.Commits.S;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.commit;
import static dev.flags.testkit.Commits.event;
import static dev.flags.testkit.Commits.put;
import static dev.flags.testkit.Commits.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNull;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.HistoryQuery;
import dev.flags.store.Write;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who did what, when and why: all of it, newest first, and only what was applied. */
abstract class HistoryContract extends DocumentContract {

    @Test
    void history_isNewestFirst() {
        store().commit(put(A, 0, "enabled"));
        store().commit(put(B, 0, "enabled"));
        store().commit(put(A, revision(A), "disabled"));
        store().commit(put(R, 0, ""));

        assertThat(documentsOf(HistoryQuery.latest(10))).containsExactly(R, A, B, A);
    }

    @Test
    void history_isInTheOrderOfCommitsWhateverTheirTimes() {
        commitAt(AT.plusSeconds(60), "ann", A);
        commitAt(AT, "ann", B);
        commitAt(AT.plusSeconds(30), "ann", C);

        assertThat(documentsOf(HistoryQuery.latest(10))).containsExactly(C, B, A);
    }

    @Test
    void history_withinACommit_isReversed() {
        UUID id = UUID.randomUUID();
        List<AuditEvent> events = List.of(
                event(id, AT, "ann", "one", A), event(id, AT, "ann", "two", B), event(id, AT, "bob", "three", A));

        applied(store().commit(new Commit(id, List.of(write(A, 0, "enabled")), List.of(), events)));

        assertThat(store().history(HistoryQuery.of(id)))
                .extracting(AuditEvent::action)
                .containsExactly("three", "two", "one");
        assertThat(store().history(HistoryQuery.latest(2)))
                .extracting(AuditEvent::action)
                .containsExactly("three", "two");
    }

    @Test
    void history_hasAtMostWhatWasAskedFor() {
        for (DocumentKey key : List.of(A, B, C)) {
            store().commit(put(key, 0, "enabled"));
        }

        assertThat(documentsOf(HistoryQuery.latest(2))).containsExactly(C, B);
        assertThat(documentsOf(HistoryQuery.latest(1))).containsExactly(C);
        assertThat(documentsOf(HistoryQuery.latest(Integer.MAX_VALUE))).containsExactly(C, B, A);
    }

    @Test
    void history_ofADocument_hasOnlyIts() {
        DocumentKey namesake = new DocumentKey(Commits.ROLLOUT, "a");
        store().commit(put(A, 0, "enabled"));
        store().commit(commit(write(B, 0, "enabled"), write(namesake, 0, "")));
        store().commit(put(A, revision(A), "disabled"));
        store().commit(put(R, 0, ""));

        assertThat(documentsOf(HistoryQuery.of(A, 10))).containsExactly(A, A);
        assertThat(documentsOf(HistoryQuery.of(A, 1))).containsExactly(A);
        assertThat(documentsOf(HistoryQuery.of(namesake, 10))).containsExactly(namesake);
        for (DocumentKey other : List.of(S, DocumentKey.flag("A"), DocumentKey.flag("a "), DocumentKey.flag("_"))) {
            assertThat(documentsOf(HistoryQuery.of(other, 10))).as("%s", other).isEmpty();
        }
    }

    @Test
    void history_ofACommit_hasOnlyIts() {
        Commit first = commit(write(A, 0, "enabled"), write(S, 0, ""));
        store().commit(first);
        store().commit(put(B, 0, "enabled"));

        assertThat(documentsOf(HistoryQuery.of(first.id()))).containsExactly(S, A);
        assertThat(documentsOf(HistoryQuery.of(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void history_byAnActor_hasOnlyTheirs() {
        commitAt(AT, "ann", A);
        commitAt(AT, "Ann", B);
        commitAt(AT, "ann@example.org", C);

        assertThat(documentsOf(HistoryQuery.latest(10).by("ann"))).containsExactly(A);
        for (String nobody : List.of("nobody", "ANN", "ann ", "an_", "%")) {
            assertThat(documentsOf(HistoryQuery.latest(10).by(nobody)))
                    .as(nobody)
                    .isEmpty();
        }
    }

    @Test
    void history_ofATime_beginsAtItsStartAndStopsBeforeItsEnd() {
        commitAt(AT, "ann", A);
        commitAt(AT.plusNanos(1_000), "ann", B);
        commitAt(AT.plusNanos(2_000), "ann", C);

        assertThat(documentsOf(HistoryQuery.latest(10).between(AT, AT.plusNanos(2_000))))
                .containsExactly(B, A);
        assertThat(documentsOf(HistoryQuery.latest(10).between(AT.plusNanos(1_000), AT.plusSeconds(9))))
                .containsExactly(C, B);
        assertThat(documentsOf(HistoryQuery.latest(10).between(AT, AT))).isEmpty();
    }

    @Test
    void history_ofSeveralConditions_meetsAllOfThem() {
        commitAt(AT, "ann", A);
        commitAt(AT.plusSeconds(1), "bob", A);
        commitAt(AT.plusSeconds(2), "ann", B);
        commitAt(AT.plusSeconds(3), "ann", A);
        commitAt(AT.plusSeconds(4), "ann", A);

        HistoryQuery query = HistoryQuery.of(A, 2).by("ann").between(AT, AT.plusSeconds(4));

        assertThat(store().history(query)).extracting(AuditEvent::at).containsExactly(AT.plusSeconds(3), AT);
    }

    @Test
    void history_keepsEveryPartOfAnEvent() {
        JsonObject before = JsonObject.builder()
                .put("name", "a")
                .put("old", 1)
                .put("null_before", JsonNull.NULL)
                .put("null_after", new JsonNumber("1.10"))
                .build();
        JsonObject after = JsonObject.builder()
                .put("name", "a")
                .put("null_before", new JsonNumber("12345678901234567890.0"))
                .put("null_after", JsonNull.NULL)
                .put("new", new JsonArray(List.of(new JsonString("\u732b\ud83d\ude3a"), JsonBoolean.TRUE)))
                .build();
        AuditEvent event = new AuditEvent(
                UUID.randomUUID(),
                AT.plusNanos(123_456_000),
                "j\u00f6rg <j@example.org>",
                "a \"quoted\"\nreason, \u732b",
                "set_percentage",
                A,
                AuditEvent.changes(before, after));

        assertRemembered(event);

        assertThat(event.changes())
                .extracting(AuditEvent.MemberChange::member)
                .containsExactly("old", "null_before", "null_after", "new");
    }

    @Test
    void history_keepsALongReason() {
        assertRemembered(new AuditEvent(UUID.randomUUID(), AT, "ann", "because ".repeat(1_000), "put", A, List.of()));
    }

    /** Whoever replaces a long list has both of them in the event. */
    @Test
    void history_keepsChangesOfAnySize() {
        assertRemembered(new AuditEvent(
                UUID.randomUUID(),
                AT,
                "ann",
                "a test",
                "set_users",
                A,
                List.of(new AuditEvent.MemberChange("users", users("old"), users("new")))));
    }

    @Test
    void history_keepsTimesOfAnyYear() {
        for (String at : List.of("1970-01-01T00:00:00Z", "2038-01-19T03:14:08Z", "2106-02-07T06:28:16.000001Z")) {
            assertRemembered(
                    new AuditEvent(UUID.randomUUID(), Instant.parse(at), "ann", "a test", "put", A, List.of()));
        }
    }

    @Test
    void history_ofAConflict_isEmpty() {
        store().commit(put(A, 0, "enabled"));
        Commit late = put(A, 0, "disabled");

        store().commit(late);

        assertThat(store().history(HistoryQuery.of(late.id()))).isEmpty();
        assertThat(documentsOf(HistoryQuery.latest(10))).containsExactly(A);
    }

    @Test
    void events_mayBeAboutOtherDocuments() {
        UUID id = UUID.randomUUID();
        List<AuditEvent> events = List.of(event(id, AT, "ann", "retire", B), event(id, AT, "ann", "retire", R));

        applied(store().commit(new Commit(id, List.of(write(A, 0, "enabled")), List.of(), events)));

        assertThat(documentsOf(HistoryQuery.of(id))).containsExactly(R, B);
        assertThat(documentsOf(HistoryQuery.of(A, 10))).isEmpty();
    }

    @Test
    void commitWithoutEvents_isAppliedAndLeavesNoHistory() {
        UUID id = UUID.randomUUID();

        applied(store().commit(new Commit(id, List.of(write(A, 0, "enabled")), List.of(), List.of())));

        assertThat(store().load(Commits.ALL).documents()).containsOnlyKeys(A);
        assertThat(store().history(HistoryQuery.latest(10))).isEmpty();
    }

    @Test
    void history_ofManyCommits_isWhole() {
        for (int i = 0; i < 300; i++) {
            store().commit(put(A, revision(A), Integer.toString(i)));
        }

        assertThat(documentsOf(HistoryQuery.of(A, 1_000))).hasSize(300);
    }

    private void assertRemembered(AuditEvent event) {
        Write write = write(A, revision(A), "enabled");

        applied(store().commit(new Commit(event.commitId(), List.of(write), List.of(), List.of(event))));

        assertThat(store().history(HistoryQuery.latest(1))).containsExactly(event);
    }

    private static JsonArray users(String name) {
        return new JsonArray(IntStream.range(0, 100_000)
                .<JsonValue>mapToObj(i -> new JsonString(name + i))
                .toList());
    }

    private List<DocumentKey> documentsOf(HistoryQuery query) {
        return store().history(query).stream().map(AuditEvent::document).toList();
    }

    private void commitAt(Instant at, String actor, DocumentKey key) {
        UUID id = UUID.randomUUID();
        applied(store().commit(new Commit(
                id,
                List.of(write(key, revision(key), at.toString())),
                List.of(),
                List.of(event(id, at, actor, "put", key)))));
    }
}
