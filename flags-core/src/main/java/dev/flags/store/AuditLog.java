package dev.flags.store;

import dev.flags.config.DocumentKey;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log: every version, one line each, with the documents it wrote and the events that say who and why. Files that are
 * only ever appended to; each line says the SHA-256 of the line before it, taken over the bytes as they are stored. What
 * is after the position that the head names was never committed.
 */
final class AuditLog {
    /** How large a part of the log may grow before the next one is begun, in bytes: {@value}. */
    static final long SEGMENT_BYTES = 64L << 20;

    private final Layout layout;
    private final Disk disk;
    private final long segmentBytes;

    AuditLog(Layout layout, Disk disk, long segmentBytes) {
        this.layout = layout;
        this.disk = disk;
        this.segmentBytes = segmentBytes;
    }

    /**
     * How far a log can be followed.
     *
     * @param end the position after the last of the entries
     * @param beforeLast the position before it
     * @param why what stands in the way of more, or null if it ends there
     * @param isLastInDoubt whether what comes next follows another entry than the last one: one of the two was changed
     */
    record Followed(
            List<LogEntry> entries,
            LogPosition end,
            LogPosition beforeLast,
            @Nullable String why,
            boolean isLastInDoubt) {

        static Followed none(LogPosition at, @Nullable String why) {
            return new Followed(List.of(), at, at, why, false);
        }

        Followed withoutLast() {
            return entries.isEmpty()
                    ? this
                    : new Followed(entries.subList(0, entries.size() - 1), beforeLast, beforeLast, why, false);
        }
    }

    /**
     * Appends an entry, durably, over whatever was never committed.
     *
     * @return the position after it
     */
    LogPosition append(LogPosition end, LogEntry entry) throws IOException {
        byte[] text = entry.write(end.hash());
        requireReadable(entry, text, end);
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        boolean isFull = end.offset() > 0 && end.offset() + line.length > segmentBytes;
        LogPosition at = isFull ? new LogPosition(end.segment() + 1, 0, end.sequence(), end.hash()) : end;
        Path segment = layout.segment(at.segment());
        boolean isNew = !Files.exists(segment);
        disk.createDirectories(layout.audit());
        disk.writeFrom(segment, at.offset(), line);
        if (isNew) {
            disk.forceDirectory(layout.audit());
        }
        return at.after(line, Hashes.sha256(text));
    }

    /** What cannot be read back must not be acknowledged. */
    private static void requireReadable(LogEntry entry, byte[] text, LogPosition end) {
        LogEntry read;
        try {
            read = LogEntry.read(new String(text, StandardCharsets.UTF_8), end.hash());
        } catch (SpoiledFileException e) {
            throw new StoreException(
                    "commit " + entry.commitId() + " cannot be recorded: its record " + e.getMessage(), e);
        }
        if (!read.events().equals(entry.events())
                || !read.writes().stream()
                        .map(Write::key)
                        .toList()
                        .equals(entry.writes().stream().map(Write::key).toList())) {
            throw new StoreException(
                    "commit " + entry.commitId() + " cannot be recorded: a text in it has half of a surrogate pair");
        }
    }

    /** Takes away what was never committed. */
    void truncate(LogPosition end) throws IOException {
        Path segment = layout.segment(end.segment());
        if (Files.exists(segment) && Files.size(segment) > end.offset()) {
            disk.writeFrom(segment, end.offset(), new byte[0]);
        }
        for (int next = end.segment() + 1; Files.exists(layout.segment(next)); next++) {
            disk.delete(layout.segment(next));
        }
    }

    /**
     * The entries between two positions.
     *
     * @throws SpoiledFileException if they are not all there, each following the one before it
     */
    List<LogEntry> read(LogPosition from, LogPosition to) throws IOException {
        Followed followed = follow(from, to);
        if (followed.why() != null || !followed.end().equals(to)) {
            String why = followed.why() == null ? "ends too early" : followed.why();
            throw new SpoiledFileException("the log " + why);
        }
        return followed.entries();
    }

    /** The entries from a position on, for as long as each follows the one before it. */
    Followed follow(LogPosition from) throws IOException {
        return follow(from, new LogPosition(Integer.MAX_VALUE, 0, Long.MAX_VALUE, ""));
    }

    /** As {@link #follow(LogPosition)}, up to a position at most. */
    Followed follow(LogPosition from, LogPosition to) throws IOException {
        Follower follower = new Follower(from);
        for (int segment = from.segment(); segment <= to.segment(); segment++) {
            if (!Files.exists(layout.segment(segment))) {
                break;
            }
            follower.enter(segment);
            long limit = segment == to.segment() ? to.offset() : Long.MAX_VALUE;
            forEachLine(segment, segment == from.segment() ? from.offset() : 0, limit, follower::accept);
        }
        return follower.followed(to);
    }

    /**
     * Follows the chain. Where it breaks, what comes after the break is read too: if that leads to the entry that is known to
     * be the last one, it is as it was written, and only what is between is lost.
     */
    private final class Follower {
        private final List<LogEntry> entries = new ArrayList<>();
        private final List<LogEntry> rest = new ArrayList<>();
        private LogPosition end;
        private LogPosition beforeLast;
        private @Nullable String why;
        private boolean isLastInDoubt;
        private boolean isRestAfterLast;
        private String lastHash;

        Follower(LogPosition from) {
            this.end = from;
            this.beforeLast = from;
            this.lastHash = from.hash();
        }

        void enter(int segment) {
            if (why == null && segment != end.segment()) {
                end = new LogPosition(segment, 0, end.sequence(), end.hash());
            }
        }

        boolean accept(byte[] line) {
            String text = new String(line, StandardCharsets.UTF_8);
            if (why == null) {
                follow(line, text);
            } else {
                acceptRest(text);
            }
            lastHash = Hashes.sha256(line);
            return true;
        }

        private void follow(byte[] line, String text) {
            try {
                entries.add(LogEntry.read(text, end.hash()));
                beforeLast = end;
                end = end.after(Arrays.copyOf(line, line.length + 1), Hashes.sha256(line));
            } catch (SpoiledFileException e) {
                why = "line at byte " + end.offset() + " of " + layout.segment(end.segment()) + " " + e.getMessage();
                isLastInDoubt = LogEntry.isAfterAnother(text, end.hash());
                acceptRest(text);
                isRestAfterLast = !rest.isEmpty();
            }
        }

        private void acceptRest(String text) {
            try {
                String previous = Json.text(Json.object(text), "previous");
                LogEntry entry = LogEntry.read(text, previous);
                if (!previous.equals(lastHash)) {
                    rest.clear();
                    isRestAfterLast = false;
                }
                rest.add(entry);
            } catch (SpoiledFileException e) {
                rest.clear();
            }
        }

        Followed followed(LogPosition to) {
            Followed followed = new Followed(entries, end, beforeLast, why, isLastInDoubt);
            if (why == null || rest.isEmpty() || !lastHash.equals(to.hash())) {
                return followed;
            }
            List<LogEntry> all = new ArrayList<>((isRestAfterLast ? followed.withoutLast() : followed).entries());
            all.addAll(rest);
            return new Followed(all, to, to, why, false);
        }
    }

    /** Events that a query selects, newest first. */
    List<AuditEvent> history(HistoryQuery query, LogPosition end) throws IOException {
        List<AuditEvent> selected = new ArrayList<>();
        for (int segment = end.segment(); segment >= 1 && selected.size() < query.limit(); segment--) {
            int limit = query.limit() - selected.size();
            Deque<AuditEvent> newest = new ArrayDeque<>();
            Path file = layout.segment(segment);
            long bytes = segment == end.segment() ? end.offset() : Long.MAX_VALUE;
            forEachEntry(
                    segment,
                    bytes,
                    entry -> {
                        for (AuditEvent event : entry.events()) {
                            if (query.selects(event)) {
                                newest.addFirst(event);
                                if (newest.size() > limit) {
                                    newest.removeLast();
                                }
                            }
                        }
                    },
                    (line, why) -> {
                        throw new StoreException(
                                "line " + line + " of " + file + " is no audit entry: it " + why.getMessage(), why);
                    });
            selected.addAll(newest);
        }
        return selected;
    }

    /**
     * The last write of each document at a version or before it. Of one that was not written before, or whose record is
     * not kept any more, there is none.
     */
    Map<DocumentKey, Write> lastWrites(Set<DocumentKey> keys, long version, LogPosition end) throws IOException {
        Map<DocumentKey, Write> last = new HashMap<>();
        for (int segment = 1; segment <= end.segment(); segment++) {
            long bytes = segment == end.segment() ? end.offset() : Long.MAX_VALUE;
            forEachEntry(
                    segment,
                    bytes,
                    entry -> {
                        if (entry.version() <= version) {
                            entry.writes().stream()
                                    .filter(write -> keys.contains(write.key()))
                                    .forEach(write -> last.put(write.key(), write));
                        }
                    },
                    (line, why) -> {}); // reported when it is read to be followed
        }
        return last;
    }

    private interface Spoiled {
        void found(int line, SpoiledFileException why);
    }

    private void forEachEntry(int segment, long bytes, Consumer<LogEntry> action, Spoiled spoiled) throws IOException {
        if (!Files.exists(layout.segment(segment))) {
            return; // put away by whoever keeps the trail elsewhere
        }
        int[] number = {0};
        forEachLine(segment, 0, bytes, line -> {
            number[0]++;
            String text = new String(line, StandardCharsets.UTF_8);
            try {
                action.accept(LogEntry.read(text, Json.text(Json.object(text), "previous")));
            } catch (SpoiledFileException e) {
                spoiled.found(number[0], e);
            }
            return true;
        });
    }

    /**
     * Checks that no entry was changed, left out, put in or taken off.
     *
     * @param expectedHead the hash of an entry that was noted elsewhere before, which must be there, or null
     */
    AuditCheck verify(LogPosition end, @Nullable String expectedHead) throws IOException {
        AuditVerifier verifier = new AuditVerifier(expectedHead);
        for (int segment = 1; segment <= end.segment(); segment++) {
            if (!verifier.enter(layout.segment(segment), segment == 1)) {
                continue;
            }
            long limit = segment == end.segment() ? end.offset() : Long.MAX_VALUE;
            if (!forEachLine(segment, 0, limit, verifier::accept)) {
                break;
            }
        }
        return verifier.result(end);
    }

    private interface LineAction {
        boolean accept(byte[] line);
    }

    /** Gives each complete line of a part to an action, until it says false. */
    private boolean forEachLine(int segment, long from, long to, LineAction action) throws IOException {
        try (InputStream in = Files.newInputStream(layout.segment(segment))) {
            in.skipNBytes(from);
            byte[] block = new byte[1 << 16];
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (long left = to - from; left > 0; ) {
                int read = in.read(block, 0, (int) Math.min(left, block.length));
                if (read < 0) {
                    break;
                }
                left -= read;
                int start = 0;
                for (int i = 0; i < read; i++) {
                    if (block[i] == '\n') {
                        line.write(block, start, i - start);
                        start = i + 1;
                        if (!action.accept(line.toByteArray())) {
                            return false;
                        }
                        line.reset();
                    }
                }
                line.write(block, start, read - start);
            }
            return true;
        } catch (NoSuchFileException | EOFException e) {
            throw new SpoiledFileException("the log ends before byte " + from + " of " + layout.segment(segment), e);
        }
    }
}
