package dev.flags;

import dev.flags.BucketFinding.Bucket;
import dev.flags.BucketFinding.Entry;
import dev.flags.BucketFinding.Unit;
import dev.flags.config.Clause;
import dev.flags.config.Layer;
import dev.flags.config.OnMissing;
import dev.flags.config.Percentage;
import dev.flags.config.SlotRange;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Explanations as JSON, member by member as {@link Explanation#toJson} and the findings document it. */
final class ExplanationJson {
    private ExplanationJson() {}

    static JsonObject of(Explanation explanation) {
        return JsonObject.builder()
                .put("flag", explanation.flag())
                .put("answer", of(explanation.answer()))
                .put("steps", array(explanation.steps(), ExplanationJson::of))
                .build();
    }

    private static JsonObject of(Explanation.Answer answer) {
        JsonObject.Builder json = JsonObject.builder();
        if (answer instanceof Explanation.Served served) {
            json.put("variant", served.variant()).put("value", served.value());
            if (served.error() != null) {
                json.put("error", served.error().name());
            }
            if (served.rule() != null) {
                json.put("rule", served.rule());
            }
        } else if (answer instanceof Explanation.Fallback fallback) {
            json.put("error", fallback.error().name()).put("problem", fallback.problem());
        }
        return json.put("reason", answer.reason().name())
                .put("revision", answer.revision())
                .put("stale", answer.isStale())
                .build();
    }

    private static JsonObject of(ExplainedStep step) {
        JsonObject.Builder json =
                JsonObject.builder().put("step", step.kind().key()).put("name", step.name());
        if (step instanceof ExplainedStep.Served served) {
            return json.put("result", "served")
                    .put("variant", served.variant())
                    .put("reason", served.reason().name())
                    .put("findings", array(served.findings(), Finding::toJson))
                    .build();
        }
        if (step instanceof ExplainedStep.Passed passed) {
            return json.put("result", "passed")
                    .put("findings", array(passed.findings(), Finding::toJson))
                    .build();
        }
        return json.put("result", "not_reached").build();
    }

    /** What all findings have. */
    static JsonObject.Builder finding(String check, Finding finding) {
        JsonObject.Builder json = JsonObject.builder()
                .put("check", check)
                .put("holds", finding.holds())
                .put("text", finding.text());
        if (!finding.parts().isEmpty()) {
            json.put("parts", array(finding.parts(), Finding::toJson));
        }
        return json;
    }

    static JsonObject.Builder clause(ClauseFinding finding) {
        Clause clause = finding.clause();
        ClauseWords words = new ClauseWords(clause);
        JsonObject.Builder json = finding("clause", finding)
                .put("attribute", clause.attribute())
                .put("op", clause.operator().key());
        if (words.showsValues()) {
            json.put("values", new JsonArray(clause.values()));
        } else {
            json.put("value_count", clause.values().size());
        }
        if (clause.negate()) {
            json.put("negate", true);
        }
        if (clause.ignoreCase()) {
            json.put("ignore_case", true);
        }
        if (clause.onMissing() != OnMissing.FALSE) {
            json.put("on_missing", clause.onMissing().key());
        }
        return finding.holds() ? json : json.put("would_need", words.needed());
    }

    static JsonObject.Builder ranges(Finding finding, Bucket bucket, List<SlotRange> ranges, List<Entry> entries) {
        JsonObject.Builder json =
                bucket.addTo(finding("split", finding)).put("ranges", array(ranges, ExplanationJson::of));
        return entries.isEmpty() ? json : json.put("enters", array(entries, ExplanationJson::of));
    }

    private static JsonArray of(SlotRange range) {
        return JsonArray.of(new JsonString(range.variant()), JsonNumber.of(range.from()), JsonNumber.of(range.to()));
    }

    private static JsonObject of(Entry entry) {
        return JsonObject.builder()
                .put("variant", entry.variant())
                .put("percent", percent(entry.at()))
                .build();
    }

    static JsonArray slots(List<Layer.Slots> slots) {
        return array(slots, range -> JsonArray.of(JsonNumber.of(range.from()), JsonNumber.of(range.to())));
    }

    static JsonObject.Builder dialect(Finding finding, String dialect, Unit unit, Map<String, Percentage> weights) {
        JsonObject.Builder shares = JsonObject.builder();
        weights.forEach((variant, weight) -> shares.put(variant, percent(weight)));
        return unit.addTo(finding("dialect", finding).put("dialect", dialect)).put("weights", shares.build());
    }

    static JsonNumber percent(Percentage percentage) {
        return JsonNumber.of(percentage.toPercent());
    }

    private static <T> JsonArray array(List<T> elements, Function<T, JsonValue> json) {
        return new JsonArray(elements.stream().map(json).toList());
    }
}
