package dev.flags.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock that whoever writes in a directory holds, against other processes and other stores of this one. Released by the
 * operating system when its holder dies. The file is never deleted by us: a lock on a deleted file keeps nobody out.
 *
 * <p>All stores of this process on one directory share one of these. It has to be so: on POSIX systems a process loses a
 * lock as soon as it closes <em>any</em> channel on the file, so that a store that gave up waiting would take the lock
 * from the one that has it. Hence the one static map of this library.
 */
final class DirectoryLock {
    private static final Logger LOG = LoggerFactory.getLogger(FileConfigStore.class);
    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();
    private static final Map<Path, DirectoryLock> SHARED = new HashMap<>();

    private final Path file;
    /** Given in order. */
    private final ReentrantLock ofThisProcess = new ReentrantLock(true);
    /** How many stores share this, and threads that wait for it or have it; guarded by {@link #SHARED}. */
    private int users;

    private @Nullable FileChannel channel;
    private @Nullable Object channelKey;

    private DirectoryLock(Path file) {
        this.file = file;
    }

    /** Something to do while the lock is held. */
    interface Action<T> {
        T run() throws IOException;
    }

    /** The lock of a path, to be {@link #leave left} once. */
    static DirectoryLock enter(Path file) {
        synchronized (SHARED) {
            DirectoryLock lock = SHARED.computeIfAbsent(file, DirectoryLock::new);
            lock.users++;
            return lock;
        }
    }

    /** A thread that waits for the lock, or has it, goes on, and whoever is the last closes the file. */
    void leave() {
        synchronized (SHARED) {
            users--;
            if (users == 0) {
                SHARED.remove(file);
                closeChannel();
            }
        }
    }

    /**
     * Does something while it holds the lock.
     *
     * @throws StoreException if somebody else holds the lock for longer than {@code patience}
     */
    <T> T holding(Duration patience, Action<T> action) throws IOException {
        return attempt(patience, action)
                .orElseThrow(() -> new StoreException("another writer has held the lock " + file + " for more than "
                        + patience.toMillis() + " ms; nothing was changed"));
    }

    /** Does something while it holds the lock; nothing if somebody else holds it. */
    <T> Optional<T> ifFree(Action<T> action) throws IOException {
        return attempt(Duration.ZERO, action);
    }

    private <T> Optional<T> attempt(Duration patience, Action<T> action) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        stay();
        try {
            return lockProcess(patience) ? attempt(deadline, action) : Optional.empty();
        } finally {
            leave();
        }
    }

    /** Keeps the channel open until this thread leaves too, and others from opening one that they could close. */
    private void stay() {
        synchronized (SHARED) {
            if (users == 0) {
                throw new StoreException("the store whose lock is " + file + " is closed; nothing was changed");
            }
            users++;
        }
    }

    private <T> Optional<T> attempt(long deadline, Action<T> action) throws IOException {
        try {
            FileLock held = lockFile(deadline);
            if (held == null) {
                return Optional.empty();
            }
            try {
                return Optional.of(action.run());
            } finally {
                release(held);
            }
        } finally {
            ofThisProcess.unlock();
        }
    }

    /** Whatever goes wrong here must not hide what was done. */
    private void release(FileLock held) {
        try {
            if (held.isValid()) {
                held.release();
            }
        } catch (IOException e) {
            LOG.warn("The lock {} cannot be released, so that it is closed", file, e);
            closeChannel();
        }
    }

    private boolean lockProcess(Duration patience) {
        try {
            return ofThisProcess.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for the lock " + file + "; nothing was changed", e);
        }
    }

    private @Nullable FileLock lockFile(long deadline) throws IOException {
        while (true) {
            FileLock lock = tryLock();
            if (lock != null && isFileInPlace()) {
                return lock;
            }
            if (lock != null) {
                closeChannel(); // somebody removed the directory: nobody is kept out by a lock on what is gone
            } else if (System.nanoTime() - deadline > 0) {
                return null;
            } else if (Thread.currentThread().isInterrupted()) {
                throw new StoreException("interrupted while waiting for the lock " + file + "; nothing was changed");
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private @Nullable FileLock tryLock() throws IOException {
        FileChannel open = channel;
        if (open == null || !open.isOpen()) { // an interrupt closes a channel
            boolean isNew = !Files.exists(file);
            open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel = open;
            if (isNew) {
                Ownership.inherit(file);
            }
            channelKey = key();
        }
        try {
            return open.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this library, loaded a second time
        }
    }

    private boolean isFileInPlace() throws IOException {
        Object key = key();
        return key == null ? Files.exists(file) : key.equals(channelKey);
    }

    private @Nullable Object key() throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void closeChannel() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.warn("The lock {} cannot be closed", file, e);
        } finally {
            channel = null;
        }
    }
}
