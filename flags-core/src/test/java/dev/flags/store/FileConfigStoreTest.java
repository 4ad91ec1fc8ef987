package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.flags.OwnThread;
import dev.flags.config.ConfigException;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Limits;
import dev.flags.config.Problem;
import dev.flags.json.JsonString;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway") // what is absent fails the test
class FileConfigStoreTest extends StoreTests {
    private static final String TWO_FLAGS = """
            {"flags": [{"name": "a", "status": "enabled"}, {"name": "b", "status": "enabled"}]}
            """;

    @TempDir
    private Path directory;

    private Path file;
    private FileConfigStore store;

    @BeforeEach
    void open() {
        file = directory.resolve("config/feature_flags.json");
        store = FileConfigStore.of(file);
    }

    @Override
    ConfigStore store() {
        return store;
    }

    @Test
    void open_createsNothing() {
        store.load(ALL);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void firstCommit_makesTheDirectoryAndTheFile() throws IOException {
        store.commit(put(A, 0, "enabled"));

        assertThat(file).content().isEqualTo("""
                {
                  "flags": [
                    {"name": "a", "status": "enabled"}
                  ],
                  "revision": 1
                }
                """);
        try (Stream<Path> left = Files.list(file.getParent())) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("feature_flags.json", ".flags");
        }
    }

    @Test
    void anotherStore_readsWhatWasCommitted() {
        store.commit(put(A, 0, "enabled"));
        store.commit(putJson(S, 0, "{\"name\":\"s\"}"));
        store.commit(put(A, document(A).revision(), "disabled"));

        try (FileConfigStore other = FileConfigStore.of(file)) {
            assertThat(other.load(ALL).documents().get(A).json()).isEqualTo(json(A, "disabled"));
            assertThat(other.load(ALL).documents()).containsOnlyKeys(A, S);
            assertThat(other.history(HistoryQuery.latest(10))).isEqualTo(store.history(HistoryQuery.latest(10)));
            assertThat(other.history(HistoryQuery.latest(10))).hasSize(3);
        }
    }

    /** What came after a gap nobody could read again, and the next start would lose all of it. */
    @Test
    void commitAfterTheLogWasCutOff_leavesNoGap() throws IOException {
        store.commit(put(A, 0, "enabled"));
        store.commit(put(B, 0, "enabled"));
        byte[] log = Files.readAllBytes(audit());
        Files.write(audit(), Arrays.copyOf(log, log.length - 20));

        store.commit(put(A, document(A).revision(), "disabled"));

        assertThat(store.load(ALL).problems()).extracting(Problem::toString).anyMatch(line -> line.contains("spoiled"));
        assertThat(store.history(HistoryQuery.latest(10))).isNotEmpty();
        try (FileConfigStore other = FileConfigStore.of(file)) {
            assertThat(other.load(ALL).documents()).isEqualTo(store.load(ALL).documents());
            assertThat(other.load(ALL).documents().get(A).json()).isEqualTo(json(A, "disabled"));
        }
    }

    @Test
    void commit_leavesEverythingElseInTheFileAsItIs() throws IOException {
        write("""
                {
                  "$schema": "./flags.schema.json",
                  "x_team": {"b": 1.50, "a": [null]},
                  "flags": [
                    {"status": "percentage", "rollout_percentage": 10.0, "name": "z", "x_note": "kept", "metadata": {"n": 1e2}},
                    17,
                    {"status": "enabled"},
                    {"name": "broken", "status": "sideways"},
                    {"name": "a", "status": "enabled"}
                  ],
                  "segments": [{"name": "s", "excluded": [], "included": ["u"]}]
                }
                """);
        long revision = document(A).revision();

        applied(store.commit(put(A, revision, "disabled")));

        assertThat(file).content().isEqualTo("""
                {
                  "$schema": "./flags.schema.json",
                  "x_team": {
                    "b": 1.50,
                    "a": [null]
                  },
                  "flags": [
                    {"status": "percentage", "rollout_percentage": 10.0, "name": "z", "x_note": "kept", "metadata": {"n": 1e2}},
                    17,
                    {"status": "enabled"},
                    {"name": "broken", "status": "sideways"},
                    {"name": "a", "status": "disabled"}
                  ],
                  "segments": [
                    {"name": "s", "excluded": [], "included": ["u"]}
                  ],
                  "revision": %d
                }
                """.formatted(document(A).revision()));
    }

    @Test
    void elementsWithoutAName_areProblemsThatPointAtThem() throws IOException {
        write("{\"flags\": [17, {\"name\": \"\"}, {\"name\": \"a\", \"status\": \"enabled\"}], \"layers\": [[]]}");

        StoreSnapshot loaded = store.load(ALL);

        assertThat(loaded.documents()).containsOnlyKeys(A);
        assertThat(loaded.problems())
                .extracting(Problem::pointer)
                .containsExactly("/flags/0", "/flags/1/name", "/layers/0");
    }

    @Test
    void duplicates_areRefusedAndKept() throws IOException {
        write("""
                {"flags": [{"name": "a", "status": "enabled"}, {"name": "b", "status": "enabled"},
                           {"name": "a", "status": "disabled"}, {"name": "a"}]}
                """);

        StoreSnapshot loaded = store.load(ALL);
        assertThat(loaded.documents()).containsOnlyKeys(B);
        assertThat(loaded.refused()).containsExactly(A);
        assertThat(loaded.problems())
                .extracting(Problem::toString)
                .contains("flag \"a\": stands twice in the file, at /flags/0 and at /flags/2; both are refused");

        applied(store.commit(put(B, document(B).revision(), "disabled")));

        assertThat(store.load(ALL).refused()).containsExactly(A);
        assertThat(file)
                .content()
                .contains("{\"name\": \"a\", \"status\": \"enabled\"}")
                .contains("{\"name\": \"a\", \"status\": \"disabled\"}")
                .contains("{\"name\": \"a\"}");
    }

    @Test
    void commit_ofAPutOverDuplicates_replacesThemAllAndKeepsACopy() throws IOException {
        write("{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\"}, {\"name\": \"a\", \"status\": \"enabled\"}]}");
        assertThat(store.load(ALL).refused()).containsExactly(A);

        applied(store.commit(put(A, 0, "disabled")));

        assertThat(store.load(ALL).refused()).isEmpty();
        assertThat(document(A).json()).isEqualTo(json(A, "disabled"));
        assertThat(rejected()).hasSize(1);
    }

    @Test
    void brokenFile_isAProblemWithLineAndColumn_andWhatIsCommittedServes() throws IOException {
        store.commit(put(A, 0, "enabled"));
        Version before = store.version(ALL);
        write("{\n  \"flags\": [,]\n}");

        StoreSnapshot loaded = store.load(ALL);

        assertThat(loaded.documents()).containsOnlyKeys(A);
        assertThat(loaded.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.isError()).isTrue();
            assertThat(problem.toString()).contains("line 2").contains("column");
        });
        assertThat(store.version(ALL)).isNotEqualTo(before).isEqualTo(loaded.version());

        write(TWO_FLAGS);
        assertThat(store.load(ALL).documents()).containsOnlyKeys(A, B);
        assertThat(store.load(ALL).problems()).isEmpty();
    }

    @Test
    void brokenFileBeforeTheFirstCommit_isReportedWithLineAndColumn() throws IOException {
        write("{\n  \"flags\": [,]\n}");

        assertThatThrownBy(() -> store.load(ALL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("last good")
                .hasMessageContaining("line 2")
                .hasMessageContaining("column")
                .hasCauseInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> store.version(ALL)).isInstanceOf(StoreException.class);

        write(TWO_FLAGS);
        assertThat(store.load(ALL).documents()).containsOnlyKeys(A, B);
    }

    @Test
    void commit_onABrokenFile_putsItAsideAndStartsFromTheLastCommit() throws IOException {
        store.commit(put(A, 0, "enabled"));
        long revision = document(A).revision();
        write("{\"flags\": [");

        applied(store.commit(put(B, 0, "enabled")));

        assertThat(store.load(ALL).documents()).containsOnlyKeys(A, B);
        assertThat(document(A).revision()).isEqualTo(revision);
        assertThat(rejected()).hasSize(1);
        assertThat(rejected().get(0)).content().isEqualTo("{\"flags\": [");
    }

    @Test
    void commit_onABrokenFileTwiceAtOneTime_keepsBothAsEvidence() throws IOException {
        store = FileConfigStore.of(file, () -> java.time.Instant.EPOCH);
        store.commit(put(A, 0, "enabled"));
        write("{\"flags\": [");
        applied(store.commit(put(A, 1, "disabled")));
        write("[");
        applied(store.commit(put(B, 0, "enabled")));

        assertThat(rejected()).hasSize(2);
    }

    @Test
    void commit_onABrokenFile_keepsAnEditThatWasSeenBeforeItBroke() throws IOException {
        store.commit(put(A, 0, "enabled"));
        write(TWO_FLAGS);
        long revision = document(B).revision();
        write("{\"flags\": [");

        applied(store.commit(put(B, revision, "disabled")));

        assertThat(document(B).json()).isEqualTo(json(B, "disabled"));
        assertThat(store.history(HistoryQuery.of(B, 10)))
                .extracting(AuditEvent::action)
                .containsExactly("put", "edit_file");
    }

    @Test
    void brokenFile_thatNobodyKnewBefore_isNotReplacedByTheFirstChange() throws IOException {
        write("no json");

        assertThatThrownBy(() -> store.commit(put(A, 0, "enabled")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is no configuration");

        assertThat(file).content().isEqualTo("no json");
    }

    @Test
    void processThatStartsBesideABrokenFile_startsFromTheLastCommit() throws IOException {
        applied(store.commit(put(A, 0, "enabled")));
        write("no json");

        try (FileConfigStore other = FileConfigStore.of(file)) {
            assertThat(other.version(ALL).number()).isPositive();
            assertThat(other.load(ALL).documents()).containsOnlyKeys(A);
            assertThat(other.load(ALL).problems()).anyMatch(Problem::isError);
            applied(other.commit(new Commit(
                    UUID.randomUUID(), List.of(new Write.Put(B, 0, json(B, "enabled"))), List.of(), List.of())));
            assertThat(other.load(ALL).documents()).containsOnlyKeys(A, B);
            assertThat(other.load(ALL).problems()).noneMatch(Problem::isError);
        }
    }

    @Test
    void history_ofABrokenFile_isStillThere() throws IOException {
        store.commit(put(A, 0, "enabled"));
        write("no json");

        assertThat(store.history(HistoryQuery.latest(10))).hasSize(1);
        try (FileConfigStore other = FileConfigStore.of(file)) {
            assertThat(other.history(HistoryQuery.latest(10))).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "{}", "[]", "17", "{\"flags\": null}", "{\"flags\": []} x"})
    void fileThatIsNoConfiguration_isRefusedAsAWhole(String text) throws IOException {
        write(text);

        assertThatThrownBy(() -> store.load(ALL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is no configuration");
    }

    @Test
    void fileWithoutFlags_isAConfiguration() throws IOException {
        write("{\"flags\": []}");

        assertThat(store.load(ALL).documents()).isEmpty();
    }

    @Test
    void byteOrderMark_isAccepted() throws IOException {
        write("\uFEFF" + TWO_FLAGS);

        assertThat(store.load(ALL).documents()).containsOnlyKeys(A, B);
        applied(store.commit(put(A, document(A).revision(), "disabled")));
        assertThat(document(A).json()).isEqualTo(json(A, "disabled"));
    }

    @Test
    void invalidUtf8_isRefused() throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, "{\"flags\": [{\"name\": \"\u00e9\"}]}".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> store.load(ALL)).isInstanceOf(StoreException.class);
    }

    @Test
    void filesThatCannotBeRead_areKeptWhateverIsCommitted() throws IOException {
        store.commit(put(A, 0, "enabled"));
        FaultScenario.makeUnreadable(file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        assertThat(store.load(ALL).problems()).anyMatch(Problem::isError);

        applied(store.commit(put(A, 1, "disabled")));
        applied(store.commit(put(B, 0, "enabled")));
        FaultScenario.makeUnreadable(file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(2_000));
        applied(store.commit(put(B, document(B).revision(), "disabled")));
        applied(store.commit(put(A, document(A).revision(), "enabled")));

        assertThat(rejected())
                .hasSize(2)
                .allSatisfy(path -> assertThat(Files.isRegularFile(path)).isFalse())
                .anySatisfy(path -> assertThat(path.toString()).endsWith("-unreadable-1000.json"))
                .anySatisfy(path -> assertThat(path.toString()).endsWith("-unreadable-2000.json"));
    }

    @Test
    void fileOverTheLimit_isRefusedWithoutReadingIt() throws IOException {
        Files.createDirectories(file.getParent());
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(Limits.MAX_FILE_BYTES + 1L);
        }

        assertThatThrownBy(() -> store.load(ALL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(Limits.MAX_FILE_BYTES + " are allowed");
    }

    @Test
    void handEdit_isSeenByTheVersionAndGivesARevision() throws IOException {
        store.commit(put(A, 0, "enabled"));
        store.commit(put(B, 0, "enabled"));
        Version before = store.version(ALL);
        long untouched = document(B).revision();

        write(Files.readString(file).replace("\"a\", \"status\": \"enabled\"", "\"a\", \"status\": \"disabled\""));

        assertThat(store.version(ALL).number()).isGreaterThan(before.number());
        assertThat(document(A).revision()).isEqualTo(store.version(ALL).number());
        assertThat(document(B).revision()).isEqualTo(untouched);
    }

    /** A warning makes a view that differs from what is committed by nothing else. */
    @Test
    void revisionThatWasSeenBesideAWarning_isNotThatOfADocumentThatWasChangedAndChangedBack() throws IOException {
        store.commit(put(A, 0, "enabled"));
        Files.createDirectories(Layout.of(file).rejected());
        Files.writeString(Layout.of(file).rejected().resolve("x.why.txt"), "once");
        assertThat(store.load(ALL).problems()).hasSize(1);
        try (FileConfigStore other = FileConfigStore.of(file)) {
            applied(other.commit(put(A, 1, "disabled")));
            applied(other.commit(put(A, 2, "enabled")));
        }

        assertThat(store.commit(put(A, 1, "disabled"))).isEqualTo(conflict(A, 1, 3));
    }

    @Test
    void revisionThatSomebodyMadeUp_leadsNoVersionToWhereEditsBegin() throws IOException {
        write("{\"flags\": [" + json(A, "enabled") + "], \"revision\": " + (View.FIRST_EDIT - 2) + "}");

        applied(store.commit(put(B, 0, "enabled")));
        applied(store.commit(put(B, document(B).revision(), "disabled")));

        assertThat(document(B).revision()).isLessThan(View.MAX_WRITTEN);
        assertThat(file).content().contains("\"revision\": " + document(B).revision());
    }

    @Test
    void revisionOfAnEditThatWasOnNoRecord_isNotThatOfADocumentThatWasChangedAndChangedBack() throws IOException {
        write(TWO_FLAGS);
        long seen = document(A).revision();
        try (FileConfigStore other = FileConfigStore.of(file)) {
            long first = other.load(ALL).documents().get(A).revision();
            applied(other.commit(put(A, first, "disabled")));
            applied(other.commit(put(A, other.load(ALL).documents().get(A).revision(), "enabled")));
        }

        assertThat(store.commit(put(A, seen, "disabled"))).isInstanceOf(CommitResult.Conflict.class);
        applied(store.commit(put(B, document(B).revision(), "disabled")));
    }

    @Test
    void handEditOfWhiteSpaceOnly_changesNoVersion() throws IOException {
        store.commit(put(A, 0, "enabled"));
        Version before = store.version(ALL);

        write(Files.readString(file).replace("\n", "\n\n"));

        assertThat(store.version(ALL)).isEqualTo(before);
    }

    @Test
    void handEdit_isOnRecordAsSoonAsItIsSeen() throws IOException {
        store.commit(put(A, 0, "enabled"));
        write("""
                {"flags": [{"name": "a", "status": "disabled", "owner": "me"}, {"name": "new", "status": "enabled"}],
                 "revision": 1}
                """);

        assertThat(store.load(ALL).documents()).containsOnlyKeys(A, DocumentKey.flag("new"));

        AuditEvent adopted = store.history(HistoryQuery.of(A, 1)).get(0);
        assertThat(adopted.actor()).isEqualTo("file:" + Files.getOwner(file).getName());
        assertThat(adopted.action()).isEqualTo("edit_file");
        assertThat(adopted.changes())
                .containsExactly(
                        new AuditEvent.MemberChange("status", new JsonString("enabled"), new JsonString("disabled")),
                        new AuditEvent.MemberChange("owner", null, new JsonString("me")));
        assertThat(store.history(HistoryQuery.of(adopted.commitId()))).hasSize(2);
    }

    @Test
    void handEditThatDeletes_isTakenInToo() throws IOException {
        store.commit(put(A, 0, "enabled"));
        write("{\"flags\": [], \"revision\": 1}");

        applied(store.commit(put(B, 0, "enabled")));

        assertThat(store.load(ALL).documents()).containsOnlyKeys(B);
        assertThat(store.history(HistoryQuery.of(A, 1)).get(0).changes())
                .extracting(AuditEvent.MemberChange::member)
                .containsExactly("name", "status");
    }

    /** Or nobody could change it: a commit takes the name for all flags. */
    @Test
    void handEditOfTheNameThatStandsForAll_isRefused() throws IOException {
        store.commit(put(A, 0, "enabled"));
        DocumentKey every = DocumentKey.flag(Expect.EVERY);
        write("{\"flags\": [" + json(every, "enabled") + "," + json(A, "disabled") + "], \"revision\": 1}");

        assertThat(store.load(ALL).documents()).containsOnlyKeys(A);
        assertThat(store.load(ALL).refused()).containsExactly(every);
        assertThat(document(A).json()).isEqualTo(json(A, "disabled"));
        assertThat(file).content().contains("\"*\"");
    }

    @Test
    void handEdit_isAdoptedOnce() throws IOException {
        store.commit(put(A, 0, "enabled"));
        write(TWO_FLAGS);
        store.commit(put(A, document(A).revision(), "disabled"));
        store.commit(put(A, document(A).revision(), "enabled"));

        assertThat(store.history(HistoryQuery.of(B, 10))).hasSize(1);
    }

    @Test
    void fileDeletedAfterACommit_isMadeAnew() throws IOException {
        store.commit(put(A, 0, "enabled"));
        String before = Files.readString(file);
        Files.delete(file);

        assertThat(store.load(ALL).documents()).containsOnlyKeys(A);

        assertThat(file).content().isEqualTo(before);
    }

    @Test
    void fileDeletedBeforeTheFirstCommit_isReported() throws IOException {
        write(TWO_FLAGS);
        store.load(ALL);
        Files.delete(file);

        assertThatThrownBy(() -> store.load(ALL))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is gone");
    }

    @Test
    void commitBesideAFileDeletedBeforeTheFirstCommit_bringsItBack() throws IOException {
        write(TWO_FLAGS);
        store.load(ALL);
        Files.delete(file);

        applied(store.commit(putJson(new DocumentKey(new Kind("lease", true), "l"), 0, "{}")));

        assertThat(store.load(ALL).documents()).containsOnlyKeys(A, B);
        assertThat(file).content().contains("\"a\"", "\"b\"");
    }

    @Test
    void killAfterTheFileBrokeBeforeTheFirstCommit_isNotUndoneByWhoeverMendsIt() throws IOException {
        String good = "{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\"}], \"revision\": 50}";
        write(good);
        long revision = document(A).revision();
        write("{\"flags\": [");
        applied(store.commit(put(A, revision, "disabled")));

        write(good.replace("}]", "}, {\"name\": \"b\", \"status\": \"enabled\"}]"));

        assertThat(store.load(ALL).documents()).containsOnlyKeys(A, B);
        assertThat(document(A).json()).isEqualTo(json(A, "disabled"));
    }

    @Test
    void commitAfterAllOfTheDirectoryIsGone_isRefused() throws IOException {
        store.commit(put(A, 0, "enabled"));
        store.commit(put(B, 0, "enabled"));
        deleteAll(file.getParent());

        assertThatThrownBy(() -> store.commit(put(DocumentKey.flag("c"), 0, "enabled")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("are gone; nothing was changed");

        write(TWO_FLAGS);
        applied(store.commit(put(DocumentKey.flag("c"), 0, "enabled")));
        assertThat(store.load(ALL).documents()).containsOnlyKeys(A, B, DocumentKey.flag("c"));
    }

    @Test
    void directoryRemovedAndMadeAgain_isReadAnew() throws IOException {
        store.commit(put(A, 0, "enabled"));
        store.commit(put(B, 0, "enabled"));
        Version before = store.version(ALL);
        deleteAll(file.getParent());
        assertThatThrownBy(() -> store.load(ALL)).isInstanceOf(StoreException.class);

        write("{\"flags\": [{\"name\": \"b\", \"status\": \"disabled\"}]}");

        assertThat(store.load(ALL).documents()).containsOnlyKeys(B);
        assertThat(store.version(ALL).epoch()).isNotEqualTo(before.epoch());
        applied(store.commit(put(B, document(B).revision(), "enabled")));
        assertThat(document(B).json()).isEqualTo(json(B, "enabled"));
    }

    @Test
    void fileReplacedByAnOlderOneBeforeTheStart_hidesNoHistory() throws IOException {
        store.commit(put(A, 0, "enabled"));
        store.commit(put(A, 1, "disabled"));
        store.commit(put(A, 2, "enabled"));
        write(TWO_FLAGS);

        try (FileConfigStore restarted = FileConfigStore.of(file)) {
            assertThat(restarted.history(HistoryQuery.latest(10))).hasSize(3);
            applied(restarted.commit(put(DocumentKey.flag("c"), 0, "enabled")));
            assertThat(restarted.history(HistoryQuery.latest(10)))
                    .extracting(AuditEvent::action)
                    .containsExactly("put", "edit_file", "put", "put", "put");
        }
    }

    @Test
    void fileDeletedBeforeTheStart_losesNothing() throws IOException {
        store.commit(put(A, 0, "enabled"));
        store.commit(put(A, 1, "disabled"));
        Files.delete(file);

        try (FileConfigStore restarted = FileConfigStore.of(file)) {
            assertThat(restarted.load(ALL).documents()).containsOnlyKeys(A);
            applied(restarted.commit(put(B, 0, "enabled")));
            assertThat(restarted.history(HistoryQuery.latest(10))).hasSize(3);
        }
    }

    @Test
    void twoStoresOnOneFile_loseNoIncrement() throws Exception {
        try (FileConfigStore other = FileConfigStore.of(file)) {
            CompletableFuture<Void> first =
                    CompletableFuture.runAsync(() -> Increments.increment(store, 200), OwnThread.EXECUTOR);
            CompletableFuture<Void> second =
                    CompletableFuture.runAsync(() -> Increments.increment(other, 200), OwnThread.EXECUTOR);
            CompletableFuture.allOf(first, second).get(120, TimeUnit.SECONDS);
        }

        assertCounted(400);
    }

    @Test
    void twoProcessesOnOneFile_loseNoIncrement() throws Exception {
        List<Process> processes = List.of(countInAProcess(100), countInAProcess(100));
        for (Process process : processes) {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }

        assertCounted(200);
    }

    @Test
    void directoryThatCannotBeWritten_isAReadOnlyStore() throws IOException {
        write(TWO_FLAGS);
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeThat(Files.isWritable(file.getParent()))
                    .as("root writes anyway")
                    .isFalse();
            assertThatThrownBy(() -> store.commit(put(A, document(A).revision(), "disabled")))
                    .isInstanceOf(ReadOnlyStoreException.class)
                    .hasMessageContaining("nothing was changed");
        } finally {
            Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void directoryThatIsAFile_isAStoreExceptionThatNamesIt() throws IOException {
        Files.writeString(directory.resolve("config"), "a file");

        assertThatThrownBy(() -> store.commit(put(A, 0, "enabled")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(directory.resolve("config").toString())
                .hasMessageContaining("nothing was changed");
    }

    @Test
    void newerSchema_isReadableAndNotWritable() throws IOException {
        write("{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\"}], \"schema\": 2}");
        String before = Files.readString(file);

        assertThat(store.load(ALL).documents()).containsOnlyKeys(A);
        assertThatThrownBy(() -> store.commit(put(A, document(A).revision(), "disabled")))
                .isInstanceOf(ReadOnlyStoreException.class)
                .hasMessageContaining("schema 2")
                .hasMessageContaining("newer version of the library");
        assertThat(file).hasContent(before);
    }

    @Test
    void auditLineThatWasTornOff_isIgnoredAndDoesNotSpoilTheNext() throws IOException {
        store.commit(put(A, 0, "enabled"));
        Files.writeString(audit(), "{\"version\": 2, \"at\": \"20", StandardOpenOption.APPEND);

        assertThat(store.history(HistoryQuery.latest(10))).hasSize(1);

        applied(store.commit(put(B, 0, "enabled")));
        assertThat(store.history(HistoryQuery.latest(10)))
                .extracting(AuditEvent::document)
                .containsExactly(B, A);
    }

    @Test
    void permissionsOfTheFile_areKept() throws IOException {
        write(TWO_FLAGS);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        store.commit(put(A, document(A).revision(), "disabled"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void whatIsBesideTheFile_isReadableByItsOwnerOnly() throws IOException {
        store.commit(put(A, 0, "enabled"));

        assertThat(List.of(".flags/head.json", ".flags/audit/000001.jsonl"))
                .allSatisfy(path -> assertThat(
                                PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling(path))))
                        .isEqualTo("rw-------"));
    }

    @Test
    void commit_ofAnotherKind_isKeptAndNotShownInTheFile() throws IOException {
        DocumentKey rollout = new DocumentKey(new Kind("rollout", false), "../r");
        store.commit(put(A, 0, "enabled"));
        String before = Files.readString(file);

        applied(store.commit(putJson(rollout, 0, "{\"stage\":1}")));

        assertThat(file).content().isEqualTo(before);
        try (FileConfigStore other = FileConfigStore.of(file)) {
            assertThat(other.load(java.util.Set.of(rollout.kind()))
                            .documents()
                            .get(rollout)
                            .json())
                    .isEqualTo("{\"stage\":1}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "[]", "{}", "{\"name\": \"other\"}"})
    void commit_ofATextThatIsNotTheDocument_isRefused(String json) {
        assertThatThrownBy(() -> store.commit(putJson(A, 0, json)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("flag \"a\"");
        assertThat(file).doesNotExist();
    }

    private void assertCounted(int times) {
        assertThat(Increments.count(store)).isEqualTo(times);
        List<String> counts = new ArrayList<>(store.history(HistoryQuery.latest(Integer.MAX_VALUE)).stream()
                .map(AuditEvent::reason)
                .toList());
        java.util.Collections.reverse(counts);
        assertThat(counts)
                .isEqualTo(LongStream.rangeClosed(1, times)
                        .mapToObj(Long::toString)
                        .toList());
    }

    private Process countInAProcess(int times) throws IOException {
        String classPath = String.join(
                java.io.File.pathSeparator,
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path", ""),
                locationOf(FileConfigStore.class),
                locationOf(Increments.class));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        Increments.class.getName(),
                        file.toString(),
                        Integer.toString(times))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String locationOf(Class<?> type) {
        return Path.of(java.net.URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private void write(String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private Path audit() {
        return file.resolveSibling(".flags/audit/000001.jsonl");
    }

    private List<Path> rejected() throws IOException {
        try (Stream<Path> files = Files.list(file.resolveSibling(".flags/rejected"))) {
            return files.filter(path -> path.toString().endsWith(".json")).toList();
        }
    }
}
