package dev.flags.internal;

import java.util.Locale;

/** Text of unknown origin for messages, logs and terminals. */
public final class Quoted {
    /** The most characters that are shown, {@value}. */
    public static final int MAX_LENGTH = 64;

    private Quoted() {}

    /**
     * The value as JSON would write it, with whatever could garble a line escaped. Cut if that is long: what is written
     * counts, of which an escaped character takes six.
     */
    public static String of(String value) {
        StringBuilder out = new StringBuilder("\"");
        int length = 0;
        int end = out.length();
        for (int at = 0; at < value.length() && length <= MAX_LENGTH; at = value.offsetByCodePoints(at, 1)) {
            int before = out.length();
            append(value.codePointAt(at), out);
            length += out.codePointCount(before, out.length());
            end = length < MAX_LENGTH ? out.length() : end;
        }
        if (length > MAX_LENGTH) {
            out.replace(end, out.length(), "…");
        }
        return out.append('"').toString();
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
