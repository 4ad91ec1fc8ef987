package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Kind;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.ConfigStore;
import dev.flags.store.ConfigStoreFactory;
import dev.flags.store.HistoryQuery;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.ScriptedStore;
import dev.flags.store.StoreException;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.SupervisedConfigStore;
import dev.flags.store.UnknownOutcomeException;
import dev.flags.store.Version;
import dev.flags.store.Write;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes while the store cannot be read, or not to the end. */
@SuppressWarnings("NullAway") // what is absent fails the test
class ChangesWithoutReadsTest {
    private static final Change CHANGE = Change.by("alice", "a test");
    private static final Flag ON = Flag.builder("a").enabled().build();

    @TempDir
    private Path directory;

    private final MemoryConfigStore memory = new MemoryConfigStore();
    private final ScriptedStore store = new ScriptedStore(memory);
    private final RecordingLogger log = new RecordingLogger();

    private FeatureFlagManager.Builder builder(ConfigStore used) {
        return FeatureFlagManager.builder()
                .store(used)
                .log(log)
                .pollInterval(Duration.ofHours(1))
                .settlePatience(Duration.ofMillis(300));
    }

    private URL shipped() throws IOException {
        return Files.writeString(directory.resolve("shipped.json"), """
                {"flags": [{"name": "a", "status": "enabled"}, {"name": "b", "status": "enabled"}]}
                """).toUri().toURL();
    }

    // --- reads that fail after the commit

    @Test
    void changeThatIsApplied_isInEffectHere_thoughTheStoreCannotBeRead() {
        try (FeatureFlagManager manager = builder(store).build();
                FeatureFlagManager other = builder(memory).build()) {
            manager.setFlag(ON, CHANGE);
            other.reload();
            store.beforeNextCommit(
                            () -> other.setFlag(Flag.builder("b").enabled().build(), CHANGE))
                    .afterCommit(() -> store.beforeRead(ChangesWithoutReadsTest::cut));

            manager.disableFlag("a", CHANGE);
            assertThat(manager.isEnabled("a", "u")).isFalse();
            assertThat(manager.health().status()).isEqualTo(Health.Status.DEGRADED);
            manager.restoreFlag("a", CHANGE);
            assertThat(manager.isEnabled("a", "u")).isTrue();
            assertThat(log.lines()).hasSize(1);

            store.beforeRead(() -> {});
            manager.reload();
            assertThat(manager.listFlags()).extracting(Flag::name).containsExactly("a", "b");
            assertThat(manager.health().status()).isEqualTo(Health.Status.HEALTHY);
        }
    }

    @Test
    void deletionThatIsApplied_isInEffectHere_thoughTheStoreCannotBeRead() {
        try (FeatureFlagManager manager = builder(store).build()) {
            manager.setFlag(ON, CHANGE);
            store.afterCommit(() -> store.beforeRead(ChangesWithoutReadsTest::cut));

            manager.deleteFlag("a", CHANGE);

            assertThat(manager.listFlags()).isEmpty();
            assertThatThrownBy(() -> manager.setFlag(ON, CHANGE)).hasMessageContaining("was retired");
        }
    }

    @Test
    void transactionThatIsApplied_isInEffectHere_thoughTheStoreCannotBeRead() {
        DocumentKey plan = new DocumentKey(new Kind("plan", false), "a");
        try (FeatureFlagManager manager = builder(store).build()) {
            manager.setFlag(ON, CHANGE);
            memory.commit(new Commit(UUID.randomUUID(), List.of(new Write.Put(plan, 0, "{}")), List.of(), List.of()));
            long revision = memory.version(Set.of(plan.kind())).number();
            store.afterCommit(() -> store.beforeRead(ChangesWithoutReadsTest::cut));

            manager.transact(
                    "a",
                    flag -> Optional.of(new FlagTransaction.Changes(
                            UUID.randomUUID(),
                            flag.orElseThrow().disabled(),
                            "withdraw",
                            CHANGE,
                            true,
                            List.of(new Write.Put(plan, revision, "{\"is\":\"over\"}")),
                            List.of(),
                            List.of())));

            assertThat(manager.isEnabled("a", "u")).isFalse();
            store.beforeRead(() -> {});
            manager.reload();
            assertThat(manager.health().status()).isEqualTo(Health.Status.HEALTHY);
        }
    }

    @Test
    void firstChange_isInEffectHere_withAllThatTheApplicationShipsWith() throws IOException {
        try (FeatureFlagManager manager = builder(store).bootstrap(shipped()).build()) {
            store.afterCommit(() -> store.beforeRead(ChangesWithoutReadsTest::cut));

            manager.disableFlag("a", CHANGE);
            assertThat(manager.isEnabled("a", "u")).isFalse();
            manager.disableFlag("b", CHANGE);
            assertThat(manager.isEnabled("b", "u")).isFalse();

            assertThat(memory.history(HistoryQuery.latest(10)))
                    .extracting(AuditEvent::action)
                    .containsExactly("disable", "disable", "bootstrap");
        }
    }

    @Test
    void changeThatIsApplied_isInEffectHere_andStays_thoughReadsMeetAReplicaThatLagsBehind() {
        StoreSnapshot[] old = {null};
        ConfigStore lagging = new ForwardingStore(memory) {
            @Override
            public StoreSnapshot load(Set<Kind> kinds) {
                return old[0] == null ? super.load(kinds) : old[0];
            }

            @Override
            public Version version(Set<Kind> kinds) {
                return load(kinds).version();
            }
        };
        try (FeatureFlagManager manager = builder(lagging).build()) {
            manager.setFlag(ON, CHANGE);
            old[0] = memory.load(ConfigRefresher.KINDS);

            manager.disableFlag("a", CHANGE);
            assertThat(manager.isEnabled("a", "u")).isFalse();
            manager.reload();
            assertThat(manager.isEnabled("a", "u")).isFalse();
            assertThat(manager.health().error()).contains("lags behind");

            old[0] = null;
            manager.reload();
            assertThat(manager.isEnabled("a", "u")).isFalse();
            assertThat(manager.health().status()).isEqualTo(Health.Status.HEALTHY);
        }
    }

    @Test
    void changeThatIsApplied_isInTheCopyForTheNextStart_thoughTheStoreCannotBeRead() {
        Path copy = directory.resolve("copy");
        try (FeatureFlagManager manager = builder(store).lastGoodCopy(copy).build()) {
            manager.setFlag(ON, CHANGE);
            store.afterCommit(() -> store.beforeRead(ChangesWithoutReadsTest::cut));
            manager.disableFlag("a", CHANGE);
        }
        try (FeatureFlagManager next = builder(store).lastGoodCopy(copy).build()) {
            assertThat(next.getFlag("a").orElseThrow()).isEqualTo(ON.disabled());
        }
    }

    // --- interrupts

    @Test
    void changeByAnInterruptedThread_isInEffectHere_andTheThreadStaysInterrupted() {
        try (FeatureFlagManager manager = builder(store).build()) {
            manager.setFlag(ON, CHANGE);
            Thread.currentThread().interrupt();

            manager.disableFlag("a", CHANGE);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(manager.isEnabled("a", "u")).isFalse();
        }
    }

    // --- reads that fail before the commit

    static List<Consumer<FeatureFlagManager>> changes() {
        return List.of(
                manager -> manager.disableFlag("a", CHANGE),
                manager -> manager.releaseFlagName("a", CHANGE),
                manager -> manager.setFlag(ON, CHANGE));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void changeOfAStoreThatWasNeverRead_saysSo(Consumer<FeatureFlagManager> change) {
        ConfigStoreFactory factory = () -> {
            throw new StoreException("no route to host");
        };
        try (FeatureFlagManager manager =
                FeatureFlagManager.builder().store(factory).log(log).build()) {
            assertThatThrownBy(() -> change.accept(manager))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("has not been read yet")
                    .hasMessageContaining("no route to host");
        }
    }

    @Test
    void firstChangeWhoseAnswerIsLost_isNotSaidToHaveChangedNothing_thoughTheStoreCannotBeReadAnyMore()
            throws IOException {
        try (FeatureFlagManager manager = builder(store).bootstrap(shipped()).build()) {
            store.beforeNextCommit(() -> {
                store.beforeRead(ChangesWithoutReadsTest::cut);
                throw new IllegalStateException("the answer is lost, and the request may still arrive");
            });

            assertThatThrownBy(() -> manager.disableFlag("a", CHANGE)).isInstanceOf(UnknownOutcomeException.class);
        }
    }

    @Test
    void conflictWithWhatCannotBeRead_endsSoon_andSaysWhy() {
        boolean[] isBroken = {false};
        ConfigStore broken = new ForwardingStore(store) {
            @Override
            public StoreSnapshot load(Set<Kind> kinds) {
                if (isBroken[0]) {
                    throw new StoreException("row 17 is corrupt");
                }
                return super.load(kinds);
            }
        };
        try (FeatureFlagManager manager = builder(broken).build();
                FeatureFlagManager other = builder(memory).build()) {
            manager.setFlag(ON, CHANGE);
            other.reload();
            other.addUserToFlag("a", "u", CHANGE);
            isBroken[0] = true;
            int before = store.commits();

            assertThatThrownBy(() -> manager.disableFlag("a", CHANGE))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("does not show how: row 17 is corrupt");
            assertThat(store.commits() - before).isEqualTo(1);

            isBroken[0] = false;
            manager.disableFlag("a", CHANGE);
            assertThat(manager.isEnabled("a", "u")).isFalse();
        }
    }

    @Test
    void conflictWithWhatAReplicaShowsLater_waitsForThat() {
        StoreSnapshot[] old = {null};
        int[] looks = {0};
        ConfigStore lagging = new ForwardingStore(memory) {
            @Override
            public StoreSnapshot load(Set<Kind> kinds) {
                return old[0] == null || ++looks[0] > 3 ? super.load(kinds) : old[0];
            }

            @Override
            public Version version(Set<Kind> kinds) {
                return load(kinds).version();
            }
        };
        try (FeatureFlagManager manager =
                        builder(lagging).settlePatience(Duration.ofSeconds(30)).build();
                FeatureFlagManager other = builder(memory).build()) {
            manager.setFlag(ON, CHANGE);
            old[0] = memory.load(ConfigRefresher.KINDS);
            other.reload();
            other.addUserToFlag("a", "u", CHANGE);

            manager.disableFlag("a", CHANGE);

            assertThat(manager.isEnabled("a", "u")).isFalse();
            assertThat(manager.getFlag("a").orElseThrow().enabledUsers()).containsExactly("u");
        }
    }

    // --- the end

    @Test
    void changeOnAClosedManager_isRefused_whosoeverTheStoreIs() {
        SupervisedConfigStore somebodyElses =
                SupervisedConfigStore.builder(memory, InstantSource.system()).build();
        for (ConfigStore used : List.of(somebodyElses, memory)) {
            FeatureFlagManager manager = builder(used).build();
            manager.setFlag(ON, CHANGE);
            manager.close();

            assertThatThrownBy(() -> manager.disableFlag("a", CHANGE))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("the manager is closed; nothing was changed");
            assertThat(memory.load(Set.of(Kind.FLAG))
                            .documents()
                            .get(DocumentKey.flag("a"))
                            .json())
                    .doesNotContain("disabled");
        }
        somebodyElses.close();
    }

    private static void cut() {
        throw new StoreException("cut");
    }
}
