package dev.flags.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The table of operators, without {@code exists}, for values that are not missing. */
final class NaiveOperators {

    private NaiveOperators() {}

    static boolean matches(String operator, JsonNode values, boolean ignoreCase, Object attribute) {
        return switch (operator) {
            case "all_of" -> attribute instanceof List<?> list && containsAll(list, values, ignoreCase);
            case "size" -> attribute instanceof List<?> list && anyNumber(values, list.size());
            case "type" -> anyText(values, type(attribute));
            default ->
                attribute instanceof List<?> list
                        ? list.stream().anyMatch(element -> matchesOne(operator, values, ignoreCase, element))
                        : matchesOne(operator, values, ignoreCase, attribute);
        };
    }

    private static boolean containsAll(List<?> list, JsonNode values, boolean ignoreCase) {
        for (JsonNode value : values) {
            if (list.stream().noneMatch(element -> same(value, element, ignoreCase))) {
                return false;
            }
        }
        return true;
    }

    private static boolean anyNumber(JsonNode values, int number) {
        for (JsonNode value : values) {
            if (value.decimalValue().compareTo(BigDecimal.valueOf(number)) == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyText(JsonNode values, String text) {
        for (JsonNode value : values) {
            if (value.textValue().equals(text)) {
                return true;
            }
        }
        return false;
    }

    private static String type(Object attribute) {
        if (attribute instanceof String) {
            return "string";
        }
        if (attribute instanceof Boolean) {
            return "boolean";
        }
        if (attribute instanceof List<?>) {
            return "array";
        }
        if (attribute instanceof Map<?, ?>) {
            return "object";
        }
        return NaiveValues.number(attribute) != null ? "number" : "no type";
    }

    /** One value, which is no array unless an array is inside another. */
    private static boolean matchesOne(
            String operator, JsonNode values, boolean ignoreCase, @Nullable Object attribute) {
        return switch (operator) {
            case "between" -> {
                BigDecimal number = NaiveValues.number(attribute);
                yield number != null
                        && number.compareTo(values.get(0).decimalValue()) >= 0
                        && number.compareTo(values.get(1).decimalValue()) <= 0;
            }
            case "modulo" -> {
                BigInteger integer = NaiveValues.integer(attribute);
                yield integer != null
                        && integer.mod(values.get(0).bigIntegerValue())
                                .equals(values.get(1).bigIntegerValue());
            }
            case "bucket" -> {
                String unit = NaiveValues.unit(attribute);
                int slot =
                        unit == null ? -1 : NaiveValues.slot(unit, values.get(0).textValue());
                yield slot >= values.get(1).intValue() && slot < values.get(2).intValue();
            }
            default -> anyValue(operator, values, ignoreCase, attribute);
        };
    }

    private static boolean anyValue(String operator, JsonNode values, boolean ignoreCase, @Nullable Object attribute) {
        for (JsonNode value : values) {
            if (matchesValue(operator, value, ignoreCase, attribute)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesValue(
            String operator, JsonNode value, boolean ignoreCase, @Nullable Object attribute) {
        return switch (operator) {
            case "equals", "in", "any_of" -> same(value, attribute, ignoreCase);
            case "lt", "lte", "gt", "gte" -> {
                BigDecimal number = NaiveValues.number(attribute);
                yield number != null && ordered(operator, number.compareTo(value.decimalValue()));
            }
            default -> attribute instanceof String text && matchesText(operator, value.textValue(), ignoreCase, text);
        };
    }

    private static boolean matchesText(String operator, String value, boolean ignoreCase, String attribute) {
        String text = NaiveValues.text(attribute, ignoreCase);
        String operand = NaiveValues.text(value, ignoreCase);
        return switch (operator) {
            case "starts_with" -> text.startsWith(operand);
            case "ends_with" -> text.endsWith(operand);
            case "contains" -> text.contains(operand);
            case "matches" -> found(value, ignoreCase, attribute);
            case "before" -> isInstant(attribute, "lt", value);
            case "after" -> isInstant(attribute, "gt", value);
            case "cidr" -> NaiveAddress.inside(value, attribute);
            default -> isVersion(attribute, operator.substring("semver_".length()), value);
        };
    }

    private static boolean isInstant(String attribute, String order, String value) {
        Instant instant = NaiveValues.instant(attribute);
        return instant != null && ordered(order, instant.compareTo(NaiveValues.instant(value)));
    }

    private static boolean isVersion(String attribute, String order, String text) {
        NaiveVersion version = NaiveVersion.parse(attribute);
        NaiveVersion value = NaiveVersion.parse(text);
        if (version == null || value == null) {
            return false;
        }
        return switch (order) {
            case "tilde" -> version.compareTo(value) >= 0 && version.compareTo(value.nextMinor()) < 0;
            case "caret" -> version.compareTo(value) >= 0 && version.compareTo(value.nextBreaking()) < 0;
            default -> ordered(order, version.compareTo(value));
        };
    }

    private static boolean ordered(String operator, int comparison) {
        return switch (operator) {
            case "eq" -> comparison == 0;
            case "lt" -> comparison < 0;
            case "lte" -> comparison <= 0;
            case "gt" -> comparison > 0;
            case "gte" -> comparison >= 0;
            default -> throw new IllegalArgumentException("no operator: " + operator);
        };
    }

    /** Java finds what RE2 finds in the patterns made here, but for the dollar, which it lets match before a last line end. */
    private static boolean found(String pattern, boolean ignoreCase, String text) {
        int flags = Pattern.UNIX_LINES | (ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
        return Pattern.compile(pattern.replace("$", "\\z"), flags).matcher(text).find();
    }

    private static boolean same(JsonNode value, @Nullable Object attribute, boolean ignoreCase) {
        if (value.isTextual()) {
            return attribute instanceof String text
                    && NaiveValues.text(value.textValue(), ignoreCase).equals(NaiveValues.text(text, ignoreCase));
        }
        if (value.isBoolean()) {
            return attribute instanceof Boolean bool && bool == value.booleanValue();
        }
        BigDecimal number = NaiveValues.number(attribute);
        return number != null && number.compareTo(value.decimalValue()) == 0;
    }
}
