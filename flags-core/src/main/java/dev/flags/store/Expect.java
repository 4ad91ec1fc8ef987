package dev.flags.store;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import java.util.Objects;

/**
 * What a commit does not change, but was decided on. Without it two commits that are valid each by itself could make a
 * whole that is not. It has to hold at the moment at which the commit is applied, also where it says that there is
 * nothing; the commit's own writes do not count.
 *
 * @param key a document; or one named {@value #EVERY}, which stands for every document of its kind
 * @param revision the revision that the document must have, 0 if it must not exist; for every document of a kind, the
 *     version after which none of them must have been written or deleted
 */
public record Expect(DocumentKey key, long revision) {
    /** No document has this name: {@value}. */
    public static final String EVERY = DocumentKey.EVERY;

    /** @throws IllegalArgumentException if {@code revision} is negative */
    public Expect {
        Objects.requireNonNull(key, "key");
        if (revision < 0) {
            throw new IllegalArgumentException("expected revision of " + key + " is negative: " + revision);
        }
    }

    /** No document of a kind was written or deleted after a version: for whoever made sure that there is none of some sort. */
    public static Expect noneNewer(Kind kind, Version version) {
        return new Expect(new DocumentKey(kind, EVERY), version.number());
    }

    /** Whether this is about every document of the key's kind. */
    public boolean isAboutKind() {
        return key.name().equals(EVERY);
    }
}
