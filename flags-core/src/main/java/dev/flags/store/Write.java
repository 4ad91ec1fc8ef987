package dev.flags.store;

import dev.flags.config.DocumentKey;
import java.util.Objects;

/** One change of one document, applied only if the document still has the revision that its writer saw. */
public sealed interface Write {
    DocumentKey key();

    /** The revision that the document must have; 0 if it must not exist. */
    long expectedRevision();

    /**
     * Creates or replaces a document.
     *
     * @param json one JSON object; a store may change its white space and nothing else, so that literals of numbers and the
     *     order of members stay
     */
    record Put(DocumentKey key, long expectedRevision, String json) implements Write {
        public Put {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(json, "json");
            requireRevision(key, expectedRevision);
        }

        /** Without the text, which may hold somebody's ids. */
        @Override
        public String toString() {
            return "Put[" + key + ", expectedRevision=" + expectedRevision + "]";
        }
    }

    /** Deletes a document; with an expected revision of 0, makes sure that there is none. */
    record Delete(DocumentKey key, long expectedRevision) implements Write {
        public Delete {
            Objects.requireNonNull(key, "key");
            requireRevision(key, expectedRevision);
        }
    }

    private static void requireRevision(DocumentKey key, long revision) {
        if (revision < 0) {
            throw new IllegalArgumentException("expected revision of " + key + " is negative: " + revision);
        }
    }
}
