package dev.flags.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds a text in bytes of UTF-8, without looking at most of them (Horspool, Software: Practice and Experience 1980). */
final class BytePattern {
    private final byte[] pattern;
    /** By how much the pattern can be moved on if its last place is at a byte. */
    private final int[] shifts = new int[1 << Byte.SIZE];

    BytePattern(String text) {
        pattern = text.getBytes(StandardCharsets.UTF_8);
        Arrays.fill(shifts, pattern.length);
        for (int i = 0; i < pattern.length - 1; i++) {
            shifts[pattern[i] & 0xff] = pattern.length - 1 - i;
        }
    }

    boolean isIn(byte[] text) {
        int last = pattern.length - 1;
        for (int end = last; end < text.length; end += shifts[text[end] & 0xff]) {
            if (Arrays.equals(text, end - last, end + 1, pattern, 0, pattern.length)) {
                return true;
            }
        }
        return false;
    }
}
