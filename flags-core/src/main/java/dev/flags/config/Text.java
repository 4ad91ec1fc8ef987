package dev.flags.config;

import dev.flags.internal.Quoted;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Words for messages: quoted values, and the spelling that was probably meant. */
final class Text {
    private static final int MAX_LISTED = 12;

    private Text() {}

    static String quote(String value) {
        return Quoted.of(value);
    }

    /** {@code ; did you mean "equals"?}, or the allowed names if they are few, or nothing. */
    static String hint(String given, Collection<String> allowed) {
        return allowed.size() > MAX_LISTED ? didYouMean(given, allowed) : choices(given, allowed);
    }

    /** {@code ; did you mean "equals"?}, or the allowed names, however many they are. */
    static String choices(String given, Collection<String> allowed) {
        String meant = didYouMean(given, allowed);
        return meant.isEmpty() && !allowed.isEmpty() ? "; allowed are " + list(allowed) : meant;
    }

    /** {@code ; did you mean "equals"?}, or nothing. */
    static String didYouMean(String given, Collection<String> allowed) {
        String nearest = nearest(given, allowed);
        return nearest.isEmpty() ? "" : "; did you mean " + quote(nearest) + "?";
    }

    static String list(Collection<String> names) {
        return names.stream().sorted().map(Text::quote).collect(Collectors.joining(", "));
    }

    /**
     * The name that differs in case only, or is at the smallest edit distance, if that is at most a third of the word,
     * or is the only one that begins with it; else empty.
     */
    private static String nearest(String given, Collection<String> allowed) {
        if (given.isEmpty() || given.length() > Limits.MAX_NAME_LENGTH) {
            return "";
        }
        String best = "";
        int bestDistance = Math.max(1, given.length() / 3) + 1;
        for (String name : allowed) {
            int distance = name.equalsIgnoreCase(given) ? 0 : editDistance(given, name, bestDistance);
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return best.isEmpty() ? onlyOneThatBeginsWith(given, allowed) : best;
    }

    private static String onlyOneThatBeginsWith(String given, Collection<String> allowed) {
        List<String> longer =
                allowed.stream().filter(name -> name.startsWith(given)).limit(2).toList();
        return given.length() > 1 && longer.size() == 1 ? longer.get(0) : "";
    }

    /** Levenshtein's distance, in which two neighbours that change places count once; or {@code limit} if it is more. */
    private static int editDistance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substituted, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }
        return Math.min(row[b.length()], limit);
    }
}
