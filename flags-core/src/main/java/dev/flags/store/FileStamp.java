package dev.flags.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tells, without reading a file, that it has changed.
 *
 * @param size -1 if there is no file that this process may look at
 * @param changed when the file's inode was changed, which no program can set; null where the system does not say
 */
record FileStamp(
        long size,
        FileTime modified,
        @Nullable Object fileKey,
        @Nullable Object changed) {
    private static final FileStamp NO_FILE = new FileStamp(-1, FileTime.fromMillis(0), null, null);

    static FileStamp of(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            boolean isUnix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
            return new FileStamp(
                    attributes.size(),
                    attributes.lastModifiedTime(),
                    attributes.fileKey(),
                    isUnix ? Files.getAttribute(file, "unix:ctime") : null);
        } catch (NoSuchFileException | AccessDeniedException e) {
            return NO_FILE;
        }
    }

    /** Whether a second change could have left the same stamp, because clocks of file systems tick coarsely. */
    boolean mayHideChange(Instant now) {
        return modified.toInstant().isAfter(now.minusSeconds(2));
    }
}
