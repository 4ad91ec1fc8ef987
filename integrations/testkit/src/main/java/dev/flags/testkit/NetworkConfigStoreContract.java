package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.ALL;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.put;
import static dev.flags.testkit.StoreFixture.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreException;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every store that talks to a server over TCP promises when the network breaks, as JUnit tests, beside those of
 * {@link ConfigStoreContract}. A {@link ChaosProxy} stands between the store and its server.
 *
 * <p>A call that cannot be answered fails within the store's own time limit; a failure means that nothing was
 * done; a commit whose answer was lost is {@link CommitResult.Unknown}; and once the network is back, a new handle works.
 * A handle that failed once need not work again, but must not tell anything wrong.
 *
 * <p>Each test has an instance of its own, with data of its own, which are empty at first. For a store that only reads,
 * {@link #openWriter()} writes past the proxy.
 */
public abstract class NetworkConfigStoreContract extends NetworkCommitContract {
    /** More than a store asks while an answer is late, so that no answer fits another question by chance. */
    private static final int QUESTIONS = 23;

    private static final int TEXT_BYTES = 40_000;
    private static final long PAUSE_NANOS = 1_000_000;

    /** For subclasses. */
    protected NetworkConfigStoreContract() {}

    @Test
    void proxy_isNotNoticed() {
        ConfigStore store = open();
        Version made = applied(store.commit(put(A, 0, "enabled")));

        assertThat(store.load(ALL).documents()).containsOnlyKeys(A);
        assertThat(open().version(ALL)).isEqualTo(made);
        assertThat(proxy().totalConnections()).isPositive();
    }

    @Test
    void slowNetwork_changesNoAnswer() {
        proxy().delay(Duration.ofMillis(15));
        ConfigStore store = open();

        applied(store.commit(put(A, 0, "enabled")));
        applied(store.commit(put(A, document(store, A).revision(), "disabled")));

        assertThat(store.load(ALL).documents()).containsOnlyKeys(A);
        assertThat(store.history(HistoryQuery.of(A, 10))).hasSize(2);
    }

    @Test
    void cut_failsEveryRead() {
        assertReadsFail(proxy()::cut);
    }

    @Test
    void blackHole_failsEveryReadWithinItsTime() {
        assertReadsFail(proxy()::blackHole);
    }

    @Test
    void cut_failsWhatIsOpenedThen() {
        proxy().cut();

        assertFails(() -> open().version(ALL));
    }

    @Test
    void blackHole_failsWhatIsOpenedThenWithinItsTime() {
        proxy().blackHole();

        assertFails(() -> open().version(ALL));
    }

    @Test
    void networkThatIsBack_isUsedByANewHandle() {
        ConfigStore before = open();
        Version made = applied(before.commit(put(A, 0, "enabled")));
        for (Runnable breaks : List.<Runnable>of(proxy()::cut, proxy()::blackHole)) {
            breaks.run();
            assertFails(() -> before.version(ALL));
            assertFails(() -> open().version(ALL));

            proxy().pass();

            assertThat(within(() -> open().version(ALL))).isEqualTo(made);
        }
    }

    @Test
    void answerThatComesLate_isNotTakenForAnother() {
        ConfigStore store = open();
        List<Set<Kind>> asked = IntStream.range(0, QUESTIONS)
                .mapToObj(i -> Set.of(new Kind("late" + (char) ('a' + i), false)))
                .toList();
        List<Version> right = asked.stream()
                .map(kinds -> applied(
                        store.commit(put(new DocumentKey(kinds.iterator().next(), "one"), 0, ""))))
                .toList();
        proxy().delay(timeLimit());
        assertFails(() -> store.version(asked.get(0)));
        proxy().pass();

        long end = System.nanoTime() + timeLimit().toNanos();
        for (int i = 1; System.nanoTime() < end; i++) {
            int which = i % QUESTIONS;
            try {
                assertThat(within(() -> store.version(asked.get(which)))).isEqualTo(right.get(which));
            } catch (StoreException allowed) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    @Test
    void load_thatIsCutHalfWay_isNeverTakenForAWhole() {
        ConfigStore store = open();
        store.commit(put(A, 0, "before"));
        store.load(ALL);
        store.commit(put(A, document(store, A).revision(), randomText()));
        StoreSnapshot whole = open().load(ALL);
        proxy().slow(2 * TEXT_BYTES);
        long before = proxy().totalBytes();

        FutureTask<Boolean> loading = start(() -> assertWholeOrFails(store, whole));
        await(() -> loading.isDone() || proxy().totalBytes() > before + TEXT_BYTES / 4);
        proxy().cut();

        within(loading::get);
        proxy().pass();
        within(() -> assertWholeOrFails(store, whole));
        assertThat(within(() -> open().load(ALL))).isEqualTo(whole);
    }

    @Test
    void close_inABlackHole_waitsForNothing() {
        ConfigStore store = open();
        store.version(ALL);
        proxy().blackHole();

        within(() -> {
            store.close();
            return true;
        });

        assertThatThrownBy(() -> store.version(ALL)).isInstanceOf(StoreException.class);
    }

    @Test
    void close_leavesNoConnection() {
        for (int i = 0; i < 5; i++) {
            try (ConfigStore store = openUnclosed()) {
                store.version(ALL);
            }
        }

        await(() -> proxy().connections() == 0);
    }

    @Test
    void close_duringACallInABlackHole_waitsForNothing() {
        for (Consumer<ConfigStore> call : callsOverTheNetwork()) {
            long start = System.nanoTime();
            inABlackHole(call, open -> {});
            long callAlone = System.nanoTime() - start;
            long best = Long.MAX_VALUE;
            // A busy machine makes one of them late, and a close that waits makes all.
            for (int i = 0; i < 3 && best > callAlone / 2; i++) {
                AtomicLong taken = new AtomicLong();
                inABlackHole(call, open -> taken.set(nanosOfClosing(open)));
                best = Math.min(best, taken.get());
            }

            assertThat(Duration.ofNanos(best))
                    .as("the time of close during a call that fails after %s", Duration.ofNanos(callAlone))
                    .isLessThanOrEqualTo(Duration.ofNanos(callAlone / 2));
        }
    }

    @Test
    void close_leavesTheOtherHandlesOfTheFactoryAlone() {
        ConfigStore one = open();
        ConfigStore other = open();
        Version made = applied(one.commit(put(A, 0, "enabled")));

        one.close();

        assertThat(other.version(ALL)).isEqualTo(made);
        assertThat(open().version(ALL)).isEqualTo(made);
    }

    /** Does something while a call is on its way into the black hole, and waits until that has failed. */
    private void inABlackHole(Consumer<ConfigStore> call, Consumer<ConfigStore> meanwhile) {
        ConfigStore store = open();
        store.version(ALL);
        proxy().blackHole();
        long before = proxy().totalBytes();
        FutureTask<Boolean> underWay = start(() -> {
            try {
                call.accept(store);
            } catch (StoreException allowed) {
                Thread.onSpinWait();
            }
            return true;
        });
        await(() -> proxy().totalBytes() > before);

        meanwhile.accept(store);

        within(underWay::get);
        proxy().pass();
    }

    private List<Consumer<ConfigStore>> callsOverTheNetwork() {
        Consumer<ConfigStore> read = store -> store.version(ALL);
        return open() instanceof ReaderAndWriter
                ? List.of(read)
                : List.of(read, store -> store.commit(put(A, 0, "enabled")));
    }

    private static <T> FutureTask<T> start(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Together.start(task);
        return task;
    }

    private long nanosOfClosing(ConfigStore store) {
        long start = System.nanoTime();
        within(() -> {
            store.close();
            return true;
        });
        return System.nanoTime() - start;
    }

    private static boolean assertWholeOrFails(ConfigStore store, StoreSnapshot whole) {
        try {
            assertThat(store.load(ALL)).isEqualTo(whole);
        } catch (StoreException allowed) {
            Thread.onSpinWait();
        }
        return true;
    }

    /** One that no compression makes much smaller. */
    private static String randomText() {
        byte[] bytes = new byte[TEXT_BYTES];
        new Random(1).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private void assertReadsFail(Runnable breaks) {
        List<ConfigStore> open = List.of(open(), open(), open());
        open.get(0).commit(put(A, 0, "enabled"));
        open.forEach(store -> store.load(ALL));
        breaks.run();

        assertFails(() -> open.get(0).load(ALL));
        assertFails(() -> open.get(1).version(ALL));
        assertFails(() -> open.get(2).history(HistoryQuery.latest(1)));
    }
}
