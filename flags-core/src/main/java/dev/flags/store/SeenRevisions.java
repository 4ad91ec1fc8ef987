package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has read an edit before it was on record has seen revisions that are not those of a version. If what was put on
 * record is what was seen, the revision that it got is meant.
 *
 * @param seen what readers were given
 * @param truth what is committed now
 */
record SeenRevisions(View seen, Truth truth) {

    /** The commit, with the revisions that its writer means. */
    Commit committed(Commit commit) {
        if (seen.edition().isEmpty()) {
            return commit;
        }
        List<Write> writes = new ArrayList<>();
        for (Write write : commit.writes()) {
            long revision = committed(write.key(), write.expectedRevision());
            writes.add(
                    write instanceof Write.Put put
                            ? new Write.Put(put.key(), revision, put.json())
                            : new Write.Delete(write.key(), revision));
        }
        List<Expect> reads = commit.reads().stream()
                .map(read -> new Expect(read.key(), committed(read.key(), read.revision())))
                .toList();
        return new Commit(commit.id(), writes, reads, commit.events());
    }

    private long committed(DocumentKey key, long expected) {
        if (expected < View.FIRST_EDIT) {
            return expected; // and who has changed the document since and back has changed it
        }
        if (key.name().equals(Expect.EVERY)) {
            return newest(key.kind());
        }
        Document document = seen.documents().get(key);
        Truth.Entry entry = truth.entry(key);
        boolean isMeant = document != null
                && entry != null
                && document.revision() == expected
                && entry.isLastEditedByHand()
                && document.json().equals(entry.document().json());
        return isMeant ? truth.revision(key) : expected;
    }

    /** Of a kind, if what is committed of it is all that was seen, and nothing else; or else a version that cannot be meant. */
    private long newest(Kind kind) {
        Map<DocumentKey, String> before = new HashMap<>();
        seen.documents().forEach((key, document) -> before.put(key, document.json()));
        Map<DocumentKey, String> now = new HashMap<>();
        truth.entries().forEach((key, entry) -> now.put(key, entry.document().json()));
        before.keySet().removeIf(key -> !key.kind().equals(kind));
        now.keySet().removeIf(key -> !key.kind().equals(kind));
        return before.equals(now) ? truth.newest(kind) : 0;
    }
}
