package dev.flags.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Follows the chain of the log from its first entry that is there to the last one, and notes where it is broken first. */
final class AuditVerifier implements LogLines.Action {
    private final Layout layout;
    private final @Nullable String expected;
    private Path file = Path.of("");
    private long line;
    private long entries;
    private boolean isWhole;
    private @Nullable String hash;
    private boolean isExpectedThere;
    private @Nullable AuditCheck broken;

    private AuditVerifier(Layout layout, @Nullable String expected) {
        this.layout = layout;
        this.expected = expected;
        this.isExpectedThere = expected == null || expected.equals(LogPosition.NO_HASH);
    }

    /**
     * Checks that no entry was changed, left out, put in or taken off. Needs no lock.
     *
     * @param end where the log ends
     * @param expectedHead the hash of an entry that was noted elsewhere before, which must be there, or null
     */
    static AuditCheck verify(Layout layout, LogPosition end, @Nullable String expectedHead) throws IOException {
        return new AuditVerifier(layout, expectedHead).verify(end);
    }

    private AuditCheck verify(LogPosition end) throws IOException {
        LogLines lines = new LogLines(layout);
        boolean isIntact = true;
        for (int segment = 1; segment <= end.segment() && isIntact; segment++) {
            if (enter(segment)) {
                isIntact = lines.forwards(segment, 0, segment == end.segment() ? end.offset() : Long.MAX_VALUE, this);
            }
        }
        return result(end);
    }

    /** @return whether there is anything to read; the oldest parts may be kept elsewhere */
    private boolean enter(int segment) {
        file = layout.segment(segment);
        line = 0;
        if (!Files.exists(file)) {
            if (hash != null) {
                fail("the file is missing");
            }
            return false;
        }
        if (segment == 1) {
            isWhole = true;
            hash = LogPosition.NO_HASH;
        }
        return broken == null;
    }

    @Override
    public boolean accept(byte[] bytes) {
        line++;
        entries++;
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            String previous = hash == null ? Json.text(Json.object(text), "previous") : hash;
            LogEntry.read(text, previous);
            isExpectedThere |= previous.equals(expected);
        } catch (SpoiledFileException e) {
            fail("the entry " + e.getMessage());
            return false;
        }
        hash = Hashes.sha256(bytes);
        isExpectedThere |= hash.equals(expected);
        return true;
    }

    private void fail(String why) {
        if (broken == null) {
            broken = new AuditCheck.Broken(file, Math.max(1, line), why);
        }
    }

    private AuditCheck result(LogPosition end) {
        String last = hash == null ? LogPosition.NO_HASH : hash;
        if (!last.equals(end.hash()) || (isWhole && entries != end.sequence())) {
            fail("the last entry is not the one that the head names");
        }
        if (!isExpectedThere) {
            fail("no entry has the hash " + expected + ", which was there before");
        }
        return broken == null ? new AuditCheck.Intact(entries, last) : broken;
    }
}
