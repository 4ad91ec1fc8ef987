package dev.flags.internal;

/**
 * Finds the patterns that RE2/J 1.8 would compile for ever: ignoring case, it walks from a character to its other cases
 * until it is back where it began, and from U+1C80 to U+1C88 (Cyrillic Extended-C, newer than its tables) it never comes
 * back (<a href="https://github.com/google/re2j/issues/168">issue 168</a>). One such character in a configuration would
 * hang whoever loads it.
 *
 * <p>Errs on the side of refusing: what looks like a range counts as one if there is a bracket before it.
 */
final class CaseFolding {
    static final int FIRST_ENDLESS = 0x1C80;
    static final int LAST_ENDLESS = 0x1C88;

    private final String pattern;
    private int at;

    private CaseFolding(String pattern) {
        this.pattern = pattern;
    }

    /** Whether a pattern ignores case and has an endless character in it, alone or inside a range. */
    static boolean isEndless(String pattern, boolean ignoreCase) {
        return (ignoreCase || hasFlag(pattern)) && new CaseFolding(pattern).hasEndlessCharacter();
    }

    /** Whether there is an inline flag such as {@code (?i)} or {@code (?s-i:}, be it on or off. */
    private static boolean hasFlag(String pattern) {
        for (int start = pattern.indexOf("(?"); start >= 0; start = pattern.indexOf("(?", start + 2)) {
            for (int i = start + 2; i < pattern.length() && "imsU-".indexOf(pattern.charAt(i)) >= 0; i++) {
                if (pattern.charAt(i) == 'i') {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean hasEndlessCharacter() {
        boolean bracket = false;
        int beforePrevious = 0;
        int previous = 0;
        while (at < pattern.length()) {
            int c = nextCharacter();
            boolean across = bracket && previous == '-' && beforePrevious < FIRST_ENDLESS && c > LAST_ENDLESS;
            if (across || (c >= FIRST_ENDLESS && c <= LAST_ENDLESS)) {
                return true;
            }
            bracket |= c == '[';
            beforePrevious = previous;
            previous = c;
        }
        return false;
    }

    /** The character that stands next, be it itself, behind a backslash or as {@code \x{10FFFF}}. */
    private int nextCharacter() {
        if (pattern.startsWith("\\x{", at)) {
            int end = pattern.indexOf('}', at);
            int value = end < 0 ? -1 : hex(at + 3, end);
            if (value >= 0) {
                at = end + 1;
                return value;
            }
        }
        if (pattern.charAt(at) == '\\' && at + 1 < pattern.length()) {
            at++;
        }
        int c = pattern.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private int hex(int start, int end) {
        int value = start == end ? -1 : 0;
        for (int i = start; i < end && value >= 0; i++) {
            int digit = IpText.hexDigit(pattern.charAt(i));
            value = digit < 0 ? -1 : Math.min(value * 16 + digit, Character.MAX_CODE_POINT);
        }
        return value;
    }
}
