package dev.flags.internal;

import java.util.Locale;

/** Text of unknown origin for messages, logs and terminals. */
public final class Quoted {
    /** The most characters that are shown, {@value}. */
    public static final int MAX_LENGTH = 64;

    private Quoted() {}

    /** The value as JSON would write it, cut if it is long, with whatever could garble a line escaped. */
    public static String of(String value) {
        StringBuilder out = new StringBuilder("\"");
        boolean isLong = value.codePoints().limit(MAX_LENGTH + 1L).count() > MAX_LENGTH;
        int end = isLong ? value.offsetByCodePoints(0, MAX_LENGTH - 1) : value.length();
        value.substring(0, end).codePoints().forEach(c -> append(c, out));
        return out.append(isLong ? "…\"" : "\"").toString();
    }

    private static void append(int codePoint, StringBuilder out) {
        switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> {
                for (char unit : Character.toChars(codePoint)) {
                    out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
            default -> {
                if (codePoint == '"' || codePoint == '\\') {
                    out.append('\\');
                }
                out.appendCodePoint(codePoint);
            }
        }
    }
}
