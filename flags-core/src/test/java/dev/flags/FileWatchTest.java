package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.Commit;
import dev.flags.store.Document;
import dev.flags.store.FileConfigStore;
import dev.flags.store.ReadOnlyStoreException;
import dev.flags.store.StoreException;
import dev.flags.store.Version;
import dev.flags.store.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever way a file is changed in, the next question for the version sees it, and mostly without reading the file. */
@SuppressWarnings("NullAway") // what is absent fails the test
class FileWatchTest {
    private static final Set<Kind> KINDS = Set.of(Kind.FLAG, Kind.SEGMENT, Kind.LAYER);
    private static final DocumentKey A = DocumentKey.flag("a");
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Path IO = Path.of("/proc/self/io");

    @TempDir
    private Path directory;

    private FileConfigStore store;

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    @Test
    void configMapSwaps_areEachSeenAndNeverWrittenTo() throws IOException {
        Path volume = Files.createDirectory(directory.resolve("volume"));
        Path file = volume.resolve("flags.json");
        swap(volume, 0);
        Files.createSymbolicLink(file, Path.of("..data/flags.json"));
        store = FileConfigStore.of(file);
        Version version = store.version(KINDS);
        try (FeatureFlagManager manager = manager(file)) {
            for (int i = 1; i <= 100; i++) {
                swap(volume, i);

                assertThat(store.version(KINDS)).as("swap %d", i).isNotEqualTo(version);
                version = store.version(KINDS);
                assertSeen(i);
            }
            Await.until(() -> description(manager).equals("0100"));
        }

        assertThat(store.capabilities().isReadOnly()).isTrue();
        assertThatThrownBy(() -> store.commit(put())).isInstanceOf(ReadOnlyStoreException.class);
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.map(path -> path.getFileName().toString())).doesNotContain(".flags");
        }
    }

    /** As the kubelet does it: a new directory, a link to it under another name, and that renamed over the old link. */
    private static void swap(Path volume, int number) throws IOException {
        Path data = Files.createDirectory(volume.resolve("..2026_01_01_00_00_00.%09d".formatted(number)));
        Files.writeString(data.resolve("flags.json"), config(number));
        Path next = Files.createSymbolicLink(volume.resolve("..data_tmp"), data.getFileName());
        Path link = volume.resolve("..data");
        Path old = Files.exists(link) ? link.toRealPath() : null;
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
        if (old != null) {
            deleteAll(old);
        }
    }

    @Test
    void editsOfOneSizeAndTime_areEachSeen() throws IOException {
        Path file = directory.resolve("flags.json");
        for (int i = 0; i < 1_000; i++) {
            Files.writeString(file, config(i));
            Files.setLastModifiedTime(file, LONG_AGO);
            if (store == null) {
                store = FileConfigStore.of(file);
            }

            assertSeen(i);
        }
    }

    @Test
    void editsOfOneSizeAndTimeAfterACommit_areEachSeen() throws IOException {
        Path file = directory.resolve("flags.json");
        store = FileConfigStore.of(file);
        store.commit(put());
        Files.setLastModifiedTime(file.resolveSibling(".flags/head.json"), LONG_AGO);
        for (int i = 0; i < 30; i++) {
            Files.writeString(file, config(i).replace("]}", "], \"revision\": " + version() + "}"));
            Files.setLastModifiedTime(file, LONG_AGO);

            assertSeen(i);
        }
    }

    private long version() {
        return store.version(KINDS).number();
    }

    @Test
    void copiesThatKeepAnOlderTime_areSeen() throws IOException {
        Path file = directory.resolve("flags.json");
        Path older = directory.resolve("older.json");
        Files.writeString(older, config(1));
        Files.setLastModifiedTime(older, LONG_AGO);
        Files.writeString(file, config(2));
        store = FileConfigStore.of(file);
        assertSeen(2);

        Files.copy(older, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);

        assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
        assertSeen(1);
    }

    @Test
    void directoryRemovedAndMadeAgain_isSeenBeforeTheFirstCommit() throws IOException {
        Path config = Files.createDirectory(directory.resolve("config"));
        Path file = config.resolve("flags.json");
        Files.writeString(file, config(1));
        try (FeatureFlagManager manager = manager(file)) {
            store = FileConfigStore.of(file);
            assertSeen(1);
            deleteAll(config);
            assertThatThrownBy(() -> store.version(KINDS)).isInstanceOf(StoreException.class);
            Await.until(() -> manager.health().status() == Health.Status.DEGRADED);
            assertThat(manager.isEnabled("a", "u")).isTrue();

            Files.createDirectory(config);
            Files.writeString(file, config(2));

            assertSeen(2);
            Await.until(() -> description(manager).equals("0002"));
            Await.until(() -> manager.health().status() == Health.Status.HEALTHY);
        }
    }

    @Test
    void editors_areSeenWhicheverWayTheySave() throws IOException {
        Path file = directory.resolve("flags.json");
        Files.writeString(file, config(0));
        store = FileConfigStore.of(file);
        try (FeatureFlagManager manager = manager(file)) {
            assertSeen(0);

            Files.move(file, directory.resolve("flags.json~")); // vim: the old one becomes the backup
            Files.writeString(file, config(1));
            assertSeen(1);
            Files.deleteIfExists(directory.resolve("flags.json~"));
            assertSeen(1);

            Files.writeString(file, config(2), StandardOpenOption.TRUNCATE_EXISTING); // in place
            assertSeen(2);

            Files.writeString(directory.resolve(".flags.json.swp"), config(3)); // and the atomic ones
            Files.move(directory.resolve(".flags.json.swp"), file, StandardCopyOption.ATOMIC_MOVE);
            assertSeen(3);
            Await.until(() -> description(manager).equals("0003"));

            Files.move(file, directory.resolve("flags.json~")); // seen amid the save
            assertThatThrownBy(() -> store.version(KINDS)).isInstanceOf(StoreException.class);
            Files.writeString(file, config(4));
            assertSeen(4);
            Await.until(() -> description(manager).equals("0004"));
        }
    }

    @Test
    void editors_areSeenAfterACommitWhicheverWayTheySave() throws IOException {
        Path file = directory.resolve("flags.json");
        try (FeatureFlagManager manager = manager(file)) {
            store = FileConfigStore.of(file);
            store.commit(put());
            for (int i = 1; i <= 3; i++) {
                String saved = Files.readString(file)
                        .replaceFirst("\"description\": \"\\d+\"", "\"description\": \"%04d\"".formatted(i));
                if (i == 1) {
                    Files.move(file, directory.resolve("flags.json~"));
                    Files.writeString(file, saved);
                } else if (i == 2) {
                    Files.writeString(file, saved, StandardOpenOption.TRUNCATE_EXISTING);
                } else {
                    Files.writeString(directory.resolve("saved"), saved);
                    Files.move(directory.resolve("saved"), file, StandardCopyOption.ATOMIC_MOVE);
                }
                assertSeen(i);
                String expected = "%04d".formatted(i);
                Await.until(() -> description(manager).equals(expected));
            }
        }
    }

    @Test
    void unchangedFile_isNotReadAgain() throws IOException {
        assumeThat(IO).as("the system counts what a process reads").isReadable();
        Path file = directory.resolve("flags.json");
        int large = 4 << 20;
        Files.writeString(file, config(1) + " ".repeat(large));
        Files.setLastModifiedTime(file, LONG_AGO);
        store = FileConfigStore.of(file);
        store.load(KINDS);
        long firstRead = bytesRead();
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2021-01-01T00:00:00Z")));
        store.version(KINDS);
        assertThat(bytesRead() - firstRead)
                .as("a file that looks changed is read")
                .isGreaterThanOrEqualTo(large);
        awaitOldEnough(file);
        store.version(KINDS);

        long before = bytesRead();
        for (int i = 0; i < 20; i++) {
            store.version(KINDS);
            store.load(KINDS);
        }

        assertThat(bytesRead() - before).isLessThan(large);
    }

    /** Until no clock of a file system can hide a change any more. */
    private static void awaitOldEnough(Path file) throws IOException {
        Instant changed = ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
        Await.until(() -> Instant.now().isAfter(changed.plusSeconds(3)));
    }

    private static long bytesRead() throws IOException {
        return Files.readAllLines(IO).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                .sum();
    }

    private void assertSeen(int number) {
        store.version(KINDS);
        Document document = store.load(KINDS).documents().get(A);
        assertThat(document.json()).contains("\"%04d\"".formatted(number));
    }

    private static String description(FeatureFlagManager manager) {
        return manager.getFlag("a").map(flag -> flag.details().description()).orElse("");
    }

    private static Commit put() {
        return new Commit(
                UUID.randomUUID(),
                List.of(new Write.Put(A, 0, "{\"name\":\"a\",\"status\":\"enabled\",\"description\":\"0000\"}")),
                List.of(),
                List.of());
    }

    private static String config(int number) {
        return "{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\", \"description\": \"%04d\"}]}".formatted(number);
    }

    private static FeatureFlagManager manager(Path file) {
        return FeatureFlagManager.builder().file(file).pollInterval(POLL).build();
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
