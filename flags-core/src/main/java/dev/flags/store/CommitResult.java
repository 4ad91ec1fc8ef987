package dev.flags.store;

import dev.flags.config.DocumentKey;
import java.util.List;
import java.util.UUID;

/** What became of a commit. */
public sealed interface CommitResult {

    /** All of it was applied, and is durable. */
    record Applied(Version version) implements CommitResult {}

    /**
     * Nothing was applied: somebody else had changed a document.
     *
     * @param documents all that are not as expected, in any order
     */
    record Conflict(List<Mismatch> documents) implements CommitResult {
        public Conflict {
            documents = List.copyOf(documents);
        }

        /**
         * A document that is not as the writer saw it.
         *
         * @param document its key; for an {@link Expect} about a kind, the key of that
         * @param expected the revision that the commit expects
         * @param actual its revision, or 0 if there is none; for an {@link Expect} about a kind, the newest version of the kind
         */
        public record Mismatch(DocumentKey document, long expected, long actual) {}
    }

    /**
     * All of it was applied, or nothing, or it is still on its way.
     *
     * <p>An event in the {@code history} of the commit's id tells that it was applied. That there is none tells that it was not
     * only once one of its documents has another revision than it expects: until then the request may still arrive. A
     * commit without events never shows in the history.
     */
    record Unknown(UUID commitId) implements CommitResult {}
}
