package dev.flags.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/**
 * What a file store does to the disk. A process may die before, in and after each of these, and each may fail; that is
 * what tests put in its place.
 */
interface Disk {
    /** The disk of this machine. */
    Disk REAL = new RealDisk();

    /**
     * Makes a new file that only its owner can read, durably but for its name.
     *
     * @throws FileAlreadyExistsException if there is one
     */
    void create(Path file, byte[] content) throws IOException;

    /** Makes the content of a file from an offset on these bytes and nothing after them, durably. Makes the file if need be. */
    void writeFrom(Path file, long offset, byte[] content) throws IOException;

    /** Renames a file, in one step and over any file that has the name. */
    void move(Path from, Path to) throws IOException;

    /**
     * Gives a file a second name; on a file system that has no links, its only one.
     *
     * @throws FileAlreadyExistsException if there is a file of that name
     */
    void link(Path existing, Path name) throws IOException;

    /** Deletes a file, if there is one. */
    void delete(Path file) throws IOException;

    /** Makes a directory and those that it is in, durably. */
    void createDirectories(Path directory) throws IOException;

    /** Makes names in a directory durable: without this a rename may be lost in a power cut. */
    void forceDirectory(Path directory) throws IOException;
}
