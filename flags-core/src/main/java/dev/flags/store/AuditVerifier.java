package dev.flags.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Follows the chain of the log from its first entry that is there to the last one, and notes where it is broken first. */
final class AuditVerifier {
    private final @Nullable String expected;
    private Path file = Path.of("");
    private long line;
    private long entries;
    private boolean isWhole;
    private @Nullable String hash;
    private boolean isExpectedThere;
    private @Nullable AuditCheck broken;

    AuditVerifier(@Nullable String expected) {
        this.expected = expected;
        this.isExpectedThere = expected == null || expected.equals(LogPosition.NO_HASH);
    }

    /** @return whether there is anything to read; the oldest parts may be kept elsewhere */
    boolean enter(Path segment, boolean isFirst) {
        file = segment;
        line = 0;
        if (!Files.exists(segment)) {
            if (hash != null) {
                fail("the file is missing");
            }
            return false;
        }
        if (isFirst) {
            isWhole = true;
            hash = LogPosition.NO_HASH;
        }
        return broken == null;
    }

    boolean accept(byte[] bytes) {
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

    AuditCheck result(LogPosition end) {
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
