package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Problem;
import dev.flags.config.Problem.Severity;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One place where a file store keeps its files, and what was read of them last. Not thread-safe, but for what says so.
 */
final class FilePlace {
    private static final Logger LOG = LoggerFactory.getLogger(FileConfigStore.class);
    /** Files are read this often even if they look the same. */
    private static final Duration FULL_LOOK = Duration.ofSeconds(30);

    private final Layout layout;
    private final Disk disk;
    private final AuditLog log;
    private final LogSearch search;
    private final TruthReader reader;
    private final Evidence evidence;
    private final InstantSource clock;
    private final DirectoryLock directoryLock;
    private final ShownEditions editions;

    private Committed committed = Committed.NOTHING;
    private @Nullable Letter file;
    /** The file as it was when it was of use last, before there was any commit. */
    private @Nullable Letter goodFile;

    private EphemeralDocuments ephemeral = EphemeralDocuments.NONE;
    private @Nullable Looks looks;
    private Instant lastFullLook = Instant.MIN;
    /** The hash of a file that could not be put on record, which is logged once. */
    private String notTakenIn = "";

    /** A place that is to be {@link #leave left} once. */
    FilePlace(Layout layout, Disk disk, InstantSource clock, long segmentBytes, ShownEditions editions) {
        this.layout = layout;
        this.disk = disk;
        this.log = new AuditLog(layout, disk, segmentBytes);
        this.search = new LogSearch(layout);
        this.reader = new TruthReader(layout, log);
        this.evidence = new Evidence(layout, disk);
        this.clock = clock;
        this.directoryLock = DirectoryLock.enter(layout.lock());
        this.editions = editions;
    }

    /** Thread-safe. */
    Layout layout() {
        return layout;
    }

    /** Thread-safe. */
    DirectoryLock directoryLock() {
        return directoryLock;
    }

    /** Thread-safe. */
    void leave() {
        directoryLock.leave();
    }

    /** What is before it never changes, so that reading it, which may take long, needs no lock. */
    LogPosition logEnd() throws IOException {
        return reader.end(committed);
    }

    /** Thread-safe. */
    List<AuditEvent> history(HistoryQuery query, LogPosition end) throws IOException {
        return search.history(query, end);
    }

    /** Reads what may have changed, and takes in what people have edited if that is possible. */
    void refresh() throws IOException {
        try {
            look();
        } finally {
            putAwayFiles();
        }
    }

    private void putAwayFiles() {
        if (file != null) {
            file.putAway();
        }
        if (goodFile != null) {
            goodFile.putAway();
        }
    }

    private void look() throws IOException {
        Instant now = clock.instant();
        Looks current = Looks.at(layout);
        boolean isFullLookDue = !now.isBefore(lastFullLook.plus(FULL_LOOK));
        if (current.equals(looks) && !current.mayHideChange(now) && !isFullLookDue) {
            return;
        }
        looks = null;
        Letter before = file;
        file = Letter.read(
                layout.file(), file); // before the head: what is older than that is a stale copy, not an edit
        adopt(readCommitted());
        ephemeral = EphemeralDocuments.of(layout, committed.head());
        if (committed.isNothing()) {
            showFile(before);
            looks = current;
        } else {
            HandEdit edit = pendingEdit();
            boolean isPending = needsWriter(edit);
            if (isPending && takeIn()) {
                edit = pendingEdit();
            }
            showCommitted(edit);
            looks = isPending || (file != null && file.isUnreadable()) ? null : current;
        }
        lastFullLook = now;
    }

    /** Applies a commit, while its caller holds the lock of the directory. */
    CommitResult commit(Commit commit) throws IOException {
        View seen = editions.shown();
        CommitWriter writer = writer();
        if (writer.committed().isNothing() && goodFile == null && isInUse() && !Files.exists(layout.projection())) {
            // Who removed all of it did not mean that nothing be left but what this commit writes.
            throw gone(" and " + layout.directory() + " are gone; nothing was changed, and");
        }
        try {
            writer.begin(file, goodFile);
            CommitResult result =
                    writer.apply(new SeenRevisions(seen, writer.committed().truth()).committed(commit));
            if (!(result instanceof CommitResult.Unknown)) { // or it would write over what may have been applied
                writer.takeInLateEdits();
            }
            return result;
        } finally {
            looks = null;
            adopt(writer);
            putAwayFiles();
        }
    }

    /** Whether readers have been shown anything. */
    boolean isInUse() {
        return !committed.isNothing() || !editions.shown().documents().isEmpty();
    }

    StoreException gone(String what) {
        return new StoreException(layout.file() + what + " the last configuration stays in use until it is back");
    }

    private void adopt(CommitWriter writer) {
        adopt(writer.committed());
        file = writer.file();
    }

    private void adopt(Committed now) {
        committed = now;
        if (now.head().version() > 0) {
            goodFile = null;
        }
    }

    private CommitWriter writer() throws IOException {
        return new CommitWriter(layout, disk, log, evidence, clock, reader.read(committed));
    }

    private Committed readCommitted() throws IOException {
        try {
            return reader.read(committed);
        } catch (AccessDeniedException e) {
            if (committed.isNothing()) {
                return new Committed(committed.head(), committed.truth(), List.of(notOurs(e)), false);
            }
            throw e;
        }
    }

    private Problem notOurs(AccessDeniedException why) {
        return new Problem(
                Severity.WARNING,
                layout.directory().toString(),
                "",
                "is of no use to this process, which must not read " + why.getFile()
                        + ": only the configuration file counts here, and this process cannot change flags");
    }

    /** There is no commit yet, or this process may not read it: the file alone counts. */
    private void showFile(@Nullable Letter before) {
        Letter letter = file;
        if (letter == null) {
            if (before != null || isInUse()) {
                file = before;
                throw gone(" is gone;");
            }
            show(View.EMPTY, List.of());
        } else if (letter.isBroken()) {
            throw CommitWriter.notAConfiguration(layout.file(), letter);
        } else {
            goodFile = letter;
            FileContent content = letter.content();
            List<Write> writes = new ArrayList<>();
            content.documents().forEach((key, json) -> writes.add(new Write.Put(key, 0, json.toJson())));
            List<Problem> problems = new ArrayList<>(content.problems());
            problems.addAll(committed.problems());
            show(new View("", "", Map.of(), Map.of(), content.refused(), problems, Origin.CURRENT), writes);
        }
    }

    private void showCommitted(HandEdit edit) throws IOException {
        Truth truth = committed.truth();
        Map<DocumentKey, Document> documents = new HashMap<>(ephemeral.documents());
        truth.entries().forEach((key, entry) -> documents.put(key, entry.document()));
        Map<Kind, Long> byKind = new HashMap<>(ephemeral.byKind());
        byKind.putAll(truth.byKind());
        List<Problem> problems = new ArrayList<>(committed.problems());
        Letter letter = file;
        if (letter != null && letter.isBroken()) {
            problems.addAll(letter.problems());
        }
        problems.addAll(edit.problems());
        problems.addAll(evidence.warnings());
        show(new View(truth.epoch(), "", documents, byKind, edit.refused(), problems, truth.origin()), edit.writes());
    }

    private void show(View base, List<Write> edits) {
        editions.show(base, edits, file == null ? 0 : file.editor().at().toEpochMilli());
    }

    /** What people have edited in the file that is not committed. */
    private HandEdit pendingEdit() throws IOException {
        Letter letter = file;
        Head head = committed.head();
        if (letter == null
                || letter.isBroken()
                || letter.hash().equals(head.previous())
                || (letter.hash().equals(head.projection()) && head.isClean())) {
            return HandEdit.NOTHING;
        }
        return HandEdit.of(letter, committed, search);
    }

    private boolean needsWriter(HandEdit edit) throws IOException {
        Letter letter = file;
        if (committed.truth().origin().schema() > Origin.CURRENT.schema()
                || (letter != null && letter.isOfNewerSchema())
                || ReadOnlyPlace.reason(layout).isPresent()) {
            return false;
        }
        if (committed.isRebuilt()
                || !edit.writes().isEmpty()
                || !edit.conflicts().isEmpty()) {
            return true;
        }
        Head head = committed.head();
        Letter previous = Letter.read(layout.previous(), letter);
        if (previous != null && !previous.isBroken() && !head.knows(previous.hash())) {
            return true;
        }
        if (letter == null) {
            return !FileContent.EMPTY.isProjectionOf(committed.truth(), Set.of());
        }
        return !letter.hash().equals(head.projection())
                && (letter.hash().equals(head.previous())
                        || (!letter.isBroken() && !letter.content().isProjectionOf(committed.truth(), edit.refused())));
    }

    /** Whether it was this store's to do, and is done. Another writer may be at it, or the disk be full; then it comes later. */
    private boolean takeIn() {
        try {
            return directoryLock
                    .ifFree(() -> {
                        CommitWriter writer = writer();
                        try {
                            writer.begin(file, goodFile);
                        } finally {
                            adopt(writer);
                        }
                        notTakenIn = "";
                        return true;
                    })
                    .orElse(false);
        } catch (IOException | StoreException e) {
            String hash = file == null ? "none" : file.hash();
            if (!hash.equals(notTakenIn)) {
                notTakenIn = hash;
                LOG.warn("What was edited in {} counts, and cannot be put on record yet", layout.file(), e);
            }
            return false;
        }
    }
}
