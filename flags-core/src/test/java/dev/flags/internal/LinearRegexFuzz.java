package dev.flags.internal;

import com.google.re2j.Pattern;
import dev.flags.fuzz.FuzzInput;
import dev.flags.fuzz.Law;
import java.util.List;

/** Two lines, a pattern and a text: a pattern is refused or bounded, and matching ends without an exception. */
public final class LinearRegexFuzz {
    private LinearRegexFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        List<String> lines = FuzzInput.lines(data, 2);
        String pattern = lines.get(0);
        String text = lines.get(1);
        search(pattern, false, text);
        search(pattern, true, text);
        String quoted = "\\Q" + pattern + "\\E";
        boolean isLiteral = !pattern.contains("\\E") && !CaseFolding.isEndless(quoted, false);
        if (isLiteral && quoted.length() <= LinearRegex.MAX_LENGTH) {
            Law.same(LinearRegex.compile(quoted, false).find(text), text.contains(pattern));
        }
    }

    private static void search(String pattern, boolean ignoreCase, String text) {
        LinearRegex regex;
        try {
            regex = LinearRegex.compile(pattern, ignoreCase);
        } catch (IllegalArgumentException e) {
            Law.holds(String.valueOf(e.getMessage()).contains("pattern"), e);
            return;
        }
        Law.same(regex.toString(), pattern);
        Law.same(regex, LinearRegex.compile(pattern, ignoreCase));
        regex.find(text);
        int states = Pattern.compile(pattern).programSize();
        Law.holds(states <= 4 * (pattern.length() + RepeatCount.of(pattern)) + 10, states);
    }
}
