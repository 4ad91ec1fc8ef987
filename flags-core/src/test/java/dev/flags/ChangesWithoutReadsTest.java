package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.Flag;
import dev.flags.config.Kind;
import dev.flags.store.AuditEvent;
import dev.flags.store.ConfigStore;
import dev.flags.store.HistoryQuery;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.ScriptedStore;
import dev.flags.store.StoreException;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes while the store cannot be read, or not to the end. */
@SuppressWarnings("NullAway") // what is absent fails the test
class ChangesWithoutReadsTest {
    private static final Change CHANGE = Change.by("alice", "a test");
    private static final Flag ON = Flag.builder("a").enabled().build();
    private static final Runnable CUT = () -> {
        throw new StoreException("cut");
    };

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
                    .afterCommit(() -> store.beforeRead(CUT));

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
            store.afterCommit(() -> store.beforeRead(CUT));

            manager.deleteFlag("a", CHANGE);

            assertThat(manager.listFlags()).isEmpty();
            assertThatThrownBy(() -> manager.setFlag(ON, CHANGE)).hasMessageContaining("was retired");
        }
    }

    @Test
    void firstChange_isInEffectHere_withAllThatTheApplicationShipsWith() throws IOException {
        try (FeatureFlagManager manager = builder(store).bootstrap(shipped()).build()) {
            store.afterCommit(() -> store.beforeRead(CUT));

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
            store.afterCommit(() -> store.beforeRead(CUT));
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
}
