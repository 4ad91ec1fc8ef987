package dev.flags.store;

import dev.flags.config.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

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
    /** How long a commit waits for another writer: {@value} seconds. */
    private static final int LOCK_PATIENCE_SECONDS = 5;

    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(LOCK_PATIENCE_SECONDS);

    private final Path file;
    private final InstantSource clock;
    private final Disk disk;
    private final Duration lockPatience;
    private final long segmentBytes;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    /** Held while the files are read or written. Whoever waits for the lock of the directory does not hold it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final ShownEditions editions = new ShownEditions();
    /** Another one once the file is a link that leads elsewhere. Set by who holds {@link #lock}. */
    private volatile FilePlace place;

    private FileConfigStore(Path file, InstantSource clock, Disk disk, Duration lockPatience, long segmentBytes) {
        this.file = file;
        this.clock = clock;
        this.disk = disk;
        this.lockPatience = lockPatience;
        this.segmentBytes = segmentBytes;
        this.place = new FilePlace(Layout.of(file), disk, clock, segmentBytes, editions);
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
            return editions.shown().select(kinds);
        });
    }

    @Override
    public Version version(Set<Kind> kinds) {
        return locked(() -> {
            refresh();
            return editions.shown().version(kinds);
        });
    }

    private void refresh() throws IOException {
        if (place.layout().isInPlace()) {
            place.refresh();
        } else {
            move();
        }
    }

    /** Follows a link that leads elsewhere now. What was shown last stays so for as long as there is nothing of use. */
    private void move() throws IOException {
        FilePlace next = new FilePlace(Layout.of(file), disk, clock, segmentBytes, editions);
        try {
            if (place.isInUse() && !next.layout().hasConfiguration()) {
                throw place.gone(" leads to " + next.layout().projection() + ", where nothing is;");
            }
            next.refresh();
        } catch (Throwable e) {
            next.leave();
            throw e;
        }
        place.leave();
        place = next;
    }

    @Override
    public CommitResult commit(Commit commit) {
        requireOpen();
        FilePlace here = place;
        Layout layout = here.layout();
        ReadOnlyPlace.reason(layout).ifPresent(why -> {
            throw new ReadOnlyStoreException("cannot write beside " + file + ", since " + why
                    + "; nothing was changed. Change flags elsewhere, or move the file");
        });
        commit.writes().forEach(write -> {
            if (write instanceof Write.Put put) {
                DocumentText.read(put);
            }
        });
        return translated(() -> {
            requireInPlace(here);
            disk.createDirectories(layout.directory());
            return here.directoryLock()
                    .holding(
                            lockPatience,
                            () -> locked(() -> {
                                requireInPlace(here);
                                return here.commit(commit);
                            }));
        });
    }

    /** What a writer has read elsewhere says nothing of what is there now. */
    private void requireInPlace(FilePlace here) {
        if (!here.equals(place) || !here.layout().isInPlace()) {
            throw new StoreException(file + " leads elsewhere than when it was read last, from "
                    + here.layout().projection() + "; nothing was changed. Read it again");
        }
    }

    @Override
    public Watch watch(Version after, Set<Kind> kinds, Consumer<Hint> hints) {
        return () -> {}; // changes are found by asking for the version, which costs a look at the files' attributes
    }

    @Override
    public List<AuditEvent> history(HistoryQuery query) {
        FilePlace here = place;
        LogPosition end = locked(here::logEnd);
        return translated(() -> here.history(query, end));
    }

    /**
     * The hash of the newest entry of the audit trail, 64 hexadecimal digits. Note it elsewhere, such as in a ticket, and
     * {@link #verifyAudit} can tell later whether the trail still leads to it.
     */
    public String auditHead() {
        return locked(place::logEnd).hash();
    }

    /**
     * Checks that no entry of the audit trail was changed, left out or put in, and that it ends where it should. Reads all of
     * it. The oldest files of {@code .flags/audit} may have been moved elsewhere; then it begins with the first that is there.
     *
     * @param expectedHead what {@link #auditHead} said some time before, which must still be in the trail; may be empty
     */
    public AuditCheck verifyAudit(Optional<String> expectedHead) {
        FilePlace here = place;
        LogPosition end = locked(here::logEnd);
        return translated(() -> AuditVerifier.verify(here.layout(), end, expectedHead.orElse(null)));
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                false, true, ReadOnlyPlace.reason(place.layout()).isPresent());
    }

    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            place.leave();
        }
    }

    private void requireOpen() {
        if (isClosed.get()) {
            throw new StoreException("the store on " + file + " is closed");
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
                    "cannot write beside " + file
                            + "; nothing was changed. Grant write access to its directory,"
                            + " or change flags elsewhere",
                    e);
        } catch (FileSystemException e) {
            throw new StoreException(e.getMessage() + ": " + e.getClass().getSimpleName() + "; nothing was changed", e);
        } catch (StoreException e) {
            throw e;
        } catch (Exception e) { // some of the JDK's calls throw more than they declare
            throw new StoreException("cannot use " + file + ": " + e.getMessage() + "; nothing was changed", e);
        }
    }
}
