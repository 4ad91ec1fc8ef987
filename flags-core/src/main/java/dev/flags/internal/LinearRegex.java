package dev.flags.internal;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A pattern that attributes are searched with, in time linear in their length: RE2/J simulates an automaton and never
 * backtracks (Cox, <a href="https://swtch.com/~rsc/regexp/regexp1.html">Regular Expression Matching Can Be Simple And
 * Fast</a>). The syntax is that of <a href="https://github.com/google/re2/wiki/Syntax">RE2</a>, without look-around and
 * back-references, which cannot be had in linear time. Two limits bound the factor.
 *
 * <p>Matching may allocate inside RE2/J.
 */
public final class LinearRegex {
    /** The longest pattern, {@value} characters. */
    public static final int MAX_LENGTH = 256;

    /**
     * The most elements that counted repetitions may expand to, {@value}: {@code \d{1000}} is allowed, {@code (ab){400}}
     * with its three elements (a, b and their group) is not. Nested repetitions multiply, others add up.
     */
    public static final int MAX_TOTAL_REPEAT = 1_000;

    private final Pattern pattern;

    private LinearRegex(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles a pattern.
     *
     * @param ignoreCase whether letters match in either case, by simple Unicode case folding
     * @throws IllegalArgumentException if the pattern is over a limit or not in RE2's syntax
     */
    public static LinearRegex compile(String pattern, boolean ignoreCase) {
        if (pattern.length() > MAX_LENGTH) {
            throw Refusal.of("pattern of more than " + MAX_LENGTH + " characters", pattern);
        }
        int totalRepeat = RepeatCount.of(pattern);
        if (totalRepeat > MAX_TOTAL_REPEAT) {
            throw Refusal.of(
                    "pattern whose counted repetitions expand to " + totalRepeat + " elements, more than "
                            + MAX_TOTAL_REPEAT,
                    pattern);
        }
        if (CaseFolding.isEndless(pattern, ignoreCase)) {
            throw Refusal.of("pattern that ignores the case of U+1C80 to U+1C88, alone or in a range", pattern);
        }
        try {
            return new LinearRegex(Pattern.compile(pattern, ignoreCase ? Pattern.CASE_INSENSITIVE : 0));
        } catch (PatternSyntaxException e) {
            IllegalArgumentException refusal = Refusal.of("not a pattern, " + e.getDescription() + hint(e), pattern);
            refusal.initCause(e);
            throw refusal;
        }
    }

    /** Whether the pattern matches any part of the text. */
    public boolean find(String text) {
        return pattern.matcher(text).find();
    }

    /** What RE2/J calls a syntax error is valid in java.util.regex, where many patterns come from. */
    private static String hint(PatternSyntaxException e) {
        String part = e.getPattern();
        if (part.startsWith("(?=") || part.startsWith("(?!") || part.startsWith("(?<")) {
            return " (RE2 has no look-around)";
        }
        if (part.length() == 2 && part.charAt(0) == '\\' && "123456789k".indexOf(part.charAt(1)) >= 0) {
            return " (RE2 has no back-references)";
        }
        return part.isEmpty() ? "" : " at " + part;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearRegex regex && pattern.equals(regex.pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
