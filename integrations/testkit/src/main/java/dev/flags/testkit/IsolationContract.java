package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.ALL;
import static dev.flags.testkit.Commits.AT;
import static dev.flags.testkit.Commits.B;
import static dev.flags.testkit.Commits.FLAGS_AND_SEGMENTS;
import static dev.flags.testkit.Commits.ROLLOUT;
import static dev.flags.testkit.Commits.S;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.commit;
import static dev.flags.testkit.Commits.event;
import static dev.flags.testkit.Commits.put;
import static dev.flags.testkit.Commits.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.Expect;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What commits at once may not do to one another, and what may not be seen of them. */
abstract class IsolationContract extends HintContract {
    static final int CALLERS = 4;
    private static final long PAUSE_NANOS = 20_000;

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
        List<ConfigStore> handles = handles();
        List<Commit> commits = List.of(one, other);

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

    // --- what is seen meanwhile

    @Test
    void load_duringCommits_isOfOneVersion() {
        ConfigStore reader = another();
        IntConsumer writing = numbering(store(), A, B, S);

        during(List.of(writing), () -> {
            StoreSnapshot loaded = reader.load(FLAGS_AND_SEGMENTS);
            assertThat(loaded.documents()).containsOnlyKeys(A, B, S);
            assertThat(loaded.documents().values())
                    .extracting(Document::revision)
                    .containsOnly(loaded.version().number());
            assertThat(loaded.documents().values().stream().map(Commits::status).distinct())
                    .hasSize(1);
            return loaded.version().number();
        });
    }

    @Test
    void version_duringCommits_neverFallsAndIsNeverAheadOfLoad() {
        ConfigStore reader = another();
        IntConsumer writing = numbering(store(), A, B, S);
        long[] highest = {0};

        during(List.of(writing), () -> {
            long version = reader.version(FLAGS_AND_SEGMENTS).number();
            assertThat(version).isGreaterThanOrEqualTo(highest[0]);
            long loaded = reader.load(FLAGS_AND_SEGMENTS).version().number();
            assertThat(loaded).isGreaterThanOrEqualTo(version);
            highest[0] = loaded;
            return loaded;
        });
    }

    /** Whoever has seen a version looks for what is newer only: what turns up below it later is never seen. */
    @Test
    void load_duringCommitsOfMany_findsNoChangeBelowTheVersionBefore() {
        ConfigStore reader = another();
        List<ConfigStore> handles = handles();
        List<IntConsumer> writing = IntStream.range(0, CALLERS)
                .mapToObj(caller -> inTurn(handles.get(caller % 2), caller < 2 ? Kind.FLAG : Kind.SEGMENT, caller))
                .toList();
        StoreSnapshot[] last = {reader.load(FLAGS_AND_SEGMENTS)};

        during(writing, () -> {
            StoreSnapshot before = last[0];
            StoreSnapshot now = reader.load(FLAGS_AND_SEGMENTS);
            assertThat(now.documents().values())
                    .filteredOn(document -> !document.equals(before.documents().get(document.key())))
                    .allSatisfy(document -> assertThat(document.revision())
                            .as("the revision of %s", document.key())
                            .isGreaterThan(before.version().number())
                            .isLessThanOrEqualTo(now.version().number()));
            last[0] = now;
            return now.version().number();
        });
    }

    /** Whoever does not know what became of a commit trusts the history as soon as its document has moved on. */
    @Test
    void history_duringCommits_isNeverBehindLoad() {
        ConfigStore reader = another();
        IntConsumer writing = numbering(store(), A);

        during(List.of(writing), () -> {
            int loaded = Integer.parseInt(Commits.status(document(reader, A)));
            AuditEvent newest = reader.history(HistoryQuery.of(A, 1)).get(0);
            assertThat(Integer.parseInt(newest.action())).isGreaterThanOrEqualTo(loaded);
            return loaded;
        });
    }

    /** What commits one of several documents after the other, so that what turns up late is still there to be seen. */
    private IntConsumer inTurn(ConfigStore writer, Kind kind, int caller) {
        List<IntConsumer> each = IntStream.range(0, rounds())
                .mapToObj(i -> numbering(writer, new DocumentKey(kind, "of" + caller + "_" + i)))
                .toList();
        return number -> each.get(number % each.size()).accept(number);
    }

    /** What commits documents with a number as their status, each time all of them; and the first time now. */
    private static IntConsumer numbering(ConfigStore writer, DocumentKey... keys) {
        AtomicLong revision = new AtomicLong();
        IntConsumer writing = number -> {
            String status = Integer.toString(number);
            UUID id = UUID.randomUUID();
            List<Write> writes = Stream.of(keys)
                    .map(key -> write(key, revision.get(), status))
                    .toList();
            Commit commit = new Commit(id, writes, List.of(), List.of(event(id, AT, "writer", status, keys[0])));
            revision.set(applied(writer.commit(commit)).number());
        };
        writing.accept(0);
        return writing;
    }

    /**
     * Has writers go on until looks have found something new so and so often.
     *
     * @param look gives the number that it has seen
     */
    private void during(List<IntConsumer> writers, LongSupplier look) {
        AtomicBoolean isOver = new AtomicBoolean();
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (IntConsumer writer : writers) {
            tasks.add(over(isOver, () -> {
                for (int number = 1; !isOver.get(); number++) {
                    writer.accept(number);
                }
            }));
        }
        tasks.add(over(isOver, () -> {
            long last = -1;
            for (int news = 0; news < 2 * rounds() && !isOver.get(); ) {
                long seen = look.getAsLong();
                if (seen == last) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                } else {
                    news++;
                }
                last = seen;
            }
        }));
        try {
            Together.run(patience(), tasks);
        } finally {
            isOver.set(true);
        }
    }

    /** A task at whose end, whatever it is, the others end too. */
    private static Callable<Boolean> over(AtomicBoolean isOver, Runnable task) {
        return () -> {
            try {
                task.run();
                return true;
            } finally {
                isOver.set(true);
            }
        };
    }

    /** Two, which are one if the store has no other. */
    final List<ConfigStore> handles() {
        return List.of(store(), another());
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
