package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.Flag;
import dev.flags.config.Percentage;
import dev.flags.config.Problem;
import dev.flags.store.AuditEvent;
import dev.flags.store.HistoryQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway") // what is absent fails the test
class FeatureFlagManagerFileTest {
    private static final Change CHANGE = Change.by("alice", "a test");
    private static final String WITH_INCLUDED_FILE = """
            {"flags": [{"name": "a", "status": "enabled", "default": "off",
                        "rules": [{"id": "r", "when": {"segment": "s"}, "serve": "on"}]}],
             "segments": [{"name": "s", "included_file": "%s"}]}
            """;

    @TempDir
    private Path directory;

    private Path file;
    private FeatureFlagManager manager;

    @BeforeEach
    void open() {
        file = directory.resolve("flags.json");
        manager = manager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void defaultManager_isOnTheDefaultFileAndMakesNothing() {
        Path path = Path.of(FeatureFlagManager.DEFAULT_FILE);
        assertThat(path).doesNotExist();

        try (FeatureFlagManager byDefault = new FeatureFlagManager()) {
            assertThat(byDefault.health().status()).isEqualTo(Health.Status.HEALTHY);
            assertThat(byDefault.listFlags()).isEmpty();
        }

        assertThat(path.getParent()).doesNotExist();
    }

    @Test
    void change_outlivesTheManager() {
        manager.setFlag("a", true, Percentage.ALL, "", CHANGE);
        manager.close();

        try (FeatureFlagManager next = FeatureFlagManager.open(file)) {
            assertThat(next.isEnabled("a", "u")).isTrue();
            assertThat(next.getFlagStats("a").orElseThrow().lastChange()).isNotNull();
        }
    }

    @Test
    void handEdit_becomesVisibleByItself() throws IOException {
        manager.setFlag("a", true, Percentage.ALL, "", CHANGE);

        Files.writeString(file, Files.readString(file).replace("\"enabled\"", "\"disabled\""));

        Await.until(() -> !manager.isEnabled("a", "u"));
        assertThat(manager.health().status()).isEqualTo(Health.Status.HEALTHY);
    }

    @Test
    void change_afterAHandEdit_keepsItAndRecordsIt() throws IOException {
        manager.setFlag("a", true, Percentage.ALL, "", CHANGE);
        Files.writeString(file, Files.readString(file).replace("\"enabled\"", "\"disabled\""));

        manager.setFlag(Flag.builder("b").enabled().build(), CHANGE);

        assertThat(manager.isEnabled("a", "u")).isFalse();
        assertThat(manager.history(HistoryQuery.latest(10)))
                .extracting(AuditEvent::action)
                .containsExactly("set", "edit_file", "set");
    }

    @Test
    void brokenFile_isDegradedAndBlocksNoKill() throws IOException {
        manager.setFlag("a", true, Percentage.ALL, "", CHANGE);
        Files.writeString(file, "{\"flags\": [");
        manager.reload();

        assertThat(manager.health().status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(manager.problems()).extracting(Problem::message).anyMatch(message -> message.contains("line 1"));
        assertThat(manager.isEnabled("a", "u")).isTrue();

        manager.disableFlag("a", CHANGE);

        assertThat(manager.isEnabled("a", "u")).isFalse();
        assertThat(manager.health().status()).isEqualTo(Health.Status.HEALTHY);
    }

    @Test
    void fileThatBrokeAfterAnEditOfTheFlag_blocksNoKill() throws IOException {
        manager.setFlag("a", true, Percentage.ALL, "", CHANGE);
        Files.writeString(file, Files.readString(file).replace("\"conditions\": {}", "\"conditions\": {\"c\": \"d\"}"));
        manager.reload();
        Files.writeString(file, "{\"flags\": [");
        manager.reload();

        manager.disableFlag("a", CHANGE);

        assertThat(manager.getFlag("a").orElseThrow().restore()).isNotNull();
        assertThat(Files.readString(file)).contains("\"c\": \"d\"").contains("\"disabled\"");
    }

    @Test
    void fileThatBrokeAfterAnothersChange_blocksNoKill() throws IOException {
        manager.setFlag("a", true, Percentage.ALL, "", CHANGE);
        manager.close();
        try (FeatureFlagManager lagging = FeatureFlagManager.builder()
                        .file(file)
                        .pollInterval(Duration.ofHours(1))
                        .build();
                FeatureFlagManager other = manager()) {
            other.addUserToFlag("a", "theirs", CHANGE);
            Files.writeString(file, "{\"flags\": [");

            lagging.disableFlag("a", CHANGE);

            assertThat(lagging.getFlag("a").orElseThrow().enabledUsers()).containsExactly("theirs");
            assertThat(lagging.isEnabled("a", "u")).isFalse();
        }
    }

    @Test
    void fileThatIsBrokenFromTheStart_opensNotReady() throws IOException {
        Files.writeString(file, "{\"flags\": [");

        try (FeatureFlagManager other = manager()) {
            assertThat(other.health().status()).isEqualTo(Health.Status.NOT_READY);
            assertThat(other.health().error()).contains("is no configuration");
            assertThat(other.flags()
                            .evaluateBoolean("a", EvaluationContext.empty(), true)
                            .error())
                    .isEqualTo(ErrorCode.PROVIDER_NOT_READY);

            Files.writeString(file, "{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\"}]}");
            Await.until(() -> other.isEnabled("a", "u"));
        }
    }

    @Test
    void nameThatStandsTwice_keepsItsLastGoodVersionAndCanBeKilled() throws IOException {
        manager.setFlag("a", true, Percentage.ALL, "", CHANGE);
        Files.writeString(file, """
                {"flags": [{"name": "a", "status": "enabled"}, {"name": "a", "status": "enabled"},
                           {"name": "b", "status": "enabled", "requires": [{"flag": "a"}], "default": "on"}]}
                """);
        manager.reload();
        assertThat(manager.isEnabled("a", "u")).isTrue();
        assertThat(manager.health().status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(manager.problems()).extracting(Problem::document).contains("flag \"a\"");

        manager.disableFlag("a", CHANGE);

        assertThat(manager.isEnabled("a", "u")).isFalse();
        assertThat(manager.isEnabled("b", "u")).isFalse();
        assertThat(manager.health().status()).isEqualTo(Health.Status.HEALTHY);
    }

    @Test
    void nameThatStandsTwiceAndIsRequired_blocksNoChangeOfOthers() throws IOException {
        Files.writeString(file, """
                {"flags": [{"name": "a", "status": "enabled"}, {"name": "a", "status": "enabled"},
                           {"name": "b", "status": "enabled", "requires": [{"flag": "a"}], "default": "on"},
                           {"name": "c", "status": "enabled"}]}
                """);
        manager.reload();
        assertThat(manager.isEnabled("c", "u")).isTrue();

        assertThatCode(() -> manager.disableFlag("c", CHANGE)).doesNotThrowAnyException();

        assertThat(manager.isEnabled("c", "u")).isFalse();
    }

    @Test
    void reload_readsIncludedFilesAgain() throws IOException {
        Files.writeString(directory.resolve("units.txt"), "u\n\n  v  \n");
        Files.writeString(file, WITH_INCLUDED_FILE.formatted("units.txt"));
        manager.reload();
        assertThat(manager.isEnabled("a", "u")).isTrue();
        assertThat(manager.isEnabled("a", "v")).isTrue();
        assertThat(manager.isEnabled("a", "")).isFalse();

        Files.writeString(directory.resolve("units.txt"), "w\n");
        manager.reload();

        assertThat(manager.isEnabled("a", "u")).isFalse();
        assertThat(manager.isEnabled("a", "w")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.txt", "../units.txt", "/etc/hostname", "link.txt", ".", "latin.txt"})
    void includedFileThatCannotBeRead_refusesTheSegmentWithAProblem(String path) throws IOException {
        Path outside = Files.writeString(Files.createTempFile("units", ".txt"), "u\n");
        try {
            Files.createSymbolicLink(directory.resolve("link.txt"), outside);
            Files.write(directory.resolve("latin.txt"), new byte[] {'u', '\n', (byte) 0xe9, '\n'});
            Files.writeString(file, WITH_INCLUDED_FILE.formatted(path));

            manager.reload();

            assertThat(manager.health().status()).isEqualTo(Health.Status.DEGRADED);
            assertThat(manager.problems()).anySatisfy(problem -> {
                assertThat(problem.document()).isEqualTo("segment \"s\"");
                assertThat(problem.pointer()).isEqualTo("/included_file");
            });
            assertThat(manager.isEnabled("a", "u")).isFalse();
        } finally {
            Files.delete(outside);
        }
    }

    @Test
    void change_onAClosedManager_isRefused() {
        manager.close();

        assertThatThrownBy(() -> manager.setFlag("a", true, Percentage.ALL, "", CHANGE))
                .isInstanceOf(dev.flags.store.StoreException.class)
                .hasMessageContaining("closed");
        assertThat(file).doesNotExist();
    }

    private FeatureFlagManager manager() {
        return FeatureFlagManager.builder()
                .file(file)
                .pollInterval(Duration.ofMillis(50))
                .build();
    }
}
