package dev.flags.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The disk of this machine. */
final class RealDisk implements Disk {
    @Override
    public void create(Path file, byte[] content) throws IOException {
        try {
            write(file, 0, content, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            Ownership.inherit(file);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            deleteAfter(e, file); // on a full disk, every byte counts
            throw e;
        }
    }

    private void deleteAfter(IOException failure, Path file) {
        try {
            delete(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void writeFrom(Path file, long offset, byte[] content) throws IOException {
        boolean isNew = !Files.exists(file);
        write(file, offset, content, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        if (isNew) {
            Ownership.inherit(file);
        }
    }

    private static void write(Path file, long offset, byte[] content, Set<? extends OpenOption> options)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, options, ownerOnly(file))) {
            channel.truncate(offset).position(offset);
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        try {
            Files.createLink(name, existing);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) {
            renameInstead(existing, name, e);
        }
    }

    /** Not every file system has links. Between this one's look and its renaming an edit may be lost. */
    private static void renameInstead(Path existing, Path name, Exception why) throws IOException {
        try {
            Files.move(existing, name);
        } catch (IOException e) {
            e.addSuppressed(why);
            throw e;
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path above = Layout.parent(directory);
            createDirectories(above);
            Files.createDirectories(directory);
            Ownership.inherit(directory);
            forceDirectory(above);
        }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        if (isPosix(directory)) { // elsewhere a directory cannot be opened, and need not be
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
