package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells apart what readers were shown of one committed version while people edited the file. Lives as long as a store, so that no
 * two of its views have one version. Not thread-safe.
 */
final class ShownEditions {
    private View shown = View.EMPTY;
    private int editions;
    private long lastEdit;

    /** What readers were shown last. */
    View shown() {
        return shown;
    }

    /**
     * Shows readers what is committed, with what was edited since and is on no record yet.
     *
     * @param edits their documents get revisions that no version has
     * @param edited when that was, in milliseconds
     */
    void show(View base, List<Write> edits, long edited) {
        if (edits.isEmpty() && base.refused().isEmpty() && base.problems().isEmpty()) {
            shown = base;
            return;
        }
        long number = Math.max(Math.max(lastEdit + 1, View.FIRST_EDIT), edited);
        View next = edition(base, edits, number);
        if (!next.saysTheSame(shown)) {
            editions++;
            lastEdit = number;
            shown = next;
        }
    }

    private View edition(View base, List<Write> edits, long number) {
        Map<DocumentKey, Document> documents = new HashMap<>(base.documents());
        Map<Kind, Long> byKind = new HashMap<>(base.byKind());
        for (Write edit : edits) {
            byKind.put(edit.key().kind(), number);
            if (edit instanceof Write.Put put) {
                documents.put(put.key(), document(put, number));
            } else {
                documents.remove(edit.key());
            }
        }
        return new View(
                base.epoch(), "~" + (editions + 1), documents, byKind, base.refused(), base.problems(), base.origin());
    }

    /** With the revision that it had if it was shown before. */
    private Document document(Write.Put edit, long number) {
        Document before = shown.documents().get(edit.key());
        if (before != null
                && before.revision() >= View.FIRST_EDIT
                && before.json().equals(edit.json())) {
            return before;
        }
        return new Document(edit.key(), number, edit.json());
    }
}
