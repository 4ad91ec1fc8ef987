package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether somebody who changes the trail is found out, and where. */
@SuppressWarnings("NullAway") // what is absent fails the test
class AuditTrailTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final DocumentKey A = DocumentKey.flag("a");
    private static final Set<Kind> FLAGS = Set.of(Kind.FLAG);
    private static final int SMALL_SEGMENT = 1500;

    @TempDir
    private Path directory;

    private Path file;
    private FileConfigStore store;

    @BeforeEach
    void open() {
        file = directory.resolve("flags.json");
        store = FileConfigStore.of(file, InstantSource.fixed(NOW));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void emptyTrail_isIntact() {
        assertThat(store.verifyAudit(Optional.empty())).isEqualTo(new AuditCheck.Intact(0, LogPosition.NO_HASH));
    }

    @Test
    void trail_isIntactAndEndsWithItsHead() {
        commits(store, 5);

        assertThat(store.verifyAudit(Optional.empty())).isEqualTo(new AuditCheck.Intact(5, store.auditHead()));
    }

    @Test
    void head_isTheHashOfTheStoredBytes() throws IOException {
        commits(store, 2);

        byte[] lastLine = lines().get(1).getBytes(StandardCharsets.UTF_8);

        assertThat(store.auditHead()).isEqualTo(Hashes.sha256(lastLine)).hasSize(64);
    }

    @Test
    void headThatWasNoted_isFoundLaterOn() {
        String start = store.auditHead();
        commits(store, 3);
        String noted = store.auditHead();
        commits(store, 3);

        assertThat(store.verifyAudit(Optional.of(noted))).isInstanceOf(AuditCheck.Intact.class);
        assertThat(store.verifyAudit(Optional.of(start))).isInstanceOf(AuditCheck.Intact.class);
    }

    @Test
    void headThatNeverWas_isMissed() {
        commits(store, 3);

        assertThat(store.verifyAudit(Optional.of("f".repeat(64))))
                .isInstanceOfSatisfying(
                        AuditCheck.Broken.class,
                        broken -> assertThat(broken.why()).contains("fffff"));
    }

    @Test
    void entryThatWasChanged_isNamed() throws IOException {
        commits(store, 5);
        List<String> lines = lines();
        lines.set(2, lines.get(2).replace("\"actor\":\"tester\"", "\"actor\":\"nobody\""));
        Files.write(segment(1), lines);

        // The entry after it is the first that does not follow.
        assertThat(verifyAnew()).isEqualTo(broken(1, 4, "the entry does not follow the entry before it"));
    }

    @Test
    void lastEntryThatWasChanged_isNamed() throws IOException {
        commits(store, 5);
        List<String> lines = lines();
        lines.set(4, lines.get(4).replace("\"actor\":\"tester\"", "\"actor\":\"nobody\""));
        Files.write(segment(1), lines);

        assertThat(verifyAnew())
                .isInstanceOfSatisfying(
                        AuditCheck.Broken.class,
                        broken -> assertThat(broken.line()).isEqualTo(5));
    }

    @Test
    void entryThatWasLeftOut_isNamed() throws IOException {
        commits(store, 5);
        List<String> lines = lines();
        lines.remove(1);
        Files.write(segment(1), lines);

        assertThat(verifyAnew())
                .isInstanceOfSatisfying(
                        AuditCheck.Broken.class,
                        broken -> assertThat(broken.line()).isEqualTo(2));
    }

    @Test
    void firstEntryThatWasLeftOut_isNamed() throws IOException {
        commits(store, 5);
        Files.write(segment(1), lines().subList(1, 5));

        assertThat(verifyAnew())
                .isInstanceOfSatisfying(
                        AuditCheck.Broken.class,
                        broken -> assertThat(broken.line()).isEqualTo(1));
    }

    @Test
    void entriesThatWereExchanged_areNamed() throws IOException {
        commits(store, 5);
        List<String> lines = lines();
        String second = lines.set(1, lines.get(2));
        lines.set(2, second);
        Files.write(segment(1), lines);

        assertThat(verifyAnew())
                .isInstanceOfSatisfying(
                        AuditCheck.Broken.class,
                        broken -> assertThat(broken.line()).isEqualTo(2));
    }

    @Test
    void endThatWasTakenOffWithTheHead_isFoundByWhoeverNotedIt() throws IOException {
        commits(store, 3);
        byte[] head = Files.readAllBytes(layout().head());
        byte[] log = Files.readAllBytes(segment(1));
        commits(store, 3);
        String noted = store.auditHead();
        Files.write(layout().head(), head);
        Files.write(segment(1), log);

        try (FileConfigStore restored = FileConfigStore.of(file)) {
            assertThat(restored.verifyAudit(Optional.empty())).isInstanceOf(AuditCheck.Intact.class);
            assertThat(restored.verifyAudit(Optional.of(noted))).isInstanceOf(AuditCheck.Broken.class);
        }
    }

    @Test
    void lineThatWasNeverCommitted_isNoPartOfTheTrail() throws IOException {
        commits(store, 2);
        Files.writeString(segment(1), "{\"version\": 3, \"at", java.nio.file.StandardOpenOption.APPEND);

        assertThat(verifyAnew()).isInstanceOf(AuditCheck.Intact.class);
        assertThat(store.history(HistoryQuery.latest(10))).hasSize(2);
        commits(store, 1);
        assertThat(store.history(HistoryQuery.latest(10))).hasSize(3);
        assertThat(verifyAnew()).isEqualTo(new AuditCheck.Intact(3, store.auditHead()));
    }

    @Test
    void trailOfSeveralFiles_isOneChain() throws IOException {
        try (FileConfigStore small = small()) {
            commits(small, 20);

            assertThat(segments())
                    .hasSizeGreaterThan(3)
                    .allSatisfy(segment -> assertThat(Files.size(segment)).isLessThanOrEqualTo(SMALL_SEGMENT));
            assertThat(small.verifyAudit(Optional.empty())).isEqualTo(new AuditCheck.Intact(20, small.auditHead()));
            assertThat(small.history(HistoryQuery.latest(100)))
                    .extracting(AuditEvent::reason)
                    .startsWith("19", "18", "17")
                    .hasSize(20);
            assertThat(small.history(HistoryQuery.latest(5))).hasSize(5);
        }
        try (FileConfigStore restarted = small()) {
            assertThat(restarted.load(FLAGS).documents()).containsOnlyKeys(A);
            assertThat(restarted.load(FLAGS).version().number()).isEqualTo(20);
        }
    }

    @Test
    void fileInTheMiddleThatIsGone_isNamed() throws IOException {
        try (FileConfigStore small = small()) {
            commits(small, 20);
            Files.delete(segment(2));

            assertThat(small.verifyAudit(Optional.empty()))
                    .isInstanceOfSatisfying(
                            AuditCheck.Broken.class,
                            broken -> assertThat(broken.file()).isEqualTo(layout().segment(2)));
        }
    }

    @Test
    void oldestFileThatIsKeptElsewhere_isNoBreak() throws IOException {
        try (FileConfigStore small = small()) {
            commits(small, 20);
            Files.delete(segment(1));

            assertThat(small.verifyAudit(Optional.empty())).isInstanceOf(AuditCheck.Intact.class);
        }
    }

    @Test
    void headAndNewestCheckpointThatAreLost_afterTheOldestFileWasPutElsewhere_loseNothing() throws IOException {
        try (FileConfigStore small = small()) {
            commits(small, 20);
        }
        Files.delete(segment(1));
        Files.delete(layout().head());
        Files.delete(layout().checkpoint());
        List<Path> before = segments();

        try (FileConfigStore small = small()) {
            assertThat(small.load(FLAGS).documents()).containsOnlyKeys(A);
            assertThat(small.load(FLAGS).problems()).noneMatch(Problem::isError); // all is read and repaired
            assertThat(small.load(FLAGS).version().number()).isEqualTo(20);
            commits(small, 1);
            assertThat(segments()).containsAll(before);
            assertThat(small.verifyAudit(Optional.empty())).isInstanceOf(AuditCheck.Intact.class);
        }
    }

    @Test
    void everythingLostButTheNewerFiles_isReadAsFarAsTheyAndTheConfigurationFileTell() throws IOException {
        DocumentKey other = DocumentKey.flag("other");
        DocumentKey rollout = new DocumentKey(new Kind("rollout", false), "r");
        try (FileConfigStore small = small()) {
            small.commit(Increments.commit(other, 0, json(other, "enabled"), "first", NOW));
            commits(small, 20);
            small.commit(Increments.commit(rollout, 0, "{}", "last", NOW));
        }
        for (Path lost : List.of(segment(1), layout().head(), layout().checkpoint(), layout().checkpointBefore())) {
            Files.delete(lost);
        }
        List<Path> before = segments();

        try (FileConfigStore reader = FileConfigStore.of(
                file, InstantSource.fixed(NOW), FaultyDisk.refusing(), Duration.ZERO, SMALL_SEGMENT)) {
            assertThat(reader.load(FLAGS).documents()).containsOnlyKeys(A, other);
            assertThat(reader.load(FLAGS).problems())
                    .extracting(Problem::message)
                    .anyMatch(message -> message.contains("the log before " + segment(2)));
        }
        try (FileConfigStore small = small()) {
            assertThat(small.load(FLAGS).documents()).containsOnlyKeys(A, other);
            assertThat(small.load(Set.of(rollout.kind())).documents()).containsOnlyKeys(rollout);
            commits(small, 1);
            assertThat(segments()).containsAll(before);
            assertThat(small.verifyAudit(Optional.empty())).isInstanceOf(AuditCheck.Intact.class);
        }
    }

    @Test
    void staleCopy_ofATimeThatWasPutElsewhere_bringsNothingBack() throws IOException {
        DocumentKey segment = DocumentKey.segment("s");
        Set<Kind> kinds = Set.of(Kind.FLAG, Kind.SEGMENT);
        try (FileConfigStore small = small()) {
            small.commit(Increments.commit(segment, 0, "{\"name\":\"s\"}", "first", NOW));
            String stale = Files.readString(file);
            small.commit(StoreTests.delete(segment, 1));
            commits(small, 20);
            Files.delete(segment(1));

            Files.writeString(file, stale);

            assertThat(small.load(kinds).documents()).containsOnlyKeys(A);
            assertThat(small.load(kinds).problems())
                    .extracting(Problem::message)
                    .anyMatch(message -> message.contains("segment \"s\" may have been changed in the file"));
            assertThat(file).content().doesNotContain("\"s\"");
        }
    }

    /** A writer that died leaves one entry, in one part of the log. */
    @Test
    void partsAfterTheOneThatNobodyCommitted_areNotDeleted() throws IOException {
        commits(store, 1);
        Files.writeString(segment(2), "x");
        Files.writeString(segment(3), "not ours");

        commits(store, 1);

        assertThat(segment(2)).doesNotExist();
        assertThat(segment(3)).hasContent("not ours");
    }

    @Test
    void history_isSelectedByActorAndTime() {
        commits(store, 3);
        assertThat(store.history(HistoryQuery.latest(10).by("tester"))).hasSize(3);
        assertThat(store.history(HistoryQuery.latest(10).by("nobody"))).isEmpty();
        assertThat(store.history(HistoryQuery.latest(10).between(Instant.EPOCH, Instant.EPOCH.plusSeconds(2))))
                .extracting(AuditEvent::reason)
                .containsExactly("1", "0");
    }

    @Test
    void history_ofATrailThatIsNoJson_saysWhereItIs() throws IOException {
        commits(store, 3);
        List<String> lines = lines();
        lines.set(1, "garbage");
        Files.write(segment(1), lines);

        try (FileConfigStore other = FileConfigStore.of(file)) {
            assertThatThrownBy(() -> other.history(HistoryQuery.latest(10)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("line 2")
                    .hasMessageContaining(layout().segment(1).toString());
        }
    }

    @Test
    void history_ofATrailThatIsNoJson_isThereAsFarAsItNeedsNotBeRead() throws IOException {
        commits(store, 3);
        List<String> lines = lines();
        lines.set(1, "garbage");
        Files.write(segment(1), lines);

        try (FileConfigStore other = FileConfigStore.of(file)) {
            assertThat(other.history(HistoryQuery.of(A, 1)))
                    .extracting(AuditEvent::reason)
                    .containsExactly("2");
        }
    }

    @Test
    void actorThatNoLineCanHold_isRefusedBeforeAnythingHappens() {
        Commit commit = Increments.commit(A, 0, "{\"name\":\"a\",\"status\":\"enabled\"}", "half \ud800", NOW);

        assertThatThrownBy(() -> store.commit(commit))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("surrogate");
        assertThat(store.load(FLAGS).documents()).isEmpty();
    }

    private AuditCheck verifyAnew() {
        try (FileConfigStore other = FileConfigStore.of(file)) {
            return other.verifyAudit(Optional.empty());
        }
    }

    private FileConfigStore small() {
        return FileConfigStore.of(file, InstantSource.fixed(NOW), Disk.REAL, Duration.ofSeconds(5), SMALL_SEGMENT);
    }

    private AuditCheck broken(int segment, long line, String why) {
        return new AuditCheck.Broken(layout().segment(segment), line, why);
    }

    /** Commits of "tester", whose reasons count and whose times are so many seconds after 1970. */
    private static void commits(FileConfigStore store, int count) {
        for (int i = 0; i < count; i++) {
            Document before = store.load(FLAGS).documents().get(A);
            int number = store.history(HistoryQuery.latest(1000)).size();
            assertThat(store.commit(Increments.commit(
                            A,
                            before == null ? 0 : before.revision(),
                            json(A, number % 2 == 0 ? "enabled" : "disabled"),
                            Integer.toString(number),
                            Instant.EPOCH.plusSeconds(number))))
                    .isInstanceOf(CommitResult.Applied.class);
        }
    }

    private static String json(DocumentKey key, String status) {
        return StoreTests.json(key, status);
    }

    private Layout layout() {
        return Layout.of(file);
    }

    private Path segment(int number) {
        return layout().segment(number);
    }

    private List<String> lines() throws IOException {
        return new ArrayList<>(Files.readAllLines(segment(1)));
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(layout().audit())) {
            return files.toList();
        }
    }
}
