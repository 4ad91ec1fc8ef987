package dev.flags.internal;

/** ASCII digits. The formats of this package know no others, unlike {@link Character#isDigit(char)}. */
final class Digits {
    private Digits() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Where the run of digits that starts at {@code start} ends: {@code start} itself if there is none. */
    static int end(String text, int start) {
        int at = start;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
