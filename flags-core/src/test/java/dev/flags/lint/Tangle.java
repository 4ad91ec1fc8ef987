package dev.flags.lint;

import dev.flags.json.JsonArray;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes conditions that ask few attributes about few values, so that they often contradict or imply one another, and
 * contexts that are as close to them as possible. The same seed gives the same.
 */
public final class Tangle {
    final Random random;

    public Tangle(Random random) {
        this.random = random;
    }

    /** Conditions of which those made later often repeat, weaken or turn around those made before. */
    public JsonObject condition() {
        return condition(chance(50) ? 1 : 2);
    }

    private JsonObject condition(int depth) {
        int roll = random.nextInt(100);
        if (depth == 0 || roll < 25) {
            return leaf();
        }
        if (roll < 35) {
            return not(condition(depth - 1));
        }
        List<JsonValue> inner = new ArrayList<>();
        for (int i = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(3); i > 0; i--) {
            inner.add(condition(depth - 1));
        }
        if (!inner.isEmpty() && chance(15)) {
            inner.add(not((JsonObject) pick(inner)));
        }
        return JsonObject.builder()
                .put(roll < 75 ? "all" : "any", new JsonArray(inner))
                .build();
    }

    static JsonObject not(JsonObject condition) {
        return JsonObject.builder().put("not", condition).build();
    }

    private JsonObject leaf() {
        int roll = random.nextInt(100);
        if (roll < 12) {
            return JsonObject.builder()
                    .put("segment", pick(List.of("s1", "s2")))
                    .build();
        }
        if (roll < 18) {
            return JsonObject.builder()
                    .put("flag", "other")
                    .put("variants", strings(some(TanglePools.VARIANTS, 1, 2)))
                    .build();
        }
        return clause();
    }

    public JsonObject clause() {
        String operator = pick(TanglePools.OPERATORS);
        JsonObject.Builder clause = JsonObject.builder()
                .put("attribute", pick(TanglePools.ATTRIBUTES))
                .put("op", operator);
        clause.put("values", new JsonArray(values(operator)));
        if (chance(30)) {
            clause.put("negate", true);
        }
        if (chance(20)) {
            clause.put("ignore_case", true);
        }
        if (chance(30)) {
            clause.put("on_missing", pick(List.of("true", "negated")));
        }
        return clause.build();
    }

    private List<JsonValue> values(String operator) {
        return switch (operator) {
            case "between" -> {
                List<JsonValue> ends = new ArrayList<>(List.of(number(), number()));
                ends.sort((x, y) -> ((JsonNumber) x).toBigDecimal().compareTo(((JsonNumber) y).toBigDecimal()));
                yield ends;
            }
            case "modulo" -> {
                int divisor = 1 + random.nextInt(4);
                yield List.of(JsonNumber.of(divisor), JsonNumber.of(random.nextInt(divisor)));
            }
            case "bucket" -> {
                int from = random.nextInt(5) * 25_000;
                yield List.of(
                        new JsonString(pick(List.of("s", "t"))),
                        JsonNumber.of(from),
                        JsonNumber.of(Math.min(100_000, from + random.nextInt(3) * 25_000)));
            }
            case "exists" -> chance(50) ? List.of() : List.of(JsonBoolean.of(chance(50)));
            default -> operands(() -> operand(operator), operator.equals("type") ? 5 : 3);
        };
    }

    private List<JsonValue> operands(Supplier<JsonValue> operand, int most) {
        List<JsonValue> operands = new ArrayList<>();
        for (int i = chance(4) ? 0 : 1 + random.nextInt(most); i > 0; i--) {
            operands.add(operand.get());
        }
        return operands;
    }

    private JsonValue operand(String operator) {
        return switch (operator) {
            case "equals", "in", "any_of", "all_of" ->
                chance(60) ? new JsonString(text()) : chance(80) ? number() : JsonBoolean.of(chance(50));
            case "starts_with", "ends_with", "contains" -> new JsonString(pick(TanglePools.TEXTS));
            case "matches" -> new JsonString(pick(TanglePools.PATTERNS));
            case "lt", "lte", "gt", "gte" -> number();
            case "before", "after" -> new JsonString(pick(TanglePools.INSTANTS));
            case "cidr" -> new JsonString(pick(TanglePools.NETWORKS));
            case "type" -> new JsonString(pick(TanglePools.TYPES));
            case "size" -> JsonNumber.of(random.nextInt(3));
            default -> new JsonString(pick(TanglePools.VERSIONS));
        };
    }

    private JsonNumber number() {
        return new JsonNumber(pick(TanglePools.NUMBERS));
    }

    private String text() {
        int roll = random.nextInt(100);
        if (roll < 70) {
            return pick(TanglePools.TEXTS);
        }
        return pick(roll < 80 ? TanglePools.VERSIONS : roll < 90 ? TanglePools.INSTANTS : TanglePools.ADDRESSES);
    }

    /** A file with a flag for each condition, which serves {@code on} to whoever meets it, and with what conditions name. */
    String file(Map<String, JsonObject> probes) {
        List<JsonValue> flags = new ArrayList<>();
        probes.forEach((name, when) -> flags.add(JsonValue.parse("""
                {"name": "%s", "status": "enabled", "default": "off", "rules": [{"id": "r", "serve": "on", "when": %s}]}
                """.formatted(name, when))));
        flags.add(other());
        return JsonObject.builder()
                .put("flags", new JsonArray(flags))
                .put("segments", new JsonArray(List.of(segment("s1", clause()), segment("s2", leafOfS2()))))
                .build()
                .toJson();
    }

    /** A flag that serves x, y or z. */
    static JsonObject other() {
        return (JsonObject) JsonValue.parse("""
                {"name": "other", "status": "enabled", "variants": {"x": 1, "y": 2, "z": 3}, "off_variant": "z", "default": "z",
                 "rules": [{"id": "x", "when": {"attribute": "c", "op": "equals", "values": ["x"]}, "serve": "x"},
                           {"id": "y", "when": {"attribute": "c", "op": "exists"}, "serve": "y"}]}
                """);
    }

    JsonObject leafOfS2() {
        return chance(50) ? clause() : JsonObject.builder().put("segment", "s1").build();
    }

    JsonObject segment(String name, JsonObject when) {
        JsonObject.Builder segment = JsonObject.builder().put("name", name);
        segment.put("attribute", pick(TanglePools.ATTRIBUTES));
        if (chance(70)) {
            segment.put("included", strings(some(TanglePools.TEXTS, 1, 3)));
        }
        if (chance(50)) {
            segment.put("excluded", strings(some(TanglePools.TEXTS, 1, 6)));
        }
        if (chance(60)) {
            segment.put("when", when);
        }
        return segment.build();
    }

    public Map<String, Object> context() {
        Map<String, Object> context = new LinkedHashMap<>();
        for (String attribute : List.of("a", "b", "c")) {
            if (!chance(12)) {
                context.put(attribute, value());
            }
        }
        if (chance(30)) {
            context.put("c", "x");
        }
        if (chance(80)) {
            context.put(
                    "user",
                    chance(50) ? pick(TanglePools.TEXTS) : chance(50) ? (Object) 7L : "user-" + random.nextInt(1_000));
        }
        return context;
    }

    /** Without arrays. */
    public Map<String, Object> singleContext() {
        Map<String, Object> context = context();
        context.replaceAll((name, value) -> value instanceof List ? scalar() : value);
        return context;
    }

    private @Nullable Object value() {
        int roll = random.nextInt(100);
        if (roll < 3) {
            return null;
        }
        if (roll < 70) {
            return scalar();
        }
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(chance(5) ? null : chance(5) ? List.of(scalar()) : scalar());
        }
        return list;
    }

    private Object scalar() {
        int roll = random.nextInt(100);
        if (roll < 50) {
            return nearly(text());
        }
        if (roll < 56) {
            return pick(TanglePools.ADDRESSES);
        }
        if (roll < 92) {
            return nearly(new BigDecimal(pick(TanglePools.NUMBERS)));
        }
        return pick(List.of(true, false, Map.of("x", 1L), Double.NaN, Double.NEGATIVE_INFINITY));
    }

    private String nearly(String text) {
        return switch (random.nextInt(10)) {
            case 0 -> text + pick(TanglePools.TEXTS);
            case 1 -> pick(TanglePools.TEXTS) + text;
            case 2 -> text.toUpperCase(Locale.ROOT);
            case 3 -> text.toLowerCase(Locale.ROOT);
            default -> text;
        };
    }

    private Object nearly(BigDecimal number) {
        BigDecimal near = number.add(
                pick(List.of("0", "0", "0", "1", "-1", "0.5", "-0.5")).equals("0")
                        ? BigDecimal.ZERO
                        : new BigDecimal(pick(List.of("1", "-1", "0.5", "-0.5"))));
        if (near.abs().compareTo(new BigDecimal("1e17")) > 0) {
            return chance(50) ? near : (Object) near.doubleValue();
        }
        return switch (random.nextInt(3)) {
            case 0 -> near.longValue();
            case 1 -> near.doubleValue();
            default -> near.setScale(2);
        };
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    <T> List<T> some(List<T> from, int least, int most) {
        List<T> shuffled = new ArrayList<>(from);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, least + random.nextInt(most - least + 1));
    }

    static JsonArray strings(List<String> texts) {
        return new JsonArray(Arrays.asList(texts.stream().map(JsonString::new).toArray(JsonValue[]::new)));
    }
}
