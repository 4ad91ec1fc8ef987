package dev.flags.config;

/** JSON pointers (RFC 6901). */
final class JsonPointer {
    private JsonPointer() {}

    static String escape(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }

    static String child(String pointer, String token) {
        return pointer + "/" + escape(token);
    }
}
