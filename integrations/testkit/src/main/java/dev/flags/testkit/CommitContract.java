package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.ALL;
import static dev.flags.testkit.Commits.B;
import static dev.flags.testkit.Commits.C;
import static dev.flags.testkit.Commits.R;
import static dev.flags.testkit.Commits.ROLLOUT;
import static dev.flags.testkit.Commits.S;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.commit;
import static dev.flags.testkit.Commits.conflict;
import static dev.flags.testkit.Commits.content;
import static dev.flags.testkit.Commits.delete;
import static dev.flags.testkit.Commits.json;
import static dev.flags.testkit.Commits.mismatch;
import static dev.flags.testkit.Commits.put;
import static dev.flags.testkit.Commits.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.CommitResult.Conflict.Mismatch;
import dev.flags.store.Document;
import dev.flags.store.Expect;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import dev.flags.store.Write;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** All or nothing, and only if what was seen is still so. */
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

    @Test
    void commit_whoseReadHasChanged_conflictsAndChangesNothing() {
        store().commit(put(A, 0, "enabled"));
        long seen = revision(A);
        store().commit(put(A, seen, "disabled"));

        CommitResult result = store().commit(reading(write(B, 0, "enabled"), new Expect(A, seen)));

        assertThat(result).isEqualTo(conflict(A, seen, revision(A)));
        assertThat(store().load(ALL).documents()).containsOnlyKeys(A);
    }

    @Test
    void commit_whoseReadWasDeleted_conflicts() {
        store().commit(put(A, 0, "enabled"));
        long seen = revision(A);
        store().commit(delete(A, seen));

        assertThat(store().commit(reading(write(B, 0, "enabled"), new Expect(A, seen))))
                .isEqualTo(conflict(A, seen, 0));
    }

    @Test
    void commit_whoseReadWasMadeSince_conflicts() {
        store().commit(put(R, 0, ""));

        assertThat(store().commit(reading(write(B, 0, "enabled"), new Expect(R, 0))))
                .isEqualTo(conflict(R, 0, revision(R)));
    }

    @Test
    void commit_whoseReadsStillHold_isApplied() {
        store().commit(put(A, 0, "enabled"));

        applied(store().commit(reading(
                write(B, 0, "enabled"), new Expect(A, revision(A)), new Expect(S, 0), new Expect(B, 0))));

        assertThat(store().load(ALL).documents()).containsOnlyKeys(A, B);
    }

    @Test
    void commits_thatEachReadWhatTheOtherWrites_conflict() {
        store().commit(commit(write(A, 0, "enabled"), write(B, 0, "enabled")));
        long seen = revision(A);
        Commit aRequiresB = reading(write(A, seen, "requires b"), new Expect(B, seen));
        Commit bRequiresA = reading(write(B, seen, "requires a"), new Expect(A, seen));

        applied(store().commit(aRequiresB));

        assertThat(store().commit(bRequiresA)).isEqualTo(conflict(A, seen, revision(A)));
    }

    @Test
    void noneNewer_afterAWriteOfTheKind_conflicts() {
        Version seen = store().version(Set.of(ROLLOUT));
        store().commit(put(R, 0, ""));

        assertConflictsOverKind(seen);
    }

    @Test
    void noneNewer_afterADeletionOfTheKind_conflicts() {
        store().commit(put(R, 0, ""));
        Version seen = store().version(Set.of(ROLLOUT));
        store().commit(delete(R, revision(R)));

        assertConflictsOverKind(seen);
    }

    @Test
    void noneNewer_whileOtherKindsChange_holds() {
        store().commit(put(R, 0, ""));
        Version seen = store().version(Set.of(ROLLOUT));
        store().commit(put(A, 0, "enabled"));

        applied(store().commit(reading(write(B, 0, "enabled"), Expect.noneNewer(ROLLOUT, seen))));
        applied(store().commit(reading(write(S, 0, ""), Expect.noneNewer(ROLLOUT, store().version(ALL)))));
    }

    @Test
    void noneNewer_holdsForTheOwnWrite() {
        Version none = store().version(Set.of(ROLLOUT));

        applied(store().commit(reading(write(R, 0, ""), Expect.noneNewer(ROLLOUT, none))));
    }

    @Test
    void conflict_listsEveryDocumentThatIsNotAsExpected() {
        store().commit(commit(write(A, 0, "enabled"), write(B, 0, "enabled"), write(R, 0, "")));
        long seen = revision(A);
        Expect read = new Expect(S, 9);
        Expect kind = Expect.noneNewer(ROLLOUT, new Version("", seen - 1));

        CommitResult result = store().commit(commit(
                List.of(write(A, seen + 5, "disabled"), write(B, seen, "disabled"), new Write.Delete(C, 3)),
                List.of(read, kind, new Expect(R, seen))));

        assertThat(result)
                .asInstanceOf(type(CommitResult.Conflict.class))
                .extracting(CommitResult.Conflict::documents, LIST)
                .containsExactlyInAnyOrder(
                        mismatch(A, seen + 5, seen),
                        mismatch(C, 3, 0),
                        mismatch(S, 9, 0),
                        mismatch(kind.key(), seen - 1, seen));
    }

    private void assertConflictsOverKind(Version seen) {
        Expect expect = Expect.noneNewer(ROLLOUT, seen);

        CommitResult result = store().commit(reading(write(A, 0, "enabled"), expect));

        Mismatch over = mismatch(
                expect.key(), seen.number(), store().version(Set.of(ROLLOUT)).number());
        assertThat(result).isEqualTo(new CommitResult.Conflict(List.of(over)));
        assertThat(store().load(Set.of(Kind.FLAG)).documents()).isEmpty();
    }

    static Commit reading(Write write, Expect... reads) {
        return commit(List.of(write), List.of(reads));
    }

    static DocumentKey flag(String name) {
        return DocumentKey.flag(name);
    }
}
