package dev.flags.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
    private final LogLines lines;

    AuditLog(Layout layout, Disk disk, long segmentBytes) {
        this.layout = layout;
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.lines = new LogLines(layout);
    }

    /**
     * How far a log can be followed.
     *
     * @param rest the entries that were not given away: the last one, which may be in doubt, and those after a break
     * @param end the position after the last of the entries
     * @param beforeLast the position before it
     * @param why what stands in the way of more, or null if it ends there
     * @param isLastInDoubt whether what comes next follows another entry than the last one: one of the two was changed
     */
    record Followed(
            List<LogEntry> rest,
            LogPosition end,
            LogPosition beforeLast,
            @Nullable String why,
            boolean isLastInDoubt) {

        static Followed none(LogPosition at, @Nullable String why) {
            return new Followed(List.of(), at, at, why, false);
        }

        Followed withoutLast() {
            return rest.isEmpty()
                    ? this
                    : new Followed(rest.subList(0, rest.size() - 1), beforeLast, beforeLast, why, false);
        }
    }

    /**
     * Makes sure that a position is not behind the end of what is there: what would be appended there would come after a gap.
     *
     * @throws SpoiledFileException if somebody has cut the log off
     */
    void requireToReach(LogPosition end) throws IOException {
        Path segment = layout.segment(end.segment());
        if (end.offset() > 0 && (!Files.exists(segment) || Files.size(segment) < end.offset())) {
            throw new SpoiledFileException("the log ends too early");
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
        disk.createDirectories(layout.audit());
        disk.writeFrom(layout.segment(at.segment()), at.offset(), line);
        if (at.offset() == 0) { // also if a writer that died has made it, and not its name durable
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

    /** Takes away what was never committed: the end of a part, or one entry in the next one. */
    void truncate(LogPosition end) throws IOException {
        Path segment = layout.segment(end.segment());
        if (Files.exists(segment) && Files.size(segment) > end.offset()) {
            disk.writeFrom(segment, end.offset(), new byte[0]);
        }
        Path next = layout.segment(end.segment() + 1);
        if (Files.exists(next)) {
            disk.delete(next);
        }
    }

    /**
     * The place of the oldest entry that is there; the parts before it may be kept elsewhere, and then nobody can tell how many
     * entries they have. Empty if there is no part of the log.
     */
    Optional<LogPosition> start() throws IOException {
        OptionalInt first = layout.segments().min();
        return first.isEmpty() || first.getAsInt() == 1
                ? first.stream().mapToObj(segment -> LogPosition.START).findFirst()
                : Optional.of(new LogPosition(first.getAsInt(), 0, 0, previousOfFirst(first.getAsInt())));
    }

    private String previousOfFirst(int segment) throws IOException {
        String[] previous = {LogPosition.NO_HASH};
        lines.forwards(segment, 0, Long.MAX_VALUE, line -> {
            try {
                previous[0] = Json.text(Json.object(new String(line, StandardCharsets.UTF_8)), "previous");
            } catch (SpoiledFileException e) {
                // reported when it is followed
            }
            return false;
        });
        return previous[0];
    }

    /**
     * Gives the entries between two positions to a sink, one by one.
     *
     * @throws SpoiledFileException if they are not all there, each following the one before it
     */
    void read(LogPosition from, LogPosition to, Consumer<LogEntry> sink) throws IOException {
        Followed followed = follow(from, to, sink);
        if (followed.why() != null || !followed.end().equals(to)) {
            String why = followed.why() == null ? "ends too early" : followed.why();
            throw new SpoiledFileException("the log " + why);
        }
        followed.rest().forEach(sink);
    }

    /** Gives the entries from a position on to a sink, for as long as each follows the one before it. */
    Followed follow(LogPosition from, Consumer<LogEntry> sink) throws IOException {
        return follow(from, new LogPosition(Integer.MAX_VALUE, 0, Long.MAX_VALUE, ""), sink);
    }

    /** As {@link #follow(LogPosition, Consumer)}, up to a position at most. */
    Followed follow(LogPosition from, LogPosition to, Consumer<LogEntry> sink) throws IOException {
        Follower follower = new Follower(from, sink);
        for (int segment = from.segment(); segment <= to.segment(); segment++) {
            if (!Files.exists(layout.segment(segment))) {
                break;
            }
            follower.enter(segment);
            long limit = segment == to.segment() ? to.offset() : Long.MAX_VALUE;
            lines.forwards(segment, segment == from.segment() ? from.offset() : 0, limit, follower);
        }
        return follower.followed(to);
    }

    /**
     * Follows the chain. Where it breaks, what comes after the break is read too: if that leads to the entry that is known to
     * be the last one, it is as it was written, and only what is between is lost.
     */
    private final class Follower implements LogLines.Action {
        private final Consumer<LogEntry> sink;
        private final List<LogEntry> rest = new ArrayList<>();
        private @Nullable LogEntry last;
        private LogPosition end;
        private LogPosition beforeLast;
        private @Nullable String why;
        private boolean isLastInDoubt;
        private boolean isRestAfterLast;
        private String lastHash;

        Follower(LogPosition from, Consumer<LogEntry> sink) {
            this.sink = sink;
            this.end = from;
            this.beforeLast = from;
            this.lastHash = from.hash();
        }

        void enter(int segment) {
            if (why == null && segment != end.segment()) {
                end = new LogPosition(segment, 0, end.sequence(), end.hash());
            }
        }

        @Override
        public boolean accept(byte[] line) {
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
                LogEntry next = LogEntry.read(text, end.hash());
                if (last != null) {
                    sink.accept(last);
                }
                last = next;
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
            List<LogEntry> ofLast = last == null ? List.of() : List.of(last);
            if (why == null || rest.isEmpty() || !lastHash.equals(to.hash())) {
                return new Followed(ofLast, end, beforeLast, why, isLastInDoubt);
            }
            List<LogEntry> all = new ArrayList<>(isRestAfterLast ? List.of() : ofLast);
            all.addAll(rest);
            return new Followed(all, to, to, why, false);
        }
    }
}
