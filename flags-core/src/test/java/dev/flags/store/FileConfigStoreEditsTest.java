package dev.flags.store;

import static dev.flags.store.FaultScenario.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody saves the file between two steps of a commit. */
@SuppressWarnings("NullAway") // what is absent fails the test
@Execution(ExecutionMode.CONCURRENT) // most of it is waiting
class FileConfigStoreEditsTest {
    private static final Set<Kind> KINDS = Set.of(Kind.FLAG, Kind.SEGMENT, Kind.TOMBSTONE);
    private static final DocumentKey A = DocumentKey.flag("a");
    private static final DocumentKey B = DocumentKey.flag("b");
    private static final DocumentKey C = DocumentKey.flag("c");
    private static final DocumentKey D = DocumentKey.flag("d");
    private static final DocumentKey E = DocumentKey.flag("e");

    @TempDir(factory = FastDirectory.class)
    private Path directory;

    private int places;

    /** How editors save. */
    enum Style {
        ATOMIC {
            @Override
            void save(Path file, String text) throws IOException {
                Path temporary = file.resolveSibling("edited~");
                Files.writeString(temporary, text);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        IN_PLACE {
            @Override
            void save(Path file, String text) throws IOException {
                Files.writeString(file, text);
            }
        },
        DELETE_AND_CREATE {
            @Override
            void save(Path file, String text) throws IOException {
                Files.deleteIfExists(file);
                Files.writeString(file, text);
            }
        };

        abstract void save(Path file, String text) throws IOException;
    }

    /** What is done to a text that an editor opened before the commit. */
    enum Edit {
        NOTHING,
        KILL_OF_THE_SAME,
        KILL_OF_ANOTHER,
        CHANGE_OF_THE_SAME,
        CHANGE_OF_ANOTHER,
        ADDITION,
        REMOVAL,
        TYPO;

        String of(String text) {
            return switch (this) {
                case NOTHING -> text;
                case KILL_OF_THE_SAME -> killed(text, A);
                case KILL_OF_ANOTHER -> killed(text, B);
                case CHANGE_OF_THE_SAME -> changed(text, A);
                case CHANGE_OF_ANOTHER -> changed(text, B);
                case ADDITION -> text.replace("\"flags\": [", "\"flags\": [" + json(D, "edited") + ",");
                case REMOVAL ->
                    text.replace(FaultScenario.shown(C, "old"), "")
                            .replaceAll(",(\\s*)]", "$1]")
                            .replaceAll(",(\\s*),", ",");
                case TYPO -> text.replace("\"flags\": [", "\"flags\": ,");
            };
        }

        private static String killed(String text, DocumentKey key) {
            return text.replace(
                    FaultScenario.shown(key, "old"),
                    FaultScenario.shown(key, "old").replace("enabled", "disabled"));
        }

        private static String changed(String text, DocumentKey key) {
            return text.replace(FaultScenario.shown(key, "old"), FaultScenario.shown(key, "edited"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void edit_beforeAnyStepOfACommit_isNotLostAndUndoesNothing(Edit edit) throws IOException {
        // A typo is looked at again and again, which takes its time, however it was saved.
        List<Style> styles = edit == Edit.TYPO ? List.of(Style.ATOMIC) : List.of(Style.values());
        for (Style style : styles) {
            for (int step = 1; run(edit, style, step, FaultyDisk::new); step++) {}
        }
    }

    @ParameterizedTest
    @EnumSource
    void editInTwoHalves_acrossAnySteps_isNotLostAndUndoesNothing(Edit edit) throws IOException {
        for (int begin = 1; begin <= 12; begin++) {
            for (int steps : edit == Edit.TYPO ? new int[] {2} : new int[] {1, 4, 100}) {
                runInHalves(edit, begin, begin + steps);
            }
        }
    }

    /** Known to be bad: looks whether the name is free, and then renames over it. */
    @Test
    void diskWhoseLinkClobbers_isFoundOut() {
        assertThatThrownBy(() -> {
                    for (int step = 1; run(Edit.ADDITION, Style.ATOMIC, step, Clobbering::new); step++) {}
                })
                .isInstanceOf(AssertionError.class);
    }

    private static final class Clobbering extends FaultyDisk {
        Clobbering(Fault fault, Hook hook) {
            super(fault, hook);
        }

        @Override
        public void link(Path existing, Path name) throws IOException {
            step("look", () -> {});
            step("clobber", () -> Files.move(existing, name, StandardCopyOption.REPLACE_EXISTING));
        }
    }

    private interface Disks {
        FaultyDisk on(FaultyDisk.Fault fault, FaultyDisk.Hook hook);
    }

    /** @return whether there is such a step */
    private boolean run(Edit edit, Style style, int step, Disks disks) throws IOException {
        Path file = threeFlags();
        String stale = Files.readString(file);
        FaultyDisk disk = disks.on(FaultyDisk.Fault.NONE, now -> {
            if (now == step) {
                style.save(file, edit.of(stale));
            }
        });
        String what = edit + ", " + style + " before step " + step + " of ";
        CommitResult result = commit(file, disk);
        if (disk.steps().size() < step) {
            style.save(file, edit.of(stale));
        }
        requireSettled(edit, file, result, what + disk.steps());
        return disk.steps().size() >= step;
    }

    private void runInHalves(Edit edit, int begin, int end) throws IOException {
        Path file = threeFlags();
        byte[] text = edit.of(Files.readString(file)).getBytes(StandardCharsets.UTF_8);
        List<FileChannel> open = new ArrayList<>();
        FaultyDisk disk = new FaultyDisk(FaultyDisk.Fault.NONE, now -> {
            if (now == begin) {
                FileChannel channel = FileChannel.open(
                        file,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING);
                channel.write(ByteBuffer.wrap(text, 0, text.length / 2));
                open.add(channel);
            }
            if (now == end) {
                finish(open, text);
            }
        });
        CommitResult result = commit(file, disk);
        if (disk.steps().size() < begin) {
            return;
        }
        finish(open, text);
        requireSettled(edit, file, result, edit + " from step " + begin + " to " + end + " of " + disk.steps());
    }

    /** An editor that was slower than the commit, and finishes while the next one needs the place of what it writes to. */
    @Test
    void editThatIsFinishedInTheNextCommit_isTakenInOrSetAside() throws IOException {
        int step = 1;
        boolean isReached = true;
        for (; isReached; step++) {
            Path file = threeFlags();
            byte[] text = Edit.CHANGE_OF_ANOTHER.of(Files.readString(file)).getBytes(StandardCharsets.UTF_8);
            List<FileChannel> open = new ArrayList<>();
            int end = step;
            FaultyDisk first = new FaultyDisk(FaultyDisk.Fault.NONE, now -> {
                if (now == 4) {
                    FileChannel channel =
                            FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
                    channel.write(ByteBuffer.wrap(text, 0, text.length / 2));
                    open.add(channel);
                }
            });
            FaultyDisk second = new FaultyDisk(FaultyDisk.Fault.NONE, now -> {
                if (now == end) {
                    finish(open, text);
                }
            });
            commit(file, first);
            try (FileConfigStore store = store(file, second)) {
                assertThat(store.commit(FaultScenario.put(E, 0, "next"))).isInstanceOf(CommitResult.Applied.class);
            }
            finish(open, text);
            isReached = second.steps().size() >= step;
            try (FileConfigStore store = store(file, new FaultyDisk())) {
                String what = "finished before step " + step + " of " + second.steps();
                boolean isTakenIn =
                        json(B, "edited").equals(text(store.load(KINDS).documents(), B));
                assertThat(isTakenIn || rejected(file) > 0).as(what).isTrue();
                assertThat(text(store.load(KINDS).documents(), A)).as(what).isEqualTo(json(A, "new"));
                assertThat(Files.readString(file)).as(what).contains(FaultScenario.shown(E, "next"));
            }
        }
    }

    /** Somebody finishes an edit of the file that is aside just after a commit has looked there. */
    @Test
    void editOfTheFileThatIsAside_beforeAnyStepOfACommit_isNotLost() throws IOException {
        boolean isReached = true;
        for (int step = 1; isReached; step++) {
            Path file = threeFlags();
            int at = step;
            Path aside = Layout.of(file).previous();
            FaultyDisk disk = new FaultyDisk(FaultyDisk.Fault.NONE, now -> {
                if (now == at) {
                    Files.writeString(aside, Edit.CHANGE_OF_ANOTHER.of(Files.readString(aside)));
                }
            });
            commit(file, disk);
            isReached = disk.steps().size() >= step;
            String taken = isReached ? disk.steps().get(step - 1) : "";
            if (isReached
                    && !taken.startsWith("move feature_flags.json")) { // no edit can be told from that very moment
                try (FileConfigStore store = store(file, new FaultyDisk())) {
                    String what = "before step " + step + " of " + disk.steps();
                    assertThat(text(store.load(KINDS).documents(), B)).as(what).isEqualTo(json(B, "edited"));
                    assertThat(text(store.load(KINDS).documents(), A)).as(what).isEqualTo(json(A, "new"));
                }
            }
        }
    }

    /** One editor finishes in the file that is aside, another one saves the new file. */
    @ParameterizedTest
    @EnumSource(names = {"KILL_OF_ANOTHER", "ADDITION", "REMOVAL", "TYPO"})
    void editsOfTheFileAndOfTheOneThatIsAside_areBothTakenIn(Edit edit) throws IOException {
        boolean isReached = true;
        for (int step = 0; isReached; step++) {
            Path file = threeFlags();
            commit(file, new FaultyDisk());
            Path aside = Layout.of(file).previous();
            String edited = edit.of(Files.readString(file));
            int at = step;
            FaultyDisk.Hook save = now -> {
                if (now == at) {
                    Files.writeString(aside, Edit.CHANGE_OF_ANOTHER.of(Files.readString(aside)));
                    Files.writeString(file, edited);
                }
            };
            save.before(0); // before a commit, or in one
            FaultyDisk disk = new FaultyDisk(FaultyDisk.Fault.NONE, save);
            try (FileConfigStore store = store(file, disk)) {
                if (step > 0) {
                    store.commit(FaultScenario.put(E, 0, "next"));
                }
                store.load(KINDS);
                Map<DocumentKey, Document> documents = store.load(KINDS).documents();
                String what = edit + " before step " + step + " of " + disk.steps();
                isReached = step <= disk.steps().size();
                if (isReached && !isMoment(disk, step)) {
                    requireBothTakenIn(edit, file, store, documents, what);
                }
            }
        }
    }

    /** Of an edit of what is aside just before that is replaced nobody can tell. */
    private static boolean isMoment(FaultyDisk disk, int step) {
        return step > 0 && disk.steps().get(step - 1).startsWith("move feature_flags.json");
    }

    private static void requireBothTakenIn(
            Edit edit, Path file, FileConfigStore store, Map<DocumentKey, Document> documents, String what)
            throws IOException {
        assertThat(text(documents, A)).as(what).isEqualTo(json(A, "new"));
        String b = text(documents, B);
        if (edit == Edit.KILL_OF_ANOTHER) {
            assertThat(b).as(what).contains("\"disabled\"");
        } else {
            assertThat(b).as(what).isEqualTo(json(B, "edited"));
        }
        assertThat(text(documents, D)).as(what).isEqualTo(edit == Edit.ADDITION ? json(D, "edited") : null);
        if (edit == Edit.TYPO) {
            store.commit(
                    FaultScenario.put(A, store.load(KINDS).documents().get(A).revision(), "newer"));
            assertThat(rejected(file)).as(what).isPositive();
        }
        assertThat(text(documents, C)).as(what).isEqualTo(edit == Edit.REMOVAL ? null : json(C, "old"));
    }

    private static void finish(List<FileChannel> open, byte[] text) throws IOException {
        for (FileChannel channel : open) {
            channel.write(ByteBuffer.wrap(text, text.length / 2, text.length - text.length / 2));
            channel.close();
        }
        open.clear();
    }

    private CommitResult commit(Path file, FaultyDisk disk) {
        try (FileConfigStore store = store(file, disk)) {
            return store.commit(FaultScenario.put(A, 1, "new"));
        }
    }

    private void requireSettled(Edit edit, Path file, CommitResult result, String what) throws IOException {
        try (FileConfigStore store = store(file, new FaultyDisk())) {
            store.load(KINDS);
            store.load(KINDS);
            Map<DocumentKey, Document> documents = store.load(KINDS).documents();
            boolean isApplied = result instanceof CommitResult.Applied;
            boolean isOfTheSame = edit == Edit.KILL_OF_THE_SAME || edit == Edit.CHANGE_OF_THE_SAME;
            assertThat(isApplied || (isOfTheSame && result instanceof CommitResult.Conflict))
                    .as("%s: %s", what, result)
                    .isTrue();
            String a = text(documents, A);
            if (edit == Edit.KILL_OF_THE_SAME) {
                assertThat(a)
                        .as(what)
                        .startsWith((isApplied ? json(A, "new") : json(A, "old"))
                                .replace("enabled\"", "disabled\"")
                                .replace("}", ""));
            } else {
                assertThat(a).as(what).isEqualTo(isApplied ? json(A, "new") : json(A, "edited"));
            }
            assertThat(text(documents, B))
                    .as(what)
                    .isEqualTo(
                            switch (edit) {
                                case KILL_OF_ANOTHER -> json(B, "old").replace("enabled", "disabled");
                                case CHANGE_OF_ANOTHER -> json(B, "edited");
                                default -> json(B, "old");
                            });
            assertThat(text(documents, C)).as(what).isEqualTo(edit == Edit.REMOVAL ? null : json(C, "old"));
            assertThat(text(documents, D)).as(what).isEqualTo(edit == Edit.ADDITION ? json(D, "edited") : null);
            if (isApplied && isOfTheSame) {
                assertThat(rejected(file))
                        .as("%s: what conflicts is set aside", what)
                        .isPositive();
            }
            assertThat(store.commit(FaultScenario.put(E, 0, "next"))).as(what).isInstanceOf(CommitResult.Applied.class);
            if (edit == Edit.TYPO) {
                assertThat(rejected(file))
                        .as("%s: what is of no use is set aside", what)
                        .isPositive();
            }
            assertThat(store.verifyAudit(java.util.Optional.empty())).isInstanceOf(AuditCheck.Intact.class);
            assertThat(Files.readString(file)).as(what).contains(FaultScenario.shown(E, "next"));
        }
    }

    private static @Nullable String text(Map<DocumentKey, Document> documents, DocumentKey key) {
        Document document = documents.get(key);
        return document == null ? null : document.json();
    }

    private static long rejected(Path file) throws IOException {
        Path rejected = Layout.of(file).rejected();
        if (!Files.exists(rejected)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(rejected)) {
            return files.filter(path -> path.toString().endsWith(".why.txt")).count();
        }
    }

    /** At version 3, each of one version. */
    private Path threeFlags() throws IOException {
        Path file = directory.resolve("place" + places++).resolve("feature_flags.json");
        try (FileConfigStore store = store(file, new FaultyDisk())) {
            for (DocumentKey key : List.of(A, B, C)) {
                store.commit(FaultScenario.put(key, 0, "old"));
            }
        }
        return file;
    }

    private static FileConfigStore store(Path file, Disk disk) {
        AtomicInteger seconds = new AtomicInteger();
        return FileConfigStore.of(
                file,
                () -> Instant.ofEpochSecond(seconds.incrementAndGet()),
                disk,
                Duration.ofSeconds(5),
                AuditLog.SEGMENT_BYTES);
    }
}
