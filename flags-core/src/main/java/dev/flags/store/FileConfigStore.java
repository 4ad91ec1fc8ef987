package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded default: one JSON file that people may edit, and beside it a directory {@code .flags} with what is
 * committed, document by document, and who committed it and why.
 *
 * <p><b>Commits</b> are durable, and happen as a whole or not at all, whenever the process dies. Any number of processes may
 * use one directory of a local file system.
 *
 * <p><b>Edits by hand</b> are taken in by whoever sees them first and can write, as commits of {@code file:<owner>}. They
 * are merged document by document with what was committed since the version that the file says it was written from: a
 * stale copy changes nothing that its editor did not touch. Where both have changed a document, what is committed stays,
 * the file is set aside in {@code .flags/rejected}, and a warning says so; but a flag that either disables is disabled.
 * A file that is no configuration blocks no commit, which sets it aside and replaces it.
 *
 * <p><b>Before the first commit</b> there is no {@code .flags}, the file alone counts, and nothing is written. After
 * that the file can be deleted: it is made anew.
 *
 * <p>Where it cannot write, this store is read-only: edits by hand count, and are on no record. A symbolic link stays
 * one: the file that it leads to is replaced, and {@code .flags} is beside that one.
 *
 * <p>Keeps documents of every kind; flags, segments and layers are the ones in the file. Thread-safe. Reading takes no
 * lock of the directory. Changes are found by looking at a few files' attributes; there is no thread.
 */
public final class FileConfigStore implements ConfigStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileConfigStore.class);
    /** How long a commit waits for another writer: {@value} seconds. */
    private static final int LOCK_PATIENCE_SECONDS = 5;

    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(LOCK_PATIENCE_SECONDS);
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
    private final Duration lockPatience;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    /** Guards what follows. Whoever waits for the lock of the directory does not hold it. */
    private final ReentrantLock lock = new ReentrantLock();

    private Committed committed = Committed.NOTHING;
    private @Nullable Letter file;
    /** The file as it was when it was of use last, before there was any commit. */
    private @Nullable Letter goodFile;

    private EphemeralDocuments ephemeral = EphemeralDocuments.NONE;
    private View view = View.EMPTY;
    private @Nullable Looks looks;
    private Instant lastFullLook = Instant.MIN;
    private int editions;
    private long lastEdit;
    /** The hash of a file that could not be put on record, which is logged once. */
    private String notTakenIn = "";

    private FileConfigStore(Path file, InstantSource clock, Disk disk, Duration lockPatience, long segmentBytes) {
        this.layout = Layout.of(file);
        this.disk = disk;
        this.log = new AuditLog(layout, disk, segmentBytes);
        this.search = new LogSearch(layout);
        this.reader = new TruthReader(layout, log);
        this.evidence = new Evidence(layout, disk);
        this.clock = clock;
        this.lockPatience = lockPatience;
        this.directoryLock = DirectoryLock.enter(layout.lock());
    }

    /**
     * A store on a file, which need not exist yet: the first commit makes it.
     *
     * @param file in a directory that processes which change flags can write to
     * @throws StoreException if it is a symbolic link that leads nowhere, such as to itself
     */
    public static FileConfigStore of(Path file) {
        return of(file, InstantSource.system());
    }

    /** As {@link #of(Path)}, with the time of commits from a clock. */
    public static FileConfigStore of(Path file, InstantSource clock) {
        return of(file, clock, Disk.REAL, LOCK_PATIENCE, AuditLog.SEGMENT_BYTES);
    }

    static FileConfigStore of(Path file, InstantSource clock, Disk disk, Duration lockPatience, long segmentBytes) {
        return new FileConfigStore(
                Objects.requireNonNull(file, "file"),
                Objects.requireNonNull(clock, "clock"),
                disk,
                lockPatience,
                segmentBytes);
    }

    @Override
    public StoreSnapshot load(Set<Kind> kinds) {
        return locked(() -> {
            refresh();
            return view.select(kinds);
        });
    }

    @Override
    public Version version(Set<Kind> kinds) {
        return locked(() -> {
            refresh();
            return view.version(kinds);
        });
    }

    @Override
    public CommitResult commit(Commit commit) {
        requireOpen();
        ReadOnlyPlace.reason(layout).ifPresent(why -> {
            throw new ReadOnlyStoreException("cannot write beside " + layout.file() + ", since " + why
                    + "; nothing was changed. Change flags elsewhere, or move the file");
        });
        commit.writes().forEach(write -> {
            if (write instanceof Write.Put put) {
                DocumentText.read(put);
            }
        });
        return translated(() -> {
            if (!layout.isInPlace()) {
                throw new StoreException(layout.file() + " leads elsewhere than when this store was opened, to "
                        + layout.projection() + "; nothing was changed. Open it again");
            }
            disk.createDirectories(layout.directory());
            return directoryLock.holding(lockPatience, () -> locked(() -> commitLocked(commit)));
        });
    }

    private CommitResult commitLocked(Commit commit) throws IOException {
        View seen = view;
        CommitWriter writer = writer();
        requireNotGone(writer.committed());
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
        }
    }

    /** Who removed all of it did not mean that nothing be left but what the next commit writes. */
    private void requireNotGone(Committed now) {
        boolean wasThere = !committed.isNothing() || !view.documents().isEmpty();
        if (now.isNothing() && goodFile == null && wasThere && !Files.exists(layout.projection())) {
            throw gone(" and " + layout.directory() + " are gone; nothing was changed, and");
        }
    }

    private StoreException gone(String what) {
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

    @Override
    public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
        return () -> {}; // changes are found by asking for the version, which costs a look at the files' attributes
    }

    @Override
    public List<AuditEvent> history(HistoryQuery query) {
        LogPosition end = logEnd();
        return translated(() -> search.history(query, end));
    }

    /**
     * The hash of the newest entry of the audit trail, 64 hexadecimal digits. Note it elsewhere, such as in a ticket, and
     * {@link #verifyAudit} can tell later whether the trail still leads to it.
     */
    public String auditHead() {
        return logEnd().hash();
    }

    /**
     * Checks that no entry of the audit trail was changed, left out or put in, and that it ends where it should. Reads all of
     * it. The oldest files of {@code .flags/audit} may have been moved elsewhere; then it begins with the first that is there.
     *
     * @param expectedHead what {@link #auditHead} said some time before, which must still be in the trail; may be empty
     */
    public AuditCheck verifyAudit(Optional<String> expectedHead) {
        LogPosition end = logEnd();
        return translated(() -> AuditVerifier.verify(layout, end, expectedHead.orElse(null)));
    }

    /** What is before it never changes, so that reading it, which may take long, needs no lock. */
    private LogPosition logEnd() {
        return locked(() -> reader.end(committed));
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, true, ReadOnlyPlace.reason(layout).isPresent());
    }

    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            directoryLock.leave();
        }
    }

    /** Reads what may have changed, and takes in what people have edited if that is possible. */
    private void refresh() throws IOException {
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

    private Committed readCommitted() throws IOException {
        try {
            return reader.read(committed);
        } catch (AccessDeniedException e) {
            if (committed.isNothing()) {
                return committed; // it is somebody else's directory: for this process the file alone counts
            }
            throw e;
        }
    }

    /** There is no commit yet: the file alone counts. */
    private void showFile(@Nullable Letter before) {
        Letter letter = file;
        if (letter == null) {
            if (before != null || !view.documents().isEmpty()) {
                file = before;
                throw gone(" is gone;");
            }
            view = View.EMPTY;
        } else if (letter.isBroken()) {
            throw CommitWriter.notAConfiguration(layout.file(), letter);
        } else {
            goodFile = letter;
            FileContent content = letter.content();
            List<Write> writes = new ArrayList<>();
            content.documents().forEach((key, json) -> writes.add(new Write.Put(key, 0, json.toJson())));
            show(new View("", "", Map.of(), Map.of(), content.refused(), content.problems(), Origin.CURRENT), writes);
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

    /**
     * Gives readers a view of what is committed, with what was edited since and is on no record yet.
     *
     * @param edits their documents get revisions that no version has
     */
    private void show(View base, List<Write> edits) {
        if (edits.isEmpty() && base.refused().isEmpty() && base.problems().isEmpty()) {
            view = base;
            return;
        }
        long number = Math.max(
                Math.max(lastEdit + 1, View.FIRST_EDIT),
                file == null ? 0 : file.editor().at().toEpochMilli());
        Map<DocumentKey, Document> documents = new HashMap<>(base.documents());
        Map<Kind, Long> byKind = new HashMap<>(base.byKind());
        for (Write edit : edits) {
            byKind.put(edit.key().kind(), number);
            if (edit instanceof Write.Put put) {
                Document shown = view.documents().get(put.key());
                boolean isShown = shown != null
                        && shown.revision() >= View.FIRST_EDIT
                        && shown.json().equals(put.json());
                documents.put(put.key(), isShown ? shown : new Document(put.key(), number, put.json()));
            } else {
                documents.remove(edit.key());
            }
        }
        View next = new View(
                base.epoch(), "~" + (editions + 1), documents, byKind, base.refused(), base.problems(), base.origin());
        if (!next.saysTheSame(view)) {
            editions++;
            lastEdit = number;
            view = next;
        }
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

    private void requireOpen() {
        if (isClosed.get()) {
            throw new StoreException("the store on " + layout.file() + " is closed");
        }
    }

    private <T> T locked(DirectoryLock.Action<T> action) {
        return translated(() -> {
            lock.lock();
            try {
                requireOpen();
                return action.run();
            } finally {
                lock.unlock();
            }
        });
    }

    /** Nothing but what the contract names reaches a caller. */
    private <T> T translated(DirectoryLock.Action<T> action) {
        try {
            return action.run();
        } catch (AccessDeniedException | ReadOnlyFileSystemException e) {
            throw new ReadOnlyStoreException(
                    "cannot write beside " + layout.file()
                            + "; nothing was changed. Grant write access to its directory,"
                            + " or change flags elsewhere",
                    e);
        } catch (FileSystemException e) {
            throw new StoreException(e.getMessage() + ": " + e.getClass().getSimpleName() + "; nothing was changed", e);
        } catch (StoreException e) {
            throw e;
        } catch (Exception e) { // some of the JDK's calls throw more than they declare
            throw new StoreException(
                    "cannot use " + layout.file() + ": " + e.getMessage() + "; nothing was changed", e);
        }
    }
}
