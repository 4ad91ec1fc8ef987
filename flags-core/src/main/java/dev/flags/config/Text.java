package dev.flags.config;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words for messages: quoted values, and the spelling that was probably meant. */
final class Text {
    private static final int MAX_QUOTED = 64;
    private static final int MAX_LISTED = 12;

    private Text() {}

    /** The value in quotes, cut if it is long, with control characters escaped so that a log line stays one line. */
    static String quote(String value) {
        String shown = value.length() <= MAX_QUOTED ? value : value.substring(0, MAX_QUOTED - 1) + "…";
        StringBuilder out = new StringBuilder("\"");
        shown.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }

    /** {@code ; did you mean "equals"?}, or the allowed names if they are few, or nothing. */
    static String hint(String given, Collection<String> allowed) {
        String nearest = nearest(given, allowed);
        if (!nearest.isEmpty()) {
            return "; did you mean " + quote(nearest) + "?";
        }
        return allowed.isEmpty() || allowed.size() > MAX_LISTED ? "" : "; allowed are " + list(allowed);
    }

    static String list(Collection<String> names) {
        return names.stream().sorted().map(Text::quote).collect(Collectors.joining(", "));
    }

    /** The name at the smallest edit distance, if that is at most a third of the word; else empty. */
    private static String nearest(String given, Collection<String> allowed) {
        if (given.length() > Limits.MAX_NAME_LENGTH) {
            return "";
        }
        String best = "";
        int bestDistance = Math.max(1, given.length() / 3) + 1;
        for (String name : allowed) {
            int distance = editDistance(given, name, bestDistance);
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** Levenshtein's distance, or {@code limit} if it is at least that. */
    private static int editDistance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return Math.min(row[b.length()], limit);
    }
}
