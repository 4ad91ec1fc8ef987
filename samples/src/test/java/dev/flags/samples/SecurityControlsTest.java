package dev.flags.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flags.Change;
import dev.flags.ErrorCode;
import dev.flags.EvaluationContext;
import dev.flags.FeatureFlagManager;
import dev.flags.Health;
import dev.flags.config.ConfigFile;
import dev.flags.config.Flag;
import dev.flags.config.Limits;
import dev.flags.config.Problem;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The controls of SECURITY.md that are seen from the outside, through the API that an application uses. */
class SecurityControlsTest {
    private static final Change CHANGE = Change.by("ada", "test");
    private static final String SECRET = "alice@example.org";

    @TempDir
    private Path parent;

    private Path directory;
    private Path file;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createDirectory(parent.resolve("config"));
        file = directory.resolve("feature_flags.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"flags\": [], \"flags\": []}",
                "{\"flags\": []} x",
                "{\"flags\": [],}",
                "{flags: []}",
                "{\"flags\": [] /* none */}",
                "{\"flags\": [1e999]}",
                "{\"flags\": [NaN]}",
                "{\"flags\": [\"\\ud800\"]}",
                ""
            })
    void laxJson_isRefused(String text) {
        assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> JsonValue.parse(text));
    }

    @Test
    void deepJson_isRefused_andDoesNotOverflowTheStack() {
        String deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);

        assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> JsonValue.parse(deep));
    }

    @ParameterizedTest
    @ValueSource(ints = {65_537, 1_000_000})
    void longStringsNamesAndNumbers_areRefused(int length) throws IOException {
        for (String text : List.of(
                "[\"" + "x".repeat(length) + "\"]",
                "{\"" + "x".repeat(length) + "\": 1}",
                "[" + "1".repeat(length) + "]")) {
            assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> JsonValue.parse(text));
            Files.writeString(file, text);
            try (FeatureFlagManager manager = FeatureFlagManager.open(file)) {
                assertThat(manager.health().status()).isEqualTo(Health.Status.NOT_READY);
            }
        }
    }

    @Test
    void largeFile_isRefusedUnread() {
        assertThat(ConfigFile.read(new byte[Limits.MAX_FILE_BYTES + 1]).problems())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("at most " + Limits.MAX_FILE_BYTES);
    }

    @Test
    void brokenFile_leavesTheLastGoodConfigurationInEffect() throws IOException {
        Files.writeString(file, "{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\"}]}");
        try (FeatureFlagManager manager = FeatureFlagManager.open(file)) {
            Files.writeString(file, "{\"flags\": [{\"name\": \"a\", ");
            manager.reload();

            assertThat(manager.isEnabled("a", "u")).isTrue();
            assertThat(manager.health().status()).isEqualTo(Health.Status.DEGRADED);
        }
    }

    @Test
    void brokenFlag_isRefusedAlone_andKeepsItsLastGoodVersion() throws IOException {
        Files.writeString(
                file,
                "{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\"}, {\"name\": \"b\", \"status\": \"disabled\"}]}");
        try (FeatureFlagManager manager = FeatureFlagManager.open(file)) {
            Files.writeString(
                    file,
                    "{\"flags\": [{\"name\": \"a\", \"status\": \"no\"}, {\"name\": \"b\", \"status\": \"enabled\"}]}");
            manager.reload();

            assertThat(manager.isEnabled("a", "u")).isTrue();
            assertThat(manager.isEnabled("b", "u")).isTrue();
            assertThat(manager.problems()).isNotEmpty();
        }
    }

    @Test
    void context_isPrintedWithoutItsValues() {
        EvaluationContext context =
                EvaluationContext.builder(SECRET).attribute("mail", SECRET).build();
        EvaluationContext unusable = EvaluationContext.builder(SECRET)
                .attribute("mail", Path.of(SECRET))
                .build();

        assertThat(context).asString().doesNotContain(SECRET);
        assertThat(unusable.problem())
                .hasValueSatisfying(
                        problem -> assertThat(problem).contains("mail").doesNotContain(SECRET));
    }

    @Test
    void exceptions_doNotQuoteUsers() {
        try (FeatureFlagManager manager = FeatureFlagManager.open(file)) {
            manager.setFlag(Flag.builder("a").build(), CHANGE);

            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> manager.addUserToFlag("b", SECRET, CHANGE))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET));
        }
    }

    @Test
    void problems_doNotQuoteUsers() throws IOException {
        Files.writeString(
                file,
                "{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\", \"default\": \"off\", \"targets\": ["
                        + "{\"variant\": \"on\", \"units\": [\"" + SECRET + "\"]},"
                        + "{\"variant\": \"off\", \"units\": [\"" + SECRET + "\"]}]}]}");
        try (FeatureFlagManager manager = FeatureFlagManager.open(file)) {
            assertThat(manager.problems()).isNotEmpty();
            assertThat(manager.problems().toString()).doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../users.txt", "/etc/passwd", "a/../../users.txt", "C:\\\\users.txt", "link.txt"})
    void includedFile_outsideOfTheDirectory_isRefused(String path) throws IOException {
        Files.writeString(parent.resolve("users.txt"), "u\n");
        Files.createSymbolicLink(directory.resolve("link.txt"), parent.resolve("users.txt"));
        Files.writeString(
                file,
                "{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\", \"default\": \"off\", \"rules\": ["
                        + "{\"id\": \"r\", \"when\": {\"segment\": \"s\"}, \"serve\": \"on\"}]}],"
                        + "\"segments\": [{\"name\": \"s\", \"included_file\": \"" + path + "\"}]}");
        try (FeatureFlagManager manager = FeatureFlagManager.open(file)) {
            assertThat(manager.isEnabled("a", "u")).isFalse();
            assertThat(manager.problems())
                    .anySatisfy(problem -> assertThat(problem.pointer()).isEqualTo("/included_file"));
        }
    }

    @Test
    void includedFile_insideTheDirectory_isRead() throws IOException {
        Files.writeString(directory.resolve("users.txt"), "u\n");
        Files.writeString(
                file,
                "{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\", \"default\": \"off\", \"rules\": ["
                        + "{\"id\": \"r\", \"when\": {\"segment\": \"s\"}, \"serve\": \"on\"}]}],"
                        + "\"segments\": [{\"name\": \"s\", \"included_file\": \"users.txt\"}]}");
        try (FeatureFlagManager manager = FeatureFlagManager.open(file)) {
            assertThat(manager.isEnabled("a", "u")).isTrue();
        }
    }

    @Test
    void change_keepsThePermissionsOfTheFile() throws IOException {
        Files.writeString(file, "{\"flags\": []}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        try (FeatureFlagManager manager = FeatureFlagManager.open(file)) {
            manager.setFlag(Flag.builder("a").build(), CHANGE);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-r-----");
        }
    }

    @Test
    void hostileContext_getsTheFallback_andNoException() {
        Object hostile = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no");
            }
        };
        try (FeatureFlagManager manager = FeatureFlagManager.open(file)) {
            manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
            EvaluationContext context = EvaluationContext.builder("u")
                    .attribute("x", List.of(hostile))
                    .build();

            assertThat(manager.flags().evaluateBoolean("a", context, false).error())
                    .isEqualTo(ErrorCode.INVALID_CONTEXT);
        }
    }
}
