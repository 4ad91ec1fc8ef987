package dev.flags.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.store.ConfigStore;
import dev.flags.store.FileConfigStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FileConfigStoreContractTest extends ConfigStoreContract {
    @TempDir(factory = FastDirectory.class)
    Path directory;

    @Override
    protected ConfigStore open() {
        return FileConfigStore.of(directory.resolve("config/feature_flags.json"));
    }

    /** Named through a link as Kubernetes makes it, a file is in a volume that is filled from elsewhere. */
    @Override
    protected Optional<ConfigStore> openReadOnly() {
        try {
            Files.createDirectories(directory.resolve("config"));
            Path data = directory.resolve("config/..data");
            Files.createSymbolicLink(data, directory.resolve("config"));
            return Optional.of(FileConfigStore.of(data.resolve("feature_flags.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Optional<ConfigStore> openWrittenByNewer() {
        try {
            Path head = directory.resolve("config/.flags/head.json");
            String text = Files.readString(head);
            String content =
                    text.substring(0, text.lastIndexOf(",\"crc32c\"")).replace("\"schema\":1", "\"schema\":2") + "}";
            CRC32C checksum = new CRC32C();
            checksum.update(content.getBytes(StandardCharsets.UTF_8));
            Files.writeString(
                    head,
                    "%s,\"crc32c\":\"%08x\"}"
                            .formatted(content.substring(0, content.length() - 1), checksum.getValue()));
            return Optional.of(open());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Optional<ConfigStore> openAfterReset() {
        try (Stream<Path> all = Files.walk(directory.resolve("config"))) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
            return Optional.of(open());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever the names of documents are, no file turns up where none should. */
    @AfterEach
    void nothingIsBesideItsDirectory() throws IOException {
        try (Stream<Path> beside = Files.list(directory)) {
            assertThat(beside.map(path -> path.getFileName().toString())).isSubsetOf("config");
        }
    }
}
