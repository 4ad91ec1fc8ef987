package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.ALL;
import static dev.flags.testkit.Commits.B;
import static dev.flags.testkit.Commits.EXPERIMENT;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.commit;
import static dev.flags.testkit.Commits.put;
import static dev.flags.testkit.Commits.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Document;
import dev.flags.store.Expect;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreException;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Many callers at once, on one handle and on several. */
abstract class ConcurrencyContract extends HandleContract {
    private static final int CALLERS = 4;

    @Test
    void increments_ofManyCallers_areExactAndTheHistoryHasNoGap() {
        List<ConfigStore> handles = List.of(store(), another());
        int times = 2 * rounds();

        together(CALLERS, caller -> {
            for (int i = 0; i < times; i++) {
                Counter.increment(handles.get(caller % 2));
            }
            return true;
        });

        long all = (long) CALLERS * times;
        assertThat(Counter.count(store())).isEqualTo(all);
        assertThat(Counter.counts(store()))
                .isEqualTo(
                        LongStream.iterate(all, n -> n > 0, n -> n - 1).boxed().toList());
    }

    @Test
    void creations_ofOneDocument_haveOneWinner() {
        List<ConfigStore> handles = List.of(store(), another());
        for (int round = 0; round < rounds(); round++) {
            DocumentKey key = new DocumentKey(EXPERIMENT, "x" + round);

            List<CommitResult> results =
                    together(CALLERS, caller -> handles.get(caller % 2).commit(put(key, 0, "of caller " + caller)));

            assertThat(results)
                    .filteredOn(CommitResult.Applied.class::isInstance)
                    .hasSize(1);
            assertThat(results)
                    .filteredOn(CommitResult.Conflict.class::isInstance)
                    .hasSize(CALLERS - 1);
            String status = "of caller "
                    + results.indexOf(results.stream()
                            .filter(CommitResult.Applied.class::isInstance)
                            .findFirst()
                            .orElseThrow());
            assertThat(document(key).json()).contains(status);
        }
    }

    @Test
    void twoCommits_thatEachReadWhatTheOtherWrites_areNotBothApplied() {
        List<ConfigStore> handles = List.of(store(), another());
        for (int round = 0; round < rounds(); round++) {
            DocumentKey a = flag("a" + round);
            DocumentKey b = flag("b" + round);
            long seen = applied(store().commit(commit(write(a, 0, "free"), write(b, 0, "free"))))
                    .number();
            List<Commit> requirements = List.of(
                    reading(write(a, seen, "requires b"), new Expect(b, seen)),
                    reading(write(b, seen, "requires a"), new Expect(a, seen)));

            List<CommitResult> results =
                    together(2, caller -> handles.get(caller).commit(requirements.get(caller)));

            assertThat(results)
                    .filteredOn(CommitResult.Applied.class::isInstance)
                    .hasSize(1);
            assertThat(results)
                    .filteredOn(CommitResult.Conflict.class::isInstance)
                    .hasSize(1);
        }
    }

    @Test
    void commitsAtOnce_ofDifferentDocuments_areAllApplied() {
        List<ConfigStore> handles = List.of(store(), another());

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
    void load_duringCommits_isOfOneVersion() {
        applied(store().commit(commit(write(A, 0, "0"), write(B, 0, "0"))));

        duringCommits(reader -> {
            StoreSnapshot loaded = reader.load(Set.of(Kind.FLAG));
            Document a = loaded.documents().get(A);
            Document b = loaded.documents().get(B);
            assertThat(a).isNotNull();
            assertThat(b).isNotNull();
            assertThat(a.revision()).as("of both").isEqualTo(b.revision());
            assertThat(a.json().replace("\"a\"", "\"b\"")).as("of both").isEqualTo(b.json());
            assertThat(loaded.version().number()).isEqualTo(a.revision());
        });
    }

    @Test
    void version_duringCommits_neverFallsAndIsNeverAheadOfLoad() {
        applied(store().commit(commit(write(A, 0, "0"), write(B, 0, "0"))));
        long[] highest = {0};

        duringCommits(reader -> {
            long version = reader.version(Set.of(Kind.FLAG)).number();
            assertThat(version).isGreaterThanOrEqualTo(highest[0]);
            long loaded = reader.load(Set.of(Kind.FLAG)).version().number();
            assertThat(loaded).isGreaterThanOrEqualTo(version);
            highest[0] = loaded;
        });
    }

    @Test
    void close_byManyAtOnce_isClosedOnce() {
        store().commit(put(A, 0, "enabled"));

        together(CALLERS, caller -> {
            store().close();
            return true;
        });

        assertThatThrownBy(() -> store().load(ALL)).isInstanceOf(StoreException.class);
    }

    @Test
    void close_whileCallsAreUnderWay_endsThemAndLosesNothing() {
        ConfigStore closing = store();
        CountDownLatch underWay = new CountDownLatch(CALLERS);
        AtomicBoolean isClosing = new AtomicBoolean();
        List<Callable<List<DocumentKey>>> calls = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            String name = "of" + caller + "_";
            calls.add(() -> putUntilClosed(closing, name, underWay, isClosing));
        }
        calls.add(() -> {
            underWay.await();
            isClosing.set(true);
            closing.close();
            return List.of();
        });

        List<List<DocumentKey>> acknowledged = Together.run(patience(), calls);

        if (handlesAreIndependent()) {
            assertThat(another().load(Set.of(Kind.FLAG)).documents())
                    .containsKeys(acknowledged.stream().flatMap(List::stream).toArray(DocumentKey[]::new));
        }
    }

    @Test
    void interruptOfACaller_leavesTheStoreUsable() {
        ConfigStore interrupted = store();
        AtomicBoolean isDone = new AtomicBoolean();
        List<Commit> acknowledged = new ArrayList<>();

        Together.alone(patience(), () -> {
            Thread caller = Thread.currentThread();
            Thread interrupter = Together.start(() -> {
                while (!isDone.get()) {
                    caller.interrupt();
                    Thread.onSpinWait();
                }
            });
            for (int i = 0; i < rounds(); i++) {
                while (!caller.isInterrupted()) {
                    Thread.onSpinWait();
                }
                putInterrupted(interrupted, i, acknowledged);
            }
            isDone.set(true);
            while (interrupter.isAlive()) {
                Thread.onSpinWait();
            }
            return Thread.interrupted();
        });

        for (Commit commit : acknowledged) {
            assertThat(interrupted.history(HistoryQuery.of(commit.id()))).isEqualTo(commit.events());
        }
        assertThat(interrupted.load(Set.of(Kind.FLAG)).documents())
                .containsKeys(acknowledged.stream()
                        .map(commit -> commit.writes().get(0).key())
                        .toArray(DocumentKey[]::new));
        applied(interrupted.commit(put(A, 0, "enabled")));
        assertThat(interrupted.version(ALL)).isEqualTo(interrupted.load(ALL).version());
    }

    private static void putInterrupted(ConfigStore store, int i, List<Commit> acknowledged) {
        Commit commit = put(flag("x" + i), 0, "enabled");
        try {
            if (store.commit(commit) instanceof CommitResult.Applied) {
                acknowledged.add(commit);
            }
            store.load(Set.of(Kind.FLAG));
        } catch (StoreException allowed) {
            assertThat(allowed).hasMessageMatching("(?s).+");
        }
    }

    private static List<DocumentKey> putUntilClosed(
            ConfigStore store, String name, CountDownLatch underWay, AtomicBoolean isClosing) {
        List<DocumentKey> acknowledged = new ArrayList<>();
        for (int i = 0; ; i++) {
            DocumentKey key = flag(name + i);
            try {
                if (store.commit(put(key, 0, "enabled")) instanceof CommitResult.Applied) {
                    acknowledged.add(key);
                }
                store.version(Set.of(Kind.FLAG));
            } catch (StoreException closed) {
                underWay.countDown();
                if (!isClosing.get()) {
                    throw closed;
                }
                return acknowledged;
            }
            underWay.countDown();
        }
    }

    /** Has one handle write both flags again and again for as long as looks are taken through another. */
    private void duringCommits(Consumer<ConfigStore> look) {
        ConfigStore reader = another();
        ConfigStore writer = store();
        AtomicBoolean isDone = new AtomicBoolean();
        Callable<Boolean> writing = () -> {
            long revision = document(writer, A).revision();
            for (int i = 1; i <= rounds() || !isDone.get(); i++) {
                Version made = applied(writer.commit(commit(write(A, revision, "n" + i), write(B, revision, "n" + i))));
                revision = made.number();
            }
            return true;
        };
        Callable<Boolean> reading = () -> {
            try {
                for (int i = 0; i < 4 * rounds(); i++) {
                    look.accept(reader);
                }
                return true;
            } finally {
                isDone.set(true);
            }
        };
        Together.run(patience(), List.of(writing, reading));
    }

    private <T> List<T> together(int callers, Call<T> call) {
        return Together.run(
                patience(),
                IntStream.range(0, callers)
                        .<Callable<T>>mapToObj(caller -> () -> call.of(caller))
                        .toList());
    }

    /** What each of several callers does. */
    private interface Call<T> {
        T of(int caller);
    }
}
