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
import static dev.flags.testkit.Commits.delete;
import static dev.flags.testkit.Commits.mismatch;
import static dev.flags.testkit.Commits.put;
import static dev.flags.testkit.Commits.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.flags.config.Kind;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.CommitResult.Conflict.Mismatch;
import dev.flags.store.Expect;
import dev.flags.store.Version;
import dev.flags.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Only if what a commit was decided on is still as it was seen. */
abstract class ExpectContract extends CommitContract {

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

    /** More than fit into one statement of some databases. */
    @Test
    void commit_withThousandsOfReads_comparesEachOfThem() {
        store().commit(put(A, 0, "enabled"));
        List<Expect> absent = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            absent.add(new Expect(flag("absent_" + i), 0));
        }
        applied(store().commit(commit(List.of(write(B, 0, "enabled")), absent)));

        absent.add(new Expect(A, 0));

        assertThat(store().commit(commit(List.of(write(C, 0, "enabled")), absent)))
                .isEqualTo(conflict(A, 0, revision(A)));
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
}
