package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.ALL;
import static dev.flags.testkit.Commits.EXPERIMENT;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.commit;
import static dev.flags.testkit.Commits.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreException;
import dev.flags.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Many callers at once, on one handle and on several, their interrupts, and ends while they are busy. */
abstract class ConcurrencyContract extends VisibilityContract {

    @Test
    void increments_ofManyCallers_areExactAndTheHistoryHasNoGap() {
        List<ConfigStore> handles = handles();
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
        List<ConfigStore> handles = handles();
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

    /** Each of them finds nothing, and makes what it needs. */
    @Test
    void handlesOpenedAtOnce_areOnTheSameData() {
        List<ConfigStore> opened = together(CALLERS, caller -> openUnclosed());
        opened.forEach(this::closedLater);

        List<Version> made =
                together(CALLERS, caller -> applied(opened.get(caller).commit(put(flag("of" + caller), 0, "enabled"))));

        assertThat(made)
                .extracting(Version::epoch)
                .containsOnly(store().version(ALL).epoch());
        assertThat(store().load(ALL).documents()).hasSize(CALLERS);
    }

    /** As an open transaction would, which nobody has rolled back. */
    @Test
    void conflict_leavesNothingLocked() {
        ConfigStore other = another();
        long seen = applied(store().commit(put(A, 0, "enabled"))).number();

        store().commit(put(A, 0, "disabled"));

        Together.alone(patience(), () -> applied(other.commit(put(A, seen, "disabled"))));
        assertThat(document(other, A).revision()).isGreaterThan(seen);
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
        CountDownLatch underWay = new CountDownLatch(CALLERS * rounds());
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

        try {
            Together.alone(patience(), () -> {
                Thread interrupter = interruptUntil(isDone, Thread.currentThread());
                for (int i = 0; i < rounds(); i++) {
                    while (!Thread.currentThread().isInterrupted()) {
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
        } finally {
            isDone.set(true);
        }

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

    private static Thread interruptUntil(AtomicBoolean isDone, Thread caller) {
        return Together.start(() -> {
            while (!isDone.get()) {
                caller.interrupt();
                Thread.onSpinWait();
            }
        });
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
                if (!isClosing.get()) {
                    throw closed;
                }
                return acknowledged;
            }
            underWay.countDown();
        }
    }
}
