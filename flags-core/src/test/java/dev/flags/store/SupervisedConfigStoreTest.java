package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.Await;
import dev.flags.OwnThread;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SupervisedConfigStoreTest {
    private static final Set<Kind> KINDS = Set.of(Kind.FLAG);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    private final VirtualClock clock = VirtualClock.startingAt(START);
    private final MemoryConfigStore memory = new MemoryConfigStore();
    private final ScriptedStore store = new ScriptedStore(memory);
    private final List<ScriptedStore> opened = new CopyOnWriteArrayList<>();
    private final List<SupervisedConfigStore> toClose = new ArrayList<>();
    private final List<Hang> hanging = new ArrayList<>();
    private volatile Runnable onOpen = () -> {};

    @AfterEach
    void close() {
        hanging.forEach(Hang::letGo);
        toClose.forEach(SupervisedConfigStore::close);
    }

    /** One that no test leaves behind, whatever becomes of the test: others count threads. */
    private Hang deaf() {
        Hang hang = Hang.deaf();
        hanging.add(hang);
        return hang;
    }

    private SupervisedConfigStore fixed() {
        return built(SupervisedConfigStore.builder(store, clock));
    }

    private SupervisedConfigStore reopening() {
        return built(SupervisedConfigStore.builder(this::open, clock));
    }

    private SupervisedConfigStore built(SupervisedConfigStore.Builder builder) {
        SupervisedConfigStore built =
                builder.readLimit(SHORT).commitLimit(SHORT).build();
        toClose.add(built);
        return built;
    }

    private ScriptedStore open() {
        onOpen.run();
        ScriptedStore next = new ScriptedStore(memory);
        opened.add(next);
        return next;
    }

    private static Commit commit(String flag) {
        return new Commit(
                UUID.randomUUID(),
                List.of(new Write.Put(DocumentKey.flag(flag), 0, "{\"name\": \"" + flag + "\"}")),
                List.of(),
                List.of());
    }

    // --- passing through

    @Test
    void everything_passesThrough() {
        for (SupervisedConfigStore supervised : List.of(fixed(), reopening())) {
            Commit commit = commit("f" + toClose.indexOf(supervised));

            assertThat(supervised.commit(commit)).isInstanceOf(CommitResult.Applied.class);
            assertThat(supervised.commit(commit)).isInstanceOf(CommitResult.Conflict.class);
            assertThat(supervised.load(KINDS)).isEqualTo(memory.load(KINDS));
            assertThat(supervised.version(KINDS)).isEqualTo(memory.version(KINDS));
            assertThat(supervised.history(HistoryQuery.latest(1))).isEmpty();
            assertThat(supervised.capabilities()).isEqualTo(memory.capabilities());
        }
    }

    @Test
    void commitThatIsRefused_throwsWhatTheStoreThrew_andKeepsTheHandle() {
        SupervisedConfigStore supervised = reopening();
        supervised.version(KINDS);
        for (RuntimeException refusal : List.of(new ReadOnlyStoreException("read-only"), new StoreException("full"))) {
            opened.get(0).beforeCommit(() -> {
                throw refusal;
            });
            assertThatThrownBy(() -> supervised.commit(commit("a"))).isSameAs(refusal);
        }

        supervised.version(KINDS);
        assertThat(opened).hasSize(1);
    }

    static List<Supplier<Throwable>> defects() {
        return List.of(
                () -> new AssertionError("a defect"),
                () -> new StackOverflowError("a defect"),
                () -> new NoClassDefFoundError("a defect"),
                () -> new IllegalStateException("a defect"),
                () -> new NumberFormatException("a defect"),
                () -> new UnknownOutcomeException("a defect", new StoreException("of the store below")));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void whateverElseAStoreThrows_isAStoreExceptionOrUnknown(Supplier<Throwable> defect) {
        SupervisedConfigStore supervised = fixed();
        store.beforeRead(() -> sneak(defect.get())).beforeCommit(() -> sneak(defect.get()));

        assertThatThrownBy(() -> supervised.load(KINDS))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("a defect")
                .hasCauseInstanceOf(defect.get().getClass());
        Commit commit = commit("a");
        assertThat(supervised.commit(commit)).isEqualTo(new CommitResult.Unknown(commit.id()));
    }

    private static void sneak(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    // --- time limits

    @Test
    void readThatHangs_isCutShort_andOthersFailAtOnceUntilItReturns() {
        SupervisedConfigStore supervised = fixed();
        Hang hang = deaf();
        supervised.version(KINDS);
        store.beforeRead(hang);

        long start = System.nanoTime();
        assertThatThrownBy(() -> supervised.version(KINDS))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has not answered within 200 ms");
        assertThat(System.nanoTime() - start)
                .isBetween(SHORT.toNanos(), SHORT.multipliedBy(20).toNanos());
        Await.until(hang::wasInterrupted);
        int reads = store.reads();

        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> supervised.load(KINDS)).hasMessageContaining("has not yet returned");
            assertThatThrownBy(() -> supervised.commit(commit("a"))).hasMessageContaining("has not yet returned");
        }
        assertThat(store.reads()).isEqualTo(reads);
        assertThat(store.commits()).isZero();

        store.beforeRead(() -> {});
        hang.letGo();
        Await.until(() -> answers(supervised));
    }

    @Test
    void commitThatHangs_isUnknown_andThoseBehindItCertainlyDoNotHappen() {
        SupervisedConfigStore supervised = fixed();
        Hang hang = deaf();
        store.beforeCommit(hang);
        Commit first = commit("a");

        assertThat(supervised.commit(first)).isEqualTo(new CommitResult.Unknown(first.id()));
        assertThatThrownBy(() -> supervised.commit(commit("b")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("nothing was changed");
        assertThatCode(() -> supervised.version(KINDS))
                .as("reads do not wait for it")
                .doesNotThrowAnyException();

        hang.letGo();
        Await.until(() -> memory.load(KINDS).documents().containsKey(DocumentKey.flag("a")));
        assertThat(memory.load(KINDS).documents()).doesNotContainKey(DocumentKey.flag("b"));
    }

    @Test
    void commitThatWaitsBehindAnother_eitherHappensOrIsRefused() {
        SupervisedConfigStore supervised = fixed();
        Hang hang = deaf();
        store.beforeCommit(hang);
        CompletableFuture<CommitResult> first =
                CompletableFuture.supplyAsync(() -> supervised.commit(commit("a")), OwnThread.EXECUTOR);
        Await.until(hang::hasBegun);

        assertThatThrownBy(() -> supervised.commit(commit("b"))).isInstanceOf(StoreException.class);
        assertThat(first.join()).isInstanceOf(CommitResult.Unknown.class);
        hang.letGo();
        Await.until(() -> memory.load(KINDS).documents().containsKey(DocumentKey.flag("a")));
        Await.until(() -> isTaken(supervised, commit("c"))); // runs after everything that waited
        assertThat(memory.load(KINDS).documents()).doesNotContainKey(DocumentKey.flag("b"));
    }

    /** A thread that has come back from a call is free a moment later. */
    private static boolean isTaken(ConfigStore store, Commit commit) {
        try {
            store.commit(commit);
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    @Test
    void historyThatHangs_delaysNobodyButThoseWhoAskForIt() {
        for (SupervisedConfigStore supervised : List.of(fixed(), reopening())) {
            supervised.version(KINDS);
            ScriptedStore used = opened.isEmpty() ? store : opened.get(0);
            Hang hang = deaf();
            used.beforeHistory(hang);
            assertThatThrownBy(() -> supervised.history(HistoryQuery.latest(1)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("has not answered within 200 ms");
            Await.until(hang::wasInterrupted);

            assertThatThrownBy(() -> supervised.history(HistoryQuery.latest(1)))
                    .hasMessageContaining("has not yet returned");
            assertThatCode(() -> supervised.load(KINDS)).doesNotThrowAnyException();
            assertThat(supervised.commit(commit("f" + toClose.indexOf(supervised))))
                    .isInstanceOf(CommitResult.Applied.class);

            used.beforeHistory(() -> {});
            hang.letGo();
            Await.until(() -> tellsTheHistory(supervised));
        }
        assertThat(opened).hasSize(1);
    }

    @Test
    void historyThatHangsOrFails_doesNotInterruptACommit() {
        SupervisedConfigStore supervised = SupervisedConfigStore.builder(this::open, clock)
                .readLimit(SHORT)
                .build();
        toClose.add(supervised);
        supervised.version(KINDS);
        ScriptedStore used = opened.get(0);
        Hang inCommit = Hang.interruptible();
        used.beforeCommit(inCommit);
        CompletableFuture<CommitResult> committing =
                CompletableFuture.supplyAsync(() -> supervised.commit(commit("a")), OwnThread.EXECUTOR);
        Await.until(inCommit::hasBegun);

        used.beforeHistory(Hang.interruptible());
        assertThatThrownBy(() -> supervised.history(HistoryQuery.latest(1))).isInstanceOf(StoreException.class);
        used.beforeHistory(() -> {
            throw new StoreException("no such table");
        });
        Await.until(() ->
                messageOf(() -> supervised.history(HistoryQuery.latest(1))).equals("no such table"));
        supervised.version(KINDS);
        inCommit.letGo();

        assertThat(committing.join()).isInstanceOf(CommitResult.Applied.class);
        assertThat(opened).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void historyThatFails_makesSureThatAllElseAnswers_andThrowsTheHandleAwayIfItDoesNot(boolean hangs) {
        SupervisedConfigStore supervised = reopening();
        supervised.version(KINDS);
        Runnable cut = () -> {
            throw new StoreException("cut");
        };
        opened.get(0).beforeHistory(cut).beforeRead(hangs ? Hang.interruptible() : cut);

        assertThatThrownBy(() -> supervised.history(HistoryQuery.latest(1))).hasMessage("cut");

        Await.until(() -> opened.size() == 2);
        Await.until(() -> tellsTheHistory(supervised));
    }

    private static boolean tellsTheHistory(ConfigStore store) {
        return messageOf(() -> store.history(HistoryQuery.latest(1))).isEmpty();
    }

    /** Of the exception; empty if there is none. */
    private static String messageOf(Runnable call) {
        try {
            call.run();
            return "";
        } catch (StoreException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void interruptOfTheCaller_isKept_andDoesNotHarmTheCommit() {
        SupervisedConfigStore supervised = fixed();
        Thread.currentThread().interrupt();

        CommitResult result = supervised.commit(commit("a"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).isInstanceOf(CommitResult.Applied.class);
    }

    // --- sharing

    @Test
    void equalReadsThatWait_shareOneCall() {
        Hang hang = deaf();
        AtomicInteger calls = new AtomicInteger();
        Lane lane = new Lane("test");
        SharedCalls<Integer, Integer> shared = new SharedCalls<>(lane, key -> {
            if (calls.incrementAndGet() == 1) {
                hang.run();
            }
            return key;
        });
        Call<Integer> running = shared.call(1);
        Await.until(hang::hasBegun);

        Call<Integer> waiting = shared.call(1);

        assertThat(waiting).isNotSameAs(running);
        for (int i = 0; i < 100; i++) {
            assertThat(shared.call(1)).isSameAs(waiting);
        }
        assertThat(shared.call(2)).isNotSameAs(waiting);
        hang.letGo();
        assertThat(await(waiting)).isEqualTo(1);
        assertThat(calls.get()).isBetween(2, 3);
        lane.abandon(new StoreException("the end"));
    }

    /** The twin that shares a call that is on its way would give the version from before the commit. */
    @Test
    void readAfterACommit_seesIt_evenIfAnEqualOneIsOnItsWay() {
        Hang afterRead = deaf();
        AtomicInteger calls = new AtomicInteger();
        Lane lane = new Lane("test");
        SharedCalls<Set<Kind>, Version> shared = new SharedCalls<>(lane, kinds -> {
            Version version = memory.version(kinds);
            if (calls.incrementAndGet() == 1) {
                afterRead.run();
            }
            return version;
        });
        Call<Version> old = shared.call(KINDS);
        Await.until(afterRead::hasBegun);
        memory.commit(commit("a"));

        Call<Version> fresh = shared.call(KINDS);
        afterRead.letGo();

        Await.until(() -> old.isDone() && fresh.isDone());
        assertThat(await(old).number()).isZero();
        assertThat(await(fresh).number()).isEqualTo(1);
        lane.abandon(new StoreException("the end"));
    }

    private static <T> T await(Call<T> call) {
        try {
            return call.await(Duration.ofSeconds(30));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    // --- reopening

    @Test
    void readThatFails_throwsTheHandleAway_andAnotherTakesOverTheWatches() {
        SupervisedConfigStore supervised = reopening();
        supervised.version(KINDS);
        AtomicInteger hints = new AtomicInteger();
        ConfigStore.Watch watch = supervised.watch(memory.version(KINDS), KINDS, hint -> hints.incrementAndGet());
        ScriptedStore first = opened.get(0);
        Await.until(() -> first.watchers() == 1);
        first.hint();
        Await.until(() -> hints.get() == 1);
        first.beforeRead(() -> {
            throw new StoreException("cut");
        });

        assertThatThrownBy(() -> supervised.version(KINDS)).hasMessage("cut");

        Await.until(() -> opened.size() == 2 && hints.get() == 2);
        assertThat(opened.get(1).watchers()).isEqualTo(1);
        Await.until(() -> first.closes() == 1);
        assertThatCode(() -> supervised.version(KINDS)).doesNotThrowAnyException();
        watch.close();
        opened.get(1).hint();
        assertThat(hints).hasValue(2);
        assertThat(opened.get(1).watchers()).isZero();
    }

    /** As whoever gets a hint does. */
    @Test
    void watcherThatAsksForTheVersion_getsIt_fromTheStoreThatWasOpenedAgain() {
        SupervisedConfigStore supervised = reopening();
        supervised.version(KINDS);
        List<Boolean> answered = new CopyOnWriteArrayList<>();
        supervised.watch(memory.version(KINDS), KINDS, hint -> answered.add(answers(supervised)));
        Await.until(() -> opened.get(0).watchers() == 1);
        opened.get(0).beforeRead(() -> {
            throw new StoreException("cut");
        });

        assertThatThrownBy(() -> supervised.version(KINDS)).hasMessage("cut");

        Await.until(() -> !answered.isEmpty());
        assertThat(answered).containsExactly(true);
        assertThat(opened).hasSize(2);
    }

    @Test
    void watchOfAnOldStore_thatComesLate_isEnded_andThatOfTheNewOneStays() {
        SupervisedConfigStore supervised = reopening();
        supervised.version(KINDS);
        ScriptedStore first = opened.get(0);
        Hang hang = deaf();
        first.beforeWatch(hang);
        ConfigStore.Watch watch = supervised.watch(memory.version(KINDS), KINDS, hint -> {});
        Await.until(hang::hasBegun);
        assertThatThrownBy(() -> supervised.version(KINDS)).isInstanceOf(StoreException.class);
        Await.until(() -> opened.size() == 2 && opened.get(1).watchers() == 1);

        hang.letGo();
        Await.until(() -> first.watches() == 1 && first.watchers() == 0);

        assertThat(opened.get(1).watchers()).isEqualTo(1);
        watch.close();
        assertThat(opened.get(1).watchers()).isZero();
    }

    @Test
    void close_interruptsAWatcherThatHangs() {
        SupervisedConfigStore supervised = fixed();
        Hang hang = Hang.interruptible();
        supervised.watch(memory.version(KINDS), KINDS, hint -> hang.run());
        Await.until(() -> store.watchers() == 1);
        store.hint();
        Await.until(hang::hasBegun);

        supervised.close();

        Await.until(() -> Threads.named("flags-store") == 0);
    }

    @Test
    void callsDuringBackoff_failAtOnce_andSaySinceWhenAndWhy() {
        AtomicLong nanos = new AtomicLong();
        AtomicInteger attempts = new AtomicInteger();
        SupervisedConfigStore supervised = built(SupervisedConfigStore.builder(
                        () -> {
                            attempts.incrementAndGet();
                            throw new StoreException("no route to host");
                        },
                        clock)
                .driven(nanos::get, new Random(1), new NoWakeups()));

        assertThatThrownBy(() -> supervised.version(KINDS)).hasMessage("no route to host");
        clock.advance(Duration.ofMinutes(1));
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> supervised.version(KINDS))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("the store has been out of reach since 2026-06-01T12:00:00Z: no route to host");
        }

        assertThat(attempts).hasValue(1);
    }

    @Test
    void storeThatIsDownForTenMinutes_isTriedLessThanOnceASecond_andFoundWhenItIsBack() {
        AtomicLong nanos = new AtomicLong();
        AtomicInteger attempts = new AtomicInteger();
        boolean[] isDown = {true};
        SupervisedConfigStore supervised = built(SupervisedConfigStore.builder(
                        () -> {
                            attempts.incrementAndGet();
                            if (isDown[0]) {
                                throw new StoreException("down");
                            }
                            return new ScriptedStore(memory);
                        },
                        clock)
                .driven(nanos::get, new Random(1), new NoWakeups()));

        for (int second = 0; second < 600; second++) {
            for (int call = 0; call < 10; call++) { // as fifty callers would
                assertThatThrownBy(() -> supervised.version(KINDS)).isInstanceOf(StoreException.class);
                nanos.addAndGet(Duration.ofMillis(100).toNanos());
            }
        }
        assertThat(attempts.get()).isBetween(120, 250);

        isDown[0] = false;
        nanos.addAndGet(Backoff.CAP.toNanos());
        assertThatCode(() -> supervised.version(KINDS)).doesNotThrowAnyException();
    }

    @Test
    void openingThatHangs_isCutShort_andClosedIfItComesLate() {
        Hang hang = deaf();
        onOpen = hang;
        SupervisedConfigStore supervised = reopening();

        assertThatThrownBy(() -> supervised.version(KINDS)).isInstanceOf(StoreException.class);

        onOpen = () -> {};
        Await.until(() -> answers(supervised));
        assertThat(opened).hasSize(1);
        hang.letGo();
        Await.until(() -> opened.size() == 2 && opened.get(1).closes() == 1);
    }

    @Test
    void threadsThatDoNotReturn_areFourAtMost_andThenNothingIsOpened() {
        List<Hang> hangs = new CopyOnWriteArrayList<>();
        onOpen = () -> {
            Hang hang = deaf();
            hangs.add(hang);
            hang.run();
        };
        AtomicLong nanos = new AtomicLong();
        SupervisedConfigStore supervised = built(
                SupervisedConfigStore.builder(this::open, clock).driven(nanos::get, new Random(1), new NoWakeups()));
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> supervised.version(KINDS)).isInstanceOf(StoreException.class);
            nanos.addAndGet(Backoff.CAP.toNanos());
        }

        assertThat(hangs).hasSize(SupervisedConfigStore.MAX_ABANDONED);
        assertThatThrownBy(() -> supervised.version(KINDS)).hasMessageContaining("4 threads have not returned");

        onOpen = () -> {};
        hangs.get(0).letGo();
        Await.until(() -> answers(supervised));
        hangs.forEach(Hang::letGo);
    }

    @Test
    void threadsThatDoNotReturn_areSevenAtMost() {
        AtomicLong nanos = new AtomicLong();
        SupervisedConfigStore supervised = SupervisedConfigStore.builder(this::open, clock)
                .readLimit(SHORT)
                .driven(nanos::get, new Random(1), new NoWakeups())
                .build();
        toClose.add(supervised);
        Hang hang = deaf();
        for (int store = 1; store <= 2; store++) {
            Await.until(() -> answers(supervised)); // once the thread that closed the last one has returned, too
            ScriptedStore used = opened.get(store - 1);
            used.beforeHistory(hang).beforeCommit(hang).onClose(store == 1 ? () -> {} : hang);
            OwnThread.EXECUTOR.execute(() -> supervised.commit(commit("a")));
            OwnThread.EXECUTOR.execute(() -> tellsTheHistory(supervised));
            Await.until(() -> used.commits() == 1 && used.histories() == 1);
            used.beforeRead(hang);
            assertThatThrownBy(() -> supervised.version(KINDS)).isInstanceOf(StoreException.class);
            Await.until(() -> used.closes() == 1);
            nanos.addAndGet(Backoff.CAP.toNanos());
        }

        assertThatThrownBy(() -> supervised.version(KINDS)).hasMessageContaining("7 threads have not returned");

        assertThat(opened).hasSize(2);
        hang.letGo();
        Await.until(() -> answers(supervised));
    }

    @Test
    void commitThatHangs_onAHandleThatIsThrownAway_isUnknown() {
        SupervisedConfigStore supervised = reopening();
        supervised.version(KINDS);
        Hang hang = Hang.interruptible();
        opened.get(0).beforeCommit(hang);
        Commit commit = commit("a");
        CompletableFuture<CommitResult> result =
                CompletableFuture.supplyAsync(() -> supervised.commit(commit), OwnThread.EXECUTOR);
        Await.until(hang::hasBegun);
        opened.get(0).beforeRead(() -> {
            throw new StoreException("cut");
        });

        assertThatThrownBy(() -> supervised.version(KINDS)).hasMessage("cut");

        assertThat(result.join()).isEqualTo(new CommitResult.Unknown(commit.id()));
        Await.until(hang::wasInterrupted);
    }

    // --- the end

    @Test
    void close_endsAllThreads_twiceAndConcurrentlyAndWhileCallsHang() {
        for (SupervisedConfigStore supervised : List.of(fixed(), reopening())) {
            Hang read = Hang.interruptible();
            Hang commit = Hang.interruptible();
            supervised.version(KINDS);
            ScriptedStore used = opened.isEmpty() ? store : opened.get(0);
            used.beforeRead(read).beforeCommit(commit);
            CompletableFuture<?> reading =
                    CompletableFuture.runAsync(() -> supervised.version(KINDS), OwnThread.EXECUTOR);
            CompletableFuture<CommitResult> committing =
                    CompletableFuture.supplyAsync(() -> supervised.commit(commit("a")), OwnThread.EXECUTOR);
            Await.until(() -> read.hasBegun() && commit.hasBegun());

            long start = System.nanoTime();
            CompletableFuture<?> other = CompletableFuture.runAsync(supervised::close, OwnThread.EXECUTOR);
            supervised.close();
            supervised.close();
            other.join();

            Await.until(() -> Threads.named("flags-store") == 0);
            assertThat(System.nanoTime() - start)
                    .isLessThan(Duration.ofSeconds(2).toNanos());
            assertThat(reading.handle((value, why) -> why).join()).hasCauseInstanceOf(StoreException.class);
            assertThat(committing.join()).isInstanceOf(CommitResult.Unknown.class);
            assertThatThrownBy(() -> supervised.version(KINDS)).hasMessage("the store is closed");
            assertThatThrownBy(() -> supervised.commit(commit("a"))).hasMessage("the store is closed");
        }
        assertThat(store.closes()).as("somebody else's").isZero();
        assertThat(opened.get(0).closes()).isEqualTo(1);
    }

    @Test
    void close_releasesACallThatOnlyTheStoresOwnEndEnds() {
        SupervisedConfigStore supervised = reopening();
        supervised.version(KINDS);
        Hang socket = deaf();
        opened.get(0).beforeRead(socket).onClose(socket::letGo);
        CompletableFuture<?> reading = CompletableFuture.runAsync(() -> supervised.version(KINDS), OwnThread.EXECUTOR);
        Await.until(socket::hasBegun);

        supervised.close();

        Await.until(() -> Threads.named("flags-store") == 0);
        assertThat(reading.handle((value, why) -> why).join()).hasCauseInstanceOf(StoreException.class);
    }

    @Test
    void close_letsACommitThatIsNearlyDoneCome() {
        SupervisedConfigStore supervised =
                SupervisedConfigStore.builder(store, clock).build();
        Hang hang = Hang.interruptible();
        store.beforeCommit(hang);
        CompletableFuture<CommitResult> committing =
                CompletableFuture.supplyAsync(() -> supervised.commit(commit("a")), OwnThread.EXECUTOR);
        Await.until(hang::hasBegun);
        CompletableFuture<?> closing = CompletableFuture.runAsync(supervised::close, OwnThread.EXECUTOR);
        Await.until(() -> isClosed(supervised));

        hang.letGo();

        closing.join();
        assertThat(committing.join()).isInstanceOf(CommitResult.Applied.class);
    }

    @Test
    void builder_refusesLimitsBelowAMillisecond() {
        SupervisedConfigStore.Builder builder = SupervisedConfigStore.builder(store, clock);

        assertThatThrownBy(() -> builder.readLimit(Duration.ofNanos(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("readLimit");
        assertThatThrownBy(() -> builder.commitLimit(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("commitLimit");
    }

    private static boolean answers(ConfigStore supervised) {
        try {
            supervised.version(KINDS);
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    private static boolean isClosed(ConfigStore supervised) {
        try {
            supervised.version(KINDS);
            return false;
        } catch (StoreException e) {
            return "the store is closed".equals(e.getMessage());
        }
    }

    /** Nothing happens by itself: the test moves the time, and asks. */
    private static final class NoWakeups implements Wakeups {
        @Override
        public void after(Duration delay, Runnable task) {}

        @Override
        public void close() {}
    }
}
