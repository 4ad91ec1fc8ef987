package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flags.IncludedFiles.Content;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Limits;
import dev.flags.config.Problem;
import dev.flags.store.Commit;
import dev.flags.store.ConfigStore;
import dev.flags.store.MemoryConfigStore;
import dev.flags.store.ScriptedStore;
import dev.flags.store.Threads;
import dev.flags.store.Write;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludedFilesTest {
    private static final Change CHANGE = Change.by("alice", "a test");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(500);

    @TempDir
    private Path directory;

    @AfterEach
    void leavesNoThread() {
        Await.until(() -> Threads.named("flags-included") == 0);
    }

    private Path write(String file, String text) throws IOException {
        return Files.writeString(directory.resolve(file), text);
    }

    /** A pipe, which nobody writes to, is as a file on a mount that hangs. */
    private Path pipe(String file) throws IOException, InterruptedException {
        Path pipe = directory.resolve(file);
        Files.deleteIfExists(pipe);
        boolean isMade = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
        assumeTrue(isMade, "this system has no pipes with names");
        return pipe;
    }

    private static void open(Path pipe) {
        try {
            Files.writeString(pipe, "alice");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Content only(IncludedFiles files, String path) {
        return Objects.requireNonNull(files.read(Set.of(path)).get(path));
    }

    @Test
    void files_areReadLineByLine() throws IOException {
        write("users", " alice \n\nbob\r\nalice");

        assertThat(only(new IncludedFiles(directory, LONG), "users"))
                .isEqualTo(new Content.Units(Set.of("alice", "bob")));
    }

    @Test
    void fileThatIsTooLarge_isNotRead() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("users").toFile(), "rw")) {
            file.setLength(Limits.MAX_INCLUDED_FILE_BYTES + 1L);
        }

        assertThat(only(new IncludedFiles(directory, LONG), "users"))
                .isEqualTo(new Content.Unreadable("cannot be read: IOException is larger than 67108864 bytes"));
    }

    @Test
    void fileThatHangs_isWaitedForOnce_delaysNoOther_andIsTakenWhenItComes() throws Exception {
        write("others", "carol");
        Path pipe = pipe("users");
        IncludedFiles files = new IncludedFiles(directory, SHORT);

        assertThat(files.read(Set.of("users", "others")))
                .containsEntry("users", new Content.Unreadable("has not come within 500 ms"))
                .containsEntry("others", new Content.Units(Set.of("carol")));
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThat(only(files, "users")).isInstanceOf(Content.Unreadable.class);
        }
        assertThat(System.nanoTime() - start)
                .as("a hundred times the patience is fifty seconds")
                .isLessThan(Duration.ofSeconds(20).toNanos());
        assertThat(Threads.named("flags-included")).isLessThanOrEqualTo(2);
        assertThat(files.hasLateOne()).isFalse();

        Files.writeString(pipe, "alice");
        Await.until(files::hasLateOne);
        assertThat(only(files, "users")).isEqualTo(new Content.Units(Set.of("alice")));
        assertThat(files.hasLateOne()).isFalse();
    }

    @Test
    void manyFilesThatHang_keepFourThreads_andThoseThatAreNoLongerAskedForAreForgotten() throws Exception {
        List<Path> pipes = List.of(pipe("a"), pipe("b"), pipe("c"), pipe("d"), pipe("e"));
        IncludedFiles files = new IncludedFiles(directory, SHORT);

        assertThat(files.read(Set.of("a", "b", "c", "d", "e")).values()).allMatch(Content.Unreadable.class::isInstance);
        assertThat(Threads.named("flags-included")).isEqualTo(4);
        files.read(Set.of());

        pipes.forEach(pipe -> OwnThread.EXECUTOR.execute(() -> open(pipe))); // in whatever order they are read
        Await.until(() -> Threads.named("flags-included") == 0);
        assertThat(files.hasLateOne()).isFalse();
    }

    /** A request that was begun with one content is not answered from the other. */
    @Test
    void fileThatChanges_isAnotherVersion_andTheOldOneIsStillKnown() throws Exception {
        write("users", "alice");
        ScriptedStore store = new ScriptedStore(new MemoryConfigStore());
        put(store, DocumentKey.segment("s"), "{\"name\": \"s\", \"included_file\": \"users\"}");
        put(store, DocumentKey.flag("in"), """
                {"name": "in", "status": "enabled", "default": "off",
                 "rules": [{"id": "r", "when": {"segment": "s"}, "serve": "on"}]}""");
        EvaluationContext alice = EvaluationContext.ofUser("alice");
        try (FeatureFlagManager manager = FeatureFlagManager.builder()
                .store(store)
                .includedFiles(directory)
                .pollInterval(Duration.ofHours(1))
                .build()) {
            String version = manager.flags().pin(alice).version();
            write("users", "bob");
            manager.reload();

            assertThat(manager.flags().pin(alice).version()).isNotEqualTo(version);
            assertThat(manager.flags().pin(alice).isEnabled("in")).isFalse();
            assertThat(manager.flags().pin(alice, version).isEnabled("in")).isTrue();
        }
    }

    @Test
    void segmentWhoseFileHangs_keepsNothingElseFromTakingEffect() throws Exception {
        Path users = write("users", "alice");
        ScriptedStore store = new ScriptedStore(new MemoryConfigStore()); // hints when it is told to
        put(store, DocumentKey.segment("s"), "{\"name\": \"s\", \"included_file\": \"users\"}");
        put(store, DocumentKey.flag("in"), """
                {"name": "in", "status": "enabled", "default": "off",
                 "rules": [{"id": "r", "when": {"segment": "s"}, "serve": "on"}]}""");
        try (FeatureFlagManager manager = FeatureFlagManager.builder()
                .store(store)
                .includedFiles(directory)
                .pollInterval(Duration.ofHours(1))
                .build()) {
            manager.setFlag(Flag.builder("a").enabled().build(), CHANGE);
            Files.delete(users);
            Path pipe = pipe("users");

            manager.disableFlag("a", CHANGE);

            assertThat(manager.isEnabled("a", "u")).isFalse();
            assertThat(manager.isEnabled("in", "alice"))
                    .as("its last good content serves")
                    .isTrue();
            assertThat(manager.problems()).extracting(Problem::message).containsExactly("has not come within 2000 ms");
            assertThat(manager.health().status()).isEqualTo(Health.Status.DEGRADED);

            Files.writeString(pipe, "bob");
            Await.until(() -> {
                store.hint();
                return manager.isEnabled("in", "bob");
            });
            assertThat(manager.isEnabled("in", "alice")).isFalse();
            assertThat(manager.health().status()).isEqualTo(Health.Status.HEALTHY);
        }
    }

    private static void put(ConfigStore store, DocumentKey key, String json) {
        store.commit(new Commit(UUID.randomUUID(), List.of(new Write.Put(key, 0, json)), List.of(), List.of()));
    }
}
