package dev.flags.config;

import dev.flags.config.InvalidValueException.Violation;
import dev.flags.internal.JsonPointer;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonNull;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions of the plain form: {@code {attribute: value | [values] | {operator: operand}}}, all of which hold. */
final class PlainConditions {
    private static final String POINTER = "/conditions";
    private static final String VALUES = "/values";

    private final Checks checks;
    private final List<Clause> clauses = new ArrayList<>();

    private PlainConditions(Checks checks) {
        this.checks = checks;
    }

    static List<Clause> parse(JsonObject conditions, Checks checks) {
        PlainConditions parser = new PlainConditions(checks);
        conditions.members().forEach(parser::condition);
        checks.atMost(parser.clauses.size(), Limits.MAX_CONDITIONS, "conditions", POINTER);
        return parser.clauses;
    }

    private void condition(String attribute, JsonValue form) {
        String pointer = JsonPointer.child(POINTER, attribute);
        if (form instanceof JsonObject operators) {
            checks.require(!operators.isEmpty(), pointer, () -> "is empty; an operator is required");
            operators.members().forEach((key, operand) -> operator(attribute, key, operand, pointer));
        } else if (form instanceof JsonArray values) {
            clause(attribute, Operator.IN, values.elements(), pointer, true);
        } else if (form instanceof JsonNull) {
            checks.fail(pointer, "is null; a value, an array of values or an object of operators is allowed");
        } else {
            clause(attribute, Operator.EQUALS, List.of(form), pointer, false);
        }
    }

    private void operator(String attribute, String key, JsonValue operand, String pointer) {
        String operandPointer = JsonPointer.child(pointer, key);
        Optional<Operator> operator = Operator.ofKey(key);
        if (operator.isEmpty()) {
            checks.fail(operandPointer, "unknown operator " + Text.quote(key) + Text.choices(key, Operator.keys()));
            return;
        }
        if (operand instanceof JsonArray values) {
            clause(attribute, operator.get(), values.elements(), operandPointer, true);
        } else {
            clause(attribute, operator.get(), List.of(operand), operandPointer, false);
        }
    }

    /** @param isArray whether {@code pointer} is that of an array, so that each value has a pointer below it */
    private void clause(String attribute, Operator operator, List<JsonValue> values, String pointer, boolean isArray) {
        try {
            clauses.add(new Clause(attribute, operator, values, false, false, OnMissing.FALSE));
        } catch (InvalidValueException e) {
            for (Violation violation : e.violations()) {
                boolean ofValue = isArray && violation.pointer().startsWith(VALUES);
                checks.fail(
                        ofValue ? pointer + violation.pointer().substring(VALUES.length()) : pointer,
                        violation.message());
            }
        }
    }
}
