package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A file system that is full, one that is mounted read-only, and a file that is mounted alone. Needs the right to mount. */
final class DiskFaults {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int BLOCK = 4096;
    /** The next but one is several blocks long. */
    private static final int BEFORE_A_LARGE_ONE = 6;

    private static final int ATTEMPTS = 4;

    private DiskFaults() {}

    /**
     * Fills a file system, or mounts one.
     *
     * @param args {@code full} and the directory of a small file system, with how many blocks to leave free at most; or
     *     {@code read-only} and a directory to mount file systems in
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[1]);
        System.out.println(args[0].equals("full") ? full(directory, Integer.parseInt(args[2])) : readOnly(directory));
    }

    private static String full(Path directory, int blocks) throws IOException {
        Counts counts = new Counts();
        // With each number of free blocks, another step of the commit is the one that does not fit.
        for (int free = 0; free <= blocks; free++) {
            Path config = directory.resolve("config");
            full(config.resolve("flags.json"), directory, free, counts);
            try (Stream<Path> all = Files.walk(config)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Pair.require(counts.refused > 0 && counts.applied > 0, "it was never full, or always");
        return "full-disk: with 0 to " + blocks + " free blocks " + counts.refused + " commits refused, "
                + counts.applied
                + " applied, " + counts.unknown + " unknown; the slowest took " + counts.longest.toMillis()
                + " ms; reads went on, commits worked again each time, nothing was lost or left";
    }

    private static final class Counts {
        private int applied;
        private int refused;
        private int unknown;
        private Duration longest = Duration.ZERO;
    }

    private static void full(Path file, Path directory, int free, Counts counts) throws IOException {
        try (FileConfigStore store = Pair.open(file)) {
            long number = 0;
            while (number < BEFORE_A_LARGE_ONE) {
                number = Pair.commitNext(store);
            }
            Path filler = fill(directory, free);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                String where = free + " free blocks, attempt " + attempt + ": ";
                long start = System.nanoTime();
                try {
                    CommitResult result = Pair.commit(store, number + 1);
                    boolean isApplied = result instanceof CommitResult.Applied;
                    Pair.require(isApplied || result instanceof CommitResult.Unknown, where + result);
                    counts.applied += isApplied ? 1 : 0;
                    counts.unknown += isApplied ? 0 : 1;
                    number = isApplied ? number + 1 : Pair.number(store);
                } catch (StoreException e) {
                    counts.refused++;
                    Pair.require(String.valueOf(e.getMessage()).contains("o space left"), where + "unclear: " + e);
                }
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                counts.longest = took.compareTo(counts.longest) > 0 ? took : counts.longest;
                Pair.require(took.compareTo(SOON) < 0, where + "took " + took);
                Pair.require(Pair.number(store) == number, where + "memory is not what was acknowledged");
                try (FileConfigStore fresh = Pair.open(file)) {
                    Pair.require(Pair.number(fresh) == number, where + "the disk is not what was acknowledged");
                    Pair.requireTrail(fresh, number);
                }
                Pair.require(Pair.leftovers(file) == 0, where + "leftovers");
            }
            Files.delete(filler);
            Pair.requireTrail(store, Pair.commitNext(store));
            Pair.requireTidy(file);
        }
    }

    private static Path fill(Path directory, int freeBlocks) throws IOException {
        FileStore disk = Files.getFileStore(directory);
        long bytes = disk.getUsableSpace() - (long) freeBlocks * BLOCK;
        Path filler = directory.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler, StandardOpenOption.CREATE_NEW)) {
            for (; bytes >= BLOCK; bytes -= BLOCK) {
                out.write(new byte[BLOCK]);
            }
        }
        return filler;
    }

    private static String readOnly(Path directory) throws IOException {
        Path disk = Files.createDirectories(directory.resolve("disk"));
        mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        Path file = disk.resolve("config/flags.json");
        try (FileConfigStore writer = Pair.open(file)) {
            Pair.commitNext(writer);
        }
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"flags\": [", "\"flags\": [{\"name\": \"hand\", \"status\": \"enabled\"},"));
        try (FileConfigStore store = Pair.open(file)) {
            mount("-o", "remount,ro", disk.toString());
            requireReadOnly(store, 1);
            try (FileConfigStore fresh = Pair.open(file)) {
                requireReadOnly(fresh, 1);
            }
            Pair.require(
                    store.load(Pair.KINDS).documents().containsKey(DocumentKey.flag("hand")), "the edit is not seen");
            mount("-o", "remount,rw", disk.toString());
            Pair.require(!store.capabilities().isReadOnly(), "still read-only");
            Pair.require(Pair.commitNext(store) == 2, "lost");
            Pair.requireTrail(store, 2);
            Pair.require(store.load(Pair.KINDS).documents().containsKey(DocumentKey.flag("hand")), "the edit is lost");
        }
        int single = mountedAlone(directory);
        return "read-only-disk: reads went on, with an edit from before; commits were refused as read-only at once, and"
                + " worked again after; a file mounted alone is read-only from the start, and " + single
                + " edits of it were seen";
    }

    private static void requireReadOnly(FileConfigStore store, long number) {
        Pair.require(Pair.number(store) == number, "reads stopped");
        requireRefused(store, number + 1);
        Pair.require(Pair.number(store) == number, "reads stopped after a commit");
    }

    private static void requireRefused(FileConfigStore store, long number) {
        Pair.require(store.capabilities().isReadOnly(), "not known to be read-only");
        StoreSnapshot seen = store.load(Pair.KINDS);
        Pair.require(seen.problems().stream().noneMatch(Problem::isError), "problems: " + seen.problems());
        long start = System.nanoTime();
        try {
            throw new IllegalStateException("wrote to it: " + store.commit(Pair.next(seen, number)));
        } catch (ReadOnlyStoreException e) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            Pair.require(took.compareTo(SOON) < 0, "took " + took);
        }
    }

    private static int mountedAlone(Path directory) throws IOException {
        Path source = Files.writeString(directory.resolve("source.json"), config(0));
        Path config = Files.createDirectories(directory.resolve("alone"));
        Path file = Files.createFile(config.resolve("flags.json"));
        mount("--bind", source.toString(), file.toString());
        int edits = 20;
        try (FileConfigStore store = Pair.open(file)) {
            for (int i = 0; i < edits; i++) {
                Files.writeString(source, config(i));
                Document left = store.load(Pair.KINDS).documents().get(Pair.LEFT);
                Pair.require(
                        left != null && left.json().contains("\"" + i + "\""), "edit " + i + " is not seen: " + left);
                requireRefused(store, i + 1);
            }
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> list = Files.list(config)) {
            list.forEach(files::add);
        }
        Pair.require(files.equals(List.of(file)), "wrote beside it: " + files);
        return edits;
    }

    private static String config(int number) {
        return "{\"flags\": [{\"name\": \"left\", \"status\": \"enabled\", \"description\": \"%d\"}]}"
                .formatted(number);
    }

    private static void mount(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        try {
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            Pair.require(exit == 0, command + " failed");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
