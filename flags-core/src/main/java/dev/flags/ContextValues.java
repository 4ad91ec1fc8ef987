package dev.flags;

import com.google.common.collect.ImmutableMap;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNull;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns what an application has into the six shapes that conditions know: String, Long, Double, BigDecimal, Boolean,
 * {@code Object[]} and {@code Map<String, Object>}. Copies everything that could change.
 */
final class ContextValues {
    private static final int MAX_STRING_LENGTH = 65_536;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_VALUES = 100_000;
    private static final int MAX_DIGITS = 400;
    /** Enough for every number of that many digits; the digits of longer ones are not worth counting. */
    private static final int MAX_BITS = 1_330;
    /** The longest text of a number of a type that is not known. */
    private static final int MAX_NUMBER_TEXT = 2 * MAX_DIGITS;

    private int count;

    /** The value in its shape, or null if it is absent. */
    @Nullable Object normalise(@Nullable Object value) {
        return normalise(value, 0);
    }

    private @Nullable Object normalise(@Nullable Object value, int depth) {
        if (++count > MAX_VALUES) {
            throw new UnusableException("has more than " + MAX_VALUES + " values");
        }
        if (value == null) {
            return null;
        }
        if (depth > MAX_DEPTH) {
            throw new UnusableException("is nested more than " + MAX_DEPTH + " deep, or in itself");
        }
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Collection<?> collection) {
            requireRoom(collection.size());
            return array(collection.toArray(), depth);
        }
        if (value instanceof Object[] array) {
            return array(array, depth);
        }
        if (value instanceof Map<?, ?> map) {
            return map(map, depth);
        }
        return value instanceof JsonValue json ? json(json, depth) : other(value, depth);
    }

    private @Nullable Object other(Object value, int depth) {
        if (value instanceof CharSequence || value instanceof UUID || value instanceof Character) {
            return text(value.toString());
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof Instant) {
            return value.toString();
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant().toString();
        }
        if (value instanceof ZonedDateTime time) {
            return time.toInstant().toString();
        }
        if (value instanceof Optional<?> optional) {
            return normalise(optional.orElse(null), depth + 1);
        }
        if (value.getClass().isArray()) {
            requireRoom(Array.getLength(value));
            Object[] boxed = new Object[Array.getLength(value)];
            for (int i = 0; i < boxed.length; i++) {
                boxed[i] = Array.get(value, i);
            }
            return array(boxed, depth);
        }
        throw new UnusableException("has a value of type " + value.getClass().getName()
                + "; strings, numbers, booleans, instants, collections and maps are allowed");
    }

    /** Before anything of that size is copied, and once more for each of the values. */
    private void requireRoom(int size) {
        if (size > MAX_VALUES - count) {
            throw new UnusableException("has more than " + MAX_VALUES + " values");
        }
    }

    /** Whether a text is longer than any value may be. */
    static boolean isTooLong(String text) {
        return text.length() > MAX_STRING_LENGTH;
    }

    private static String text(String text) {
        if (isTooLong(text)) {
            throw new UnusableException(
                    "has " + text.length() + " characters; at most " + MAX_STRING_LENGTH + " are allowed");
        }
        return text;
    }

    private static Object number(Number number) {
        if (number instanceof Long || number instanceof Double) {
            return number;
        }
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        if (number instanceof Float) {
            return Double.parseDouble(number.toString()); // the decimal that it prints, not its binary neighbour
        }
        // Not those that applications derive from them, which may change.
        if (number.getClass() == BigInteger.class) {
            return decimal(new BigDecimal((BigInteger) number));
        }
        if (number.getClass() == BigDecimal.class) {
            return decimal((BigDecimal) number);
        }
        String text = number.toString();
        if (text.length() > MAX_NUMBER_TEXT) {
            throw tooManyDigits();
        }
        return decimal(new BigDecimal(text));
    }

    private static Object decimal(BigDecimal decimal) {
        if (decimal.unscaledValue().bitLength() > MAX_BITS
                || decimal.precision() > MAX_DIGITS
                || Math.abs((long) decimal.scale()) > MAX_DIGITS) {
            throw tooManyDigits();
        }
        if (decimal.scale() <= 0 && decimal.toBigInteger().bitLength() < Long.SIZE) {
            return decimal.longValue();
        }
        return decimal;
    }

    private static UnusableException tooManyDigits() {
        return new UnusableException("is a number of more than " + MAX_DIGITS + " digits");
    }

    private @Nullable Object[] array(@Nullable Object[] elements, int depth) {
        requireRoom(elements.length);
        @Nullable Object[] copy = new Object[elements.length];
        for (int i = 0; i < elements.length; i++) {
            copy[i] = normalise(elements[i], depth + 1);
        }
        return copy;
    }

    private Map<String, Object> map(Map<?, ?> map, int depth) {
        ImmutableMap.Builder<String, Object> copy = ImmutableMap.builder();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new UnusableException("has a map whose keys are not strings");
            }
            Object normal = normalise(value, depth + 1);
            if (normal != null) {
                copy.put(name, normal);
            }
        });
        return copy.buildKeepingLast();
    }

    private @Nullable Object json(JsonValue json, int depth) {
        if (json instanceof JsonString string) {
            return text(string.value());
        }
        if (json instanceof JsonNumber number) {
            return decimal(number.toBigDecimal());
        }
        if (json instanceof JsonBoolean bool) {
            return bool.value();
        }
        if (json instanceof JsonArray array) {
            return array(array.elements().toArray(), depth);
        }
        if (json instanceof JsonNull) {
            return null;
        }
        return map(((JsonObject) json).members(), depth);
    }

    /** How many bytes a value in its shape takes, by a rough estimate. */
    static long weight(@Nullable Object value) {
        long weight = 24;
        if (value instanceof String text) {
            weight += text.length();
        } else if (value instanceof Object[] array) {
            for (Object element : array) {
                weight += weight(element);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                weight += weight(entry.getKey()) + weight(entry.getValue());
            }
        }
        return weight;
    }

    /** A value that no condition can use. The message never holds the value. */
    static final class UnusableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }
}
