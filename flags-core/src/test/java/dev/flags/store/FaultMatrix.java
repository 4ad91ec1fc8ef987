package dev.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.FaultyDisk.Died;
import dev.flags.store.FaultyDisk.Effect;
import dev.flags.store.FaultyDisk.Fault;
import dev.flags.store.FaultyDisk.Manner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A scenario, with a fault at each of its steps, and at each of the steps of what comes to the rescue. After every fault what
 * is there must be what was before, or what should come to be, and never a mixture.
 */
final class FaultMatrix {
    private static final Set<Kind> KINDS =
            Set.of(Kind.FLAG, Kind.SEGMENT, Kind.TOMBSTONE, FaultScenario.ROLLOUT.kind(), FaultScenario.LEASE.kind());
    private static final DocumentKey RESCUED = DocumentKey.flag("rescued");
    private static final DocumentKey AFTERWARDS = DocumentKey.flag("afterwards");

    /** Makes disks with a fault: the one under test, or a bad one that must be found out. */
    interface Disks extends Function<Fault, FaultyDisk> {}

    private final FaultScenario scenario;
    private final Path directory;
    private final Disks disks;
    private final int stride;
    private final InstantSource clock;
    private final Set<Seen> legal = new LinkedHashSet<>();
    private final Path before;
    private final Seen after;
    private int cases;
    private int places;
    private int offered;

    /** @param stride of so many cases of a fault in a rescue one is run */
    FaultMatrix(FaultScenario scenario, Path directory, Disks disks, int stride) throws IOException {
        this.scenario = scenario;
        this.directory = directory;
        this.disks = disks;
        this.stride = scenario.isSlow() ? 8 * stride : stride;
        AtomicInteger seconds = new AtomicInteger();
        this.clock = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
        this.before = newPlace();
        scenario.setup().make(before);
        this.after = addLegal();
    }

    /**
     * What a reader sees.
     *
     * @param committed the revision and the text of each document
     * @param shown the text of each document, with edits that are on no record yet
     * @param isInHistory whether the commit of the scenario is
     */
    private record Seen(Map<DocumentKey, String> committed, Map<DocumentKey, String> shown, boolean isInHistory) {}

    /** Before; with the edits that were pending taken in; and after. */
    private Seen addLegal() throws IOException {
        legal.add(seen(before));
        Path edited = copy(before);
        try (FileConfigStore store = store(edited, new FaultyDisk())) {
            Commit none = FaultScenario.commit(new Write.Delete(DocumentKey.flag("none"), 99));
            assertThat(store.commit(none)).isInstanceOf(CommitResult.Conflict.class);
        }
        legal.add(seen(edited));
        for (FaultScenario.Setup between : scenario.between()) {
            Path place = newPlace();
            between.make(place);
            legal.add(seen(place));
        }
        Path acted = copy(before);
        try (FileConfigStore store = store(acted, new FaultyDisk())) {
            CommitResult result = act(store);
            assertThat(result == null || result instanceof CommitResult.Applied)
                    .as("%s: %s", scenario, result)
                    .isTrue();
        }
        Seen last = seen(acted);
        legal.add(last);
        return last;
    }

    /**
     * Runs every case.
     *
     * @return how many there were
     */
    int run(Manner manner) throws IOException {
        for (int step = 1; ; step++) {
            boolean isWriting = false;
            for (Effect effect : Effect.values()) {
                if ((!isWriting || scenario.isSlow()) && effect != Effect.NONE && effect != Effect.ALL) {
                    continue;
                }
                Fault fault = new Fault(step, effect, manner);
                FaultyDisk disk = disks.apply(fault);
                Path file = copy(before);
                String what = scenario + ", " + fault;
                try {
                    if (manner == Manner.DEATH) {
                        die(file, disk, what);
                    } else {
                        failAndGoOn(file, disk, what);
                    }
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(what + " of " + disk.steps(), e);
                }
                if (!disk.isReached()) {
                    return cases;
                }
                isWriting = disk.steps().get(step - 1).startsWith("create")
                        || disk.steps().get(step - 1).startsWith("write")
                        || disk.steps().get(step - 1).startsWith("torn");
                delete(file);
            }
        }
    }

    private @Nullable CommitResult act(FileConfigStore store) {
        if (scenario.commit() != null) {
            return store.commit(scenario.commit());
        }
        store.load(KINDS);
        return null;
    }

    private void die(Path file, FaultyDisk disk, String what) throws IOException {
        CommitResult result = null;
        try (FileConfigStore store = store(file, disk)) {
            result = act(store);
        } catch (Died e) {
            cases++;
        }
        requireLegal(file, what);
        if (result instanceof CommitResult.Applied) {
            assertThat(seen(file)).as(what).isEqualTo(after);
        }
        if (disk.isReached()) {
            rescue(file, what);
        }
    }

    /** By a look and by a commit, each of which dies at each of its steps, and by the next one, which does not. */
    private void rescue(Path crashed, String what) throws IOException {
        for (boolean isByCommit : new boolean[] {false, true}) {
            boolean isReached = true;
            for (int step = 1; isReached; step++) {
                for (Effect effect : List.of(Effect.NONE, Effect.HALF, Effect.ALL)) {
                    FaultyDisk disk = disks.apply(Fault.death(step, effect));
                    if (offered++ % stride != 0 && step > 1) {
                        isReached = step < 60;
                        continue;
                    }
                    Path file = copy(crashed);
                    rescue(file, disk, isByCommit);
                    requireLegal(file, what + ", then " + disk.steps());
                    finish(file, what + ", then " + disk.steps());
                    delete(file);
                    isReached = disk.isReached();
                    cases++;
                    if (!isReached) {
                        break;
                    }
                }
            }
        }
    }

    private void rescue(Path file, FaultyDisk disk, boolean isByCommit) {
        try (FileConfigStore store = store(file, disk)) {
            store.load(KINDS);
            if (isByCommit) {
                store.commit(FaultScenario.put(RESCUED, 0, "rescuer"));
            }
        } catch (Died e) {
            // and the next one comes
        }
    }

    /** A clean start, after which everything is as if nothing had been. */
    private void finish(Path file, String what) throws IOException {
        boolean wasApplied = seen(file).equals(after);
        try (FileConfigStore store = store(file, new FaultyDisk())) {
            store.load(KINDS);
            requireLegal(file, what + ", then a look");
            requireWorking(store, file, what);
        }
        if (scenario.commit() != null) {
            assertThat(seen(file).equals(after)).as(what).isEqualTo(wasApplied);
        }
    }

    private void requireWorking(FileConfigStore store, Path file, String what) throws IOException {
        assertThat(store.commit(FaultScenario.put(AFTERWARDS, 0, "next")))
                .as(what)
                .isInstanceOf(CommitResult.Applied.class);
        requireLegal(file, what + ", then a commit");
        assertThat(store.verifyAudit(java.util.Optional.empty())).as(what).isInstanceOf(AuditCheck.Intact.class);
        Committed committed = committed(file);
        assertThat(committed.isRebuilt()).as(what).isFalse();
        Letter letter = java.util.Objects.requireNonNull(Letter.read(file, null), what);
        assertThat(letter.content().isProjectionOf(committed.truth(), Set.of(DocumentKey.flag("broken"))))
                .as(
                        "%s: the file shows what is committed: %s",
                        what, letter.content().documents())
                .isTrue();
        assertThat(Files.readString(file).contains("\"broken\""))
                .as("%s: what is of no use stays in the file", what)
                .isEqualTo(scenario.name().contains("no use"));
        assertThat(isUnreadableKept(file))
                .as("%s: what cannot be read is kept", what)
                .isEqualTo(scenario.isOfAnUnreadableFile());
        assertThat(temporaries(file)).as(what).isEmpty();
        FaultyDisk idle = new FaultyDisk();
        try (FileConfigStore looking = store(file, idle)) {
            looking.load(KINDS);
        }
        assertThat(idle.steps()).as("%s: all is done", what).isEmpty();
    }

    private void failAndGoOn(Path file, FaultyDisk disk, String what) throws IOException {
        cases++;
        try (FileConfigStore store = store(file, disk)) {
            CommitResult result = null;
            boolean isRefused = false;
            try {
                result = act(store);
                assertThat(result instanceof CommitResult.Conflict).as(what).isFalse();
            } catch (StoreException e) {
                isRefused = true;
            }
            Seen seen = requireLegal(file, what);
            requireResult(result, isRefused, seen, what);
            Map<DocumentKey, String> memory = shown(store);
            if (!memory.equals(seen.shown())) { // this look has taken in an edit that waited
                seen = requireLegal(file, what);
            }
            assertThat(memory).as("%s: memory", what).isEqualTo(seen.shown());
            assertThat(temporaries(file)).as(what).hasSizeLessThan(3);
            disk.heal();
            assertThat(shown(store))
                    .as("%s: memory after it is over", what)
                    .isEqualTo(requireLegal(file, what).shown());
            requireWorking(store, file, what);
            requireResult(result, isRefused, seen(file), what);
        } catch (StoreException e) {
            fail(what, e);
        }
    }

    private void requireResult(@Nullable CommitResult result, boolean isRefused, Seen seen, String what) {
        if (result instanceof CommitResult.Applied) {
            assertThat(seen).as("%s: what was acknowledged", what).isEqualTo(after);
        }
        if (isRefused) {
            assertThat(seen).as("%s: what was refused", what).isNotEqualTo(after);
        }
    }

    private Seen requireLegal(Path file, String what) throws IOException {
        Seen seen = seen(file);
        assertThat(legal).as(what).contains(seen);
        if (!scenario.isSpoiled()) {
            assertThat(committed(file).isRebuilt()).as(what).isFalse();
        }
        return seen;
    }

    private Seen seen(Path file) throws IOException {
        Map<DocumentKey, String> entries = new HashMap<>();
        committed(file)
                .truth()
                .entries()
                .forEach((key, entry) -> entries.put(
                        key,
                        entry.document().revision() + " "
                                + withoutTime(entry.document().json())));
        try (FileConfigStore reader = store(file, FaultyDisk.refusing())) {
            boolean isInHistory = scenario.commit() != null
                    && !reader.history(HistoryQuery.of(scenario.commit().id())).isEmpty();
            return new Seen(withoutRescuers(entries), shown(reader), isInHistory);
        }
    }

    private static Map<DocumentKey, String> shown(FileConfigStore store) {
        Map<DocumentKey, String> shown = new HashMap<>();
        store.load(KINDS).documents().forEach((key, document) -> shown.put(key, withoutTime(document.json())));
        return withoutRescuers(shown);
    }

    private static Map<DocumentKey, String> withoutRescuers(Map<DocumentKey, String> documents) {
        documents.keySet().removeAll(Set.of(RESCUED, AFTERWARDS));
        return documents;
    }

    /** A tombstone says when. */
    private static String withoutTime(String json) {
        int at = json.indexOf("\"retired_at\"");
        return at < 0 ? json : json.substring(0, at);
    }

    private Committed committed(Path file) throws IOException {
        Layout layout = Layout.of(file);
        return new TruthReader(layout, new AuditLog(layout, FaultyDisk.refusing(), scenario.segmentBytes()))
                .read(Committed.NOTHING);
    }

    private static boolean isUnreadableKept(Path file) throws IOException {
        Path rejected = Layout.of(file).rejected();
        if (!Files.exists(rejected)) {
            return false;
        }
        try (Stream<Path> kept = Files.list(rejected)) {
            return kept.anyMatch(path -> Files.exists(path) && !Files.isRegularFile(path));
        }
    }

    private static List<Path> temporaries(Path file) throws IOException {
        Path temporary = Layout.of(file).temporary();
        if (!Files.exists(temporary)) {
            return List.of();
        }
        try (Stream<Path> left = Files.list(temporary)) {
            return left.toList();
        }
    }

    private FileConfigStore store(Path file, Disk disk) {
        return FileConfigStore.of(file, clock, disk, Duration.ofSeconds(5), scenario.segmentBytes());
    }

    private Path newPlace() throws IOException {
        Path place = directory.resolve("place" + places++);
        Files.createDirectories(place);
        return place.resolve("feature_flags.json");
    }

    private Path copy(Path file) throws IOException {
        Path from = Layout.parent(file);
        Path copied = newPlace();
        Path to = Layout.parent(copied);
        try (Stream<Path> all = Files.walk(from)) {
            all.filter(path -> !path.equals(from)).forEach(path -> {
                try {
                    copy(path, to.resolve(from.relativize(path)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return copied;
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isRegularFile(from) || Files.isDirectory(from)) {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        } else {
            FaultScenario.makeUnreadable(to);
            Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
        }
    }

    private static void delete(Path file) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> all = Files.walk(Layout.parent(file))) {
            all.sorted(Comparator.reverseOrder()).forEach(paths::add);
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
