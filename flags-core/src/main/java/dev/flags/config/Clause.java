package dev.flags.config;

import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.Arrays;
import java.util.List;

/**
 * A question about one attribute.
 *
 * @param attribute its name; a JSON pointer into nested values if it starts with {@code /}
 * @param values any of them; what is legal depends on the operator
 * @param negate turns the answer around, but not that for a missing attribute
 * @param ignoreCase compares strings in lower case
 * @param onMissing the answer if the attribute is absent or null
 */
public record Clause(
        String attribute,
        Operator operator,
        List<JsonValue> values,
        boolean negate,
        boolean ignoreCase,
        OnMissing onMissing)
        implements Condition {

    /** @throws IllegalArgumentException if {@code values} does not suit the operator */
    public Clause {
        values = List.copyOf(values);
        Checks checks = new Checks().name(attribute, "/attribute");
        Operands.check(operator, values, ignoreCase, checks);
        checks.done();
    }

    public static Clause of(String attribute, Operator operator, JsonValue... values) {
        return new Clause(attribute, operator, List.of(values), false, false, OnMissing.FALSE);
    }

    public static Clause of(String attribute, Operator operator, String... values) {
        return of(
                attribute, operator, Arrays.stream(values).map(JsonString::new).toArray(JsonValue[]::new));
    }

    public static Clause of(String attribute, Operator operator, long value) {
        return of(attribute, operator, JsonNumber.of(value));
    }

    public static Clause of(String attribute, Operator operator, boolean value) {
        return of(attribute, operator, JsonBoolean.of(value));
    }

    /** The attribute is there. */
    public static Clause exists(String attribute) {
        return new Clause(attribute, Operator.EXISTS, List.of(), false, false, OnMissing.FALSE);
    }

    public Clause negated() {
        return new Clause(attribute, operator, values, !negate, ignoreCase, onMissing);
    }

    public Clause ignoringCase() {
        return new Clause(attribute, operator, values, negate, true, onMissing);
    }

    public Clause onMissing(OnMissing answer) {
        return new Clause(attribute, operator, values, negate, ignoreCase, answer);
    }
}
