package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.ALL;
import static dev.flags.testkit.Commits.B;
import static dev.flags.testkit.Commits.R;
import static dev.flags.testkit.Commits.S;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.commit;
import static dev.flags.testkit.Commits.conflict;
import static dev.flags.testkit.Commits.content;
import static dev.flags.testkit.Commits.delete;
import static dev.flags.testkit.Commits.json;
import static dev.flags.testkit.Commits.put;
import static dev.flags.testkit.Commits.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.Document;
import dev.flags.store.Expect;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import dev.flags.store.Write;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All or nothing, and only if what is written is still as it was seen. */
abstract class CommitContract extends StoreFixture {

    @Test
    void commit_ofAPut_isLoadedWithItsVersionAsRevision() {
        long number = applied(store().commit(put(A, 0, "enabled"))).number();

        StoreSnapshot loaded = store().load(ALL);
        assertThat(loaded.version().number()).isEqualTo(number);
        assertThat(loaded.documents()).containsOnlyKeys(A);
        Document document = document(A);
        assertThat(document.key()).isEqualTo(A);
        assertThat(document.revision()).isEqualTo(number);
        assertThat(content(document.json())).isEqualTo(content(json(A, "enabled")));
        assertThat(loaded.refused()).isEmpty();
        assertThat(loaded.problems()).isEmpty();
    }

    @Test
    void commit_ofAnotherPut_replacesTheDocument() {
        store().commit(put(A, 0, "enabled"));
        long first = revision(A);

        applied(store().commit(put(A, first, "disabled")));

        assertThat(content(document(A).json())).isEqualTo(content(json(A, "disabled")));
        assertThat(revision(A)).isGreaterThan(first);
    }

    @Test
    void commit_ofTheSameTextAgain_givesANewRevision() {
        store().commit(put(A, 0, "enabled"));

        Version second = applied(store().commit(put(A, revision(A), "enabled")));

        assertThat(revision(A)).isEqualTo(second.number());
    }

    @Test
    void commit_ofADelete_removesTheDocument() {
        store().commit(put(A, 0, "enabled"));
        store().commit(put(B, 0, "enabled"));

        applied(store().commit(delete(A, revision(A))));

        assertThat(store().load(ALL).documents()).containsOnlyKeys(B);
    }

    @Test
    void commit_ofSeveralWrites_appliesAllWithOneRevision() {
        store().commit(put(B, 0, "enabled"));

        long number = applied(store().commit(commit(
                        write(A, 0, "enabled"), new Write.Delete(B, revision(B)), write(S, 0, ""), write(R, 0, ""))))
                .number();

        assertThat(store().load(ALL).documents()).containsOnlyKeys(A, S, R);
        assertThat(store().load(ALL).documents().values())
                .extracting(Document::revision)
                .containsOnly(number);
    }

    @Test
    void commit_withAStaleRevision_conflictsAndChangesNothing() {
        store().commit(put(A, 0, "enabled"));
        long stale = revision(A);
        store().commit(put(A, stale, "disabled"));
        StoreSnapshot before = store().load(ALL);
        Commit late = commit(write(A, stale, "enabled"), write(B, 0, "enabled"), write(R, 0, ""));

        CommitResult result = store().commit(late);

        assertThat(result).isEqualTo(conflict(A, stale, revision(A)));
        assertThat(store().load(ALL)).isEqualTo(before);
        assertThat(store().history(HistoryQuery.of(late.id()))).isEmpty();
    }

    @Test
    void commit_withARevisionOfTheFuture_conflicts() {
        store().commit(put(A, 0, "enabled"));
        long seen = revision(A);

        assertThat(store().commit(put(A, seen + 1, "disabled"))).isEqualTo(conflict(A, seen + 1, seen));
        assertThat(store().commit(delete(A, seen + 1))).isEqualTo(conflict(A, seen + 1, seen));
        assertThat(revision(A)).isEqualTo(seen);
    }

    @Test
    void commit_withARevisionFarFromAny_conflicts() {
        store().commit(put(A, 0, "enabled"));
        long seen = revision(A);
        // As an int, the first of them is the revision that the document has; as a double, the others are no more
        // exact.
        for (long far : List.of(seen + (1L << 32), seen + (1L << 53), Long.MAX_VALUE)) {
            assertThat(store().commit(put(A, far, "disabled"))).isEqualTo(conflict(A, far, seen));
            assertThat(store().commit(reading(write(B, 0, "enabled"), new Expect(A, far))))
                    .isEqualTo(conflict(A, far, seen));
        }

        Expect none = Expect.noneNewer(Kind.FLAG, new Version("", Long.MAX_VALUE));
        applied(store().commit(reading(write(B, 0, "enabled"), none)));
    }

    @Test
    void commit_ofANewDocumentThatExists_conflicts() {
        store().commit(put(A, 0, "enabled"));

        assertThat(store().commit(put(A, 0, "disabled"))).isEqualTo(conflict(A, 0, revision(A)));

        assertThat(content(document(A).json())).isEqualTo(content(json(A, "enabled")));
    }

    @Test
    void commit_ofADocumentThatIsGone_conflicts() {
        assertThat(store().commit(put(A, 7, "disabled"))).isEqualTo(conflict(A, 7, 0));
        assertThat(store().commit(delete(A, 7))).isEqualTo(conflict(A, 7, 0));
        assertThat(store().load(ALL).documents()).isEmpty();
    }

    @Test
    void commit_afterAConflict_isAppliedWithTheActualRevision() {
        store().commit(put(A, 0, "enabled"));
        CommitResult result = store().commit(put(A, 0, "disabled"));
        long actual = ((CommitResult.Conflict) result).documents().get(0).actual();

        applied(store().commit(put(A, actual, "disabled")));

        assertThat(content(document(A).json())).isEqualTo(content(json(A, "disabled")));
    }

    @Test
    void commits_ofDifferentDocuments_doNotConflict() {
        store().commit(put(A, 0, "enabled"));
        long a = revision(A);
        store().commit(put(B, 0, "enabled"));
        store().commit(put(B, revision(B), "disabled"));

        applied(store().commit(put(A, a, "disabled")));
    }

    @Test
    void delete_expectingNothing_makesSureThatThereIsNone() {
        applied(store().commit(commit(new Write.Delete(A, 0), write(B, 0, "enabled"))));

        assertThat(store().load(ALL).documents()).containsOnlyKeys(B);
    }

    @Test
    void delete_expectingNothing_ofADocumentThatExists_conflicts() {
        store().commit(put(A, 0, "enabled"));

        assertThat(store().commit(delete(A, 0))).isEqualTo(conflict(A, 0, revision(A)));

        assertThat(store().load(ALL).documents()).containsOnlyKeys(A);
    }

    @Test
    void documentThatIsMadeAgain_hasAHigherRevisionThanEver() {
        store().commit(put(A, 0, "enabled"));
        store().commit(put(A, revision(A), "disabled"));
        long highest = revision(A);
        long deleted = applied(store().commit(delete(A, highest))).number();

        applied(store().commit(put(A, 0, "enabled")));

        assertThat(deleted).isGreaterThan(highest);
        assertThat(revision(A)).isGreaterThan(deleted);
    }

    @Test
    void documentThatIsMadeAgain_isNotTheOneThatWasSeenBefore() {
        store().commit(put(A, 0, "enabled"));
        long seen = revision(A);
        store().commit(delete(A, seen));
        store().commit(put(A, 0, "enabled"));

        assertThat(store().commit(put(A, seen, "disabled"))).isEqualTo(conflict(A, seen, revision(A)));
    }

    static Commit reading(Write write, Expect... reads) {
        return commit(List.of(write), List.of(reads));
    }

    static DocumentKey flag(String name) {
        return DocumentKey.flag(name);
    }
}
