package dev.flags.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import dev.flags.oracle.NaiveEvaluator;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the bytes of a fuzzer stand for. */
public final class FuzzInput {
    private FuzzInput() {}

    /**
     * The lines of a text in UTF-8: always {@code count} of them, the missing ones empty, the last with all that is left.
     * Bytes that are not UTF-8 read as U+FFFD.
     */
    public static List<String> lines(byte[] data, int count) {
        String text = new String(data, StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>(List.of(text.split("\n", count)));
        while (lines.size() < count) {
            lines.add("");
        }
        return lines;
    }

    /** A context's attributes, if the text is a JSON object. */
    public static Optional<Map<String, Object>> attributes(String json) {
        try {
            if (JsonValue.parse(json) instanceof JsonObject object) {
                return Optional.of(members(NaiveEvaluator.parse(object.toJson())));
            }
        } catch (JsonSyntaxException e) {
            // No context, no question.
        }
        return Optional.empty();
    }

    private static Map<String, Object> members(JsonNode object) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        object.properties().forEach(member -> members.put(member.getKey(), value(member.getValue())));
        return members;
    }

    /** Integers of 64 bits as such, all other numbers as decimals: what the naive evaluator reads. */
    private static @Nullable Object value(JsonNode json) {
        if (json.isObject()) {
            return members(json);
        }
        if (json.isArray()) {
            List<@Nullable Object> elements = new ArrayList<>();
            json.forEach(element -> elements.add(value(element)));
            return elements;
        }
        if (json.isNumber()) {
            BigDecimal number = json.decimalValue();
            return json.isIntegralNumber() && json.canConvertToLong() ? (Object) json.longValue() : number;
        }
        if (json.isNull()) {
            return null;
        }
        return json.isTextual() ? json.textValue() : (Object) json.booleanValue();
    }
}
