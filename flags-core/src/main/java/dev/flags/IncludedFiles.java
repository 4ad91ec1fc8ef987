package dev.flags;

import com.google.common.io.ByteStreams;
import com.google.common.util.concurrent.Uninterruptibles;
import dev.flags.config.Limits;
import dev.flags.internal.BriefThread;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files that segments name, on daemon threads of its own: one on a mount that hangs never comes, and one that is
 * too large for the memory ends in an error. Neither must keep anything from taking effect but the segment. Thread-safe.
 */
final class IncludedFiles {
    /** How long to wait for all files together, the first time; one that is late is not waited for again. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How many files are read at once, and so how many threads a mount that hangs may keep. */
    private static final int MAX_THREADS = 4;

    private static final long IDLE_SECONDS = 1;

    private final @Nullable Path directory;
    private final Duration patience;
    private final ThreadPoolExecutor readers = new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> BriefThread.of("flags-included", task));

    /** Files that did not come in time. Guarded by this. */
    private final Map<String, Future<Set<String>>> late = new HashMap<>();

    /** @param directory what paths are relative to, and do not lead out of; null if there is none */
    IncludedFiles(@Nullable Path directory, Duration patience) {
        this.directory = directory;
        this.patience = patience;
        readers.allowCoreThreadTimeOut(true);
    }

    /** What became of a file. */
    sealed interface Content {
        record Units(Set<String> units) implements Content {}

        /**
         * It could not be read.
         *
         * @param why a phrase, such as "cannot be read: NoSuchFileException users.txt"
         */
        record Unreadable(String why) implements Content {}
    }

    /** Reads files. Blocks for as long as the patience lasts at most. */
    Map<String, Content> read(Set<String> paths) {
        Map<String, Future<Set<String>>> begun = begin(paths);
        long end = System.nanoTime() + patience.toNanos();
        Map<String, Content> contents = new HashMap<>();
        begun.forEach((path, file) -> contents.put(path, await(path, file, end)));
        return contents;
    }

    /** Whether a file has come since, for which nobody waited any more: whoever reads it now gets it. */
    synchronized boolean hasLateOne() {
        return late.values().stream().anyMatch(Future::isDone);
    }

    private synchronized Map<String, Future<Set<String>>> begin(Set<String> paths) {
        late.keySet().retainAll(paths);
        Map<String, Future<Set<String>>> begun = new HashMap<>();
        for (String path : paths) {
            Future<Set<String>> known = late.get(path);
            begun.put(path, known == null ? readers.submit(() -> units(path)) : known);
        }
        late.values().removeIf(Future::isDone);
        return begun;
    }

    private Content await(String path, Future<Set<String>> file, long end) {
        try {
            long left = isLate(path) ? 0 : end - System.nanoTime();
            return new Content.Units(
                    Objects.requireNonNull(Uninterruptibles.getUninterruptibly(file, left, TimeUnit.NANOSECONDS)));
        } catch (TimeoutException e) {
            addLate(path, file);
            return new Content.Unreadable("has not come within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable why = Objects.requireNonNullElse(e.getCause(), e);
            return new Content.Unreadable("cannot be read: " + why.getClass().getSimpleName() + " " + why.getMessage());
        }
    }

    private synchronized boolean isLate(String path) {
        return late.containsKey(path);
    }

    private synchronized void addLate(String path, Future<Set<String>> file) {
        late.put(path, file);
    }

    private Set<String> units(String path) throws IOException {
        if (directory == null) {
            throw new IOException("this manager was given no directory of included files");
        }
        Path root = directory.toRealPath();
        Path file = root.resolve(path).toRealPath();
        if (!file.startsWith(root)) {
            throw new IOException("a link leads out of " + root);
        }
        if (Files.size(file) > Limits.MAX_INCLUDED_FILE_BYTES) {
            throw tooLarge();
        }
        try (InputStream in = Files.newInputStream(file)) {
            Set<String> units = units(ByteStreams.limit(in, Limits.MAX_INCLUDED_FILE_BYTES));
            if (in.read() >= 0) { // it grows, or is none whose size is known
                throw tooLarge();
            }
            return units;
        }
    }

    private static Set<String> units(InputStream in) throws IOException {
        try {
            return UnitTable.of(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList());
        } catch (UncheckedIOException e) {
            IOException why = Objects.requireNonNull(e.getCause());
            throw why instanceof CharacterCodingException ? new IOException("is not UTF-8", why) : why;
        }
    }

    private static IOException tooLarge() {
        return new IOException("is larger than " + Limits.MAX_INCLUDED_FILE_BYTES + " bytes");
    }

    /** Interrupts what is read. */
    void close() {
        readers.shutdownNow();
    }
}
