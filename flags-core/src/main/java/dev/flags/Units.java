package dev.flags;

import org.jspecify.annotations.Nullable;

/** What can be bucketed and listed: a string that is not empty, or an integer of 64 bits by its decimal text. */
final class Units {
    private Units() {}

    static boolean isUnit(Object value) {
        return value instanceof String text ? !text.isEmpty() : value instanceof Long;
    }

    /** The unit's text, or null if the value is none. Allocates only for an integer. */
    static @Nullable String textOf(Object value) {
        if (value instanceof String text) {
            return text.isEmpty() ? null : text;
        }
        return value instanceof Long number ? Long.toString(number) : null;
    }
}
