package dev.flags.store;

import dev.flags.config.DocumentKey;
import java.util.Objects;

/**
 * A document that a commit does not change, but was decided on. Without it two commits that are valid each by itself
 * could make a whole that is not.
 *
 * @param revision the revision that the document must have; 0 if it must not exist
 */
public record Expect(DocumentKey key, long revision) {
    public Expect {
        Objects.requireNonNull(key, "key");
    }
}
