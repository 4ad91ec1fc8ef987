package dev.flags.oracle;

import static dev.flags.oracle.ConditionGenerator.number;
import static dev.flags.oracle.ConditionGenerator.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes valid flags of both forms. */
final class FlagGenerator {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> NAMES =
            List.of("control", "treatment", "formal", "casual", "größe", "v1", "v 2", "on");
    private static final List<String> UNIT_ATTRIBUTES = List.of("user", "account", "session", "/nested/id", "roles");
    private static final List<JsonNode> STRINGS =
            List.of(TextNode.valueOf("Hi"), TextNode.valueOf(""), TextNode.valueOf("日本"), TextNode.valueOf("42"));
    private static final List<JsonNode> INTEGERS =
            List.of(number("0"), number("-7"), number("9007199254740993"), number("30000000"));
    private static final List<JsonNode> DOUBLES =
            List.of(number("0.10"), number("2.5"), number("-1E+3"), number("0.5"));
    private static final List<JsonNode> DOCUMENTS = List.of(
            NODES.objectNode()
                    .put("colour", "blue")
                    .set("sizes", NODES.arrayNode().add(1).add(true)),
            NODES.arrayNode(),
            NODES.arrayNode().add("a").addNull(),
            NODES.objectNode(),
            TextNode.valueOf("x"),
            number("7"));

    private final Dice dice;
    private final ConditionGenerator conditions;
    private final SplitGenerator splits;

    FlagGenerator(Dice dice, ConditionGenerator conditions) {
        this.dice = dice;
        this.conditions = conditions;
        this.splits = new SplitGenerator(dice);
    }

    /** A flag. {@code layers} are those in which it has slots. */
    ObjectNode flag(String name, List<String> layers) {
        ObjectNode flag = NODES.objectNode().put("name", name);
        boolean bare = dice.chance(7);
        if (dice.chance(45)) {
            plain(flag, layers, bare);
            conditions.made(name, false, List.of("on", "off"), true);
        } else {
            Map<String, JsonNode> variants = rich(flag, layers, bare);
            boolean mayOmit = variants.containsKey("on") && variants.get("on").isBoolean() && isBoolean(variants);
            conditions.made(name, false, List.copyOf(variants.keySet()), mayOmit);
        }
        return flag;
    }

    private void plain(ObjectNode flag, List<String> layers, boolean bare) {
        if (dice.chance(7)) {
            flag.put("status", "disabled");
            if (dice.chance(50)) {
                String status = dice.pick(List.of("enabled", "percentage"));
                flag.set("restore", NODES.objectNode().put("status", status));
                flag.set("rollout_percentage", number(dice.pick(Pools.PERCENTAGES)));
            }
        } else if (dice.chance(bare ? 80 : 50)) {
            flag.put("status", "enabled");
            if (dice.chance(20)) {
                flag.set("rollout_percentage", number(dice.pick(Pools.PERCENTAGES)));
            }
        } else {
            flag.put("status", "percentage").set("rollout_percentage", number(dice.pick(Pools.PERCENTAGES)));
        }
        if (!bare) {
            addDenied(flag);
            addEnabled(flag);
            if (dice.chance(45)) {
                flag.set("conditions", conditions.plainConditions());
            }
            addRollout(flag, List.of("on", "off"), layers);
        }
        addRest(flag);
    }

    private Map<String, JsonNode> rich(ObjectNode flag, List<String> layers, boolean bare) {
        disable(flag);
        Map<String, JsonNode> variants = addVariants(flag);
        List<String> names = List.copyOf(variants.keySet());
        if (dice.chance(12)) {
            flag.set("schedule", window());
        }
        if (!bare) {
            addRequires(flag);
            addDenied(flag);
            addTargets(flag, names);
            if (variants.containsValue(BooleanNode.TRUE) && isBoolean(variants)) {
                addEnabled(flag);
            }
            addRules(flag, names, layers);
            addRollout(flag, names, layers);
        }
        flag.set("default", dice.chance(bare ? 75 : 45) ? variant(names) : splits.split(names, layers));
        if (dice.chance(10)) {
            flag.put("max_staleness", "P3650D");
        }
        if (dice.chance(10)) {
            flag.put("on_stale", dice.pick(List.of("last_known", "default", "off")));
        }
        addRest(flag);
        return variants;
    }

    private void disable(ObjectNode flag) {
        flag.put("status", dice.chance(93) ? "enabled" : "disabled");
        if (flag.path("status").textValue().equals("disabled") && dice.chance(50)) {
            flag.set("restore", NODES.objectNode().put("status", "enabled"));
        }
    }

    private static boolean isBoolean(Map<String, JsonNode> variants) {
        return variants.values().stream().allMatch(JsonNode::isBoolean);
    }

    /** Gives the flag a type, variants and an off variant, and says which variants it has. */
    private Map<String, JsonNode> addVariants(ObjectNode flag) {
        String type =
                dice.pick(List.of("boolean", "boolean", "boolean", "string", "string", "integer", "double", "json"));
        boolean silent = type.equals("boolean") && dice.chance(60);
        if (dice.chance(50)) {
            flag.put("type", type);
        }
        Map<String, JsonNode> variants = new LinkedHashMap<>();
        if (silent) {
            variants.put("on", BooleanNode.TRUE);
            variants.put("off", BooleanNode.FALSE);
            if (dice.chance(10)) {
                flag.put("off_variant", dice.pick(List.of("on", "off")));
            }
            return variants;
        }
        List<String> names = dice.some(NAMES, 2, 4);
        List<JsonNode> values = values(type);
        for (int i = 0; i < names.size(); i++) {
            // The first value is what the type is inferred from where there are several kinds; every value may come
            // twice.
            variants.put(names.get(i), i == 0 ? values.get(0) : dice.pick(values));
        }
        if (dice.chance(30)) {
            variants.put("off", dice.pick(values));
        }
        ObjectNode declared = flag.putObject("variants");
        variants.forEach(declared::set);
        if (!type.equals("boolean") || !variants.containsKey("off") || dice.chance(30)) {
            flag.put("off_variant", dice.pick(List.copyOf(variants.keySet())));
        }
        return variants;
    }

    private static List<JsonNode> values(String type) {
        return switch (type) {
            case "boolean" -> List.of(BooleanNode.TRUE, BooleanNode.FALSE);
            case "string" -> STRINGS;
            case "integer" -> INTEGERS;
            case "double" -> DOUBLES;
            default -> DOCUMENTS;
        };
    }

    private void addRequires(ObjectNode flag) {
        if (dice.chance(14)) {
            List<ObjectNode> references = conditions.references(2);
            if (!references.isEmpty() || dice.chance(30)) {
                flag.set("requires", NODES.arrayNode().addAll(references));
            }
        }
    }

    private void addDenied(ObjectNode flag) {
        if (!dice.chance(28)) {
            return;
        }
        ArrayNode entries = flag.putArray("denied");
        for (int i = dice.between(0, 2); i > 0; i--) {
            ObjectNode entry = entries.addObject();
            entry.set("units", texts(dice.some(Pools.USERS, 0, 6)));
            addAttribute(entry);
            if (dice.chance(40)) {
                entry.put("until", dice.pick(Pools.INSTANTS));
            }
            if (dice.chance(40)) {
                entry.put("by", "rollback:rb-3");
            }
        }
    }

    private void addTargets(ObjectNode flag, List<String> variants) {
        if (!dice.chance(40)) {
            return;
        }
        ArrayNode targets = flag.putArray("targets");
        // Each unit once, so that no two targets of one attribute can hold it.
        List<String> units = new ArrayList<>(dice.shuffled(Pools.USERS));
        for (int i = dice.between(0, 3); i > 0; i--) {
            ObjectNode target = targets.addObject().put("variant", dice.pick(variants));
            List<String> mine = units.subList(0, dice.between(1, 3));
            target.set("units", texts(List.copyOf(mine)));
            mine.clear();
            addAttribute(target);
        }
    }

    private void addAttribute(ObjectNode entry) {
        if (dice.chance(30)) {
            entry.put("attribute", dice.pick(UNIT_ATTRIBUTES));
        }
    }

    private void addEnabled(ObjectNode flag) {
        if (dice.chance(35)) {
            flag.set("enabled_users", texts(dice.some(Pools.USERS, 0, 4)));
        }
        if (dice.chance(25)) {
            flag.set("enabled_groups", texts(dice.some(Pools.GROUPS, 0, 2)));
        }
    }

    private void addRules(ObjectNode flag, List<String> variants, List<String> layers) {
        if (dice.chance(15)) {
            return;
        }
        ArrayNode rules = flag.putArray("rules");
        int count = dice.between(0, 3);
        for (int i = 0; i < count; i++) {
            ObjectNode rule = dice.chance(15) ? window() : NODES.objectNode();
            rule.put("id", "r-" + i);
            boolean split = dice.chance(50);
            if (!split || dice.chance(50)) {
                rule.set("when", conditions.condition());
            }
            rule.set("serve", split ? splits.split(variants, layers) : variant(variants));
            if (dice.chance(10)) {
                rule.put("description", "Rule " + i);
            }
            rules.add(rule);
        }
    }

    private void addRollout(ObjectNode flag, List<String> variants, List<String> layers) {
        if (variants.size() < 2 || !dice.chance(20)) {
            return;
        }
        List<String> two = dice.some(variants, 2, 2);
        ObjectNode rollout = flag.putObject("rollout").put("id", "r-17");
        rollout.put("baseline", two.get(0)).put("candidate", two.get(1));
        if (dice.chance(25)) {
            rollout.set("when", conditions.condition());
        }
        rollout.set("serve", splits.rolloutSplit(two.get(0), two.get(1), layers));
    }

    private void addRest(ObjectNode flag) {
        if (dice.chance(12)) {
            flag.put("salt", dice.pick(Pools.SALTS));
        }
        if (dice.chance(20)) {
            flag.set("bucket_by", texts(dice.pick(Pools.BUCKET_BY)));
        }
        if (dice.chance(10)) {
            flag.put("description", "Für alle").put("owner", "team-a");
            flag.put("created_at", dice.pick(Pools.INSTANTS)).put("expires_at", dice.pick(Pools.INSTANTS));
            flag.set("tags", texts(dice.some(Pools.GROUPS, 0, 2)));
            flag.set("metadata", NODES.objectNode().put("ticket", 17).set("cost", number("0.10")));
        }
    }

    private TextNode variant(List<String> variants) {
        return TextNode.valueOf(dice.pick(variants));
    }

    /** An object with a start, an end, both in this order, or neither. */
    private ObjectNode window() {
        ObjectNode window = NODES.objectNode();
        int roll = dice.between(1, 100);
        if (roll <= 40) {
            window.put("start", dice.pick(Pools.INSTANTS.subList(0, 5)));
        }
        if (roll > 30 && roll <= 90) {
            window.put("end", dice.pick(Pools.INSTANTS.subList(5, Pools.INSTANTS.size())));
        }
        return window;
    }
}
