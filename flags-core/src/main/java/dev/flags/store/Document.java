package dev.flags.store;

import dev.flags.config.DocumentKey;
import java.util.Objects;

/**
 * A document as a store keeps it.
 *
 * @param revision the number of the version that last changed it; at least 1
 * @param json its text, one JSON object; whether it means anything is for its reader to say
 */
public record Document(DocumentKey key, long revision, String json) {
    public Document {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(json, "json");
        if (revision < 1) {
            throw new IllegalArgumentException("revision of " + key + " is below 1: " + revision);
        }
    }

    /** Without the text, which may hold somebody's ids. */
    @Override
    public String toString() {
        return key + " at revision " + revision;
    }
}
