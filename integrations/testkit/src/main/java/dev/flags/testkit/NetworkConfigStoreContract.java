package dev.flags.testkit;

import static dev.flags.testkit.Commits.A;
import static dev.flags.testkit.Commits.ALL;
import static dev.flags.testkit.Commits.B;
import static dev.flags.testkit.Commits.C;
import static dev.flags.testkit.Commits.S;
import static dev.flags.testkit.Commits.applied;
import static dev.flags.testkit.Commits.put;
import static dev.flags.testkit.StoreFixture.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.ConfigStoreFactory;
import dev.flags.store.Document;
import dev.flags.store.HistoryQuery;
import dev.flags.store.StoreException;
import dev.flags.store.Version;
import dev.flags.store.Write;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every store that talks to a server over TCP promises when the network breaks, as JUnit tests, beside those of
 * {@link ConfigStoreContract}. A {@link ChaosProxy} stands between the store and its server.
 *
 * <p>A call that cannot be answered fails within the store's own time limit; a failure means that nothing was
 * done; a commit whose answer was lost is {@link CommitResult.Unknown}; and once the network is back, a new handle works.
 * A handle that failed once need not work again, but must not tell anything wrong.
 *
 * <p>Each test has an instance of its own, with data of its own, which are empty at first.
 */
public abstract class NetworkConfigStoreContract {
    private final List<ConfigStore> handles = new ArrayList<>();
    private @Nullable ChaosProxy proxy;

    /** For subclasses. */
    protected NetworkConfigStoreContract() {}

    /** Where the server listens. */
    protected abstract InetSocketAddress server();

    /** What opens handles on the data of this test, over a server's address, which is that of a proxy. */
    protected abstract ConfigStoreFactory factory(InetSocketAddress address);

    /**
     * After which time a call certainly has failed: the time-out that {@link #factory} sets, and some more for a busy
     * machine; 10 s. One test takes twice as long.
     */
    protected Duration timeLimit() {
        return Duration.ofSeconds(10);
    }

    /** How often the network breaks in the test that breaks it again and again; 10. */
    protected int rounds() {
        return 10;
    }

    @AfterEach
    final void closeAll() {
        handles.forEach(ConfigStore::close);
        proxy().close();
    }

    @Test
    void proxy_isNotNoticed() {
        ConfigStore store = open();
        Version made = applied(store.commit(put(A, 0, "enabled")));

        assertThat(store.load(ALL).documents()).containsOnlyKeys(A);
        assertThat(open().version(ALL)).isEqualTo(made);
        assertThat(proxy().connections()).isPositive();
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
        store.commit(put(A, 0, "enabled"));
        store.commit(put(S, 0, ""));
        List<Set<Kind>> asked = List.of(Set.of(Kind.FLAG), Set.of(Kind.SEGMENT));
        List<Version> right = asked.stream().map(store::version).toList();
        proxy().delay(timeLimit());
        assertFails(() -> store.version(asked.get(0)));
        proxy().pass();

        long end = System.nanoTime() + timeLimit().toNanos();
        for (int i = 1; System.nanoTime() < end; i++) {
            int which = i % 2;
            try {
                assertThat(within(() -> store.version(asked.get(which)))).isEqualTo(right.get(which));
            } catch (StoreException allowed) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void commitWhoseAnswerIsLost_isUnknownOrCertainlyNotApplied() {
        assertSettled(A, proxy()::loseAnswers);
    }

    @Test
    void commitIntoABlackHole_isUnknownOrCertainlyNotApplied() {
        assertSettled(B, proxy()::blackHole);
    }

    @Test
    void commitIntoACut_isUnknownOrCertainlyNotApplied() {
        assertSettled(C, proxy()::cut);
    }

    @Test
    void nothingThatWasAcknowledged_isLost() {
        AtomicLong acknowledged = new AtomicLong();
        AtomicLong failures = new AtomicLong();
        AtomicLong roundsLeft = new AtomicLong(rounds());
        Callable<Boolean> counting = () -> {
            try (Reopened store = new Reopened(factory(proxy().address()), failures)) {
                while (roundsLeft.get() > 0) {
                    store.increment();
                    acknowledged.incrementAndGet();
                }
            }
            return true;
        };
        Callable<Boolean> breaking = () -> {
            List<Runnable> breaks = List.of(proxy()::cut, proxy()::loseAnswers, proxy()::blackHole);
            for (int round = 0; round < rounds(); round++) {
                awaitMore(acknowledged);
                breaks.get(round % breaks.size()).run();
                awaitMore(failures);
                proxy().pass();
                roundsLeft.decrementAndGet();
            }
            return true;
        };

        Together.run(timeLimit().multipliedBy(4L * rounds()), List.of(counting, counting, breaking));

        ConfigStore store = open();
        assertThat(Counter.count(store)).isEqualTo(acknowledged.get());
        assertThat(Counter.counts(store))
                .isEqualTo(LongStream.iterate(acknowledged.get(), n -> n > 0, n -> n - 1)
                        .boxed()
                        .toList());
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
            try (ConfigStore store = factory(proxy().address()).open()) {
                store.version(ALL);
            }
        }

        within(() -> {
            while (proxy().connections() > 0 && !Thread.interrupted()) {
                Thread.onSpinWait();
            }
            return true;
        });
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

    /** What the store said of a commit is true, and one that it cannot tell of is in the history or is nowhere. */
    private void assertSettled(DocumentKey key, Runnable breaks) {
        ConfigStore store = open();
        long seen = applied(store.commit(put(key, 0, "before"))).number();
        breaks.run();
        Commit commit = put(key, seen, "after");

        boolean isFailed = false;
        boolean isApplied = false;
        try {
            CommitResult result = within(() -> store.commit(commit));
            isApplied = result instanceof CommitResult.Applied;
            assertThat(result).isNotInstanceOf(CommitResult.Conflict.class);
            if (result instanceof CommitResult.Unknown unknown) {
                assertThat(unknown.commitId()).isEqualTo(commit.id());
            }
        } catch (StoreException nothingWasDone) {
            isFailed = true;
        }

        proxy().pass();
        ConfigStore later = open();
        moveOn(later, key);
        boolean isThere = document(later, key).json().contains("after");
        assertThat(Counter.isInHistory(later, commit)).isEqualTo(isThere);
        assertThat(isThere && isFailed)
                .as("applied, though the store said that it was not")
                .isFalse();
        assertThat(!isThere && isApplied)
                .as("not applied, though the store said that it was")
                .isFalse();
    }

    /** A request that is still on its way conflicts from now on. */
    private static void moveOn(ConfigStore store, DocumentKey key) {
        Document now = document(store, key);
        Write same = new Write.Put(key, now.revision(), now.json());
        CommitResult moved = store.commit(new Commit(UUID.randomUUID(), List.of(same), List.of(), List.of()));
        assertThat(moved).isNotInstanceOf(CommitResult.Unknown.class);
    }

    private void assertFails(Callable<?> call) {
        assertThatThrownBy(() -> within(call)).isInstanceOf(StoreException.class);
    }

    /** What a call gives or throws, if it does within the limit. */
    private <T> T within(Callable<T> call) {
        try {
            return Together.alone(timeLimit(), call);
        } catch (AssertionError e) {
            if (e.getCause() instanceof StoreException failed) {
                throw failed;
            }
            throw e;
        }
    }

    private static void awaitMore(AtomicLong counter) throws InterruptedException {
        long before = counter.get();
        while (counter.get() < before + 2) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Thread.onSpinWait();
        }
    }

    private ConfigStore open() {
        ConfigStore handle = factory(proxy().address()).open();
        synchronized (handles) {
            handles.add(handle);
        }
        return handle;
    }

    /** Between the store and its server, from the first use on, since a subclass may start the server before each test. */
    private synchronized ChaosProxy proxy() {
        if (proxy == null) {
            proxy = ChaosProxy.to(server());
        }
        return proxy;
    }
}
