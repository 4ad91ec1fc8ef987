package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.ConfigException;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.store.AuditEvent;
import dev.flags.store.Commit;
import dev.flags.store.ConfigStoreFactory;
import dev.flags.store.HistoryQuery;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.ScriptedStore;
import dev.flags.store.StoreException;
import dev.flags.store.Write;
import dev.flags.testing.VirtualClock;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway") // what is absent fails the test
class ColdStartTest {
    private static final Change CHANGE = Change.by("alice", "a test");
    private static final Flag ON = Flag.builder("a").enabled().build();

    @TempDir
    private Path directory;

    private final MemoryConfigStore memory = new MemoryConfigStore();
    private final ScriptedStore store = new ScriptedStore(memory);
    private final RecordingLogger log = new RecordingLogger();
    private final VirtualClock clock = VirtualClock.startingAt(Instant.parse("2026-06-01T12:00:00Z"));

    private FeatureFlagManager.Builder builder() {
        return FeatureFlagManager.builder().store(store).clock(clock).log(log).pollInterval(Duration.ofHours(1));
    }

    private void goOutOfReach() {
        store.beforeRead(() -> {
            throw new StoreException("out of reach");
        });
    }

    private void comeBack() {
        store.beforeRead(() -> {});
    }

    private Path copy() {
        return directory.resolve("copy");
    }

    private URL bootstrap(String json) throws IOException {
        return Files.writeString(directory.resolve("bootstrap.json"), json)
                .toUri()
                .toURL();
    }

    private static Reason reason(FeatureFlagManager manager, String flag) {
        return manager.flags()
                .evaluateBoolean(flag, EvaluationContext.empty(), false)
                .reason();
    }

    // --- last good copy

    @Test
    void copy_servesWhileTheStoreIsOutOfReach_andIsReplacedWhenItAnswers() {
        try (FeatureFlagManager first = builder().lastGoodCopy(copy()).build()) {
            first.setFlag(ON, CHANGE);
        }
        goOutOfReach();

        try (FeatureFlagManager second = builder().lastGoodCopy(copy()).build()) {
            assertThat(second.health()).isEqualTo(new Health(Health.Status.STALE, 1, null, "out of reach"));
            assertThat(second.isEnabled("a", "u")).isTrue();
            assertThat(reason(second, "a")).isEqualTo(Reason.STALE);

            comeBack();
            second.reload();
            assertThat(second.health().status()).isEqualTo(Health.Status.HEALTHY);
            assertThat(reason(second, "a")).isEqualTo(Reason.STATIC);
            assertThatCode(() -> second.disableFlag("a", CHANGE)).doesNotThrowAnyException();
        }
    }

    @Test
    void copy_holdsTheLastGoodVersionOfWhatIsBroken() {
        try (FeatureFlagManager first = builder().lastGoodCopy(copy()).build()) {
            first.setFlag(ON, CHANGE);
            DocumentKey key = DocumentKey.flag("a");
            memory.commit(new Commit(
                    UUID.randomUUID(), List.of(new Write.Put(key, 1, "{\"name\": 1}")), List.of(), List.of()));
            first.reload();
            assertThat(first.isEnabled("a", "u")).isTrue();
        }
        goOutOfReach();

        try (FeatureFlagManager second = builder().lastGoodCopy(copy()).build()) {
            assertThat(second.isEnabled("a", "u")).isTrue();

            comeBack();
            second.reload();
            assertThat(second.isEnabled("a", "u")).as("known from the copy").isTrue();
            assertThat(second.health().status()).isEqualTo(Health.Status.DEGRADED);
            assertThatThrownBy(() -> second.addUserToFlag("a", "u", CHANGE)).isInstanceOf(ConfigException.class);
            second.disableFlag("a", CHANGE);
            assertThat(second.isEnabled("a", "u")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"flags\": []}", "flags-copy 1 12345678\n{}"})
    void copyThatIsDamaged_isIgnoredWithALogLine(String text) throws IOException {
        Files.writeString(copy(), text);
        goOutOfReach();

        try (FeatureFlagManager manager = builder().lastGoodCopy(copy()).build()) {
            assertThat(manager.health().status()).isEqualTo(Health.Status.NOT_READY);
            assertThat(manager.flags().isEnabled("a", EvaluationContext.empty(), true))
                    .isTrue();
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("is ignored"))
                    .hasSize(1);
        }
    }

    @Test
    void copyThatIsDamaged_isReadAndLoggedOnce() throws IOException {
        Files.writeString(copy(), "damaged");
        goOutOfReach();

        try (FeatureFlagManager manager = builder().lastGoodCopy(copy()).build()) {
            for (int i = 0; i < 10; i++) {
                manager.reload();
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("is ignored"))
                    .hasSize(1);
        }
    }

    @Test
    void copyThatCannotBeWritten_isLoggedOnceAndHarmsNothing() throws IOException {
        Path below = Files.writeString(directory.resolve("file"), "").resolve("copy");

        try (FeatureFlagManager manager = builder().lastGoodCopy(below).build()) {
            for (int i = 0; i < 5; i++) {
                manager.setFlag("a", true, Percentage.ofPercent(i), "", CHANGE);
            }
        }

        assertThat(log.lines())
                .filteredOn(line -> line.contains("copy cannot be written"))
                .hasSize(1);
    }

    // --- bootstrap

    @Test
    void bootstrap_servesWhileThereIsNeitherStoreNorCopy() throws IOException {
        goOutOfReach();

        try (FeatureFlagManager manager = builder()
                .lastGoodCopy(copy())
                .bootstrap(bootstrap("{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\"}]}"))
                .build()) {
            assertThat(manager.health()).isEqualTo(new Health(Health.Status.STALE, 0, null, "out of reach"));
            assertThat(manager.isEnabled("a", "u")).isTrue();
            assertThat(reason(manager, "a")).isEqualTo(Reason.STALE);
            assertThatThrownBy(() -> manager.disableFlag("a", CHANGE))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("out of reach");

            memory.commit(new Commit(
                    UUID.randomUUID(),
                    List.of(new Write.Put(DocumentKey.flag("b"), 0, "{\"name\": \"b\", \"status\": \"enabled\"}")),
                    List.of(),
                    List.of()));
            comeBack();
            manager.reload();
            assertThat(manager.listFlags()).extracting(Flag::name).containsExactly("b");
            assertThat(manager.health().status()).isEqualTo(Health.Status.HEALTHY);
        }
        assertThat(copy()).exists();
    }

    @Test
    void copy_comesBeforeBootstrap() throws IOException {
        try (FeatureFlagManager first = builder().lastGoodCopy(copy()).build()) {
            first.setFlag(ON, CHANGE);
        }
        goOutOfReach();

        try (FeatureFlagManager manager = builder()
                .lastGoodCopy(copy())
                .bootstrap(bootstrap("{\"flags\": [{\"name\": \"b\", \"status\": \"enabled\"}]}"))
                .build()) {
            assertThat(manager.isEnabled("a", "u")).isTrue();
            assertThat(manager.isEnabled("b", "u")).isFalse();
        }
    }

    @Test
    void bootstrap_standsInForAStoreThatNobodyHasWrittenTo_andTheFirstChangeTakesAllOfItAlong() throws IOException {
        URL shipped = bootstrap("""
                {"flags": [{"name": "a", "status": "enabled"}, {"name": "b", "status": "enabled"}]}
                """);
        try (FeatureFlagManager manager = builder().bootstrap(shipped).build()) {
            assertThat(manager.health().status()).isEqualTo(Health.Status.HEALTHY);
            assertThat(manager.health().version()).isZero();
            assertThat(reason(manager, "a")).isEqualTo(Reason.STATIC);
            manager.reload();

            manager.disableFlag("a", CHANGE);

            assertThat(manager.isEnabled("a", "u")).isFalse();
            assertThat(manager.isEnabled("b", "u")).isTrue();
            assertThat(manager.history(HistoryQuery.latest(10)))
                    .extracting(AuditEvent::action)
                    .containsExactly("disable", "bootstrap");
            manager.deleteFlag("a", CHANGE);
            manager.deleteFlag("b", CHANGE);
            assertThat(manager.listFlags())
                    .as("an empty store that was written to is the truth")
                    .isEmpty();
        }
        try (FeatureFlagManager next = builder().bootstrap(shipped).build()) {
            assertThat(next.listFlags()).isEmpty();
        }
    }

    /** Whatever there is in the copy, which came from another store. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bootstrap_standsInForAStoreThatNobodyHasWrittenTo_whetherThatAnswersAtOnceOrLater(boolean isUp)
            throws IOException {
        try (FeatureFlagManager other =
                builder().store(new MemoryConfigStore()).lastGoodCopy(copy()).build()) {
            other.setFlag(Flag.builder("other").enabled().build(), CHANGE);
        }
        if (!isUp) {
            goOutOfReach();
        }
        try (FeatureFlagManager manager = builder()
                .lastGoodCopy(copy())
                .bootstrap(bootstrap("{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\"}]}"))
                .build()) {
            assertThat(manager.isEnabled("other", "u")).isEqualTo(!isUp);

            comeBack();
            manager.reload();

            assertThat(manager.listFlags()).extracting(Flag::name).containsExactly("a");
            assertThat(manager.health().status()).isEqualTo(Health.Status.HEALTHY);
        }
    }

    @Test
    void bootstrap_standsInForAFileThatDoesNotExist() throws IOException {
        Path file = directory.resolve("flags.json");
        URL shipped = bootstrap("""
                {"flags": [{"name": "a", "status": "enabled"}, {"name": "b", "status": "enabled"}]}
                """);
        try (FeatureFlagManager manager =
                FeatureFlagManager.builder().file(file).bootstrap(shipped).build()) {
            assertThat(manager.isEnabled("a", "u")).isTrue();
            assertThat(file).doesNotExist();

            manager.disableFlag("a", CHANGE);
            assertThat(manager.isEnabled("a", "u")).isFalse();
            assertThat(manager.isEnabled("b", "u")).isTrue();
        }
        assertThat(file).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{}",
                "{\"flags\": [{\"status\": \"enabled\"}]}",
                "{\"flags\": [{\"name\": \"a\", \"status\": \"sideways\"}]}",
                "{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\"}, {\"name\": \"a\", \"status\": \"enabled\"}]}",
                "{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\", \"requires\": [{\"flag\": \"b\"}], \"default\": \"on\"}]}"
            })
    void bootstrapThatIsInvalid_isRefusedWhenBuilding(String json) throws IOException {
        FeatureFlagManager.Builder builder = builder().bootstrap(bootstrap(json));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bootstrap.json");
    }

    @Test
    void bootstrapThatIsMissing_isRefusedWhenBuilding() throws IOException {
        assertThatThrownBy(() -> builder().bootstrap(null).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bootstrap is null");
        URL gone = bootstrap("{}");
        Files.delete(directory.resolve("bootstrap.json"));
        assertThatThrownBy(() -> builder().bootstrap(gone).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be read");
    }

    // --- factory

    @Test
    void factoryThatCannotOpen_opensNotReady_andTheManagerGetsWellByItself() {
        boolean[] isUp = {false};
        ConfigStoreFactory factory = () -> {
            if (!isUp[0]) {
                throw new StoreException("no route to host");
            }
            return new ScriptedStore(memory);
        };
        try (FeatureFlagManager manager = FeatureFlagManager.builder()
                .store(factory)
                .pollInterval(Duration.ofMillis(50))
                .build()) {
            assertThat(manager.health().status()).isEqualTo(Health.Status.NOT_READY);

            isUp[0] = true;

            Await.until(() -> manager.health().status() == Health.Status.HEALTHY);
            manager.setFlag(ON, CHANGE);
            assertThat(manager.isEnabled("a", "u")).isTrue();
        }
        assertThatThrownBy(() ->
                        FeatureFlagManager.builder().store(factory).store(store).build())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
