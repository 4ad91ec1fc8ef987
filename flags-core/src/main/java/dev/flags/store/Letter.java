package dev.flags.store;

import dev.flags.config.ConfigException;
import dev.flags.config.ConfigFile;
import dev.flags.config.Limits;
import dev.flags.config.Parsed;
import dev.flags.config.Problem;
import dev.flags.config.Problem.Severity;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file as it was read, once, as people and their editors left it. Takes little more memory than its bytes
 * once it is {@link #putAway put away}. Not thread-safe.
 */
final class Letter {
    private static final int ATTEMPTS = 3;
    private static final long PAUSE_NANOS = Duration.ofMillis(40).toNanos();
    private static final String TOO_LARGE = "too-large-";
    private static final String UNREADABLE = "unreadable-";

    private final byte[] bytes;
    private final String hash;
    private final List<Problem> problems;
    private final HandEdit.Editor editor;
    private final boolean isBroken;
    private final long base;
    private final long schema;
    /** What the bytes say, as long as it is at hand. */
    private @Nullable FileContent content;

    private Letter(byte[] bytes, String hash, Parsed<FileContent> parsed, HandEdit.Editor editor) {
        this.bytes = bytes;
        this.hash = hash;
        this.problems = parsed.problems();
        this.editor = editor;
        this.isBroken = parsed.value().isEmpty();
        this.base = parsed.value().map(read -> read.file().revision().orElse(0)).orElse(0L);
        this.schema = parsed.value().map(read -> read.file().schema()).orElse(ConfigFile.SCHEMA);
        this.content = parsed.value().orElse(null);
    }

    /**
     * Reads a file; null if there is none. Editors write in several steps, so that a text that is no configuration gets
     * another chance.
     *
     * @param known what was read before: the same bytes are not parsed again
     */
    static @Nullable Letter read(Path file, @Nullable Letter known) throws IOException {
        Letter letter = readOnce(file, known);
        for (int attempt = 1; attempt < ATTEMPTS && isNewAndBroken(letter, known); attempt++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            letter = readOnce(file, known);
        }
        return letter;
    }

    private static boolean isNewAndBroken(@Nullable Letter letter, @Nullable Letter known) {
        return letter != null && letter.isBroken() && (known == null || !known.hash.equals(letter.hash));
    }

    private static @Nullable Letter readOnce(Path file, @Nullable Letter known) throws IOException {
        try {
            long size = Files.size(file);
            if (size > Limits.MAX_FILE_BYTES) {
                String why = "has " + size + " bytes; at most " + Limits.MAX_FILE_BYTES + " are allowed";
                return unread(TOO_LARGE + size + "-" + modified(file), why);
            }
            byte[] bytes = Files.readAllBytes(file);
            String hash = Hashes.sha256(bytes);
            return known != null && known.hash.equals(hash)
                    ? known
                    : new Letter(bytes, hash, FileContent.read(bytes), editor(file));
        } catch (NoSuchFileException e) {
            return null;
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            return unread(
                    UNREADABLE + modified(file),
                    "cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    /** All that tells one of these files from another. */
    private static String modified(Path file) {
        try {
            return Long.toString(Files.getLastModifiedTime(file).toMillis());
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static Letter unread(String hash, String why) {
        Problem problem = new Problem(Severity.ERROR, ConfigFile.NAME, "", why);
        return new Letter(
                new byte[0],
                hash,
                new Parsed<>(Optional.empty(), List.of(problem)),
                new HandEdit.Editor("", Instant.EPOCH));
    }

    private static HandEdit.Editor editor(Path file) throws IOException {
        String owner;
        try {
            owner = Files.getOwner(file).getName();
        } catch (UnsupportedOperationException e) {
            owner = "unknown";
        }
        return new HandEdit.Editor(
                "file:" + owner, Files.getLastModifiedTime(file).toInstant());
    }

    /** Empty if {@link #isUnread}. */
    byte[] bytes() {
        return bytes;
    }

    /** Of the bytes; of a file whose bytes were not read, what else can be told of it. */
    String hash() {
        return hash;
    }

    /** Whether the file is too large, or cannot be read. */
    boolean isUnread() {
        return isUnreadable() || hash.startsWith(TOO_LARGE);
    }

    boolean isUnreadable() {
        return hash.startsWith(UNREADABLE);
    }

    /** Whether it is no configuration at all. */
    boolean isBroken() {
        return isBroken;
    }

    /** @throws ConfigException if it is broken */
    FileContent content() {
        if (isBroken) {
            throw new ConfigException(problems);
        }
        FileContent known = content;
        if (known == null) {
            known = FileContent.read(bytes).orThrow();
            content = known;
        }
        return known;
    }

    /** Nobody needs what it says for now; whoever does all the same reads it again. */
    void putAway() {
        content = null;
    }

    List<Problem> problems() {
        return problems;
    }

    /** Who saved it, as far as the file system tells, and when. */
    HandEdit.Editor editor() {
        return editor;
    }

    /** The version that it says it was written from; 0 if it says none. */
    long base() {
        return base;
    }

    /** The version of the format that it is in. */
    long schema() {
        return schema;
    }

    /** Whether a newer library wrote it, so that this one must not write it again. */
    boolean isOfNewerSchema() {
        return schema() > ConfigFile.SCHEMA;
    }
}
