package dev.flags.store;

import dev.flags.config.DocumentKey;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Looks things up in the log: from its end backwards, no further than it has to, and without parsing lines that cannot be about
 * what is looked for. Needs no lock.
 */
final class LogSearch {
    /** For more documents than these it is cheaper to parse the lines. */
    private static final int MAX_MARKS = 16;

    private final Layout layout;
    private final LogLines lines;

    LogSearch(Layout layout) {
        this.layout = layout;
        this.lines = new LogLines(layout);
    }

    /**
     * Events that a query selects, newest first.
     *
     * @throws StoreException if a line that has to be read is no entry: what it said nobody can tell
     */
    List<AuditEvent> history(HistoryQuery query, LogPosition end) throws IOException {
        List<BytePattern> marks = LogEntry.marks(query);
        List<AuditEvent> selected = new ArrayList<>();
        lines.backwards(end, (line, segment, offset) -> {
            if (!marks.stream().allMatch(mark -> mark.isIn(line))) {
                return true;
            }
            LogEntry entry = entry(line, segment, offset);
            for (int i = entry.events().size() - 1; i >= 0 && selected.size() < query.limit(); i--) {
                if (query.selects(entry.events().get(i))) {
                    selected.add(entry.events().get(i));
                }
            }
            return selected.size() < query.limit() && !entry.commitId().equals(query.commitId());
        });
        return selected;
    }

    private LogEntry entry(byte[] line, int segment, long offset) throws IOException {
        try {
            return LogEntry.read(line);
        } catch (SpoiledFileException e) {
            throw new StoreException(
                    "line " + lines.number(segment, offset) + " of " + layout.segment(segment)
                            + " is no audit entry: it " + e.getMessage(),
                    e);
        }
    }

    /** What documents were at a version. */
    PastTexts textsAt(long version, Set<DocumentKey> keys, Committed committed) throws IOException {
        if (version == 0) {
            return PastTexts.NONE; // before there was anything
        }
        PastSearch search = new PastSearch(version, keys);
        lines.backwards(committed.head().log(), search);
        return search.result(committed.truth(), Files.exists(layout.segment(1)));
    }

    /** Goes back to the version, and on to the last write before it of those documents that were written since. */
    private static final class PastSearch implements LogLines.PlacedAction {
        private final long version;
        private final Set<DocumentKey> keys;
        private final List<BytePattern> marks;
        private final Set<DocumentKey> changed = new HashSet<>();
        private final Map<DocumentKey, Write> before = new HashMap<>();
        private boolean isThere;

        PastSearch(long version, Set<DocumentKey> keys) {
            this.version = version;
            this.keys = keys;
            this.marks = keys.size() > MAX_MARKS
                    ? List.of()
                    : keys.stream().map(LogEntry::mark).toList();
        }

        @Override
        public boolean accept(byte[] line, int segment, long offset) {
            OptionalLong number = LogEntry.version(line);
            isThere |= number.isPresent() && number.getAsLong() <= version;
            if (marks.isEmpty() || marks.stream().anyMatch(mark -> mark.isIn(line))) {
                add(line);
            }
            return !isThere || !before.keySet().containsAll(changed);
        }

        private void add(byte[] line) {
            LogEntry entry;
            try {
                entry = LogEntry.read(line);
            } catch (SpoiledFileException e) {
                return; // reported when it is read to be followed
            }
            for (Write write : entry.writes()) {
                if (entry.version() > version && keys.contains(write.key())) {
                    changed.add(write.key());
                } else if (changed.contains(write.key())) {
                    before.putIfAbsent(write.key(), write);
                }
            }
        }

        /** @param isWhole whether the log goes back to the first version of all */
        PastTexts result(Truth truth, boolean isWhole) {
            Map<DocumentKey, String> texts = new HashMap<>();
            Set<DocumentKey> lost = new HashSet<>();
            for (DocumentKey key : keys) {
                boolean isChanged = changed.contains(key);
                if (!isWhole && (!isThere || (isChanged && !before.containsKey(key)))) {
                    lost.add(key);
                } else if (!isChanged && truth.json(key) != null) {
                    texts.put(key, truth.json(key));
                } else if (before.get(key) instanceof Write.Put put) {
                    texts.put(key, put.json());
                }
            }
            return new PastTexts(texts, lost);
        }
    }
}
