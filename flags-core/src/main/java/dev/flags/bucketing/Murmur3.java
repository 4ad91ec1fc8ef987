package dev.flags.bucketing;

import static java.nio.charset.StandardCharsets.UTF_8;

/** MurmurHash3_x86_32 over UTF-8 bytes (Austin Appleby, public domain), which six other systems bucket by. */
final class Murmur3 {
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private Murmur3() {}

    /** The hash as it comes, signed. */
    static int hash(String text, int seed) {
        byte[] bytes = text.getBytes(UTF_8);
        int h = seed;
        int i = 0;
        for (; i + 4 <= bytes.length; i += 4) {
            h = Integer.rotateLeft(h ^ mix(word(bytes, i, 4)), 13) * 5 + 0xe6546b64;
        }
        h ^= mix(word(bytes, i, bytes.length - i));
        return fmix32(h ^ bytes.length);
    }

    /** The hash as a number from 0 to 2^32 - 1. */
    static long unsigned(String text, int seed) {
        return Integer.toUnsignedLong(hash(text, seed));
    }

    private static int word(byte[] bytes, int from, int count) {
        int word = 0;
        for (int k = 0; k < count; k++) {
            word |= (bytes[from + k] & 0xff) << (k << 3);
        }
        return word;
    }

    private static int mix(int k) {
        return Integer.rotateLeft(k * C1, 15) * C2;
    }

    private static int fmix32(int h) {
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
