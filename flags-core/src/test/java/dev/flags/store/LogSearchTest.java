package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.OwnThread;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked up in the log, and how much of it that takes. */
@SuppressWarnings("NullAway") // what is absent fails the test
class LogSearchTest {
    private static final DocumentKey A = DocumentKey.flag("a");
    private static final DocumentKey B = DocumentKey.flag("b");
    private static final DocumentKey OTHER = new DocumentKey(new Kind("experiment", false), "e");
    private static final String ACTOR = "tester \"x\" \u00fc";
    /** So that each version begins a part of the log. */
    private static final long SEGMENT_BYTES = 1;

    @TempDir
    private Path directory;

    private Path file;
    private FileConfigStore store;

    @BeforeEach
    void open() {
        file = directory.resolve("flags.json");
        store = FileConfigStore.of(file, InstantSource.system(), Disk.REAL, Duration.ofSeconds(5), SEGMENT_BYTES);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void history_isReadFromItsEnd_asFarAsTheLimit() throws IOException {
        put(A, 1);
        put(A, 2);
        put(B, 3);
        put(A, 4);
        makeUnreadable(1);

        assertThat(store.history(HistoryQuery.of(A, 2))).hasSize(2);
        assertThatThrownBy(() -> store.history(HistoryQuery.of(A, 3))).isInstanceOf(StoreException.class);
    }

    @Test
    void historyOfACommit_isReadUpToThatCommit() throws IOException {
        put(A, 1);
        UUID id = put(A, 2);
        put(B, 3);
        makeUnreadable(1);

        assertThat(store.history(HistoryQuery.of(id))).hasSize(1);
        assertThatThrownBy(() -> store.history(HistoryQuery.of(UUID.randomUUID())))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void history_ofNamesThatHaveToBeEscaped_isFound() {
        DocumentKey key = DocumentKey.flag("na\"me\\ \n\t\u0001 \u00fc \ud83d\ude00");
        put(key, 1);

        assertThat(store.history(HistoryQuery.of(key, 10))).hasSize(1);
        assertThat(store.history(HistoryQuery.latest(10).by(ACTOR))).hasSize(1);
    }

    /** A part of the log that nobody can open until somebody writes to it. */
    @Test
    void history_thatTakesLong_holdsNobodyUp() throws Exception {
        put(A, 1);
        put(B, 2);
        Path slow = Layout.of(file).segment(1);
        Files.delete(slow);
        assertThat(new ProcessBuilder("mkfifo", slow.toString()).start().waitFor())
                .isZero();
        CompletableFuture<List<AuditEvent>> history =
                CompletableFuture.supplyAsync(() -> store.history(HistoryQuery.latest(10)), OwnThread.EXECUTOR);
        CompletableFuture<AuditCheck> check =
                CompletableFuture.supplyAsync(() -> store.verifyAudit(Optional.empty()), OwnThread.EXECUTOR);
        try {
            CompletableFuture.runAsync(() -> put(B, 3), OwnThread.EXECUTOR).get(60, TimeUnit.SECONDS);
            assertThat(store.load(Set.of(Kind.FLAG)).documents()).containsOnlyKeys(A, B);
            assertThat(history).isNotDone();
            assertThat(check).isNotDone();
        } finally {
            try (RandomAccessFile writer = new RandomAccessFile(slow.toFile(), "rw")) {
                writer.write(new byte[0]);
                history.handle((events, failure) -> 0).get(60, TimeUnit.SECONDS);
                check.handle((events, failure) -> 0).get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void history_ofAThreadThatIsInterrupted_ends() {
        put(A, 1);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> store.history(HistoryQuery.latest(10)))
                    .isInstanceOf(StoreException.class)
                    .hasCauseInstanceOf(ClosedByInterruptException.class);
            assertThatThrownBy(() -> store.verifyAudit(Optional.empty()))
                    .isInstanceOf(StoreException.class)
                    .hasCauseInstanceOf(ClosedByInterruptException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void textsAt_areWhatDocumentsWereThen() throws IOException {
        put(A, 1);
        put(B, 2);
        put(A, 3);
        store.commit(StoreTests.delete(B, 2));

        assertThat(textsAt(0, A, B)).isEqualTo(PastTexts.NONE);
        assertThat(textsAt(1, A, B).texts()).isEqualTo(Map.of(A, json(A, 1)));
        assertThat(textsAt(2, A, B).texts()).isEqualTo(Map.of(A, json(A, 1), B, json(B, 2)));
        assertThat(textsAt(3, A, B).texts()).isEqualTo(Map.of(A, json(A, 3), B, json(B, 2)));
        assertThat(textsAt(4, A, B).texts()).isEqualTo(Map.of(A, json(A, 3)));
        assertThat(textsAt(99, A, B).texts()).isEqualTo(Map.of(A, json(A, 3)));
    }

    @Test
    void textsAt_ofManyDocuments_areTheSame() throws IOException {
        DocumentKey[] keys = new DocumentKey[20];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = DocumentKey.flag("f" + i);
            put(keys[i], i + 1);
        }

        assertThat(textsAt(12, keys).texts()).hasSize(12).containsEntry(keys[11], json(keys[11], 12));
    }

    /** Of the oldest, which cannot be opened, only what is asked for has to be read. */
    @Test
    void textsAt_readNoFurtherThanTheyHaveTo() throws IOException {
        put(OTHER, 1);
        put(A, 2);
        put(OTHER, 3);
        put(OTHER, 4);
        put(A, 5);
        makeUnreadable(1);

        assertThat(textsAt(4, A).texts()).isEqualTo(Map.of(A, json(A, 2)));
        assertThat(textsAt(3, B).texts()).as("never changed since").isEmpty();
        assertThatThrownBy(() -> textsAt(1, A)).isInstanceOf(IOException.class);
    }

    @Test
    void textsAt_ofATimeThatIsKeptElsewhere_areLost() throws IOException {
        put(A, 1);
        put(B, 2);
        put(A, 3);
        put(B, 4);
        put(OTHER, 5);
        Files.delete(Layout.of(file).segment(1));
        Files.delete(Layout.of(file).segment(2));

        assertThat(textsAt(1, A, B, OTHER))
                .as("before all that is here")
                .isEqualTo(new PastTexts(Map.of(), Set.of(A, B, OTHER)));
        assertThat(textsAt(3, A, B, OTHER))
                .as("B and OTHER were written since, and nobody can tell what they were before")
                .isEqualTo(new PastTexts(Map.of(A, json(A, 3)), Set.of(B, OTHER)));
        assertThat(textsAt(4, A, B, DocumentKey.flag("new")))
                .as("none was written since")
                .isEqualTo(new PastTexts(Map.of(A, json(A, 3), B, json(B, 4)), Set.of()));
    }

    private PastTexts textsAt(long version, DocumentKey... keys) throws IOException {
        Layout layout = Layout.of(file);
        Committed committed =
                new TruthReader(layout, new AuditLog(layout, Disk.REAL, SEGMENT_BYTES)).read(Committed.NOTHING);
        return new LogSearch(layout).textsAt(version, Set.of(keys), committed);
    }

    private void makeUnreadable(int segment) throws IOException {
        Path part = Layout.of(file).segment(segment);
        Files.delete(part);
        Files.createDirectory(part);
    }

    private UUID put(DocumentKey key, int number) {
        Document before = store.load(Set.of(key.kind())).documents().get(key);
        UUID id = UUID.randomUUID();
        StoreTests.applied(store.commit(new Commit(
                id,
                List.of(new Write.Put(key, before == null ? 0 : before.revision(), json(key, number))),
                List.of(),
                List.of(new AuditEvent(id, Instant.EPOCH, ACTOR, "a test", "put", key, List.of())))));
        return id;
    }

    private static String json(DocumentKey key, int number) {
        return JsonObject.builder()
                .put("name", key.name())
                .put("status", "enabled")
                .put("owner", "n" + number)
                .build()
                .toJson();
    }
}
