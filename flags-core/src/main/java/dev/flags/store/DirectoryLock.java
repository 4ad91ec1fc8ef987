package dev.flags.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The lock that whoever writes in a directory holds, against other processes and other stores of this one. The file is
 * never deleted: a lock on a deleted file keeps nobody out.
 */
final class DirectoryLock {
    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    private DirectoryLock() {}

    /** Something to do while the lock is held. */
    interface Action<T> {
        T run() throws IOException;
    }

    /**
     * Does something while it holds the lock.
     *
     * @throws StoreException if somebody else holds the lock for longer than {@code patience}
     */
    static <T> T holding(Path file, Duration patience, Action<T> action) throws IOException {
        // Closing the channel releases the lock, as the end of the process would.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long start = System.nanoTime();
            while (tryLock(channel) == null) {
                if (System.nanoTime() - start > patience.toNanos()) {
                    throw new StoreException("another process has held the lock " + file + " for more than "
                            + patience.toMillis() + " ms; nothing was changed");
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return action.run();
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another store of this process
        }
    }
}
