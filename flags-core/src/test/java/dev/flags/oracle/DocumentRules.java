package dev.flags.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The rules of the format's guide for one flag, segment or layer that a schema cannot state, each with the pointer where a
 * document breaks it. Goes on whatever else is wrong with the document: that is for the schema to say.
 */
final class DocumentRules {
    private static final int MAX_DEPTH = 10;
    private static final int MAX_CONDITIONS = 500;
    private static final int MAX_REPEAT = 1_000;
    private static final java.util.regex.Pattern REPETITION = java.util.regex.Pattern.compile("\\{([0-9]+)\\}");
    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    private final Set<String> broken = new TreeSet<>();
    private int conditions;

    private DocumentRules() {}

    /** @param kind {@code flags}, {@code segments} or {@code layers} */
    static Set<String> brokenBy(String kind, JsonNode document, String pointer) {
        DocumentRules rules = new DocumentRules();
        switch (kind) {
            case "flags" -> rules.flag(document, pointer);
            case "segments" -> rules.segment(document, pointer);
            default -> rules.layer(document.path("slots"), pointer + "/slots");
        }
        return rules.broken;
    }

    static String child(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** The names that a flag's variants have. */
    static Set<String> variants(JsonNode flag) {
        Set<String> names = new HashSet<>();
        JsonNode declared = flag.has("default") ? flag : flag.path("plain flags have on and off");
        NaiveEvaluator.variants(declared).fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void require(boolean holds, String pointer) {
        if (!holds) {
            broken.add(pointer);
        }
    }

    private void flag(JsonNode flag, String at) {
        Set<String> variants = variants(flag);
        declared(flag.path("off_variant"), variants, at + "/off_variant");
        listed(flag, "enabled_users", at);
        listed(flag, "enabled_groups", at);
        for (int i = 0; i < flag.path("denied").size(); i++) {
            instant(flag.path("denied").path(i).path("until"), at + "/denied/" + i + "/until");
        }
        targets(flag.path("targets"), variants, at + "/targets");
        rules(flag.path("rules"), variants, at + "/rules");
        serve(flag.path("default"), variants, at + "/default");
        rollout(flag.path("rollout"), variants, at + "/rollout");
        window(flag.path("schedule"), at + "/schedule");
        longerThanZero(flag.path("max_staleness"), at + "/max_staleness");
        instant(flag.path("created_at"), at + "/created_at");
        instant(flag.path("expires_at"), at + "/expires_at");
        flag.path("conditions")
                .properties()
                .forEach(c -> operands(c.getValue(), child(at + "/conditions", c.getKey())));
        require(conditions <= MAX_CONDITIONS, at);
    }

    private void segment(JsonNode segment, String at) {
        condition(segment.path("when"), at + "/when", 1);
        require(conditions <= MAX_CONDITIONS, at + "/when");
    }

    private void layer(JsonNode slots, String at) {
        List<Placed> placed = new ArrayList<>();
        slots.properties().forEach(flag -> {
            String pointer = child(at, flag.getKey());
            for (int i = 0; i < flag.getValue().size(); i++) {
                JsonNode range = flag.getValue().path(i);
                placed.add(new Placed(range.path(0), range.path(1), pointer + "/" + i));
            }
        });
        disjoint(placed);
    }

    private void declared(JsonNode variant, Set<String> variants, String at) {
        require(!variant.isTextual() || variants.contains(variant.textValue()), at);
    }

    /** Lists of a boolean flag need something to serve; those of another type are for the schema. */
    private void listed(JsonNode flag, String list, String at) {
        boolean someTrue = false;
        boolean allBoolean = true;
        for (JsonNode value : flag.has("default") ? NaiveEvaluator.variants(flag) : NaiveEvaluator.parse("[true]")) {
            someTrue |= value.booleanValue();
            allBoolean &= value.isBoolean();
        }
        require(flag.path(list).isEmpty() || someTrue || !allBoolean, at + "/" + list);
    }

    private void targets(JsonNode targets, Set<String> variants, String at) {
        Set<List<String>> earlier = new HashSet<>();
        for (int i = 0; i < targets.size(); i++) {
            JsonNode target = targets.path(i);
            declared(target.path("variant"), variants, at + "/" + i + "/variant");
            List<List<String>> these = new ArrayList<>();
            for (JsonNode unit : target.path("units")) {
                require(!earlier.contains(key(target, unit)), at + "/" + i + "/units/" + these.size());
                these.add(key(target, unit));
            }
            earlier.addAll(these);
        }
    }

    private static List<String> key(JsonNode target, JsonNode unit) {
        JsonNode attribute = target.path("attribute");
        return List.of(attribute.isMissingNode() ? "\"user\"" : attribute.toString(), unit.toString());
    }

    private void rules(JsonNode rules, Set<String> variants, String at) {
        Set<JsonNode> ids = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            JsonNode rule = rules.path(i);
            String pointer = at + "/" + i;
            require(!rule.has("id") || ids.add(rule.path("id")), pointer + "/id");
            condition(rule.path("when"), pointer + "/when", 1);
            serve(rule.path("serve"), variants, pointer + "/serve");
            window(rule, pointer);
        }
    }

    private void rollout(JsonNode rollout, Set<String> variants, String at) {
        declared(rollout.path("baseline"), variants, at + "/baseline");
        declared(rollout.path("candidate"), variants, at + "/candidate");
        condition(rollout.path("when"), at + "/when", 1);
        serve(rollout.path("serve"), variants, at + "/serve");
    }

    private void serve(JsonNode serve, Set<String> variants, String at) {
        declared(serve, variants, at);
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<String, JsonNode> weight : serve.path("weights").properties()) {
            require(variants.contains(weight.getKey()), child(at + "/weights", weight.getKey()));
            sum = sum.add(weight.getValue().decimalValue());
        }
        require(sum.compareTo(ALL) <= 0, at + "/weights");
        List<Placed> placed = new ArrayList<>();
        for (JsonNode range : serve.path("ranges")) {
            String pointer = at + "/ranges/" + placed.size();
            declared(range.path(0), variants, pointer + "/0");
            placed.add(new Placed(range.path(1), range.path(2), pointer));
        }
        disjoint(placed);
        if (serve.path("dialect").path("name").asText().equals("unleash")) {
            unleash(serve.path("dialect"), at + "/dialect");
        }
    }

    /** The one dialect that stands for all in valid.json; the others have tests of their own. */
    private void unleash(JsonNode dialect, String at) {
        boolean isVariant = dialect.path("kind").asText().equals("variant");
        require(isVariant || dialect.path("kind").asText().equals("rollout"), at);
        dialect.properties().forEach(parameter -> {
            JsonNode value = parameter.getValue();
            require(!value.isNumber() || value.isIntegralNumber(), child(at, parameter.getKey()));
            boolean fits = switch (parameter.getKey()) {
                case "name", "kind", "group_id" -> value.isTextual();
                case "total_weight" -> isVariant && isBetween(value, 1);
                case "traffic_slots" -> isVariant && isBetween(value, 0);
                default -> false;
            };
            require(fits, at);
        });
    }

    private static boolean isBetween(JsonNode value, int min) {
        return value.isInt() && value.intValue() >= min && value.intValue() <= 100_000;
    }

    private record Placed(JsonNode from, JsonNode to, String pointer) {
        boolean overlaps(Placed other) {
            return isRange()
                    && other.isRange()
                    && Math.max(from.intValue(), other.from.intValue()) < Math.min(to.intValue(), other.to.intValue());
        }

        boolean isRange() {
            return from.canConvertToInt() && to.canConvertToInt();
        }
    }

    private void disjoint(List<Placed> ranges) {
        for (int i = 0; i < ranges.size(); i++) {
            Placed range = ranges.get(i);
            require(!range.isRange() || range.from().intValue() <= range.to().intValue(), range.pointer());
            require(ranges.subList(0, i).stream().noneMatch(range::overlaps), range.pointer());
        }
    }

    private void window(JsonNode window, String at) {
        instant(window.path("start"), at + "/start");
        instant(window.path("end"), at + "/end");
        Instant start = NaiveValues.instant(window.path("start").asText());
        Instant end = NaiveValues.instant(window.path("end").asText());
        require(start == null || end == null || start.isBefore(end), at + "/end");
    }

    /** A schema cannot tell which days there are, and which year it is in UTC. */
    private void instant(JsonNode text, String at) {
        if (text.isTextual()) {
            Instant instant = NaiveValues.instant(text.textValue());
            int year = instant == null ? -1 : instant.atOffset(ZoneOffset.UTC).getYear();
            require(year >= 0 && year <= 9999, at);
        }
    }

    private void longerThanZero(JsonNode text, String at) {
        try {
            require(!text.isTextual() || !Duration.parse(text.textValue()).isZero(), at);
        } catch (DateTimeException isNone) {
            broken.add(at);
        }
    }

    private void condition(JsonNode condition, String at, int depth) {
        if (condition.isMissingNode()) {
            return;
        }
        conditions++;
        require(depth <= MAX_DEPTH, at);
        for (String several : List.of("all", "any")) {
            for (int i = 0; i < condition.path(several).size(); i++) {
                condition(condition.path(several).path(i), at + "/" + several + "/" + i, depth + 1);
            }
        }
        condition(condition.path("not"), at + "/not", depth + 1);
        values(condition.path("op").asText(), condition.path("values"), at + "/values");
    }

    /** What the conditions of a plain flag say about one attribute. */
    private void operands(JsonNode operands, String at) {
        conditions += operands.isObject() ? operands.size() : 1;
        operands.properties().forEach(o -> values(o.getKey(), o.getValue(), child(at, o.getKey())));
    }

    private void values(String operator, JsonNode values, String at) {
        switch (operator) {
            case "between" -> require(!isAbove(values.path(0), values.path(1)), at);
            case "modulo" -> require(isAbove(values.path(0), values.path(1)) || !areNumbers(values), at + "/1");
            case "bucket" -> require(!isAbove(values.path(1), values.path(2)), at + "/2");
            case "matches" -> each(values, at, DocumentRules::isPattern);
            case "before", "after" -> each(values, at, text -> NaiveValues.instant(text) != null);
            case "cidr" -> each(values, at, text -> NaiveAddress.parse(text.split("/", -1)[0]) != null);
            default -> {}
        }
    }

    private static boolean areNumbers(JsonNode pair) {
        return pair.path(0).isNumber() && pair.path(1).isNumber();
    }

    private static boolean isAbove(JsonNode a, JsonNode b) {
        return a.isNumber() && b.isNumber() && a.decimalValue().compareTo(b.decimalValue()) > 0;
    }

    private void each(JsonNode values, String at, Predicate<String> isRight) {
        if (values.isTextual()) {
            require(isRight.test(values.textValue()), at);
        }
        for (int i = 0; i < values.size(); i++) {
            each(values.path(i), at + "/" + i, isRight);
        }
    }

    /** The library that is the reference, and the product of all repetitions, which for simple patterns is their count. */
    private static boolean isPattern(String text) {
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException isNone) {
            return false;
        }
        return REPETITION
                        .matcher(text)
                        .results()
                        .mapToInt(count -> Integer.parseInt(count.group(1)))
                        .reduce(1, (product, count) -> product * count)
                <= MAX_REPEAT;
    }
}
