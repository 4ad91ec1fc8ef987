package dev.flags.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.hash.Hashing;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads values out of contexts and texts. Whatever is not what was asked for is null. */
final class NaiveValues {

    private NaiveValues() {}

    /** The value of an attribute: a JSON pointer if the name starts with a slash, else a literal name. */
    static @Nullable Object lookup(Map<String, Object> context, String name) {
        if (!name.startsWith("/")) {
            return context.get(name);
        }
        Object here = context;
        for (String token : name.substring(1).split("/", -1)) {
            String key = token.replace("~1", "/").replace("~0", "~");
            if (here instanceof Map<?, ?> map) {
                here = map.get(key);
            } else if (here instanceof List<?> list && key.matches("0|[1-9][0-9]{0,5}")) {
                int index = Integer.parseInt(key);
                here = index < list.size() ? list.get(index) : null;
            } else {
                return null;
            }
        }
        return here;
    }

    /** A string that is not empty, or the decimal text of an integer of 64 bits. */
    static @Nullable String unit(@Nullable Object value) {
        if (value instanceof String string && !string.isEmpty()) {
            return string;
        }
        boolean integral = value instanceof BigDecimal decimal && decimal.scale() <= 0;
        if (integral || value instanceof Long || value instanceof Integer) {
            BigInteger integer = new BigDecimal(value.toString()).toBigIntegerExact();
            return integer.bitLength() < 64 ? integer.toString() : null;
        }
        return null;
    }

    /** Whether the attribute, or one of its elements if it is an array, is a unit that is listed. */
    static boolean listed(JsonNode units, @Nullable Object attribute) {
        List<?> candidates = attribute instanceof List<?> list ? list : asList(attribute);
        for (Object candidate : candidates) {
            String unit = unit(candidate);
            for (JsonNode listed : units) {
                if (listed.textValue().equals(unit)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Object> asList(@Nullable Object value) {
        List<Object> list = new ArrayList<>();
        list.add(value);
        return list;
    }

    static @Nullable BigDecimal number(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof Long || value instanceof Integer) {
            return new BigDecimal(value.toString());
        }
        if (value instanceof Double d && Double.isFinite(d)) {
            return new BigDecimal(d.toString());
        }
        return null;
    }

    static @Nullable BigInteger integer(@Nullable Object value) {
        BigDecimal number = number(value);
        if (number == null || number.remainder(BigDecimal.ONE).signum() != 0) {
            return null;
        }
        return number.toBigIntegerExact();
    }

    /** What the JDK takes for one, but not with a sign before the year. */
    static @Nullable Instant instant(String text) {
        try {
            return text.matches("[0-9].*") ? OffsetDateTime.parse(text).toInstant() : null;
        } catch (DateTimeException notAnInstant) {
            return null;
        }
    }

    static String text(String text, boolean ignoreCase) {
        return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** The slot of a unit under a salt, from 0 to 99 999. */
    static int slot(String unit, String salt) {
        long h = low64(unit) + low64(salt);
        h ^= h >>> 33;
        h *= 0xff51afd7ed558ccdL;
        h ^= h >>> 33;
        h *= 0xc4ceb9fe1a85ec53L;
        h ^= h >>> 33;
        return (int) (((h >>> 32) * 100_000) >>> 32);
    }

    private static long low64(String text) {
        return Hashing.murmur3_128().hashString(text, StandardCharsets.UTF_8).asLong();
    }
}
