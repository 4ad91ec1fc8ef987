package dev.flags.config;

import java.util.Objects;

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

    /** {@code flag "new_checkout"} */
    @Override
    public String toString() {
        return kind + " " + Text.quote(name);
    }
}
