package dev.flags.config;

import dev.flags.json.JsonObject;
import dev.flags.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads conditions. Anything in them that is not known refuses the whole flag: it might turn the answer around. */
final class ConditionReader {
    private static final Condition STAND_IN = new Condition.All(List.of());

    private final Problems problems;

    ConditionReader(Problems problems) {
        this.problems = problems;
    }

    Condition read(JsonValue value, String pointer) {
        Optional<Members> members = Members.of(value, pointer, problems);
        return members.map(m -> read((JsonObject) value, m)).orElse(STAND_IN);
    }

    private Condition read(JsonObject object, Members members) {
        Condition condition;
        if (object.has("all")) {
            condition = new Condition.All(members.list("all", this::read));
        } else if (object.has("any")) {
            condition = new Condition.Any(members.list("any", this::read));
        } else if (object.has("not")) {
            condition = new Condition.Not(read(members.required("not").orElse(JsonObject.EMPTY), members.at("not")));
        } else if (object.has("segment")) {
            String segment = members.requiredString("segment");
            condition = make(members, () -> new Condition.InSegment(segment));
        } else if (object.has("flag")) {
            String flag = members.requiredString("flag");
            List<String> variants = members.oneOrMore("variants", "variant");
            condition = make(members, () -> new Condition.FlagServes(flag, variants));
        } else if (object.has("attribute") || object.has("op")) {
            condition = clause(members);
        } else {
            problems.error(
                    members.pointer(),
                    "is no condition; a clause with \"attribute\" and \"op\", or one of \"all\", \"any\", \"not\","
                            + " \"segment\", \"flag\" is required");
            return STAND_IN;
        }
        members.refuseUnknown();
        return condition;
    }

    private Condition clause(Members members) {
        String attribute = members.requiredString("attribute");
        Optional<Operator> operator = operator(members);
        List<JsonValue> values = members.list("values", (value, at) -> value);
        boolean negate = members.bool("negate", false);
        boolean ignoreCase = members.bool("ignore_case", false);
        OnMissing onMissing = members.oneOf("on_missing", List.of(OnMissing.values()), OnMissing::key)
                .orElse(OnMissing.FALSE);
        if (operator.isEmpty()) {
            return STAND_IN;
        }
        boolean lacksValues =
                operator.get() != Operator.EXISTS && members.required("values").isEmpty();
        // An operator that needs no values, so that only what else is wrong with the clause is said.
        Operator checked = lacksValues ? Operator.EXISTS : operator.get();
        return make(members, () -> new Clause(attribute, checked, values, negate, ignoreCase, onMissing));
    }

    private Optional<Operator> operator(Members members) {
        if (members.required("op").isEmpty()) {
            return Optional.empty();
        }
        return members.string("op").flatMap(key -> {
            Optional<Operator> found = Operator.ofKey(key);
            if (found.isEmpty()) {
                problems.error(
                        members.at("op"), "unknown operator " + Text.quote(key) + Text.choices(key, Operator.keys()));
            }
            return found;
        });
    }

    private Condition make(Members members, Supplier<Condition> constructor) {
        return problems.make(members.pointer(), constructor, () -> STAND_IN);
    }
}
