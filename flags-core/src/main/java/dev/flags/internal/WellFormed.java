package dev.flags.internal;

import java.nio.charset.StandardCharsets;

/** Texts that people and functions give, as every encoding can write them. */
public final class WellFormed {
    private WellFormed() {}

    /** The text, with a question mark for each half of a surrogate pair that stands alone. */
    public static String text(String text) {
        return isWellFormed(text) ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** The first characters of a text, one less where that would cut a surrogate pair. */
    public static String first(String text, int characters) {
        boolean isCut = Character.isHighSurrogate(text.charAt(characters - 1));
        return text.substring(0, isCut ? characters - 1 : characters);
    }

    private static boolean isWellFormed(String text) {
        return text.codePoints()
                .noneMatch(point -> point <= Character.MAX_VALUE && Character.isSurrogate((char) point));
    }
}
