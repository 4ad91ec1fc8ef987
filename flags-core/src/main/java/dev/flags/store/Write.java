package dev.flags.store;

import dev.flags.config.DocumentKey;
import java.util.Objects;

/** One change of one document, applied only if the document still has the revision that its writer saw. */
public sealed interface Write {
    DocumentKey key();

    /** The revision that the document must have; 0 if it must not exist. */
    long expectedRevision();

    /** Creates or replaces a document. */
    record Put(DocumentKey key, long expectedRevision, String json) implements Write {
        public Put {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(json, "json");
        }

        /** Without the text, which may hold somebody's ids. */
        @Override
        public String toString() {
            return "Put[" + key + ", expectedRevision=" + expectedRevision + "]";
        }
    }

    /** Deletes a document. */
    record Delete(DocumentKey key, long expectedRevision) implements Write {
        public Delete {
            Objects.requireNonNull(key, "key");
        }
    }
}
