package dev.flags.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.flags.oracle.Pools.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Makes valid conditions of all kinds, which refer only to documents that are already there. */
final class ConditionGenerator {

    /** A flag or a segment that later ones may refer to.
     *
     * @param cost what evaluating it visits at most; kept far below the limit of one evaluation */
    record Made(String name, boolean isSegment, List<String> variants, boolean mayOmitVariants, int cost) {}

    static final List<String> OPERATORS = List.of(
            "equals",
            "in",
            "any_of",
            "all_of",
            "starts_with",
            "ends_with",
            "contains",
            "matches",
            "lt",
            "lte",
            "gt",
            "gte",
            "between",
            "before",
            "after",
            "semver_eq",
            "semver_lt",
            "semver_lte",
            "semver_gt",
            "semver_gte",
            "semver_tilde",
            "semver_caret",
            "cidr",
            "exists",
            "type",
            "size",
            "modulo",
            "bucket");

    private static final int MAX_COST = 20_000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Dice dice;
    private final List<Made> made = new ArrayList<>();
    private int cost = 1;

    ConditionGenerator(Dice dice) {
        this.dice = dice;
    }

    /** Ends a document, which may be referred to from now on. */
    void made(String name, boolean isSegment, List<String> variants, boolean mayOmitVariants) {
        made.add(new Made(name, isSegment, variants, mayOmitVariants, cost));
        cost = 1;
    }

    ObjectNode condition() {
        return dice.chance(3) ? notChain(dice.between(5, 7)) : condition(3);
    }

    private ObjectNode notChain(int length) {
        ObjectNode condition = clause();
        for (int i = 0; i < length; i++) {
            condition = NODES.objectNode().set("not", condition);
            cost++;
        }
        return condition;
    }

    private ObjectNode condition(int depth) {
        cost++;
        int roll = dice.between(1, 100);
        if (roll <= 12) {
            return segment();
        }
        if (roll <= 22) {
            return flag();
        }
        if (roll <= 60 || depth == 0) {
            return clause();
        }
        if (roll <= 70) {
            return NODES.objectNode().set("not", condition(depth - 1));
        }
        ArrayNode inner = NODES.arrayNode();
        int count = dice.chance(6) ? 0 : dice.between(1, 3);
        for (int i = 0; i < count; i++) {
            inner.add(condition(depth - 1));
        }
        return NODES.objectNode().set(roll <= 85 ? "all" : "any", inner);
    }

    private ObjectNode segment() {
        List<Made> segments =
                made.stream().filter(m -> m.isSegment() && isAffordable(m)).toList();
        if (segments.isEmpty()) {
            return clause();
        }
        Made segment = dice.pick(segments);
        cost += segment.cost();
        return NODES.objectNode().put("segment", segment.name());
    }

    private ObjectNode flag() {
        List<ObjectNode> references = references(1);
        return references.isEmpty() ? clause() : references.get(0);
    }

    /** Flags and the variants that they must serve, as {@code requires} and flag conditions have it. */
    List<ObjectNode> references(int most) {
        List<Made> flags = made.stream().filter(m -> !m.isSegment()).toList();
        List<ObjectNode> references = new ArrayList<>();
        for (Made flag : dice.some(flags, 1, most)) {
            if (!isAffordable(flag)) {
                continue;
            }
            cost += flag.cost();
            ObjectNode reference = NODES.objectNode().put("flag", flag.name());
            if (!flag.mayOmitVariants() || dice.chance(50)) {
                reference.set("variants", texts(dice.some(flag.variants(), 1, 2)));
            }
            references.add(reference);
        }
        return references;
    }

    private boolean isAffordable(Made other) {
        return cost + other.cost() < MAX_COST;
    }

    private ObjectNode clause() {
        String operator = dice.pick(OPERATORS);
        Kind kind = kind(operator);
        Kind asked = dice.chance(92) ? kind : dice.pick(List.of(Kind.values()));
        ObjectNode clause = NODES.objectNode();
        clause.put("attribute", dice.pick(asked.attributes)).put("op", operator);
        if (!operator.equals("exists") || dice.chance(70)) {
            clause.set("values", values(operator, kind));
        }
        if (dice.chance(25)) {
            clause.put("negate", dice.chance(80));
        }
        if (dice.chance(30)) {
            clause.put("ignore_case", dice.chance(85));
        }
        if (dice.chance(35)) {
            clause.put("on_missing", dice.pick(List.of("false", "true", "negated")));
        }
        return clause;
    }

    /** The {@code conditions} of a plain flag, in the three notations. */
    ObjectNode plainConditions() {
        ObjectNode conditions = NODES.objectNode();
        int count = dice.chance(75) ? 1 : 2;
        for (int i = 0; i < count; i++) {
            Kind kind = dice.pick(List.of(Kind.values()));
            String attribute = dice.pick(kind.attributes);
            cost += 2;
            boolean comparable = kind == Kind.TEXT || kind == Kind.NUMBER || kind == Kind.BOOLEAN;
            int roll = dice.between(1, comparable ? 80 : 200);
            if (roll <= 25) {
                conditions.set(attribute, operand("equals", kind));
            } else if (roll <= 50) {
                conditions.set(attribute, values("in", kind));
            } else {
                conditions.set(attribute, plainOperators(kind));
            }
        }
        return conditions;
    }

    private ObjectNode plainOperators(Kind kind) {
        List<String> operators =
                OPERATORS.stream().filter(operator -> suits(operator, kind)).toList();
        ObjectNode operands = NODES.objectNode();
        for (String operator : dice.some(operators, 1, dice.chance(80) ? 1 : 2)) {
            ArrayNode values = values(operator, kind);
            operands.set(operator, values.size() == 1 && dice.chance(70) ? values.get(0) : values);
        }
        return operands;
    }

    private boolean suits(String operator, Kind kind) {
        return switch (operator) {
            case "equals", "in", "any_of" -> kind == Kind.TEXT || kind == Kind.NUMBER || kind == Kind.BOOLEAN;
            case "exists", "type" -> true;
            default -> kind(operator) == kind;
        };
    }

    /** What an operator is made for. */
    private Kind kind(String operator) {
        return switch (operator) {
            case "equals", "in", "any_of" ->
                dice.pick(List.of(Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN, Kind.UNIT, Kind.LIST));
            case "all_of", "size" -> Kind.LIST;
            case "starts_with", "ends_with", "contains", "matches" -> Kind.TEXT;
            case "lt", "lte", "gt", "gte", "between", "modulo" -> Kind.NUMBER;
            case "before", "after" -> Kind.INSTANT;
            case "cidr" -> Kind.ADDRESS;
            case "exists", "type" -> dice.pick(List.of(Kind.values()));
            case "bucket" -> Kind.UNIT;
            default -> Kind.VERSION;
        };
    }

    private ArrayNode values(String operator, Kind kind) {
        ArrayNode values = NODES.arrayNode();
        switch (operator) {
            case "between" ->
                dice.some(Pools.NUMBERS, 2, 2).stream()
                        .map(ConditionGenerator::number)
                        .sorted((a, b) -> a.decimalValue().compareTo(b.decimalValue()))
                        .forEach(values::add);
            case "modulo" -> {
                int divisor = dice.pick(List.of(1, 2, 3, 7, 1_000_000));
                values.add(divisor).add(dice.between(0, Math.min(divisor, 3) - 1));
            }
            case "bucket" -> {
                List<Integer> cuts = dice.cuts(2);
                values.add(dice.pick(Pools.SALTS)).add(cuts.get(0)).add(cuts.get(1));
            }
            case "exists" -> {
                if (dice.chance(80)) {
                    values.add(dice.chance(50));
                }
            }
            default -> {
                int count = dice.chance(operator.equals("all_of") ? 15 : 2) ? 0 : dice.pick(List.of(1, 1, 1, 2, 3));
                for (int i = 0; i < count; i++) {
                    values.add(operand(operator, kind));
                }
            }
        }
        return values;
    }

    private JsonNode operand(String operator, Kind kind) {
        return switch (operator) {
            case "equals", "in", "any_of", "all_of" -> scalar(kind);
            case "starts_with", "ends_with", "contains" -> TextNode.valueOf(dice.pick(Pools.FRAGMENTS));
            case "matches" -> TextNode.valueOf(dice.pick(Pools.PATTERNS));
            case "lt", "lte", "gt", "gte" -> number(dice.pick(Pools.NUMBERS));
            case "before", "after" -> TextNode.valueOf(dice.pick(Pools.INSTANTS));
            case "cidr" -> TextNode.valueOf(dice.pick(Pools.BLOCKS));
            case "type" -> TextNode.valueOf(dice.pick(Pools.TYPES));
            case "size" -> number(String.valueOf(dice.between(0, 4)));
            default -> TextNode.valueOf(dice.pick(Pools.VERSIONS));
        };
    }

    private JsonNode scalar(Kind kind) {
        return switch (kind) {
            case NUMBER -> number(dice.pick(Pools.NUMBERS));
            case BOOLEAN -> BooleanNode.valueOf(dice.chance(50));
            case UNIT -> TextNode.valueOf(dice.pick(Pools.USERS));
            case LIST -> scalar(dice.pick(List.of(Kind.TEXT, Kind.NUMBER)));
            default -> TextNode.valueOf(dice.pick(Pools.TEXTS));
        };
    }

    static ArrayNode texts(List<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** A number with its digits as they are. */
    static JsonNode number(String literal) {
        return literal.matches("-?[0-9]+")
                ? BigIntegerNode.valueOf(new BigInteger(literal))
                : DecimalNode.valueOf(new BigDecimal(literal));
    }
}
