package dev.flags.bucketing;

import static java.nio.charset.StandardCharsets.UTF_8;

/** FNV-1a with 32 bits (Fowler, Noll, Vo; public domain), over what two systems feed it. */
final class Fnv1a {
    private static final int OFFSET = 0x811c9dc5;
    private static final int PRIME = 0x01000193;

    private Fnv1a() {}

    /** Over the UTF-8 bytes; 0 to 2^32 - 1. */
    static long ofBytes(String text) {
        int h = OFFSET;
        for (byte b : text.getBytes(UTF_8)) {
            h = (h ^ (b & 0xff)) * PRIME;
        }
        return Integer.toUnsignedLong(h);
    }

    /** Over the UTF-16 units, as JavaScript's {@code charCodeAt} gives them; 0 to 2^32 - 1. */
    static long ofUnits(String text) {
        int h = OFFSET;
        for (int i = 0; i < text.length(); i++) {
            h = (h ^ text.charAt(i)) * PRIME;
        }
        return Integer.toUnsignedLong(h);
    }
}
