package dev.flags.lint;

import dev.flags.json.JsonArray;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes configuration files that are valid, but for a flag now and then, and full of what a linter looks for. */
public final class TangledConfig {
    private static final List<String> TIMES =
            List.of("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z");

    private final Tangle tangle;

    public TangledConfig(Random random) {
        this.tangle = new Tangle(random);
    }

    /** A file of at least four flags. */
    public String file() {
        List<JsonValue> flags = new ArrayList<>(List.of(Tangle.other(), plain("p"), rich("f"), rich("g")));
        if (tangle.chance(6)) {
            flags.add(JsonObject.builder()
                    .put("name", "broken")
                    .put("status", "on")
                    .build());
        }
        return JsonObject.builder()
                .put("flags", new JsonArray(flags))
                .put(
                        "segments",
                        new JsonArray(List.of(
                                tangle.segment("s1", tangle.clause()),
                                tangle.segment("s2", tangle.leafOfS2()),
                                tangle.segment("s3", tangle.clause()))))
                .put("layers", JsonValue.parse(tangle.chance(20) ? """
                        [{"name": "l", "slots": {"f": [[0, 50000]]}}, {"name": "m", "salt": "l", "slots": {}}]""" : """
                        [{"name": "l", "slots": {"f": [[0, 50000]], "g": [[50000, 90000]]}}, {"name": "m", "slots": {"f": []}}]"""))
                .build()
                .toJson();
    }

    private JsonObject plain(String name) {
        JsonObject.Builder flag = JsonObject.builder().put("name", name);
        boolean isPercentage = tangle.chance(50);
        flag.put("status", isPercentage ? "percentage" : tangle.chance(90) ? "enabled" : "disabled");
        if (isPercentage) {
            flag.put("rollout_percentage", new JsonNumber(tangle.pick(List.of("0", "50", "100", "33.3333"))));
        }
        if (tangle.chance(60)) {
            JsonObject.Builder conditions = JsonObject.builder();
            conditions.put("a", operators());
            if (tangle.chance(30)) {
                conditions.put("b", operators());
            }
            flag.put("conditions", conditions.build());
        }
        return rest(flag).build();
    }

    /** Two or three operators of one attribute. */
    private JsonObject operators() {
        JsonObject.Builder operators = JsonObject.builder();
        for (int i = 0; i < 3; i++) {
            JsonObject clause = tangle.clause();
            operators.put(
                    ((JsonString) clause.get("op").orElseThrow()).value(),
                    clause.get("values").orElseThrow());
        }
        return operators.build();
    }

    private JsonObject rich(String name) {
        JsonObject.Builder flag = JsonObject.builder().put("name", name).put("status", "enabled");
        List<JsonValue> conditions = new ArrayList<>();
        List<JsonValue> rules = new ArrayList<>();
        for (int i = tangle.random.nextInt(5); i > 0; i--) {
            rules.add(rule("r" + i, conditions));
        }
        flag.put("rules", new JsonArray(rules));
        if (tangle.chance(15)) {
            JsonObject.Builder required = JsonObject.builder().put("flag", "other");
            required.put("variants", Tangle.strings(tangle.some(TanglePools.VARIANTS, 1, 2)));
            flag.put("requires", new JsonArray(List.of(required.build())));
        }
        if (tangle.chance(15)) {
            flag.put("max_staleness", "P1D").put("on_stale", tangle.pick(List.of("off", "default")));
        }
        if (tangle.chance(15)) {
            flag.put("schedule", window(JsonObject.builder()).build());
        }
        if (tangle.chance(10)) {
            flag.put("rollout", JsonValue.parse("""
                    {"id": "x", "baseline": "off", "candidate": "on", "when": %s, "serve": {"ranges": [["on", 0, 90000]]}}
                    """.formatted(condition(conditions))));
        }
        flag.put("default", tangle.chance(60) ? new JsonString(tangle.pick(List.of("on", "off"))) : split());
        return rest(flag).build();
    }

    private JsonObject.Builder rest(JsonObject.Builder flag) {
        if (tangle.chance(20)) {
            flag.put("enabled_users", Tangle.strings(tangle.some(TanglePools.TEXTS, 1, 8)));
        }
        if (tangle.chance(15)) {
            JsonObject.Builder denied = JsonObject.builder();
            denied.put("units", Tangle.strings(tangle.some(TanglePools.TEXTS, 1, 8)))
                    .put("attribute", "a");
            if (tangle.chance(50)) {
                denied.put("until", tangle.pick(TIMES));
            }
            flag.put("denied", new JsonArray(List.of(denied.build())));
        }
        if (tangle.chance(10)) {
            flag.put("expires_at", tangle.pick(TIMES));
        }
        if (tangle.chance(10)) {
            flag.put("metadata", JsonValue.parse("{\"lint_ignore\": [\"unused-flag\"]}"));
        }
        if (tangle.chance(5)) {
            flag.put("ower", "me");
        }
        return flag;
    }

    private JsonObject rule(String id, List<JsonValue> conditions) {
        JsonObject.Builder rule = JsonObject.builder().put("id", id);
        if (tangle.chance(90)) {
            JsonObject condition = condition(conditions);
            conditions.add(condition);
            rule.put("when", condition);
        }
        if (tangle.chance(15)) {
            window(rule);
        }
        return rule.put("serve", tangle.chance(65) ? new JsonString("on") : split())
                .build();
    }

    /** New, or made of one that is there. */
    private JsonObject condition(List<JsonValue> conditions) {
        if (conditions.isEmpty() || tangle.chance(50)) {
            return tangle.condition();
        }
        JsonValue known = tangle.pick(conditions);
        return switch (tangle.random.nextInt(4)) {
            case 0 -> (JsonObject) known;
            case 1 -> Tangle.not((JsonObject) known);
            case 2 -> list("all", known, tangle.clause());
            default -> list("any", tangle.clause(), known);
        };
    }

    private static JsonObject list(String member, JsonValue... conditions) {
        return JsonObject.builder().put(member, JsonArray.of(conditions)).build();
    }

    private JsonObject split() {
        JsonObject.Builder split = JsonObject.builder();
        split.put(
                "weights",
                JsonValue.parse(tangle.pick(List.of(
                        "{\"on\": 50, \"off\": 50}", "{\"on\": 100, \"off\": 0}", "{\"off\": 30, \"on\": 30}"))));
        if (tangle.chance(50)) {
            split.put("on_miss", "stop");
        }
        if (tangle.chance(30)) {
            split.put("layer", "l");
        } else if (tangle.chance(20)) {
            split.put("salt", tangle.pick(List.of("s", "l")));
        }
        return split.build();
    }

    private JsonObject.Builder window(JsonObject.Builder owner) {
        int cut = 1 + tangle.random.nextInt(TIMES.size() - 1);
        if (tangle.chance(60)) {
            owner.put("start", tangle.pick(TIMES.subList(0, cut)));
        }
        return tangle.chance(70) ? owner.put("end", tangle.pick(TIMES.subList(cut, TIMES.size()))) : owner;
    }
}
