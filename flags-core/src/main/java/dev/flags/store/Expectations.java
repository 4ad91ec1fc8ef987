package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.store.CommitResult.Conflict.Mismatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Compares what a commit expects with what is there. */
final class Expectations {
    private Expectations() {}

    /** @param revisions the revision of a document, 0 if there is none */
    static List<Mismatch> mismatches(Commit commit, ToLongFunction<DocumentKey> revisions) {
        List<Mismatch> mismatches = new ArrayList<>();
        for (Write write : commit.writes()) {
            add(write.key(), write.expectedRevision(), revisions, mismatches);
        }
        for (Expect read : commit.reads()) {
            add(read.key(), read.revision(), revisions, mismatches);
        }
        return mismatches;
    }

    private static void add(
            DocumentKey key, long expected, ToLongFunction<DocumentKey> revisions, List<Mismatch> mismatches) {
        long actual = revisions.applyAsLong(key);
        if (actual != expected) {
            mismatches.add(new Mismatch(key, expected, actual));
        }
    }
}
