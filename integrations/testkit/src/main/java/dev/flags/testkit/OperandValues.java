package dev.flags.testkit;

import dev.flags.config.Clause;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Values of an attribute that meet a clause, or miss it by little. */
final class OperandValues {
    private OperandValues() {}

    static List<Object> of(Clause clause) {
        List<Object> operands =
                clause.values().stream().map(OperandValues::plain).toList();
        return switch (clause.operator()) {
            case EQUALS, IN -> operands;
            case ANY_OF, ALL_OF -> with(operands, operands);
            case STARTS_WITH, ENDS_WITH, CONTAINS -> texts(operands);
            case MATCHES -> operands.stream().map(OperandValues::literal).toList();
            case LT, LTE, GT, GTE, BETWEEN -> numbers(operands);
            case BEFORE, AFTER -> instants(operands);
            case SEMVER_EQ, SEMVER_LT, SEMVER_LTE, SEMVER_GT, SEMVER_GTE, SEMVER_TILDE, SEMVER_CARET ->
                with(operands, "0.0.0", "999.0.0");
            case CIDR -> addresses(operands);
            case EXISTS -> List.of("there");
            case TYPE -> List.of("text", 1L, true, List.of(), Map.of());
            case SIZE -> lists(operands);
            case MODULO -> List.of(operands.get(1), 0L, 1L);
            case BUCKET -> List.of("u1", "u2", "u3", "u4");
        };
    }

    private static Object plain(JsonValue value) {
        if (value instanceof JsonNumber number) {
            return number.toBigDecimal();
        }
        if (value instanceof JsonBoolean bool) {
            return bool.value();
        }
        return value instanceof JsonString string ? string.value() : value.toJson();
    }

    private static List<Object> with(List<Object> values, Object... others) {
        List<Object> all = new ArrayList<>(values);
        Collections.addAll(all, others);
        return all;
    }

    private static List<Object> texts(List<Object> parts) {
        List<Object> texts = new ArrayList<>();
        parts.forEach(part -> Collections.addAll(texts, part, part + "x", "x" + part));
        return texts;
    }

    /** The characters of a pattern that stand for themselves: a match for many patterns, and near one for others. */
    private static Object literal(Object pattern) {
        StringBuilder literal = new StringBuilder();
        pattern.toString()
                .codePoints()
                .filter(c -> Character.isLetterOrDigit(c) || c == ' ')
                .forEach(literal::appendCodePoint);
        return literal.toString();
    }

    private static List<Object> numbers(List<Object> bounds) {
        List<Object> numbers = new ArrayList<>();
        bounds.forEach(bound -> {
            BigDecimal number = (BigDecimal) bound;
            Collections.addAll(numbers, number, number.subtract(BigDecimal.ONE), number.add(BigDecimal.ONE));
        });
        return numbers;
    }

    private static List<Object> instants(List<Object> bounds) {
        List<Object> instants = new ArrayList<>(bounds);
        for (Object bound : bounds) {
            try {
                OffsetDateTime time = OffsetDateTime.parse(bound.toString());
                instants.add(time.minusSeconds(1).toString());
                instants.add(time.plusSeconds(1).toString());
            } catch (DateTimeException e) {
                // The format knows instants that Java does not; the bound itself has to do.
            }
        }
        return instants;
    }

    private static List<Object> addresses(List<Object> networks) {
        List<Object> addresses = new ArrayList<>(List.of("203.0.113.9"));
        networks.forEach(network -> {
            int end = network.toString().indexOf('/');
            addresses.add(end < 0 ? network : network.toString().substring(0, end));
        });
        return addresses;
    }

    private static List<Object> lists(List<Object> sizes) {
        List<Object> lists = new ArrayList<>(List.of(List.of()));
        sizes.forEach(size -> lists.add(Collections.nCopies(Math.min(((BigDecimal) size).intValue(), 10), "element")));
        return lists;
    }
}
