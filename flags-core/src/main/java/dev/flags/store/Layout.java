package dev.flags.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Where a file store keeps what.
 *
 * @param file the configuration file that people edit, as it was named; it may be a symbolic link
 * @param projection the file that {@code file} leads to, which need not exist yet
 * @param directory {@code .flags} beside that one
 */
record Layout(Path file, Path projection, Path directory) {
    private static final int MAX_LINKS = 40;
    private static final String SEGMENT_END = ".jsonl";
    private static final int MAX_DIGITS = 9;

    /** @throws StoreException if the file is a link that leads nowhere, such as to itself */
    static Layout of(Path file) {
        Path named = file.toAbsolutePath();
        try {
            List<Path> links = links(named);
            Path projection = links.get(links.size() - 1);
            Path directory = real(parent(projection));
            return new Layout(
                    named, directory.resolve(parent(projection).relativize(projection)), directory.resolve(".flags"));
        } catch (IOException e) {
            throw new StoreException("cannot follow the symbolic link " + named + ": " + e.getMessage(), e);
        }
    }

    /** Who holds its lock may write. Never deleted: a lock on a deleted file keeps nobody out. */
    Path lock() {
        return directory.resolve("lock");
    }

    /** What the newest version is, and where the log ends. Replaced by each commit: that is when it happens. */
    Path head() {
        return directory.resolve("head.json");
    }

    /** All documents as they were at some version, to start reading the log from. */
    Path checkpoint() {
        return directory.resolve("checkpoint.json");
    }

    /** The checkpoint before, for when that one is spoiled. */
    Path checkpointBefore() {
        return directory.resolve("checkpoint-before.json");
    }

    /** The configuration file that the last commit replaced: an editor may still be writing to it. */
    Path previous() {
        return directory.resolve("previous.json");
    }

    Path ephemeral() {
        return directory.resolve("ephemeral.json");
    }

    /** What is to become {@link #ephemeral} with a commit of other kinds too: counts once the head has its version. */
    Path ephemeralNext() {
        return directory.resolve("ephemeral-next.json");
    }

    Path audit() {
        return directory.resolve("audit");
    }

    /** A part of the log, numbered from 1. */
    Path segment(int number) {
        return audit().resolve(String.format(Locale.ROOT, "%06d" + SEGMENT_END, number));
    }

    /** The numbers of the parts of the log that are there, in no order. */
    IntStream segments() {
        String[] names = audit().toFile().list();
        return Arrays.stream(names == null ? new String[0] : names)
                .filter(name -> name.endsWith(SEGMENT_END))
                .map(name -> name.substring(0, name.length() - SEGMENT_END.length()))
                .filter(number -> !number.isEmpty() && number.length() <= MAX_DIGITS)
                .filter(number -> number.chars().allMatch(c -> c >= '0' && c <= '9'))
                .mapToInt(Integer::parseInt);
    }

    /** What was set aside, each with a text that says why. */
    Path rejected() {
        return directory.resolve("rejected");
    }

    /** What is here while nobody holds the lock was left by a process that died. */
    Path temporary() {
        return directory.resolve("tmp");
    }

    /** Whether there is anything here to read. */
    boolean hasConfiguration() {
        return Files.exists(projection) || Files.exists(head());
    }

    /** Whether the configuration file is still where it was when this was made. */
    boolean isInPlace() {
        return of(file).equals(this);
    }

    /** The one name of a directory, by which all stores of a process find each other; what does not exist yet has none. */
    private static Path real(Path directory) throws IOException {
        Path existing = existing(directory);
        return existing.toRealPath().resolve(existing.relativize(directory)).normalize();
    }

    /** A path, or what of it exists. */
    static Path existing(Path path) {
        Path existing = path;
        while (!Files.exists(existing)) {
            existing = parent(existing);
        }
        return existing;
    }

    static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new StoreException("not a file in a directory: " + file);
        }
        return parent;
    }

    /** A file, and what it leads to link by link: the last of them is none. */
    static List<Path> links(Path file) throws IOException {
        List<Path> links = new ArrayList<>(List.of(file));
        Path last = file;
        while (Files.isSymbolicLink(last)) {
            if (links.size() > MAX_LINKS) {
                throw new IOException("too many symbolic links: " + file);
            }
            last = last.resolveSibling(Files.readSymbolicLink(last));
            links.add(last);
        }
        return links;
    }
}
