package dev.flags;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flags.config.Percentage;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.oracle.NaiveAnswer;
import dev.flags.oracle.NaiveEvaluator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer without its value's type, so that those of the compiled and of the naive evaluator can be compared. */
record Answer(
        @Nullable String variant,
        @Nullable JsonValue value,
        String reason,
        @Nullable String error,
        @Nullable String rule) {

    static Answer of(Flags flags, String flag, EvaluationContext context) {
        JsonValue fallback = new JsonString("the caller's fallback");
        Evaluation<JsonValue> evaluation = flags.evaluateJson(flag, context, fallback);
        return new Answer(
                evaluation.variant(),
                evaluation.value().equals(fallback) ? null : normal(evaluation.value()),
                evaluation.reason().name(),
                evaluation.error() == null ? null : evaluation.error().name(),
                evaluation.rule());
    }

    static Answer of(NaiveAnswer naive) {
        return new Answer(
                naive.variant(),
                naive.value() == null
                        ? null
                        : normal(JsonValue.parse(naive.value().toString())),
                naive.reason(),
                naive.error(),
                naive.rule());
    }

    /** A number by its value: the two sides may write it differently. */
    private static JsonValue normal(JsonValue value) {
        return value instanceof JsonNumber number
                ? new JsonString(
                        BigDecimal.valueOf(number.toBigDecimal().doubleValue()).toString())
                : value;
    }

    /** What the naive evaluator leaves to the library. */
    static List<NaiveEvaluator.Range> rebalance(JsonNode ranges, JsonNode weights) {
        List<SlotRange> before = new ArrayList<>();
        ranges.forEach(r -> before.add(new SlotRange(
                r.get(0).textValue(), r.get(1).intValue(), r.get(2).intValue())));
        Map<String, Percentage> shares = new LinkedHashMap<>();
        weights.properties()
                .forEach(w ->
                        shares.put(w.getKey(), Percentage.ofPercent(w.getValue().decimalValue())));
        return Split.rebalance(before, shares).stream()
                .map(r -> new NaiveEvaluator.Range(r.variant(), r.from(), r.to()))
                .toList();
    }
}
