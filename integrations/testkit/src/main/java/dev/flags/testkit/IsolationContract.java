package dev.flags.testkit;

import static dev.flags.testkit.Commits.ALL;
import static dev.flags.testkit.Commits.ROLLOUT;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.commit;
import static dev.flags.testkit.Commits.put;
import static dev.flags.testkit.Commits.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Expect;
import dev.flags.store.HistoryQuery;
import dev.flags.store.Write;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What commits at once may not do to one another. */
abstract class IsolationContract extends HintContract {
    static final int CALLERS = 4;

    // --- what cannot both be applied

    @Test
    void twoCommits_thatEachReadWhatTheOtherWrites_areNotBothApplied() {
        for (int round = 0; round < rounds(); round++) {
            DocumentKey a = flag("a" + round);
            DocumentKey b = flag("b" + round);
            long seen = applied(store().commit(commit(write(a, 0, "free"), write(b, 0, "free"))))
                    .number();

            assertOneIsApplied(
                    reading(write(a, seen, "requires b"), new Expect(b, seen)),
                    reading(write(b, seen, "requires a"), new Expect(a, seen)));
        }
    }

    /** No row of a table stands for what is not there, so that none can be locked. */
    @Test
    void twoCommits_thatEachExpectTheOthersDocumentNotToBe_areNotBothApplied() {
        for (int round = 0; round < rounds(); round++) {
            DocumentKey a = flag("a" + round);
            DocumentKey b = flag("b" + round);

            assertOneIsApplied(
                    reading(write(a, 0, "alone"), new Expect(b, 0)), reading(write(b, 0, "alone"), new Expect(a, 0)));
        }
    }

    @Test
    void twoCommits_thatEachMakeSureThatTheOthersDocumentIsNot_areNotBothApplied() {
        for (int round = 0; round < rounds(); round++) {
            DocumentKey a = flag("a" + round);
            DocumentKey b = flag("b" + round);

            assertOneIsApplied(
                    commit(write(a, 0, "alone"), new Write.Delete(b, 0)),
                    commit(write(b, 0, "alone"), new Write.Delete(a, 0)));
        }
    }

    @Test
    void twoCommits_thatEachExpectNothingNewOfAKind_areNotBothApplied() {
        for (int round = 0; round < rounds(); round++) {
            Expect none = Expect.noneNewer(ROLLOUT, store().version(Set.of(ROLLOUT)));

            assertOneIsApplied(
                    reading(write(new DocumentKey(ROLLOUT, "a" + round), 0, "the only one"), none),
                    reading(write(new DocumentKey(ROLLOUT, "b" + round), 0, "the only one"), none));
        }
    }

    @Test
    void deletionOfWhatSomethingBeginsToReferTo_isNotAppliedBesideIt() {
        for (int round = 0; round < rounds(); round++) {
            DocumentKey segment = DocumentKey.segment("s" + round);
            long seen = applied(store().commit(put(segment, 0, "unused"))).number();
            Expect unused = Expect.noneNewer(Kind.FLAG, store().version(Set.of(Kind.FLAG)));

            assertOneIsApplied(
                    commit(List.of(new Write.Delete(segment, seen)), List.of(unused)),
                    reading(write(flag("f" + round), 0, "for the segment"), new Expect(segment, seen)));
        }
    }

    /** The other one conflicts, and does not fail: what a database makes of two that meet is the store's to try again. */
    private void assertOneIsApplied(Commit one, Commit other) {
        List<Commit> commits = List.of(one, other);
        List<ConfigStore> handles = handles();

        List<CommitResult> results = together(2, caller -> handles.get(caller).commit(commits.get(caller)));

        assertThat(results).filteredOn(CommitResult.Applied.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(CommitResult.Conflict.class::isInstance).hasSize(1);
    }

    // --- what is applied, and in which order

    @Test
    void commitsAtOnce_ofDifferentDocuments_areAllApplied() {
        List<ConfigStore> handles = handles();

        together(CALLERS, caller -> {
            long revision = 0;
            for (int i = 0; i < rounds(); i++) {
                revision = applied(handles.get(caller % 2).commit(put(flag("of" + caller), revision, "n" + i)))
                        .number();
            }
            return true;
        });

        assertThat(store().load(ALL).documents()).hasSize(CALLERS);
        assertThat(store().history(HistoryQuery.latest(Integer.MAX_VALUE))).hasSize(CALLERS * rounds());
    }

    @Test
    void commitsAtOnce_haveEachAVersionOfItsOwn_inTheOrderOfTheHistory() {
        List<ConfigStore> handles = handles();
        Map<Long, UUID> newestFirst = new ConcurrentSkipListMap<>(Comparator.reverseOrder());

        together(CALLERS, caller -> {
            long revision = 0;
            for (int i = 0; i < rounds(); i++) {
                Commit commit = put(flag("of" + caller), revision, "n" + i);
                revision = applied(handles.get(caller % 2).commit(commit)).number();
                newestFirst.put(revision, commit.id());
            }
            return true;
        });

        assertThat(newestFirst).as("a version for each commit").hasSize(CALLERS * rounds());
        assertThat(store().history(HistoryQuery.latest(Integer.MAX_VALUE)))
                .extracting(AuditEvent::commitId)
                .containsExactlyElementsOf(newestFirst.values());
    }

    /** Two, which are one if the store has no other. */
    final List<ConfigStore> handles() {
        return List.of(store(), second());
    }

    final <T> List<T> together(int callers, Call<T> call) {
        return Together.run(
                patience(),
                IntStream.range(0, callers)
                        .<Callable<T>>mapToObj(caller -> () -> call.of(caller))
                        .toList());
    }

    /** What each of several callers does. */
    interface Call<T> {
        T of(int caller);
    }
}
