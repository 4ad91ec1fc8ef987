package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Something that a store writes, in which it may die or fail.
 *
 * @param setup makes the directory as it is before
 * @param between makes a directory that is as this one may be in between, if it takes several versions
 * @param commit what is committed, or null if the store only looks at the file
 * @param isSpoiled whether the store's own files are, so that readers make do with what they find
 */
@SuppressWarnings("NullAway") // a scenario without a commit has none
record FaultScenario(
        String name, long segmentBytes, Setup setup, List<Setup> between, Commit commit, boolean isSpoiled) {
    private static final int MAX_SOCKET_PATH = 60;

    static final DocumentKey A = DocumentKey.flag("a");
    static final DocumentKey B = DocumentKey.flag("b");
    static final DocumentKey ROLLOUT = new DocumentKey(new Kind("rollout", false), "r1");
    static final DocumentKey LEASE = new DocumentKey(new Kind("lease", true), "driver");

    /** For two entries. */
    private static final long SMALL_PART = 900;

    private static final String HAND_MADE = """
            {"x_team": "core", "flags": [{"name": "h", "status": "enabled"}]}
            """;

    interface Setup {
        void make(Path file) throws IOException;
    }

    static List<FaultScenario> all() {
        return List.of(
                of("first commit on nothing", file -> {}, put(A, 0, "new")),
                of("first commit beside a hand-made file", file -> write(file, HAND_MADE), put(A, 0, "new")),
                of("a commit", FaultScenario::twoFlags, put(A, 1, "new")),
                of("a commit that deletes", FaultScenario::twoFlags, commit(new Write.Delete(A, 1))),
                of("a commit of several documents and kinds", FaultScenario::allKinds, everything()),
                of("a commit of a document that the file does not show", FaultScenario::allKinds, rolloutAlone()),
                of(
                        "a commit of an ephemeral document",
                        FaultScenario::allKinds,
                        commit(new Write.Put(LEASE, 3, "{\"holder\":\"two\"}"))),
                of("a commit with an edit pending", FaultScenario::editPending, put(B, 2, "new")),
                of("an edit taken in as it stands", FaultScenario::editPending, null),
                of("an edit taken in that cannot stay as it stands", FaultScenario::staleEditPending, null),
                of("an edit taken in that conflicts", FaultScenario::conflictPending, null),
                of("a commit over texts of no use", FaultScenario::textsOfNoUse, put(B, 2, "new")),
                of("edits of the file and of the one that is aside", FaultScenario::bothEdited, put(B, 4, "new"))
                        .andBetween(FaultScenario::asideTakenIn),
                of("a commit that begins a part of the log", FaultScenario::twoFlags, put(A, 1, "new"))
                        .inPartsOf(SMALL_PART),
                of("a commit that makes a checkpoint", FaultScenario::nearACheckpoint, put(A, 1, "new")),
                of("a commit beside a broken file", FaultScenario::brokenFile, put(A, 1, "new")),
                of("a commit beside a file that cannot be read", FaultScenario::unreadableFile, put(A, 1, "new")),
                of("a repair of a spoiled head", FaultScenario::spoiledHead, put(A, 1, "new"))
                        .ofSpoiledFiles(),
                of("a repair without the first part of the log", FaultScenario::firstPartPutAway, put(A, 1, "new"))
                        .inPartsOf(SMALL_PART)
                        .ofSpoiledFiles(),
                of("a repair by a look", FaultScenario::spoiledHead, null).ofSpoiledFiles());
    }

    private static FaultScenario of(String name, Setup setup, Commit commit) {
        return new FaultScenario(name, AuditLog.SEGMENT_BYTES, setup, List.of(), commit, false);
    }

    private FaultScenario inPartsOf(long bytes) {
        return new FaultScenario(name, bytes, setup, between, commit, isSpoiled);
    }

    private FaultScenario andBetween(Setup... states) {
        return new FaultScenario(name, segmentBytes, setup, List.of(states), commit, isSpoiled);
    }

    private FaultScenario ofSpoiledFiles() {
        return new FaultScenario(name, segmentBytes, setup, between, commit, true);
    }

    /** What a build has time for. */
    static List<FaultScenario> quick() {
        return all().stream()
                .filter(scenario -> !scenario.isSlow() && !scenario.name.contains("checkpoint"))
                .toList();
    }

    static List<FaultScenario> some() {
        return quick().subList(0, quick().size() / 2);
    }

    static List<FaultScenario> others() {
        return quick().subList(quick().size() / 2, quick().size());
    }

    /** Whether each reader waits whether an editor or a writer is about to make it better. */
    boolean isSlow() {
        return isSpoiled || name.contains("broken file") || isOfAnUnreadableFile();
    }

    boolean isOfAnUnreadableFile() {
        return name.contains("cannot be read");
    }

    /** By its name alone. */
    @Override
    public String toString() {
        return name;
    }

    private static void twoFlags(Path file) {
        try (FileConfigStore store = store(file)) {
            store.commit(put(A, 0, "old"));
            store.commit(put(B, 0, "old"));
        }
    }

    private static void allKinds(Path file) {
        twoFlags(file);
        try (FileConfigStore store = store(file)) {
            store.commit(commit(
                    new Write.Put(ROLLOUT, 0, "{\"stage\":1}"), new Write.Put(LEASE, 0, "{\"holder\":\"one\"}")));
        }
    }

    private static Commit everything() {
        return commit(
                new Write.Delete(A, 1),
                new Write.Put(
                        DocumentKey.tombstone("a"), 0, new Tombstone("a", Instant.EPOCH, "tester", "done").toJson()),
                new Write.Put(B, 2, json(B, "new")),
                new Write.Put(DocumentKey.segment("s"), 0, "{\"name\":\"s\"}"),
                new Write.Put(ROLLOUT, 3, "{\"stage\":2}"),
                new Write.Put(LEASE, 3, "{\"holder\":\"two\"}"));
    }

    private static Commit rolloutAlone() {
        return commit(new Write.Put(ROLLOUT, 3, "{\"stage\":2}"));
    }

    private static void editPending(Path file) throws IOException {
        twoFlags(file);
        replace(file, json(A, "old"), json(A, "edited"));
    }

    /** Of version 1, when there was no second flag. */
    private static void staleEditPending(Path file) throws IOException {
        twoFlags(file);
        write(file, "{\"flags\": [" + json(A, "edited") + "], \"revision\": 1}");
    }

    /** By an editor that was slower than a commit, and by one that has seen it. */
    private static void bothEdited(Path file) throws IOException {
        twoFlags(file);
        asideEdited(file);
        replace(file, json(B, "old"), json(B, "edited"));
    }

    private static void asideEdited(Path file) throws IOException {
        replace(Layout.of(file).previous(), json(A, "old"), json(A, "edited"));
    }

    private static void asideTakenIn(Path file) throws IOException {
        twoFlags(file);
        asideEdited(file);
        try (FileConfigStore store = store(file)) {
            store.load(Set.of(Kind.FLAG));
        }
        replace(file, json(B, "old"), json(B, "edited"));
    }

    private static void conflictPending(Path file) throws IOException {
        twoFlags(file);
        String stale = Files.readString(file);
        try (FileConfigStore store = store(file)) {
            store.commit(put(A, 1, "newer"));
        }
        write(file, stale.replace(shown(A, "old"), json(A, "edited").replace("enabled", "disabled")));
    }

    private static void textsOfNoUse(Path file) throws IOException {
        twoFlags(file);
        replace(file, json(A, "old"), json(A, "old") + ", {\"name\": \"broken\", \"status\": \"sideways\"}, 17");
    }

    private static void nearACheckpoint(Path file) {
        twoFlags(file);
        try (FileConfigStore store = store(file)) {
            long length = (256 << 10) - 1800;
            for (int i = 0; i < 4; i++) {
                DocumentKey key = new DocumentKey(ROLLOUT.kind(), "big" + i);
                store.commit(commit(new Write.Put(key, 0, "{\"x\":\"" + "x".repeat((int) length / 4 - 400) + "\"}")));
            }
        }
    }

    private static void brokenFile(Path file) throws IOException {
        twoFlags(file);
        write(file, "{\"flags\": [");
    }

    private static void unreadableFile(Path file) throws IOException {
        twoFlags(file);
        makeUnreadable(file);
    }

    /** Not even by root. */
    static void makeUnreadable(Path file) throws IOException {
        Path near = file; // a socket's path must not be long
        while (near.toString().length() > MAX_SOCKET_PATH) {
            near = Layout.parent(near);
        }
        Path bound = near.resolveSibling("s" + Long.toString(System.nanoTime(), Character.MAX_RADIX));
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(bound)); // leaves a file that can be linked and moved like any other
        }
        Files.move(bound, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void spoiledHead(Path file) throws IOException {
        twoFlags(file);
        Path head = Layout.of(file).head();
        Files.writeString(head, Files.readString(head).replace("\"version\":2", "\"version\":1"));
    }

    /** By whoever keeps the trail elsewhere, before the head and the newest checkpoint are lost. */
    private static void firstPartPutAway(Path file) throws IOException {
        try (FileConfigStore store = store(file, SMALL_PART)) {
            store.commit(put(A, 0, "old"));
            store.commit(commit(new Write.Put(ROLLOUT, 0, "{\"stage\":1}")));
            store.commit(put(B, 0, "old"));
            for (int i = 3; i < 9; i++) {
                store.commit(put(B, i, "old" + i));
            }
        }
        Layout layout = Layout.of(file);
        Files.delete(layout.segment(1));
        Files.delete(layout.head());
        Files.delete(layout.checkpoint());
    }

    private static FileConfigStore store(Path file) {
        return store(file, AuditLog.SEGMENT_BYTES);
    }

    private static FileConfigStore store(Path file, long segmentBytes) {
        return FileConfigStore.of(file, () -> Instant.EPOCH, new FaultyDisk(), Duration.ZERO, segmentBytes);
    }

    static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    /** Replaces the text of a document, as the file shows it. */
    static void replace(Path file, String json, String by) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        String shown = spaced(json);
        if (!text.contains(shown)) {
            throw new IllegalStateException(shown + " is not in " + text);
        }
        write(file, text.replace(shown, by));
    }

    static String shown(DocumentKey key, String owner) {
        return spaced(json(key, owner));
    }

    private static String spaced(String json) {
        return json.replace(":", ": ").replace(",", ", ");
    }

    static String json(DocumentKey key, String owner) {
        return "{\"name\":\"" + key.name() + "\",\"status\":\"enabled\",\"owner\":\"" + owner + "\"}";
    }

    static Commit put(DocumentKey key, long revision, String owner) {
        return commit(new Write.Put(key, revision, json(key, owner)));
    }

    static Commit commit(Write... writes) {
        UUID id = UUID.randomUUID();
        return new Commit(
                id,
                List.of(writes),
                List.of(),
                List.of(writes).stream()
                        .filter(write -> !write.key().kind().isEphemeral())
                        .map(write ->
                                new AuditEvent(id, Instant.EPOCH, "tester", "a test", "change", write.key(), List.of()))
                        .toList());
    }
}
