package dev.flags;

import dev.flags.json.JsonArray;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNull;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a value of a context, in one of the shapes that {@link ContextValues} makes, into JSON. */
final class ContextJson {
    private ContextJson() {}

    static JsonValue of(@Nullable Object value) {
        if (value instanceof Boolean bool) {
            return JsonBoolean.of(bool);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Object[] array) {
            return new JsonArray(Arrays.stream(array).map(ContextJson::of).toList());
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject.Builder object = JsonObject.builder();
            map.forEach((name, member) -> object.put((String) name, of(member)));
            return object.build();
        }
        return value == null ? JsonNull.NULL : new JsonString((String) value);
    }

    /** As text if it is NaN, infinite, or has more digits or a larger exponent than a {@link JsonNumber} may have. */
    private static JsonValue number(Number number) {
        try {
            return new JsonNumber(number.toString());
        } catch (IllegalArgumentException e) {
            return new JsonString(number.toString());
        }
    }
}
