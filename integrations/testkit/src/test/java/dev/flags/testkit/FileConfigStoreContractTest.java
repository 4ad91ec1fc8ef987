package dev.flags.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.store.ConfigStore;
import dev.flags.store.FileConfigStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FileConfigStoreContractTest extends ConfigStoreContract {
    @TempDir
    Path directory;

    @Override
    protected ConfigStore open() {
        return FileConfigStore.of(directory.resolve("config/feature_flags.json"));
    }

    /** Whatever the names of documents are, no file turns up where none should. */
    @AfterEach
    void nothingIsBesideItsDirectory() throws IOException {
        try (Stream<Path> beside = Files.list(directory)) {
            assertThat(beside.map(path -> path.getFileName().toString())).isSubsetOf("config");
        }
    }
}
