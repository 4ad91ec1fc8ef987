package dev.flags.store;

import dev.flags.config.DocumentKey;
import java.util.List;
import java.util.UUID;

/** What became of a commit. */
public sealed interface CommitResult {

    /** All of it was applied, and is durable. */
    record Applied(Version version) implements CommitResult {}

    /** Nothing was applied: somebody else had changed a document. */
    record Conflict(List<Mismatch> documents) implements CommitResult {
        public Conflict {
            documents = List.copyOf(documents);
        }

        /**
         * A document that is not as the writer saw it.
         *
         * @param actual its revision, or 0 if there is none
         */
        public record Mismatch(DocumentKey document, long expected, long actual) {}
    }

    /**
     * All of it was applied, or nothing, or it is still on its way. {@code history} of the commit's id tells that it was
     * applied, if it has an event; that it was not is certain only once its documents have another revision than it expects.
     */
    record Unknown(UUID commitId) implements CommitResult {}
}
