package dev.flags.oracle;

import static com.fasterxml.jackson.databind.node.BooleanNode.FALSE;
import static com.fasterxml.jackson.databind.node.BooleanNode.TRUE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documentation, line by line: walks the text of a valid configuration anew at every question.
 *
 * <p>Slow, and meant to be: it shares no code and no idea with the evaluator that it judges. Staleness, dialects and
 * {@code included_file} are left out. Thread-safe as long as nobody changes the configuration. */
public final class NaiveEvaluator {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final NaiveAnswer NO_SUCH_FLAG = new NaiveAnswer(null, null, "ERROR", "FLAG_NOT_FOUND", null);
    private static final String UNIT_MISSING = "TARGETING_KEY_MISSING";

    private final JsonNode configuration;
    private final Rebalance rebalance;

    /** Lays newer weights over older ranges. */
    @FunctionalInterface
    public interface Rebalance {
        /** The effective ranges of a split whose {@code weights} differ from the shares of its {@code ranges}. */
        List<Range> rebalance(JsonNode ranges, JsonNode weights);
    }

    /** Slots of a variant: {@code [from, to)}. */
    public record Range(String variant, int from, int to) {}

    /** What a split says: a variant, or a miss. */
    private record Pick(@Nullable String variant, boolean unitMissing) {}

    public NaiveEvaluator(JsonNode configuration, Rebalance rebalance) {
        this.configuration = configuration;
        this.rebalance = rebalance;
    }

    /** Reads a configuration so that its numbers keep their exact values and their digits. */
    public static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public NaiveAnswer evaluate(String name, Map<String, Object> context, Instant now) {
        JsonNode flag = find("flags", name);
        if (flag == null) {
            return NO_SUCH_FLAG;
        }
        if (flag.path("status").textValue().equals("disabled") || isOutside(flag.path("schedule"), now)) {
            return answer(flag, off(flag), "DISABLED", null);
        }
        for (JsonNode required : flag.path("requires")) {
            if (!serves(required, context, now)) {
                return answer(flag, off(flag), "TARGETING_MATCH", "requires");
            }
        }
        for (JsonNode denied : flag.path("denied")) {
            boolean expired = denied.has("until") && !now.isBefore(instant(denied.path("until")));
            if (!expired && holds(denied, context)) {
                return answer(flag, off(flag), "TARGETING_MATCH", "denied");
            }
        }
        for (JsonNode target : flag.path("targets")) {
            if (holds(target, context)) {
                return answer(flag, target.path("variant").textValue(), "TARGETING_MATCH", "targets");
            }
        }
        if (NaiveValues.listed(flag.path("enabled_users"), NaiveValues.lookup(context, "user"))) {
            return answer(flag, on(flag), "TARGETING_MATCH", "enabled_users");
        }
        if (NaiveValues.listed(flag.path("enabled_groups"), NaiveValues.lookup(context, "groups"))) {
            return answer(flag, on(flag), "TARGETING_MATCH", "enabled_groups");
        }
        return flag.has("default") ? evaluateRich(flag, context, now) : evaluatePlain(flag, context, now);
    }

    private NaiveAnswer evaluateRich(JsonNode flag, Map<String, Object> context, Instant now) {
        for (JsonNode rule : flag.path("rules")) {
            boolean applies =
                    !isOutside(rule, now) && (!rule.has("when") || conditionHolds(rule.path("when"), context, now));
            if (!applies) {
                continue;
            }
            String id = rule.path("id").textValue();
            JsonNode serve = rule.path("serve");
            if (serve.isTextual()) {
                return answer(flag, serve.textValue(), "TARGETING_MATCH", id);
            }
            Pick pick = pick(flag, id, serve, context);
            if (pick.variant() != null) {
                return answer(flag, pick.variant(), "SPLIT", id);
            }
            if (serve.path("on_miss").asText("next").equals("stop")) {
                return missed(flag, pick, id);
            }
        }
        NaiveAnswer rollout = rollout(flag, context, now);
        if (rollout != null) {
            return rollout;
        }
        JsonNode serve = flag.path("default");
        if (serve.isTextual()) {
            return answer(flag, serve.textValue(), looksAtContext(flag) ? "DEFAULT" : "STATIC", null);
        }
        Pick pick = pick(flag, "default", serve, context);
        return pick.variant() != null ? answer(flag, pick.variant(), "SPLIT", null) : missed(flag, pick, null);
    }

    private NaiveAnswer evaluatePlain(JsonNode flag, Map<String, Object> context, Instant now) {
        for (JsonNode clause : plainClauses(flag.path("conditions"))) {
            if (!clauseHolds(clause, context)) {
                return answer(flag, "off", "DEFAULT", null);
            }
        }
        NaiveAnswer rollout = rollout(flag, context, now);
        if (rollout != null) {
            return rollout;
        }
        if (flag.path("status").textValue().equals("enabled")) {
            if (!flag.path("conditions").isEmpty()) {
                return answer(flag, "on", "TARGETING_MATCH", "conditions");
            }
            return answer(flag, "on", looksAtContext(flag) ? "DEFAULT" : "STATIC", null);
        }
        String unit = unit(bucketBy(flag), context);
        if (unit == null) {
            return missed(flag, new Pick(null, true), null);
        }
        boolean on = NaiveValues.slot(unit, salt(flag)) < plainSlots(flag.path("rollout_percentage"));
        return answer(flag, on ? "on" : "off", "SPLIT", null);
    }

    private @Nullable NaiveAnswer rollout(JsonNode flag, Map<String, Object> context, Instant now) {
        JsonNode rollout = flag.path("rollout");
        boolean applies =
                flag.has("rollout") && (!rollout.has("when") || conditionHolds(rollout.path("when"), context, now));
        if (!applies) {
            return null;
        }
        String id = "rollout:" + rollout.path("id").textValue();
        Pick pick = pick(flag, id, rollout.path("serve"), context);
        return pick.variant() == null ? null : answer(flag, pick.variant(), "SPLIT", id);
    }

    private NaiveAnswer missed(JsonNode flag, Pick pick, @Nullable String rule) {
        String variant = off(flag);
        return new NaiveAnswer(variant, value(flag, variant), "SPLIT", pick.unitMissing() ? UNIT_MISSING : null, rule);
    }

    private static NaiveAnswer answer(JsonNode flag, String variant, String reason, @Nullable String rule) {
        return new NaiveAnswer(variant, value(flag, variant), reason, null, rule);
    }

    // Flags and their variants

    private @Nullable JsonNode find(String collection, String name) {
        for (JsonNode document : configuration.path(collection)) {
            if (document.path("name").textValue().equals(name)) {
                return document;
            }
        }
        return null;
    }

    static JsonNode variants(JsonNode flag) {
        if (flag.has("variants")) {
            return flag.path("variants");
        }
        return JsonNodeFactory.instance.objectNode().<ObjectNode>set("on", TRUE).set("off", FALSE);
    }

    private static JsonNode value(JsonNode flag, String variant) {
        return variants(flag).required(variant);
    }

    private static String off(JsonNode flag) {
        return flag.path("off_variant").asText("off");
    }

    private static String on(JsonNode flag) {
        JsonNode variants = variants(flag);
        if (variants.path("on").booleanValue()) {
            return "on";
        }
        for (Map.Entry<String, JsonNode> variant : variants.properties()) {
            if (variant.getValue().booleanValue()) {
                return variant.getKey();
            }
        }
        throw new IllegalArgumentException("no variant is true: " + flag);
    }

    private static boolean looksAtContext(JsonNode flag) {
        return !flag.path("requires").isEmpty()
                || !flag.path("denied").isEmpty()
                || !flag.path("targets").isEmpty()
                || !flag.path("enabled_users").isEmpty()
                || !flag.path("enabled_groups").isEmpty()
                || !flag.path("rules").isEmpty()
                || !flag.path("conditions").isEmpty()
                || flag.has("rollout");
    }

    /** An entry of {@code denied} or {@code targets}. */
    private static boolean holds(JsonNode entry, Map<String, Object> context) {
        Object attribute = NaiveValues.lookup(context, entry.path("attribute").asText("user"));
        return NaiveValues.listed(entry.path("units"), attribute);
    }

    /** An entry of {@code requires}, or a flag condition. */
    private boolean serves(JsonNode reference, Map<String, Object> context, Instant now) {
        String variant =
                evaluate(reference.path("flag").textValue(), context, now).variant();
        if (!reference.has("variants")) {
            return "on".equals(variant);
        }
        for (JsonNode wanted : reference.path("variants")) {
            if (wanted.textValue().equals(variant)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutside(JsonNode window, Instant now) {
        return (window.has("start") && now.isBefore(instant(window.path("start"))))
                || (window.has("end") && !now.isBefore(instant(window.path("end"))));
    }

    private static Instant instant(JsonNode text) {
        Instant instant = NaiveValues.instant(text.textValue());
        if (instant == null) {
            throw new IllegalArgumentException("no instant: " + text);
        }
        return instant;
    }

    // Conditions

    private boolean conditionHolds(JsonNode condition, Map<String, Object> context, Instant now) {
        if (condition.has("all")) {
            for (JsonNode inner : condition.path("all")) {
                if (!conditionHolds(inner, context, now)) {
                    return false;
                }
            }
            return true;
        }
        if (condition.has("any")) {
            for (JsonNode inner : condition.path("any")) {
                if (conditionHolds(inner, context, now)) {
                    return true;
                }
            }
            return false;
        }
        if (condition.has("not")) {
            return !conditionHolds(condition.path("not"), context, now);
        }
        if (condition.has("segment")) {
            return segmentHolds(find("segments", condition.path("segment").textValue()), context, now);
        }
        return condition.has("flag") ? serves(condition, context, now) : clauseHolds(condition, context);
    }

    private boolean segmentHolds(JsonNode segment, Map<String, Object> context, Instant now) {
        Object attribute = NaiveValues.lookup(context, segment.path("attribute").asText("user"));
        if (NaiveValues.listed(segment.path("excluded"), attribute)) {
            return false;
        }
        return NaiveValues.listed(segment.path("included"), attribute)
                || (segment.has("when") && conditionHolds(segment.path("when"), context, now));
    }

    /** Whether one clause holds, all its modifiers included. */
    public static boolean clauseHolds(JsonNode clause, Map<String, Object> context) {
        Object attribute = NaiveValues.lookup(context, clause.path("attribute").textValue());
        String operator = clause.path("op").textValue();
        JsonNode values = clause.path("values");
        boolean negate = clause.path("negate").booleanValue();
        if (operator.equals("exists")) {
            boolean wanted = values.isEmpty() || values.get(0).booleanValue();
            return ((attribute != null) == wanted) != negate;
        }
        if (attribute == null) {
            String onMissing = clause.path("on_missing").asText("false");
            return onMissing.equals("negated") ? negate : onMissing.equals("true");
        }
        boolean ignoreCase = clause.path("ignore_case").booleanValue();
        return NaiveOperators.matches(operator, values, ignoreCase, attribute) != negate;
    }

    /** Whether a text is what an operator and one value ask for. */
    public static boolean holds(String operator, String value, String text) {
        return clauseHolds(clause("a", operator, TextNode.valueOf(value)), Map.of("a", text));
    }

    /** The clauses that the {@code conditions} of a plain flag are short for. */
    static List<JsonNode> plainClauses(JsonNode conditions) {
        List<JsonNode> clauses = new ArrayList<>();
        for (Map.Entry<String, JsonNode> condition : conditions.properties()) {
            String attribute = condition.getKey();
            JsonNode operands = condition.getValue();
            if (operands.isObject()) {
                for (Map.Entry<String, JsonNode> operand : operands.properties()) {
                    clauses.add(clause(attribute, operand.getKey(), operand.getValue()));
                }
            } else {
                clauses.add(clause(attribute, operands.isArray() ? "in" : "equals", operands));
            }
        }
        return clauses;
    }

    private static JsonNode clause(String attribute, String operator, JsonNode operand) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        JsonNode values = operand.isArray() ? operand : nodes.arrayNode().add(operand);
        return nodes.objectNode()
                .put("attribute", attribute)
                .put("op", operator)
                .set("values", values);
    }

    // Splits

    private Pick pick(JsonNode flag, String rule, JsonNode split, Map<String, Object> context) {
        String salt = salt(flag);
        if (split.has("layer")) {
            JsonNode layer = find("layers", split.path("layer").textValue());
            String unit = unit(bucketBy(layer), context);
            if (unit == null) {
                return new Pick(null, true);
            }
            if (!inside(layer.path("slots").path(flag.path("name").textValue()), NaiveValues.slot(unit, salt(layer)))) {
                return new Pick(null, false);
            }
            salt = salt + "#" + rule;
        }
        String unit = unit(split.has("bucket_by") ? split.path("bucket_by") : bucketBy(flag), context);
        if (unit == null) {
            return new Pick(null, true);
        }
        int slot = NaiveValues.slot(unit, split.path("salt").asText(salt));
        for (Range range : effectiveRanges(split)) {
            if (range.from() <= slot && slot < range.to()) {
                return new Pick(range.variant(), false);
            }
        }
        return new Pick(null, false);
    }

    private List<Range> effectiveRanges(JsonNode split) {
        JsonNode weights = split.path("weights");
        List<Range> ranges = new ArrayList<>();
        if (!split.has("ranges")) {
            int from = 0;
            for (Map.Entry<String, JsonNode> weight : weights.properties()) {
                int to = from + slots(weight.getValue());
                ranges.add(new Range(weight.getKey(), from, to));
                from = to;
            }
            return ranges;
        }
        for (JsonNode range : split.path("ranges")) {
            ranges.add(new Range(
                    range.get(0).textValue(),
                    range.get(1).intValue(),
                    range.get(2).intValue()));
        }
        boolean newer = split.has("weights") && !sharesAre(ranges, weights);
        return newer ? rebalance.rebalance(split.path("ranges"), weights) : ranges;
    }

    private static boolean sharesAre(List<Range> ranges, JsonNode weights) {
        List<String> variants =
                new ArrayList<>(ranges.stream().map(Range::variant).toList());
        weights.fieldNames().forEachRemaining(variants::add);
        for (String variant : variants) {
            int share = ranges.stream()
                    .filter(range -> range.variant().equals(variant))
                    .mapToInt(range -> range.to() - range.from())
                    .sum();
            if (share != (weights.has(variant) ? slots(weights.path(variant)) : 0)) {
                return false;
            }
        }
        return true;
    }

    private static boolean inside(JsonNode slots, int slot) {
        for (JsonNode range : slots) {
            if (range.get(0).intValue() <= slot && slot < range.get(1).intValue()) {
                return true;
            }
        }
        return false;
    }

    private static String salt(JsonNode document) {
        return document.path("salt").asText(document.path("name").textValue());
    }

    private static JsonNode bucketBy(JsonNode document) {
        return document.has("bucket_by")
                ? document.path("bucket_by")
                : JsonNodeFactory.instance.arrayNode().add("user");
    }

    /** The first attribute that is present as a unit. */
    private static @Nullable String unit(JsonNode bucketBy, Map<String, Object> context) {
        for (JsonNode attribute : bucketBy) {
            String unit = NaiveValues.unit(NaiveValues.lookup(context, attribute.textValue()));
            if (unit != null) {
                return unit;
            }
        }
        return null;
    }

    private static int slots(JsonNode percent) {
        return percent.decimalValue().movePointRight(3).intValueExact();
    }

    /** Rounded half up to a slot, but never to nobody and never to everybody. */
    private static int plainSlots(JsonNode percent) {
        BigDecimal exact = percent.decimalValue().movePointRight(3);
        int rounded = exact.setScale(0, RoundingMode.HALF_UP).intValueExact();
        if (rounded == 0 && exact.signum() > 0) {
            return 1;
        }
        return rounded == 100_000 && exact.compareTo(new BigDecimal(100_000)) < 0 ? 99_999 : rounded;
    }
}
