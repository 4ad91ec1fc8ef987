package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.DocumentKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastGoodCopyTest {
    private static final DocumentKey A = DocumentKey.flag("a");
    private static final DocumentKey S = DocumentKey.segment("s \t\n\u2028 ü");
    private static final StoreSnapshot SNAPSHOT = new StoreSnapshot(
            new Version("e1", 12),
            Map.of(
                    A,
                    new Document(A, 3, "{\"name\":\"a\",\"n\":10.0}"),
                    S,
                    new Document(S, 12, "{\"name\":\"s \\t\\n\u2028 ü\"}"),
                    DocumentKey.tombstone("t"),
                    new Document(DocumentKey.tombstone("t"), 7, "{}")),
            Set.of(A),
            List.of(),
            new Origin(2, "9.9"));

    @TempDir
    private Path directory;

    @Test
    void copy_isReadAsItWasWritten() throws IOException {
        LastGoodCopy copy = LastGoodCopy.at(directory.resolve("new/deep/copy"));
        assertThat(copy.read()).isEmpty();

        copy.write(SNAPSHOT);

        assertThat(copy.read()).contains(SNAPSHOT);
        assertThat(Files.getPosixFilePermissions(directory.resolve("new/deep/copy")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(directory.resolve("new/deep")).isDirectoryContaining("glob:**/copy");
    }

    @Test
    void whatIsNoJson_isLeftOut_andLineBreaksDoNotMatter() throws IOException {
        LastGoodCopy copy = LastGoodCopy.at(directory.resolve("copy"));
        copy.write(StoreSnapshot.of(
                new Version("e", 1),
                Map.of(A, new Document(A, 1, "{\n\"name\": \"a\"\n}"), S, new Document(S, 1, "no"))));

        assertThat(copy.read().orElseThrow().documents()).isEqualTo(Map.of(A, new Document(A, 1, "{\"name\":\"a\"}")));
    }

    /** The twin without a check sum would read shorter copies that end with a line as whole. */
    @Test
    void everyTruncationAndEveryFlippedBit_isFoundOut() throws IOException {
        Path file = directory.resolve("copy");
        LastGoodCopy copy = LastGoodCopy.at(file);
        copy.write(SNAPSHOT);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(copy::read).isInstanceOf(IOException.class);
        }
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertThatThrownBy(copy::read).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"flags\": []}", "flags-copy 1 00000000\n", "flags-copy 2 00000000\nx"})
    void foreignFile_isNoCopy(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("copy"), text);

        assertThatThrownBy(() -> LastGoodCopy.at(file).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no copy");
    }

    @Test
    void write_deletesWhatProcessesThatDiedHaveLeft() throws IOException {
        LastGoodCopy copy = LastGoodCopy.at(directory.resolve("copy"));
        Path left = Files.writeString(directory.resolve(".copy.1.tmp"), "");
        Path fresh = Files.writeString(directory.resolve(".copy.2.tmp"), "");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        copy.write(SNAPSHOT);

        assertThat(left).doesNotExist();
        assertThat(fresh).exists();
        assertThat(copy.read()).contains(SNAPSHOT);
    }

    @Test
    void writeThatFails_leavesTheOldCopy() throws IOException {
        Path file = directory.resolve("copy");
        LastGoodCopy.at(file).write(SNAPSHOT);
        Path below = file.resolve("copy");

        assertThatThrownBy(() -> LastGoodCopy.at(below).write(SNAPSHOT)).isInstanceOf(IOException.class);
        assertThat(LastGoodCopy.at(file).read()).contains(SNAPSHOT);
    }
}
