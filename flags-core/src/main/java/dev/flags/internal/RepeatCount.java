package dev.flags.internal;

/**
 * How far counted repetition blows a pattern up: the number of elements that all {@code x{n,m}} of it expand to, with
 * max(n, m, 1) copies each. Nested repetitions multiply, neighbouring ones add: {@code (a{10}){10}} has
 * (10 + 1) · 10 = 110, {@code a{10}b{10}} has 20, a pattern without counted repetition 0. An element is a character, an
 * escape, a class, an assertion, a group beside what it holds, or a bar, since each of them becomes at least one state of
 * the automaton. Its size is what matching a character costs, and also how deep RE2/J recurses into states that consume
 * nothing: a hundred copies of 120 optional letters overflow the stack in the middle of a match.
 *
 * <p>RE2/J itself bounds a single repetition by 1000 but neither their product nor their sum. This scanner knows as much
 * of the syntax as it takes not to be misled by braces in escapes, quotations and classes; of a pattern that RE2/J
 * refuses, its answer means nothing.
 */
final class RepeatCount {
    /** Sums stop here: far above what anyone allows, far below overflow. */
    private static final int CEILING = 1_000_000;

    private final String pattern;
    private int at;

    private RepeatCount(String pattern) {
        this.pattern = pattern;
    }

    /** The count for a pattern, at most 1 000 000. Recurses as deep as groups nest, so the length is to be checked before. */
    static int of(String pattern) {
        RepeatCount scanner = new RepeatCount(pattern);
        Size total = Size.NONE;
        while (scanner.at < pattern.length()) {
            total = total.plus(scanner.sequence());
            scanner.at++; // a bracket too many, which RE2/J refuses
        }
        return total.copied;
    }

    /** @param all elements after expansion
     *  @param copied those of them that counted repetition made */
    private record Size(int all, int copied) {
        static final Size NONE = new Size(0, 0);
        static final Size ONE = new Size(1, 0);

        Size plus(Size other) {
            return new Size(Math.min(all + other.all, CEILING), Math.min(copied + other.copied, CEILING));
        }

        Size times(int count) {
            int product = (int) Math.min((long) all * count, CEILING);
            return new Size(product, product);
        }
    }

    /** Up to the end of the group or of the pattern. */
    private Size sequence() {
        Size before = Size.NONE;
        Size last = Size.NONE;
        while (at < pattern.length() && pattern.charAt(at) != ')') {
            int count = repetition();
            if (count > 0) {
                last = last.times(count);
            } else if ("*+?".indexOf(pattern.charAt(at)) >= 0) {
                last = last.plus(Size.ONE);
                at++;
            } else {
                Size next = element();
                if (next.all > 0) { // else transparent: x\Q\E{3} and x(?i){3} repeat the x
                    before = before.plus(last);
                    last = next;
                }
            }
        }
        return before.plus(last);
    }

    private Size element() {
        int c = pattern.codePointAt(at);
        at += Character.charCount(c);
        switch (c) {
            case '(' -> {
                if (isFlagsAlone()) {
                    return Size.NONE;
                }
                Size inside = sequence();
                at++;
                return inside.plus(Size.ONE);
            }
            case '[' -> skipClass();
            case '\\' -> {
                return escape();
            }
            default -> {}
        }
        return Size.ONE;
    }

    /** The copies of a repetition that starts here, after which it is skipped; 0 if there is none. */
    private int repetition() {
        if (pattern.charAt(at) != '{') {
            return 0;
        }
        int minEnd = Digits.end(pattern, at + 1);
        boolean ranged = charAt(minEnd) == ',';
        int end = ranged ? Digits.end(pattern, minEnd + 1) : minEnd;
        if (minEnd == at + 1 || charAt(end) != '}') {
            return 0; // RE2 takes such a brace literally
        }
        int min = number(at + 1, minEnd);
        int max = ranged ? number(minEnd + 1, end) : min;
        at = end + 1;
        return Math.max(1, Math.max(min, max));
    }

    private int number(int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            value = Math.min(value * 10 + pattern.charAt(i) - '0', CEILING);
        }
        return value;
    }

    /**
     * Skips the head of a group, {@code ?:}, {@code ?flags:}, {@code ?P<name>} or {@code ?<name>}, or all of
     * {@code ?flags)}, which is no group and yields true.
     */
    private boolean isFlagsAlone() {
        if (charAt(at) != '?') {
            return false;
        }
        while (at < pattern.length() && ":>)".indexOf(pattern.charAt(at)) < 0) {
            at++;
        }
        at++;
        return charAt(at - 1) == ')';
    }

    private void skipClass() {
        if (charAt(at) == '^') {
            at++;
        }
        do {
            skipClassItem(); // unconditionally, because a bracket that comes first is literal
        } while (at < pattern.length() && pattern.charAt(at) != ']');
        at++;
    }

    /** A POSIX class, a set such as {@code \d}, a character, or a range, whose end may be a bracket. */
    private void skipClassItem() {
        int posixEnd = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 2) : -1;
        if (posixEnd >= 0) {
            at = posixEnd + 2;
            return;
        }
        boolean set = charAt(at) == '\\' && "dswDSWpP".indexOf(charAt(at + 1)) >= 0;
        skipClassCharacter();
        if (!set && charAt(at) == '-' && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']') {
            at++;
            skipClassCharacter();
        }
    }

    private void skipClassCharacter() {
        if (charAt(at++) == '\\') {
            escape();
        }
    }

    private Size escape() {
        int c = charAt(at);
        at++;
        if (c == 'Q') {
            return quotation();
        }
        if (c == 'x' || c == 'p' || c == 'P') {
            int brace = charAt(at) == '{' ? pattern.indexOf('}', at) : -1;
            if (brace >= 0) {
                at = brace + 1;
            } else {
                at += c == 'x' ? 2 : 1;
            }
        }
        return Size.ONE;
    }

    /** Up to {@code \E} or the end. Only the last character can be repeated, and counting all of them is on the safe side. */
    private Size quotation() {
        int end = pattern.indexOf("\\E", at);
        int quoted = (end < 0 ? pattern.length() : end) - at;
        at = end < 0 ? pattern.length() : end + 2;
        return new Size(quoted, 0);
    }

    private int charAt(int index) {
        return index < pattern.length() ? pattern.charAt(index) : -1;
    }
}
