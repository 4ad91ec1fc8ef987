package dev.flags.internal;

/** JSON pointers (RFC 6901). */
public final class JsonPointer {
    private JsonPointer() {}

    public static String escape(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }

    public static String child(String pointer, String token) {
        return pointer + "/" + escape(token);
    }
}
