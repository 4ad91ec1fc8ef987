package dev.flags.config;

import dev.flags.bucketing.Bucketing;
import dev.flags.internal.Cidr;
import dev.flags.internal.IsoInstant;
import dev.flags.internal.LinearRegex;
import dev.flags.internal.SemVer;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Which values each operator takes. */
final class Operands {
    static final Set<String> TYPES = Set.of("string", "number", "boolean", "array", "object");

    private final List<JsonValue> values;
    private final Checks checks;

    private Operands(List<JsonValue> values, Checks checks) {
        this.values = values;
        this.checks = checks;
    }

    static void check(Operator operator, List<JsonValue> values, boolean ignoreCase, Checks checks) {
        Operands operands = new Operands(values, checks);
        switch (operator) {
            case EQUALS, IN, ANY_OF, ALL_OF -> operands.scalars();
            case STARTS_WITH, ENDS_WITH, CONTAINS -> operands.strings(s -> {});
            case MATCHES -> operands.strings(s -> LinearRegex.compile(s, ignoreCase));
            case LT, LTE, GT, GTE -> operands.numbers();
            case BETWEEN -> operands.between();
            case BEFORE, AFTER -> operands.strings(IsoInstant::parse);
            case SEMVER_EQ, SEMVER_LT, SEMVER_LTE, SEMVER_GT, SEMVER_GTE, SEMVER_TILDE, SEMVER_CARET ->
                operands.strings(SemVer::parse);
            case CIDR -> operands.strings(Cidr::parse);
            case EXISTS -> operands.exists();
            case TYPE -> operands.strings(Operands::requireType);
            case SIZE -> operands.sizes();
            case MODULO -> operands.modulo();
            case BUCKET -> operands.bucket();
        }
    }

    private void scalars() {
        for (int i = 0; i < values.size(); i++) {
            JsonValue value = values.get(i);
            boolean scalar = value instanceof JsonString || value instanceof JsonNumber || value instanceof JsonBoolean;
            checks.require(
                    scalar, at(i), () -> "is " + value.typeName() + "; a string, a number or a boolean is allowed");
        }
    }

    private void strings(Consumer<String> parse) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof JsonString string) {
                try {
                    parse.accept(string.value());
                } catch (IllegalArgumentException e) {
                    checks.fail(at(i), String.valueOf(e.getMessage()));
                }
            } else {
                wrongType(i, "a string");
            }
        }
    }

    private boolean numbers() {
        boolean all = true;
        for (int i = 0; i < values.size(); i++) {
            if (!(values.get(i) instanceof JsonNumber)) {
                wrongType(i, "a number");
                all = false;
            }
        }
        return all;
    }

    private void between() {
        if (count(2, "[low, high]") && numbers()) {
            JsonNumber low = (JsonNumber) values.get(0);
            JsonNumber high = (JsonNumber) values.get(1);
            checks.require(
                    low.toBigDecimal().compareTo(high.toBigDecimal()) <= 0,
                    "/values",
                    () -> "is [" + low + ", " + high + "]; low must not be above high");
        }
    }

    private void exists() {
        if (values.size() > 1) {
            count(1, "none, [true] or [false]");
        } else if (values.size() == 1 && !(values.get(0) instanceof JsonBoolean)) {
            wrongType(0, "true or false");
        }
    }

    private void sizes() {
        for (int i = 0; i < values.size(); i++) {
            integer(i, 0, Long.MAX_VALUE);
        }
    }

    private void modulo() {
        if (count(2, "[divisor, remainder]") && integer(0, 1, Long.MAX_VALUE)) {
            long divisor = ((JsonNumber) values.get(0)).toLong().orElseThrow();
            integer(1, 0, divisor - 1);
        }
    }

    private void bucket() {
        if (!count(3, "[salt, from, to]")) {
            return;
        }
        if (values.get(0) instanceof JsonString salt) {
            checks.require(
                    salt.value().length() <= Limits.MAX_NAME_LENGTH,
                    at(0),
                    () -> "has " + salt.value().length() + " characters; at most " + Limits.MAX_NAME_LENGTH
                            + " are allowed");
        } else {
            wrongType(0, "a string");
        }
        if (integer(1, 0, Bucketing.SCALE)) {
            integer(2, ((JsonNumber) values.get(1)).toLong().orElseThrow(), Bucketing.SCALE);
        }
    }

    private boolean count(int count, String what) {
        checks.require(
                values.size() == count,
                "/values",
                () -> "has " + values.size() + (values.size() == 1 ? " value; " : " values; ") + what + " is allowed");
        return values.size() == count;
    }

    private boolean integer(int i, long min, long max) {
        JsonValue value = values.get(i);
        if (value instanceof JsonNumber number
                && number.toLong().isPresent()
                && number.toLong().getAsLong() >= min
                && number.toLong().getAsLong() <= max) {
            return true;
        }
        String given = value instanceof JsonNumber number ? number.literal() : value.typeName();
        checks.fail(at(i), "is " + given + "; an integer from " + min + " to " + max + " is allowed");
        return false;
    }

    private void wrongType(int i, String allowed) {
        checks.fail(at(i), "is " + values.get(i).typeName() + "; " + allowed + " is allowed");
    }

    private static void requireType(String type) {
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException("unknown type " + Text.quote(type) + Text.hint(type, TYPES));
        }
    }

    private static String at(int i) {
        return "/values/" + i;
    }
}
