package dev.flags.bucketing;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dialect's parameters as the configuration file has them, read with errors that say what is allowed. */
final class Parameters {
    private final String dialect;
    private final Map<String, Object> values;

    Parameters(String dialect, Map<String, Object> values) {
        this.dialect = dialect;
        this.values = values;
    }

    /** What {@link Dialect#parameters} gives: names and values by turns, without those whose value is null. */
    static Map<String, Object> written(@Nullable Object... namesAndValues) {
        Map<String, Object> written = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                written.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return Collections.unmodifiableMap(written);
    }

    /** A number to be written, or null if it is the default. */
    static @Nullable Long unless(int standard, int value) {
        return value == standard ? null : (long) value;
    }

    /** Must be called before the parameters are read. */
    void only(String... allowed) {
        List<String> names = Arrays.asList(allowed);
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                throw wrong("unknown parameter \"" + name + "\"; allowed are " + String.join(", ", names));
            }
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable String text(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrong("parameter \"" + name + "\" must be a string, but is " + describe(value));
    }

    String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw missing(name, "a string");
        }
        return text;
    }

    String oneOf(String name, String... allowed) {
        String text = text(name);
        String choice = "one of " + String.join(", ", allowed);
        if (text == null) {
            throw missing(name, choice);
        }
        if (!Arrays.asList(allowed).contains(text)) {
            throw wrong("parameter \"" + name + "\" must be " + choice + ", but is \"" + text + "\"");
        }
        return text;
    }

    int number(String name, int standard, int min, int max) {
        return has(name) ? requiredNumber(name, min, max) : standard;
    }

    int requiredNumber(String name, int min, int max) {
        Object value = values.get(name);
        String rule = "a whole number from " + min + " to " + max;
        if (value == null) {
            throw missing(name, rule);
        }
        if (!(value instanceof Long || value instanceof Integer)) {
            throw wrong("parameter \"" + name + "\" must be " + rule + ", but is " + describe(value));
        }
        long number = ((Number) value).longValue();
        if (number < min || number > max) {
            throw wrong("parameter \"" + name + "\" must be " + rule + ", but is " + number);
        }
        return (int) number;
    }

    /** A share in thousandths of a percent; everybody if absent. */
    int slots(String name) {
        return number(name, Bucketing.SCALE, 0, Bucketing.SCALE);
    }

    private IllegalArgumentException missing(String name, String rule) {
        String given = values.isEmpty() ? "there are none" : "there are only " + String.join(", ", values.keySet());
        return wrong("parameter \"" + name + "\" is required, " + rule + "; " + given);
    }

    private IllegalArgumentException wrong(String problem) {
        return new IllegalArgumentException("dialect \"" + dialect + "\": " + problem);
    }

    private static String describe(Object value) {
        return value.getClass().getSimpleName() + " " + value;
    }
}
