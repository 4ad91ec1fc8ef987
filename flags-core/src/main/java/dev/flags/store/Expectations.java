package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.store.CommitResult.Conflict.Mismatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Compares what a commit expects with what is there. */
final class Expectations {
    private Expectations() {}

    /**
     * What is not as a commit expects it.
     *
     * @param revisions the revision of a document, 0 if there is none
     * @param versions the newest version that changed a document of a kind, 0 if none did
     */
    static List<Mismatch> mismatches(
            Commit commit, ToLongFunction<DocumentKey> revisions, ToLongFunction<Kind> versions) {
        List<Mismatch> mismatches = new ArrayList<>();
        for (Write write : commit.writes()) {
            add(write.key(), write.expectedRevision(), revisions, mismatches);
        }
        for (Expect read : commit.reads()) {
            if (!read.isAboutKind()) {
                add(read.key(), read.revision(), revisions, mismatches);
            } else if (versions.applyAsLong(read.key().kind()) > read.revision()) {
                add(read.key(), read.revision(), key -> versions.applyAsLong(key.kind()), mismatches);
            }
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
