package dev.flags.store;

import dev.flags.config.ConfigException;
import dev.flags.config.DocumentKey;
import dev.flags.config.FileDocuments;
import dev.flags.config.Limits;
import dev.flags.config.Problem;
import dev.flags.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes what is committed, while its caller holds the lock of the directory.
 *
 * <p><b>A commit</b> is, in this order: its line at the end of the log, durable; the new configuration file under a
 * temporary name, durable; a new head, durable, which takes the place of the old one. <em>That is when it
 * happens.</em> Whoever dies before leaves a line that no head reaches, and the next writer takes it away; whoever dies after
 * leaves a configuration file that is out of date, and the next writer replaces it.
 *
 * <p><b>The configuration file</b> is only shown by all this ({@link ShownFile}). What was moved aside for it is looked at: if
 * it is not what was read before, somebody has just saved it, and that is an edit like any other. It stays for as long as
 * the next commit does not need its place, since an editor that writes in place may still be writing to it.
 */
final class CommitWriter {
    private static final Logger LOG = LoggerFactory.getLogger(FileConfigStore.class);
    /** More than these edits between two of our steps are not a person's; the rest waits for the next look. */
    private static final int MAX_ROUNDS = 10;

    private static final long MIN_CHECKPOINT_BYTES = 256L << 10;

    private final Layout layout;
    private final Disk disk;
    private final AuditLog log;
    private final Evidence evidence;
    private final InstantSource clock;
    private final ShownFile shown;
    private Committed committed;
    private EphemeralDocuments ephemeral = EphemeralDocuments.NONE;
    private @Nullable Letter file;
    /** The hash of what was moved aside last, if its edits are taken in. */
    private String aside = "";

    CommitWriter(Layout layout, Disk disk, AuditLog log, Evidence evidence, InstantSource clock, Committed committed) {
        this.layout = layout;
        this.disk = disk;
        this.log = log;
        this.evidence = evidence;
        this.clock = clock;
        this.shown = new ShownFile(layout, disk, evidence, clock);
        this.committed = committed;
    }

    /** What is committed now. */
    Committed committed() {
        return committed;
    }

    /**
     * Makes the directory ready to be written to: cleans up after writers that died, and takes in what people have edited.
     *
     * @param known the configuration file as it was read last
     * @param good the configuration file as it was when it was of use last, before there was any commit
     */
    void begin(@Nullable Letter known, @Nullable Letter good) throws IOException {
        disk.createDirectories(layout.directory());
        deleteTemporaryFiles();
        settleEphemeral();
        file = Letter.read(layout.projection(), known);
        if (committed.isNothing()) {
            startFrom(good);
        } else if (committed.isRebuilt()) {
            repair();
        }
        log.truncate(committed.head().log());
        takeInEdits();
    }

    static StoreException notAConfiguration(Path path, Letter file) {
        ConfigException why = new ConfigException(file.problems());
        return new StoreException(
                path + " is no configuration; the last good one stays in use. " + why.getMessage(), why);
    }

    private void deleteTemporaryFiles() throws IOException {
        String[] left = layout.temporary().toFile().list();
        for (String name : left == null ? new String[0] : left) {
            disk.delete(layout.temporary().resolve(name));
        }
        disk.createDirectories(layout.temporary());
    }

    private void settleEphemeral() throws IOException {
        ephemeral = EphemeralDocuments.of(layout, committed.head());
        if (EphemeralDocuments.next(layout, committed.head()).isPresent()) {
            disk.move(layout.ephemeralNext(), layout.ephemeral());
        } else if (Files.exists(layout.ephemeralNext())) {
            disk.delete(layout.ephemeralNext()); // its commit did not happen
        }
    }

    private void startFrom(@Nullable Letter good) throws IOException {
        Letter letter = file;
        boolean isBroken = letter != null && letter.isBroken();
        if (letter != null && isBroken && good == null) {
            throw notAConfiguration(layout.file(), letter); // or the first change would leave nothing but itself
        }
        Head head = Head.start(UUID.randomUUID().toString());
        replace(layout.head(), head.write());
        committed = new Committed(head, Truth.start(head.epoch()), List.of(), false);
        if (letter != null && isBroken && good != null) {
            keepBroken(letter);
            takeIn(good, true);
        }
    }

    private void keepBroken(Letter letter) throws IOException {
        evidence.keep(
                letter,
                layout.projection(),
                clock.instant(),
                letter.problems().stream().map(Problem::message).toList());
    }

    /** Keeps what is spoiled as evidence, and goes on from what could be read, in a part of the log of its own. */
    private void repair() throws IOException {
        List<String> why = committed.problems().stream().map(Object::toString).toList();
        for (Path path : List.of(layout.head(), layout.checkpoint(), layout.checkpointBefore())) {
            if (Files.exists(path)) {
                evidence.keep(Files.readAllBytes(path), clock.instant(), why);
            }
        }
        LogPosition end = committed.head().log();
        int next = end.offset() == 0 ? end.segment() : end.segment() + 1; // a repair may have been cut short
        while (Files.exists(layout.segment(next))) {
            next++;
        }
        LogPosition position = new LogPosition(next, 0, end.sequence(), end.hash());
        replace(layout.checkpoint(), new Checkpoint(committed.truth(), position).write());
        Letter moved = Letter.read(layout.previous(), null); // older than the file, and known to whoever moved it
        Head head =
                committed.head().at(committed.truth().version(), position).withAside(moved == null ? "" : moved.hash());
        replace(layout.head(), head.write());
        committed = new Committed(head, committed.truth(), List.of(), false);
        LOG.warn(
                "The store's own files in {} were spoiled, and are repaired; what they were is in {}",
                layout.directory(),
                layout.rejected());
    }

    /** As {@link #takeInEdits}, after a commit whose caller is told what became of it, whatever comes of this. */
    void takeInLateEdits() {
        afterwards("take in the edits made during", this::takeInEdits);
    }

    /** Commits what people have edited, until there is nothing more of it, and the file shows what is committed. */
    void takeInEdits() throws IOException {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            file = Letter.read(layout.projection(), file);
            Head head = committed.head();
            boolean isReplaced = file == null
                    || !file.hash().equals(head.previous())
                    || head.projection().equals(head.previous());
            if (takeInAside()) {
                continue;
            }
            if (file == null) {
                if (FileContent.EMPTY.isProjectionOf(committed.truth(), Set.of())) {
                    return; // and none is needed
                }
                if (!showInstead(Letter.read(layout.previous(), null))) { // deleted, or its writer died in between
                    return;
                }
            } else if (file.hash().equals(head.projection())) {
                return;
            } else if (isReplaced ? !takeIn(file, false) : !showInstead(file)) { // or its writer died before it could
                return;
            }
        }
    }

    /** The file that the last commit moved aside, if somebody has written to it at that time or since. */
    private boolean takeInAside() throws IOException {
        Letter letter = Letter.read(layout.previous(), file);
        boolean isKnown = letter != null && committed.head().knows(letter.hash());
        aside = letter != null && isKnown ? letter.hash() : "";
        return letter != null && !isKnown && takeIn(letter, true);
    }

    /** @return whether anything was done */
    private boolean takeIn(Letter letter, boolean isAside) throws IOException {
        if (letter.isBroken()
                || letter.isOfNewerSchema()
                || committed.truth().origin().schema() > Origin.CURRENT.schema()) {
            return false;
        }
        FileContent content = letter.content();
        HandEdit edit = editOf(letter);
        if (!edit.conflicts().isEmpty()) {
            evidence.keep(letter.bytes(), clock.instant(), edit.conflicts());
        }
        boolean isShown = !isAside && content.isProjectionOf(committed.truth(), edit.refused());
        if (edit.writes().isEmpty()) {
            if (isShown) {
                return false; // white space, or what is refused
            }
            if (isAside) {
                setHead(committed.head().withAside(letter.hash()));
                return true;
            }
            return show(content, edit.refused(), edit.isClean());
        }
        LogEntry entry = entryOf(edit, letter);
        FileContent base = isAside && file != null && !file.isBroken() ? file.content() : content;
        if (isAside) {
            aside = letter.hash();
        }
        // Also if the file shows it already: its editors have to learn of the new revision.
        try {
            writeShown(entry, committed.head(), base, edit.refused(), edit.isClean());
            return true;
        } catch (StoreException e) { // too much for one file, or for one line
            evidence.keep(letter.bytes(), clock.instant(), List.of("the edit cannot be taken in: " + e.getMessage()));
            return false;
        }
    }

    private LogEntry entryOf(HandEdit edit, Letter letter) {
        UUID id = UUID.randomUUID();
        long base = letter.base();
        List<AuditEvent> events = new ArrayList<>();
        for (Write write : edit.writes()) {
            events.add(new AuditEvent(
                    id,
                    letter.editor().at(),
                    letter.editor().actor(),
                    "edited in the file",
                    "edit_file",
                    write.key(),
                    AuditEvent.changes(
                            object(committed.truth().json(write.key())),
                            write instanceof Write.Put put ? object(put.json()) : JsonObject.EMPTY)));
        }
        return new LogEntry(
                nextVersion(), id, clock.instant(), Origin.CURRENT, OptionalLong.of(base), edit.writes(), events);
    }

    private static JsonObject object(@Nullable String json) {
        return json == null ? JsonObject.EMPTY : Json.object(json);
    }

    private HandEdit editOf(Letter letter) throws IOException {
        return HandEdit.of(
                letter.content(),
                committed.truth(),
                letter.editor(),
                (version, keys) ->
                        log.lastWrites(keys, version, committed.head().log()));
    }

    /** Shows what is committed in place of a file whose edits were taken in: with its texts that are still of no use. */
    private boolean showInstead(@Nullable Letter letter) throws IOException {
        if (letter == null || letter.isBroken()) {
            return show(shown.lastContent(), Set.of(), true);
        }
        HandEdit edit = editOf(letter);
        Set<DocumentKey> refused = new HashSet<>(edit.refused());
        refused.removeIf(key -> committed.truth().revision(key) > letter.base()); // a commit has replaced that text
        return show(letter.content(), refused, edit.isClean());
    }

    /**
     * Makes the configuration file show what is committed, without a commit.
     *
     * @return whether it does now
     */
    private boolean show(FileContent content, Set<DocumentKey> refused, boolean isClean) throws IOException {
        byte[] projection = content.projectionOf(committed.truth(), refused).write();
        Path prepared = shown.prepare(projection);
        setHead(committed
                .head()
                .withProjectionOver(replaced(committed.head()), Hashes.sha256(projection), isClean, aside));
        return afterwards("show in the configuration file", () -> shown.putInPlace(prepared, committed.head()));
    }

    /** The hash of what is moved aside. */
    private String replaced(Head head) {
        return file == null ? head.previous() : file.hash();
    }

    /**
     * Applies a commit whose edits by hand were taken in.
     *
     * @param commit with the revisions of what is committed
     */
    CommitResult apply(Commit commit) throws IOException {
        committed.truth().origin().requireWritable(layout.directory().toString());
        Letter letter = file;
        if (letter != null && letter.isOfNewerSchema()) {
            new Origin(letter.schema(), "a newer library")
                    .requireWritable(layout.file().toString());
        }
        List<CommitResult.Conflict.Mismatch> mismatches = Expectations.mismatches(
                commit,
                key -> key.kind().isEphemeral()
                        ? ephemeral.revision(key)
                        : committed.truth().revision(key),
                kind -> kind.isEphemeral()
                        ? ephemeral.byKind().getOrDefault(kind, 0L)
                        : committed.truth().newest(kind));
        if (!mismatches.isEmpty()) {
            return new CommitResult.Conflict(mismatches);
        }
        long version = nextVersion();
        List<Write> kept = commit.writes().stream()
                .filter(write -> !write.key().kind().isEphemeral())
                .toList();
        List<Write> passing = commit.writes().stream()
                .filter(write -> write.key().kind().isEphemeral())
                .toList();
        if (kept.isEmpty()) {
            replaceEphemeral(ephemeral.after(passing, version).write());
            return new CommitResult.Applied(new Version(committed.head().epoch(), version));
        }
        if (!passing.isEmpty()) {
            disk.create(
                    layout.ephemeralNext(),
                    ephemeral.after(passing, version).write().getBytes(StandardCharsets.UTF_8));
        }
        LogEntry entry = new LogEntry(
                version,
                commit.id(),
                clock.instant(),
                Origin.CURRENT,
                OptionalLong.empty(),
                kept.stream().map(DocumentText::compact).toList(),
                commit.events());
        boolean isDurable;
        try {
            isDurable = applyKept(entry);
        } catch (UndecidedException e) {
            LOG.warn("Cannot tell whether commit {} in {} was applied", commit.id(), layout.directory(), e);
            return new CommitResult.Unknown(commit.id());
        }
        if (!passing.isEmpty()) {
            afterwards("settle the ephemeral documents of", this::settleEphemeral);
        }
        return isDurable
                ? new CommitResult.Applied(new Version(committed.head().epoch(), version))
                : new CommitResult.Unknown(commit.id());
    }

    private boolean applyKept(LogEntry entry) throws IOException {
        boolean isShown = entry.writes().stream()
                .anyMatch(write -> FileDocuments.KINDS.contains(write.key().kind()));
        Letter letter = file;
        if (!isShown) {
            return write(entry, committed.head(), null);
        }
        if (letter == null || letter.isBroken()) {
            if (letter != null) {
                keepBroken(letter);
            }
            return writeShown(entry, committed.head(), shown.lastContent(), Set.of(), true);
        }
        boolean isClean = committed.head().isClean()
                && letter.hash().equals(committed.head().projection());
        HandEdit edit = isClean ? HandEdit.NOTHING : editOf(letter);
        Set<DocumentKey> refused = new HashSet<>(edit.refused());
        Set<DocumentKey> overwritten = new HashSet<>(refused);
        overwritten.retainAll(entry.writes().stream().map(Write::key).toList());
        if (!overwritten.isEmpty()) {
            evidence.keep(
                    letter.bytes(),
                    clock.instant(),
                    List.of("a commit replaced " + overwritten + ", whose text in the file was of no use"));
            refused.removeAll(overwritten);
        }
        return writeShown(entry, committed.head(), letter.content(), refused, edit.isClean());
    }

    private boolean writeShown(
            LogEntry entry, Head head, FileContent content, Set<DocumentKey> refused, boolean isClean)
            throws IOException {
        Truth next = committed.truth().after(List.of(entry));
        byte[] projection = content.projectionOf(next, refused).write();
        if (projection.length > Limits.MAX_FILE_BYTES) {
            throw new StoreException("the configuration file would have " + projection.length + " bytes; at most "
                    + Limits.MAX_FILE_BYTES + " are allowed, and nothing was changed");
        }
        Path prepared = shown.prepare(projection);
        return write(
                entry, head.withProjectionOver(replaced(head), Hashes.sha256(projection), isClean, aside), prepared);
    }

    /**
     * Makes one commit happen.
     *
     * @param prepared the new configuration file, or null if the one that is there stays
     * @return whether it is certain to outlive a power cut
     */
    private boolean write(LogEntry entry, Head before, @Nullable Path prepared) throws IOException {
        Truth next = committed.truth().after(List.of(entry));
        Head head = null;
        boolean mayBeThere = false;
        Path temporary = temporaryFile();
        try {
            LogPosition end = log.append(committed.head().log(), entry);
            head = before.at(entry.version(), end);
            disk.create(temporary, head.write().getBytes(StandardCharsets.UTF_8));
            mayBeThere = true;
            disk.move(temporary, layout.head());
        } catch (Exception e) { // some of the JDK's calls throw more than they declare
            if (head == null || !mayBeThere || !isOnDisk(head)) {
                undo(temporary, prepared);
                throw e;
            }
        }
        LogPosition start = committed.head().log();
        committed = new Committed(head, next, List.of(), false);
        boolean isDurable = afterwards("make durable", () -> disk.forceDirectory(layout.directory()));
        if (prepared != null) {
            afterwards("show in the configuration file", () -> shown.putInPlace(prepared, committed.head()));
        }
        afterwards("checkpoint", () -> checkpoint(start));
        return isDurable;
    }

    private boolean isOnDisk(Head head) throws UndecidedException {
        try {
            return TruthReader.text(layout.head()).filter(head.write()::equals).isPresent();
        } catch (IOException e) {
            throw new UndecidedException(e);
        }
    }

    /** Nobody can tell now whether a commit happened: what it wrote must stay, and nothing may be written after it. */
    private static final class UndecidedException extends IOException {
        private static final long serialVersionUID = 1L;

        UndecidedException(IOException cause) {
            super("cannot tell whether a commit was applied", cause);
        }
    }

    private void undo(Path temporary, @Nullable Path prepared) {
        afterwards("clean up", () -> disk.delete(temporary));
        if (prepared != null) {
            afterwards("clean up", () -> disk.delete(prepared));
        }
        afterwards("clean up", () -> log.truncate(committed.head().log()));
    }

    private interface Step {
        void run() throws IOException;
    }

    /** What comes after a commit has happened, or has failed, must not change what its caller is told. */
    private boolean afterwards(String what, Step step) {
        try {
            step.run();
            return true;
        } catch (Exception e) { // some of the JDK's calls throw more than they declare
            LOG.warn(
                    "Could not {} version {} in {}; the next writer does",
                    what,
                    committed.head().version(),
                    layout.directory(),
                    e);
            return false;
        }
    }

    private void checkpoint(LogPosition start) throws IOException {
        long size = Files.exists(layout.checkpoint()) ? Files.size(layout.checkpoint()) : 0;
        long interval = Math.max(MIN_CHECKPOINT_BYTES, 2 * size);
        LogPosition end = committed.head().log();
        boolean isDue = end.segment() != start.segment() || end.offset() / interval != start.offset() / interval;
        if (isDue) {
            Path temporary = temporaryFile();
            disk.create(
                    temporary, new Checkpoint(committed.truth(), end).write().getBytes(StandardCharsets.UTF_8));
            if (size > 0) {
                disk.move(layout.checkpoint(), layout.checkpointBefore());
            }
            disk.move(temporary, layout.checkpoint());
            disk.forceDirectory(layout.directory());
        }
    }

    private void setHead(Head head) throws IOException {
        replace(layout.head(), head.write());
        committed = new Committed(head, committed.truth(), List.of(), false);
    }

    private void replace(Path target, String content) throws IOException {
        Path temporary = temporaryFile();
        disk.create(temporary, content.getBytes(StandardCharsets.UTF_8));
        disk.move(temporary, target);
        disk.forceDirectory(layout.directory());
    }

    /** Not durably: others may lose them, and so may a power cut. */
    private void replaceEphemeral(String content) throws IOException {
        Path temporary = temporaryFile();
        disk.create(temporary, content.getBytes(StandardCharsets.UTF_8));
        try {
            disk.move(temporary, layout.ephemeral());
        } catch (IOException e) {
            if (TruthReader.text(layout.ephemeral()).filter(content::equals).isEmpty()) {
                throw e;
            }
        }
    }

    private Path temporaryFile() {
        return layout.temporary().resolve(UUID.randomUUID().toString());
    }

    private long nextVersion() {
        long written = file == null || file.base() >= View.FIRST_EDIT ? 0 : file.base();
        return Math.max(Math.max(committed.head().version(), ephemeral.version()), written) + 1;
    }

    /** The configuration file as it was read last. */
    @Nullable Letter file() {
        return file;
    }
}
