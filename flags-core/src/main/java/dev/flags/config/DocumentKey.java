package dev.flags.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which document: its kind, and its name among those of that kind. */
public record DocumentKey(Kind kind, String name) {
    /** The name that no document has, since it stands for every document of a kind: {@value}. */
    public static final String EVERY = "*";

    public DocumentKey {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }

    public static DocumentKey flag(String name) {
        return new DocumentKey(Kind.FLAG, name);
    }

    public static DocumentKey segment(String name) {
        return new DocumentKey(Kind.SEGMENT, name);
    }

    public static DocumentKey layer(String name) {
        return new DocumentKey(Kind.LAYER, name);
    }

    public static DocumentKey tombstone(String flag) {
        return new DocumentKey(Kind.TOMBSTONE, flag);
    }

    // Much of a start is looking up documents, and what the compiler makes for records is slow before it is compiled.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof DocumentKey key && name.equals(key.name) && kind.equals(key.kind));
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + kind.name().hashCode();
    }

    /** {@code flag "new_checkout"} */
    @Override
    public String toString() {
        return kind + " " + Text.quote(name);
    }
}
