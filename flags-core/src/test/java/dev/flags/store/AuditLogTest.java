package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.DocumentKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final int ENTRIES = 5;

    @TempDir(factory = FastDirectory.class)
    private Path directory;

    private Layout layout;
    private AuditLog log;

    @BeforeEach
    void open() {
        layout = Layout.of(directory.resolve("flags.json"));
        log = new AuditLog(layout, new FaultyDisk(), 400);
    }

    @Test
    void read_givesEntriesAwayInTheirOrder() throws IOException {
        LogPosition end = append(ENTRIES);
        List<Long> versions = new ArrayList<>();

        log.read(LogPosition.START, end, entry -> versions.add(entry.version()));

        assertThat(versions).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    /** Or a long log does not fit into memory. The last entry may be one that is not trusted. */
    @Test
    void follow_keepsNoEntryButTheLast() throws IOException {
        append(ENTRIES);
        List<Long> versions = new ArrayList<>();

        AuditLog.Followed followed = log.follow(LogPosition.START, entry -> versions.add(entry.version()));

        assertThat(versions).containsExactly(1L, 2L, 3L, 4L);
        assertThat(followed.rest()).extracting(LogEntry::version).containsExactly(5L);
        assertThat(followed.withoutLast().rest()).isEmpty();
        assertThat(followed.why()).isNull();
    }

    @Test
    void read_ofALogThatEndsTooEarly_isSpoiled() throws IOException {
        LogPosition end = append(ENTRIES);
        Files.write(layout.segment(end.segment()), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);

        assertThatThrownBy(() -> log.read(LogPosition.START, end, entry -> {}))
                .isInstanceOf(SpoiledFileException.class)
                .hasMessageContaining("ends too early");
    }

    private LogPosition append(int entries) throws IOException {
        LogPosition end = LogPosition.START;
        for (int i = 1; i <= entries; i++) {
            DocumentKey key = DocumentKey.flag("f" + i);
            end = log.append(
                    end,
                    new LogEntry(
                            i,
                            UUID.randomUUID(),
                            Instant.EPOCH,
                            Origin.CURRENT,
                            OptionalLong.empty(),
                            List.of(new Write.Put(key, 0, FaultScenario.json(key, "me"))),
                            List.of()));
        }
        return end;
    }
}
