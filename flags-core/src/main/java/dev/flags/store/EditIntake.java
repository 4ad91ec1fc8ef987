package dev.flags.store;

import dev.flags.config.DocumentKey;
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

/**
 * Takes in what people have edited, and shows them what is committed, while its caller holds the lock of the directory.
 *
 * <p><b>The configuration file</b> is prepared under a temporary name, durable, before a commit, and put in its place after
 * ({@link ShownFile}). Whoever dies in between leaves a configuration file that is out of date, and the next writer replaces it.
 * What was moved aside for it is looked at: if it is not what was read before, somebody has just saved it, and that is an edit
 * like any other. It stays for as long as the next commit does not need its place, since an editor that writes in place may still
 * be writing to it.
 */
final class EditIntake {
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

    EditIntake(
            Layout layout,
            Disk disk,
            Evidence evidence,
            InstantSource clock,
            TruthWriter writer,
            EphemeralWriter ephemeral) {
        this.layout = layout;
        this.disk = disk;
        this.search = new LogSearch(layout);
        this.evidence = evidence;
        this.clock = clock;
        this.shown = new ShownFile(layout, disk, evidence, clock);
        this.writer = writer;
        this.ephemeral = ephemeral;
    }

    /** The configuration file as it was read last. */
    @Nullable Letter file() {
        return file;
    }

    /** Reads the configuration file, whose bytes need no second look if they are those of {@code known}. */
    @Nullable Letter read(@Nullable Letter known) throws IOException {
        file = Letter.read(layout.projection(), known);
        return file;
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

    /**
     * Commits the edits of one file.
     *
     * @param isAside whether it is the one that was moved aside
     * @return whether anything was done
     */
    boolean takeIn(Letter letter, boolean isAside) throws IOException {
        if (letter.isBroken()
                || letter.isOfNewerSchema()
                || writer.truth().origin().schema() > Origin.CURRENT.schema()) {
            return false;
        }
        HandEdit edit = HandEdit.of(letter, writer.committed(), search);
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

    /** Shows what is committed in place of a file whose edits were taken in: with its texts that are still of no use. */
    private boolean showInstead(@Nullable Letter letter) throws IOException {
        if (letter == null || letter.isBroken()) {
            return show(shown.lastContent(), Set.of(), true);
        }
        HandEdit edit = HandEdit.of(letter, writer.committed(), search);
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
     * Makes a commit happen that the configuration file shows. Its edits are taken in by now.
     *
     * @return whether the commit is certain to outlive a power cut
     */
    boolean commit(LogEntry entry) throws IOException {
        Letter letter = file;
        if (letter == null || letter.isBroken()) {
            if (letter != null) {
                keepBroken(letter);
            }
            return writeShown(entry, shown.lastContent(), Set.of(), true);
        }
        boolean isClean =
                writer.head().isClean() && letter.hash().equals(writer.head().projection());
        HandEdit edit = isClean ? HandEdit.NOTHING : HandEdit.of(letter, writer.committed(), search);
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

    private void keepBroken(Letter letter) throws IOException {
        evidence.keep(
                letter,
                layout.projection(),
                clock.instant(),
                letter.problems().stream().map(Problem::message).toList());
    }

    /**
     * @param content what the file is to look like, but for what is committed
     * @param refused what of it is of no use, and stays as it is
     */
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
    long nextVersion(@Nullable Letter letter) {
        long written = letter == null || letter.base() > View.MAX_WRITTEN ? 0 : letter.base();
        return Math.max(Math.max(writer.head().version(), ephemeral.version()), written) + 1;
    }
}
