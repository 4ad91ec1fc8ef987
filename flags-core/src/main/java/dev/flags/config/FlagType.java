package dev.flags.config;

import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNull;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.Collection;
import java.util.Locale;

/** What kind of value a flag serves. */
public enum FlagType {
    BOOLEAN,
    STRING,
    /** Integers of 64 bits. */
    INTEGER,
    DOUBLE,
    /** Any JSON value but null. */
    JSON;

    private final String key = name().toLowerCase(Locale.ROOT);

    /** The name in the configuration format. */
    public String key() {
        return key;
    }

    /** Whether {@code value} can be a variant of a flag of this type. */
    public boolean accepts(JsonValue value) {
        return switch (this) {
            case BOOLEAN -> value instanceof JsonBoolean;
            case STRING -> value instanceof JsonString;
            case INTEGER ->
                value instanceof JsonNumber number && number.toLong().isPresent();
            case DOUBLE -> value instanceof JsonNumber;
            case JSON -> !(value instanceof JsonNull);
        };
    }

    /** The narrowest type that serves all of {@code values}: {@code 1} is an integer, {@code 1.0} a double. */
    public static FlagType inferredFrom(Collection<JsonValue> values) {
        if (values.stream().allMatch(BOOLEAN::accepts)) {
            return BOOLEAN;
        }
        if (values.stream().allMatch(STRING::accepts)) {
            return STRING;
        }
        if (values.stream().allMatch(v -> INTEGER.accepts(v) && ((JsonNumber) v).isIntegerLiteral())) {
            return INTEGER;
        }
        return values.stream().allMatch(DOUBLE::accepts) ? DOUBLE : JSON;
    }
}
