package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.flags.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose files are after somebody else has changed flags. Half of these tests need root, and half need not to be root. */
@SuppressWarnings("NullAway") // what is absent fails the test
class OwnershipTest extends StoreTests {
    private static final int SERVICE = 12_345;
    private static final int GROUP = 23_456;

    @TempDir
    private Path directory;

    private Path file;
    private FileConfigStore store;

    @BeforeEach
    void open() throws IOException {
        file = directory.resolve("flags.json");
        Files.writeString(file, "{\"flags\": [" + json(A, "enabled") + "]}");
        store = FileConfigStore.of(file);
    }

    @Override
    ConfigStore store() {
        return store;
    }

    @Test
    void commitByRoot_leavesAllToTheOwnerOfTheDirectory() throws IOException {
        assumeThat(isRoot()).as("only root gives files away").isTrue();
        for (Path path : List.of(directory, file)) {
            Files.setAttribute(path, "unix:uid", SERVICE);
        }
        applied(store.commit(put(A, document(A).revision(), "disabled")));
        Files.writeString(file, "{");
        applied(store.commit(put(A, document(A).revision(), "enabled")));

        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all)
                    .hasSizeGreaterThan(8)
                    .allSatisfy(path ->
                            assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(SERVICE));
        }
    }

    @Test
    void commitByRoot_keepsTheOwnerTheGroupAndThePermissionsOfTheFile() throws IOException {
        assumeThat(isRoot()).as("only root gives files away").isTrue();
        Files.setAttribute(file, "unix:uid", SERVICE);
        Files.setAttribute(file, "unix:gid", GROUP);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        applied(store.commit(put(A, document(A).revision(), "disabled")));

        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(SERVICE);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(GROUP);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void directoryThatIsSomebodyElses_isReportedAndTheFileCounts() throws IOException {
        assumeThat(isRoot()).as("root reads anyway").isFalse();
        applied(store.commit(put(A, document(A).revision(), "disabled")));
        Files.setPosixFilePermissions(
                directory.resolve(".flags/head.json"), PosixFilePermissions.fromString("---------"));

        try (FileConfigStore other = FileConfigStore.of(file)) {
            StoreSnapshot snapshot = other.load(ALL);

            assertThat(snapshot.documents().get(A).json()).isEqualTo(json(A, "disabled"));
            assertThat(snapshot.problems())
                    .singleElement()
                    .extracting(Problem::message)
                    .asString()
                    .contains("head.json", "only the configuration file counts");
            assertThatThrownBy(() -> other.commit(put(B, 0, "enabled"))).isInstanceOf(ReadOnlyStoreException.class);
        }
    }

    private boolean isRoot() throws IOException {
        return Files.getAttribute(file, "unix:uid").equals(0);
    }
}
