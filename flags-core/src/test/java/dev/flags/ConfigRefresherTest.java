package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.Commit;
import dev.flags.store.CommitResult;
import dev.flags.store.ConfigStore;
import dev.flags.store.Hang;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.ScriptedStore;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import dev.flags.store.Write;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at a store that do not come back, come back with an error, or with less than is known. */
class ConfigRefresherTest {
    private static final Duration STALE_AFTER = Duration.ofSeconds(30);
    private static final DocumentKey A = DocumentKey.flag("a");

    private final VirtualClock clock = VirtualClock.startingAt(Instant.parse("2026-06-01T12:00:00Z"));
    private final MemoryConfigStore memory = new MemoryConfigStore();
    private final ScriptedStore store = new ScriptedStore(memory);
    private final RecordingLogger log = new RecordingLogger();
    private final Evaluator evaluator = new Evaluator(Snapshot.notReady(clock), Observer.NONE);

    private ConfigRefresher refresher(ConfigStore used) {
        return refresher(used, clock);
    }

    private ConfigRefresher refresher(ConfigStore used, InstantSource time) {
        ConfigLoader loader = new ConfigLoader(null);
        return new ConfigRefresher(
                used,
                evaluator,
                loader,
                new ConfigCompiler(clock),
                new ColdStart(loader, null, null, log),
                new Listeners(log),
                time,
                STALE_AFTER,
                log);
    }

    /** Past every manager. */
    private Version put(String status) {
        long revision = memory.load(Set.of(Kind.FLAG)).documents().containsKey(A)
                ? memory.version(Set.of(Kind.FLAG)).number()
                : 0;
        Write put = new Write.Put(A, revision, "{\"name\": \"a\", \"status\": \"" + status + "\"}");
        CommitResult result = memory.commit(new Commit(UUID.randomUUID(), List.of(put), List.of(), List.of()));
        return ((CommitResult.Applied) result).version();
    }

    private boolean isEnabled() {
        return evaluator.isEnabled("a", "u");
    }

    // --- looks that do not come back

    @Test
    void lookThatHangs_isStaleInTheEnd_thoughNobodyComesBackToSaySo() {
        put("enabled");
        ConfigRefresher refresher = refresher(store);
        refresher.refresh();
        Hang hang = Hang.deaf();
        store.beforeRead(hang);
        CompletableFuture<?> looking = CompletableFuture.runAsync(refresher::refresh, OwnThread.EXECUTOR);
        Await.until(hang::hasBegun);
        assertThat(refresher.health().status()).isEqualTo(Health.Status.HEALTHY);

        clock.advance(STALE_AFTER);
        assertThat(refresher.health().status()).isEqualTo(Health.Status.STALE);

        hang.letGo();
        looking.join();
        assertThat(refresher.health().status()).isEqualTo(Health.Status.HEALTHY);
    }

    @Test
    void processThatLooksSeldom_isNotStaleInBetween() {
        put("enabled");
        ConfigRefresher refresher = refresher(store);
        refresher.refresh();

        clock.advance(STALE_AFTER.multipliedBy(100));

        assertThat(refresher.health().status()).isEqualTo(Health.Status.HEALTHY);
    }

    @Test
    void stateThatTakesEffectForEver_makesLooksFail_whichIsLoggedOnce() {
        put("enabled");
        Hang hang = Hang.deaf();
        Thread[] first = {null};
        ConfigRefresher refresher = refresher(store, () -> {
            if (Thread.currentThread().equals(first[0]) && store.reads() == 1) {
                hang.run(); // where a look has the lock
            }
            return clock.instant();
        });
        CompletableFuture<?> looking = CompletableFuture.runAsync(
                () -> {
                    first[0] = Thread.currentThread();
                    refresher.refresh();
                },
                OwnThread.EXECUTOR);
        Await.until(hang::hasBegun);

        assertThat(refresher.refresh()).isFalse();
        assertThat(refresher.refresh()).isFalse();

        assertThat(refresher.health().status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(refresher.health().error()).contains("has been taking effect for more than 2000 ms");
        assertThat(log.lines()).hasSize(1);
        clock.advance(STALE_AFTER);
        assertThat(refresher.health().status()).isEqualTo(Health.Status.STALE);

        hang.letGo();
        looking.join();
        refresher.refresh();
        assertThat(refresher.health().status()).isEqualTo(Health.Status.HEALTHY);
    }

    // --- looks that end in an error

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void errorOfALook_isAFailedLook_andNotTheCallers(boolean isOfTheMachine) {
        put("enabled");
        ConfigRefresher refresher = refresher(store);
        refresher.refresh();
        put("disabled");
        store.beforeRead(() -> {
            throw isOfTheMachine ? new OutOfMemoryError("heap") : new AssertionError("heap");
        });

        assertThat(refresher.refresh()).isFalse();
        assertThat(isEnabled()).isTrue();
        assertThat(refresher.health()).isEqualTo(new Health(Health.Status.DEGRADED, 1, clock.instant(), "heap"));
        clock.advance(STALE_AFTER);
        refresher.refresh();
        assertThat(refresher.health().status()).isEqualTo(Health.Status.STALE);

        store.beforeRead(() -> {});
        assertThat(refresher.refresh()).isTrue();
        assertThat(isEnabled()).isFalse();
    }

    @Test
    void interruptedCaller_looksAllTheSame_andStaysInterrupted() {
        put("enabled");
        ConfigRefresher refresher = refresher(store);
        Thread.currentThread().interrupt();

        boolean isNewest = refresher.refresh();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(isNewest).isTrue();
        assertThat(isEnabled()).isTrue();
    }

    // --- looks that come back with less than is known

    /** A store whose reads go to a replica that lags behind when it is told to. */
    private static final class Lagging extends ForwardingStore {
        private @Nullable StoreSnapshot old;

        Lagging(ConfigStore store) {
            super(store);
        }

        void lag(@Nullable StoreSnapshot newOld) {
            old = newOld;
        }

        @Override
        public StoreSnapshot load(Set<Kind> kinds) {
            return old == null ? super.load(kinds) : old;
        }

        @Override
        public Version version(Set<Kind> kinds) {
            return load(kinds).version();
        }
    }

    @Test
    void olderVersionOfAnEpoch_undoesNothing_andIsAFailedLook() {
        Lagging lagging = new Lagging(memory);
        ConfigRefresher refresher = refresher(lagging);
        put("enabled");
        StoreSnapshot old = memory.load(ConfigRefresher.KINDS);
        put("disabled");
        refresher.refresh();
        assertThat(isEnabled()).isFalse();

        lagging.lag(old);
        assertThat(refresher.refresh()).isFalse();
        refresher.reload();
        assertThat(isEnabled()).isFalse();
        assertThat(refresher.health().status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(refresher.health().error()).contains("has answered with version 1, after 2: it lags behind");

        lagging.lag(null);
        assertThat(refresher.refresh()).isTrue();
        assertThat(refresher.health().status()).isEqualTo(Health.Status.HEALTHY);
    }

    @Test
    void lowerNumberOfAnotherEpoch_isAStoreThatWasReset() {
        Lagging lagging = new Lagging(memory);
        ConfigRefresher refresher = refresher(lagging);
        put("enabled");
        StoreSnapshot first = memory.load(ConfigRefresher.KINDS);
        put("disabled");
        refresher.refresh();

        lagging.lag(StoreSnapshot.of(new Version("another", 1), first.documents()));

        assertThat(refresher.refresh()).isTrue();
        assertThat(isEnabled()).isTrue();
    }

    @Test
    void lookThatBeganLater_butReadEarlier_undoesNothing_andHasNotFailed() {
        Hang beforeLoad = Hang.deaf();
        Hang afterLoad = Hang.deaf();
        AtomicInteger loads = new AtomicInteger();
        ConfigRefresher refresher = refresher(new ForwardingStore(memory) {
            @Override
            public StoreSnapshot load(Set<Kind> kinds) {
                int load = loads.incrementAndGet();
                if (load == 1) {
                    beforeLoad.run();
                }
                StoreSnapshot loaded = super.load(kinds);
                if (load == 2) {
                    afterLoad.run();
                }
                return loaded;
            }
        });
        put("enabled");
        CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(refresher::refresh, OwnThread.EXECUTOR);
        Await.until(beforeLoad::hasBegun);
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(refresher::refresh, OwnThread.EXECUTOR);
        Await.until(afterLoad::hasBegun);
        put("disabled");
        beforeLoad.letGo();
        assertThat(first.join()).isTrue();
        assertThat(isEnabled()).isFalse();

        afterLoad.letGo();

        assertThat(second.join()).isTrue();
        assertThat(isEnabled()).isFalse();
        assertThat(refresher.health().status()).isEqualTo(Health.Status.HEALTHY);
    }
}
