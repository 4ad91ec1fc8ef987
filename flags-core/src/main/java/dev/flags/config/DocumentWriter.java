package dev.flags.config;

import dev.flags.bucketing.Dialect;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.List;
import java.util.Map;

/** Writes flags, segments and layers. Members at their default are left out, but for those of the plain form. */
final class DocumentWriter {
    private DocumentWriter() {}

    static JsonObject write(Flag flag) {
        JsonObject.Builder out = JsonObject.builder()
                .put("name", flag.name())
                .put("status", flag.status().key());
        if (flag.definition() instanceof Plain plain) {
            writePlain(flag, plain, out);
        } else if (flag.definition() instanceof Rich rich) {
            writeRich(flag, rich, out);
        }
        if (flag.rollout() != null) {
            out.put("rollout", write(flag.rollout()));
        }
        if (flag.salt() != null) {
            out.put("salt", flag.salt());
        }
        if (!flag.bucketBy().equals(Attributes.DEFAULT_BUCKET_BY)) {
            out.put("bucket_by", JsonArray.ofStrings(flag.bucketBy()));
        }
        if (flag.restore() != null) {
            out.put(
                    "restore",
                    JsonObject.builder().put("status", flag.restore().key()).build());
        }
        writeDetails(flag.details(), out);
        return out.putAll(flag.extras()).build();
    }

    /** All six members that the plain form began with, in their order. */
    private static void writePlain(Flag flag, Plain plain, JsonObject.Builder out) {
        if (plain.percentage() != null) {
            out.put("rollout_percentage", percent(plain.percentage()));
        }
        out.put("enabled_users", JsonArray.ofStrings(flag.enabledUsers()))
                .put("enabled_groups", JsonArray.ofStrings(flag.enabledGroups()))
                .put("conditions", plain.conditions());
        putText("description", flag.details().description(), out);
        putArray("denied", flag.denied().stream().map(DocumentWriter::write).toList(), out);
    }

    private static void writeRich(Flag flag, Rich rich, JsonObject.Builder out) {
        putText("description", flag.details().description(), out);
        if (rich.type() != FlagType.BOOLEAN) {
            out.put("type", rich.type().key());
        }
        if (rich.type() != FlagType.BOOLEAN || !isImplied(rich.variants())) {
            out.put("variants", new JsonObject(rich.variants()));
        }
        if (rich.type() != FlagType.BOOLEAN || !rich.offVariant().equals(Definition.OFF)) {
            out.put("off_variant", rich.offVariant());
        }
        putArray("requires", rich.requires().stream().map(DocumentWriter::write).toList(), out);
        putArray("denied", flag.denied().stream().map(DocumentWriter::write).toList(), out);
        putArray("targets", rich.targets().stream().map(DocumentWriter::write).toList(), out);
        putStrings("enabled_users", flag.enabledUsers(), out);
        putStrings("enabled_groups", flag.enabledGroups(), out);
        putArray("rules", rich.rules().stream().map(DocumentWriter::write).toList(), out);
        out.put("default", write(rich.defaultServe()));
        if (!rich.schedule().equals(TimeWindow.ALWAYS)) {
            JsonObject.Builder schedule = JsonObject.builder();
            writeWindow(rich.schedule(), schedule);
            out.put("schedule", schedule.build());
        }
        if (rich.staleness() != null) {
            out.put("max_staleness", rich.staleness().max().toString());
            out.put("on_stale", rich.staleness().onStale().key());
        }
    }

    private static boolean isImplied(Map<String, JsonValue> variants) {
        return List.copyOf(variants.entrySet()).equals(List.copyOf(Plain.VARIANTS.entrySet()));
    }

    private static void writeDetails(Details details, JsonObject.Builder out) {
        if (details.owner() != null) {
            out.put("owner", details.owner());
        }
        putStrings("tags", details.tags(), out);
        if (details.createdAt() != null) {
            out.put("created_at", details.createdAt().toString());
        }
        if (details.expiresAt() != null) {
            out.put("expires_at", details.expiresAt().toString());
        }
        if (!details.metadata().isEmpty()) {
            out.put("metadata", details.metadata());
        }
    }

    static JsonObject write(Segment segment) {
        JsonObject.Builder out = JsonObject.builder().put("name", segment.name());
        putStrings("included", segment.included(), out);
        putStrings("excluded", segment.excluded(), out);
        putAttribute(segment.attribute(), out);
        if (segment.when() != null) {
            out.put("when", write(segment.when()));
        }
        if (segment.includedFile() != null) {
            out.put("included_file", segment.includedFile());
        }
        return out.putAll(segment.extras()).build();
    }

    static JsonObject write(Layer layer) {
        JsonObject.Builder out = JsonObject.builder().put("name", layer.name());
        if (layer.salt() != null) {
            out.put("salt", layer.salt());
        }
        if (!layer.bucketBy().equals(Attributes.DEFAULT_BUCKET_BY)) {
            out.put("bucket_by", JsonArray.ofStrings(layer.bucketBy()));
        }
        JsonObject.Builder slots = JsonObject.builder();
        layer.slots()
                .forEach((flag, ranges) -> slots.put(
                        flag,
                        new JsonArray(ranges.stream()
                                .<JsonValue>map(r -> JsonArray.of(JsonNumber.of(r.from()), JsonNumber.of(r.to())))
                                .toList())));
        return out.put("slots", slots.build()).putAll(layer.extras()).build();
    }

    private static JsonObject write(Denial denial) {
        JsonObject.Builder out = JsonObject.builder().put("units", JsonArray.ofStrings(denial.units()));
        putAttribute(denial.attribute(), out);
        if (denial.until() != null) {
            out.put("until", denial.until().toString());
        }
        if (denial.by() != null) {
            out.put("by", denial.by());
        }
        return out.build();
    }

    private static JsonObject write(Target target) {
        JsonObject.Builder out =
                JsonObject.builder().put("variant", target.variant()).put("units", JsonArray.ofStrings(target.units()));
        putAttribute(target.attribute(), out);
        return out.build();
    }

    private static JsonObject write(Prerequisite prerequisite) {
        JsonObject.Builder out = JsonObject.builder().put("flag", prerequisite.flag());
        putStrings("variants", prerequisite.variants(), out);
        return out.build();
    }

    private static JsonObject write(Rule rule) {
        JsonObject.Builder out = JsonObject.builder().put("id", rule.id());
        if (rule.when() != null) {
            out.put("when", write(rule.when()));
        }
        writeWindow(rule.window(), out);
        out.put("serve", write(rule.serve()));
        putText("description", rule.description(), out);
        return out.putAll(rule.extras()).build();
    }

    private static JsonObject write(Rollout rollout) {
        JsonObject.Builder out = JsonObject.builder()
                .put("id", rollout.id())
                .put("baseline", rollout.baseline())
                .put("candidate", rollout.candidate());
        if (rollout.when() != null) {
            out.put("when", write(rollout.when()));
        }
        return out.put("serve", write(rollout.serve())).build();
    }

    private static JsonValue write(Serve serve) {
        if (serve instanceof Serve.Variant variant) {
            return new JsonString(variant.variant());
        }
        Split split = (Split) serve;
        JsonObject.Builder out = JsonObject.builder();
        if (split.layer() != null) {
            out.put("layer", split.layer());
        }
        if (split.salt() != null) {
            out.put("salt", split.salt());
        }
        putStrings("bucket_by", split.bucketBy(), out);
        if (split.weights() != null) {
            JsonObject.Builder weights = JsonObject.builder();
            split.weights().forEach((variant, weight) -> weights.put(variant, percent(weight)));
            out.put("weights", weights.build());
        }
        if (split.ranges() != null) {
            out.put(
                    "ranges",
                    new JsonArray(split.ranges().stream()
                            .<JsonValue>map(r -> JsonArray.of(
                                    new JsonString(r.variant()), JsonNumber.of(r.from()), JsonNumber.of(r.to())))
                            .toList()));
        }
        if (split.stopOnMiss()) {
            out.put("on_miss", "stop");
        }
        if (split.dialect() != null) {
            out.put("dialect", write(split.dialect()));
        }
        return out.build();
    }

    private static JsonObject write(Dialect dialect) {
        JsonObject.Builder out = JsonObject.builder().put("name", dialect.name());
        for (Map.Entry<String, Object> parameter : dialect.parameters().entrySet()) {
            if (parameter.getValue() instanceof Long number) {
                out.put(parameter.getKey(), number);
            } else if (parameter.getValue() instanceof Boolean bool) {
                out.put(parameter.getKey(), bool);
            } else {
                out.put(parameter.getKey(), (String) parameter.getValue());
            }
        }
        return out.build();
    }

    static JsonObject write(Condition condition) {
        JsonObject.Builder out = JsonObject.builder();
        if (condition instanceof Condition.All all) {
            out.put("all", writeAll(all.conditions()));
        } else if (condition instanceof Condition.Any any) {
            out.put("any", writeAll(any.conditions()));
        } else if (condition instanceof Condition.Not not) {
            out.put("not", write(not.condition()));
        } else if (condition instanceof Condition.InSegment segment) {
            out.put("segment", segment.segment());
        } else if (condition instanceof Condition.FlagServes flag) {
            out.put("flag", flag.flag());
            putStrings("variants", flag.variants(), out);
        } else if (condition instanceof Clause clause) {
            writeClause(clause, out);
        }
        return out.build();
    }

    private static JsonArray writeAll(List<Condition> conditions) {
        return new JsonArray(
                conditions.stream().<JsonValue>map(DocumentWriter::write).toList());
    }

    private static void writeClause(Clause clause, JsonObject.Builder out) {
        out.put("attribute", clause.attribute()).put("op", clause.operator().key());
        if (clause.operator() != Operator.EXISTS || !clause.values().isEmpty()) {
            out.put("values", new JsonArray(clause.values()));
        }
        if (clause.negate()) {
            out.put("negate", true);
        }
        if (clause.ignoreCase()) {
            out.put("ignore_case", true);
        }
        if (clause.onMissing() != OnMissing.FALSE) {
            out.put("on_missing", clause.onMissing().key());
        }
    }

    private static void writeWindow(TimeWindow window, JsonObject.Builder out) {
        if (window.start() != null) {
            out.put("start", window.start().toString());
        }
        if (window.end() != null) {
            out.put("end", window.end().toString());
        }
    }

    private static JsonNumber percent(Percentage share) {
        return new JsonNumber(share.toPercent().toPlainString());
    }

    private static void putText(String name, String text, JsonObject.Builder out) {
        if (!text.isEmpty()) {
            out.put(name, text);
        }
    }

    private static void putAttribute(String attribute, JsonObject.Builder out) {
        if (!attribute.equals(Attributes.USER)) {
            out.put("attribute", attribute);
        }
    }

    private static void putStrings(String name, List<String> strings, JsonObject.Builder out) {
        if (!strings.isEmpty()) {
            out.put(name, JsonArray.ofStrings(strings));
        }
    }

    private static void putArray(String name, List<? extends JsonValue> elements, JsonObject.Builder out) {
        if (!elements.isEmpty()) {
            out.put(name, new JsonArray(List.copyOf(elements)));
        }
    }
}
