package dev.flags.store;

import dev.flags.config.ConfigException;
import dev.flags.config.DocumentKey;
import dev.flags.config.FileDocuments;
import dev.flags.config.Limits;
import dev.flags.config.Problem;
import dev.flags.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies commits and takes in what people have edited, while its caller holds the lock of the directory.
 *
 * <p>What makes a commit happen is {@link TruthWriter}'s. <b>The configuration file</b> is only shown by all this
 * ({@link ShownFile}): it is prepared under a temporary name, durable, before the commit, and put in its place after. Whoever
 * dies in between leaves a configuration file that is out of date, and the next writer replaces it. What was moved aside for it
 * is looked at: if it is not what was read before, somebody has just saved it, and that is an edit like any other. It stays for
 * as long as the next commit does not need its place, since an editor that writes in place may still be writing to it.
 */
final class CommitWriter {
    private static final Logger LOG = LoggerFactory.getLogger(FileConfigStore.class);
    /** More than these edits between two of our steps are not a person's; the rest waits for the next look. */
    private static final int MAX_ROUNDS = 10;

    private final Layout layout;
    private final Disk disk;
    private final LogSearch search;
    private final Evidence evidence;
    private final InstantSource clock;
    private final ShownFile shown;
    private final TruthWriter writer;
    private final EphemeralWriter ephemeral;
    private @Nullable Letter file;
    /** The hash of what was moved aside last, if its edits are taken in. */
    private String aside = "";

    CommitWriter(Layout layout, Disk disk, AuditLog log, Evidence evidence, InstantSource clock, Committed committed) {
        this.layout = layout;
        this.disk = disk;
        this.search = new LogSearch(layout);
        this.evidence = evidence;
        this.clock = clock;
        this.shown = new ShownFile(layout, disk, evidence, clock);
        this.writer = new TruthWriter(layout, disk, log, committed);
        this.ephemeral = new EphemeralWriter(layout, disk);
    }

    /** What is committed now. */
    Committed committed() {
        return writer.committed();
    }

    /** The configuration file as it was read last. */
    @Nullable Letter file() {
        return file;
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
        ephemeral.settle(writer.head());
        file = Letter.read(layout.projection(), known);
        boolean isOfUse = file != null && !file.isBroken();
        if (committed().isNothing()) {
            if (file != null && !isOfUse && good == null) {
                throw notAConfiguration(layout.file(), file); // or the first change would leave nothing but itself
            }
            writer.start();
        } else if (committed().isRebuilt()) {
            writer.repair(evidence, clock);
        }
        writer.truncateLog();
        if (writer.head().log().equals(LogPosition.START)) {
            disk.forceDirectory(Layout.parent(layout.directory())); // whoever made it may have died before
        }
        if (!isOfUse && good != null && writer.head().version() == 0) {
            takeIn(good, true); // for the same reason
        }
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

    private void keepBroken(Letter letter) throws IOException {
        evidence.keep(
                letter,
                layout.projection(),
                clock.instant(),
                letter.problems().stream().map(Problem::message).toList());
    }

    /** As {@link #takeInEdits}, after a commit whose caller is told what became of it, whatever comes of this. */
    void takeInLateEdits() {
        writer.afterwards("take in the edits made during", this::takeInEdits);
    }

    /** Commits what people have edited, until there is nothing more of it, and the file shows what is committed. */
    void takeInEdits() throws IOException {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            file = Letter.read(layout.projection(), file);
            Head head = writer.head();
            boolean isReplaced = file == null
                    || !file.hash().equals(head.previous())
                    || head.projection().equals(head.previous());
            if (takeInAside()) {
                continue;
            }
            if (file == null) {
                if (FileContent.EMPTY.isProjectionOf(writer.truth(), Set.of())) {
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
        boolean isKnown = letter != null && writer.head().knows(letter.hash());
        aside = letter != null && isKnown ? letter.hash() : "";
        return letter != null && !isKnown && takeIn(letter, true);
    }

    /** @return whether anything was done */
    private boolean takeIn(Letter letter, boolean isAside) throws IOException {
        if (letter.isBroken()
                || letter.isOfNewerSchema()
                || writer.truth().origin().schema() > Origin.CURRENT.schema()) {
            return false;
        }
        HandEdit edit = editOf(letter);
        List<String> why = new ArrayList<>(edit.conflicts());
        if (isAside) {
            why.addAll(lostWith(letter, edit));
        }
        if (!why.isEmpty()) {
            evidence.keep(letter.bytes(), clock.instant(), why);
        }
        if (edit.writes().isEmpty()) {
            return takeInNothing(letter, edit, isAside);
        }
        // Also if the file shows it already: its editors have to learn of the new revision.
        LogEntry entry = entryOf(edit, letter);
        try {
            if (isAside) {
                writeAside(entry, letter, edit);
            } else {
                writeShown(entry, letter.content(), edit.refused(), edit.isClean());
            }
            return true;
        } catch (StoreException e) { // too much for one file, or for one line
            evidence.keep(letter.bytes(), clock.instant(), List.of("the edit cannot be taken in: " + e.getMessage()));
            return false;
        }
    }

    private boolean takeInNothing(Letter letter, HandEdit edit, boolean isAside) throws IOException {
        if (isAside) {
            writer.setHead(writer.head().withAside(letter.hash()));
            return true;
        }
        boolean isShown = letter.content().isProjectionOf(writer.truth(), edit.refused());
        return !isShown // or it is white space, or what is refused
                && show(letter.content(), edit.refused(), edit.isClean());
    }

    /** Commits an edit of the file that was moved aside. If the one in its place has edits of its own, they come next. */
    private void writeAside(LogEntry entry, Letter letter, HandEdit edit) throws IOException {
        aside = letter.hash();
        Letter inPlace = file;
        if (inPlace != null && !writer.head().knows(inPlace.hash())) {
            writer.write(entry, writer.truth().after(entry), writer.head().withAside(aside));
        } else {
            writeShown(entry, baseOf(letter), edit.refused(), edit.isClean());
        }
    }

    /** What the file looks like that edits of the one that was moved aside get into. */
    private FileContent baseOf(Letter letter) {
        return file == null || file.isBroken() ? letter.content() : file.content();
    }

    /** Why the text of some documents in the file that was moved aside is of no use, if no other file has that text. */
    private List<String> lostWith(Letter letter, HandEdit edit) {
        FileContent base = baseOf(letter);
        boolean isLost = edit.refused().stream()
                .anyMatch(key -> !Objects.equals(
                        letter.content().documents().get(key), base.documents().get(key)));
        return isLost ? edit.problems().stream().map(Problem::toString).toList() : List.of();
    }

    private LogEntry entryOf(HandEdit edit, Letter letter) {
        UUID id = UUID.randomUUID();
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
                            object(writer.truth().json(write.key())),
                            write instanceof Write.Put put ? object(put.json()) : JsonObject.EMPTY)));
        }
        return new LogEntry(
                nextVersion(letter),
                id,
                clock.instant(),
                Origin.CURRENT,
                OptionalLong.of(letter.base()),
                edit.writes(),
                events);
    }

    private static JsonObject object(@Nullable String json) {
        return json == null ? JsonObject.EMPTY : Json.object(json);
    }

    private HandEdit editOf(Letter letter) throws IOException {
        return HandEdit.of(letter, committed(), search);
    }

    /** Shows what is committed in place of a file whose edits were taken in: with its texts that are still of no use. */
    private boolean showInstead(@Nullable Letter letter) throws IOException {
        if (letter == null || letter.isBroken()) {
            return show(shown.lastContent(), Set.of(), true);
        }
        HandEdit edit = editOf(letter);
        Set<DocumentKey> refused = new HashSet<>(edit.refused());
        refused.removeIf(key -> writer.truth().revision(key) > letter.base()); // a commit has replaced that text
        return show(letter.content(), refused, edit.isClean());
    }

    /**
     * Makes the configuration file show what is committed, without a commit.
     *
     * @return whether it does now
     */
    private boolean show(FileContent content, Set<DocumentKey> refused, boolean isClean) throws IOException {
        byte[] projection = content.projectionOf(writer.truth(), refused).write();
        Path prepared = shown.prepare(projection);
        writer.setHead(withProjection(projection, isClean));
        return putInPlace(prepared);
    }

    /** The head with a new configuration file, which is yet to take the place of the one that is there. */
    private Head withProjection(byte[] projection, boolean isClean) {
        String replaced = file == null ? writer.head().previous() : file.hash();
        return writer.head().withProjectionOver(replaced, Hashes.sha256(projection), isClean, aside);
    }

    /**
     * Applies a commit whose edits by hand were taken in.
     *
     * @param commit with the revisions of what is committed
     */
    CommitResult apply(Commit commit) throws IOException {
        writer.truth().origin().requireWritable(layout.directory().toString());
        Letter letter = file;
        if (letter != null && letter.isOfNewerSchema()) {
            new Origin(letter.schema(), "a newer library")
                    .requireWritable(layout.file().toString());
        }
        List<CommitResult.Conflict.Mismatch> mismatches = Expectations.mismatches(
                commit,
                key -> key.kind().isEphemeral()
                        ? ephemeral.revision(key)
                        : writer.truth().revision(key),
                kind -> kind.isEphemeral()
                        ? ephemeral.newest(kind)
                        : writer.truth().newest(kind));
        if (!mismatches.isEmpty()) {
            return new CommitResult.Conflict(mismatches);
        }
        long version = nextVersion(letter);
        List<Write> kept = commit.writes().stream()
                .filter(write -> !write.key().kind().isEphemeral())
                .toList();
        List<Write> passing = commit.writes().stream()
                .filter(write -> write.key().kind().isEphemeral())
                .toList();
        if (kept.isEmpty()) {
            ephemeral.write(passing, version);
            return new CommitResult.Applied(new Version(writer.head().epoch(), version));
        }
        if (!passing.isEmpty()) {
            ephemeral.prepare(passing, version);
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
        } catch (TruthWriter.UndecidedException e) {
            LOG.warn("Cannot tell whether commit {} in {} was applied", commit.id(), layout.directory(), e);
            return new CommitResult.Unknown(commit.id());
        }
        if (!passing.isEmpty()) {
            writer.afterwards("settle the ephemeral documents of", () -> ephemeral.settle(writer.head()));
        }
        return isDurable
                ? new CommitResult.Applied(new Version(writer.head().epoch(), version))
                : new CommitResult.Unknown(commit.id());
    }

    private boolean applyKept(LogEntry entry) throws IOException {
        boolean isShown = entry.writes().stream()
                .anyMatch(write -> FileDocuments.KINDS.contains(write.key().kind()));
        Letter letter = file;
        if (!isShown) {
            return writer.write(entry, writer.truth().after(entry), writer.head());
        }
        if (letter == null || letter.isBroken()) {
            if (letter != null) {
                keepBroken(letter);
            }
            return writeShown(entry, shown.lastContent(), Set.of(), true);
        }
        boolean isClean =
                writer.head().isClean() && letter.hash().equals(writer.head().projection());
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
        return writeShown(entry, letter.content(), refused, edit.isClean());
    }

    private boolean writeShown(LogEntry entry, FileContent content, Set<DocumentKey> refused, boolean isClean)
            throws IOException {
        Truth next = writer.truth().after(entry);
        byte[] projection = content.projectionOf(next, refused).write();
        if (projection.length > Limits.MAX_FILE_BYTES) {
            throw new StoreException("the configuration file would have " + projection.length + " bytes; at most "
                    + Limits.MAX_FILE_BYTES + " are allowed, and nothing was changed");
        }
        Path prepared = shown.prepare(projection);
        boolean isDurable;
        try {
            isDurable = writer.write(entry, next, withProjection(projection, isClean));
        } catch (Exception e) { // some of the JDK's calls throw more than they declare
            writer.afterwards("clean up", () -> disk.delete(prepared));
            throw e;
        }
        putInPlace(prepared);
        return isDurable;
    }

    private boolean putInPlace(Path prepared) {
        return writer.afterwards("show in the configuration file", () -> shown.putInPlace(prepared, writer.head()));
    }

    /** Newer than all that anybody has seen. */
    private long nextVersion(@Nullable Letter letter) {
        long written = letter == null || letter.base() > View.MAX_WRITTEN ? 0 : letter.base();
        return Math.max(Math.max(writer.head().version(), ephemeral.version()), written) + 1;
    }
}
