package dev.flags.oracle;

import static dev.flags.oracle.ConditionGenerator.texts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/** Makes valid configuration files that use everything the format has, but for dialects and {@code included_file}.
 *
 * <p>The same seed gives the same files. References have no cycles, but may point forward in the file. */
public final class ConfigGenerator {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> FLAGS = List.of(
            "f",
            "new_checkout",
            "exp_button",
            "greeting",
            "beta",
            "größe",
            "a flag",
            "risky/model",
            "日本",
            "x.y",
            "f#r",
            "layer");
    private static final List<String> SEGMENTS = List.of("beta", "big spenders", "größe");
    private static final List<String> LAYERS = List.of("layer", "search/layer");
    private static final List<String> SEGMENT_ATTRIBUTES = List.of("account", "session", "/nested/id", "roles");

    private final Dice dice;

    public ConfigGenerator(Random random) {
        this.dice = new Dice(random);
    }

    /** A file of 1 to 8 flags, 0 to 3 segments and 0 to 2 layers. */
    public ObjectNode config() {
        List<String> flagNames = dice.some(FLAGS, 1, 8);
        List<String> segmentNames = dice.some(SEGMENTS, 0, 3);
        Map<String, ObjectNode> layers = new LinkedHashMap<>();
        dice.some(LAYERS, 0, 2).forEach(name -> layers.put(name, layer(name, flagNames)));

        ConditionGenerator conditions = new ConditionGenerator(dice);
        FlagGenerator flagGenerator = new FlagGenerator(dice, conditions);
        List<ObjectNode> flags = new ArrayList<>();
        List<ObjectNode> segments = new ArrayList<>();
        // One order through all of them: each refers only to those before it.
        int segmentsFirst = dice.between(0, segmentNames.size());
        for (int i = 0; i < segmentsFirst; i++) {
            segments.add(segment(segmentNames.get(i), conditions));
        }
        for (String name : flagNames) {
            List<String> mine = layers.values().stream()
                    .filter(layer -> layer.path("slots").has(name))
                    .map(layer -> layer.path("name").textValue())
                    .toList();
            flags.add(flagGenerator.flag(name, mine));
            if (segments.size() < segmentNames.size() && dice.chance(40)) {
                segments.add(segment(segmentNames.get(segments.size()), conditions));
            }
        }
        return file(flags, segments, new ArrayList<>(layers.values()));
    }

    private ObjectNode file(List<ObjectNode> flags, List<ObjectNode> segments, List<ObjectNode> layers) {
        ObjectNode file = NODES.objectNode();
        if (dice.chance(20)) {
            file.put("$schema", "flags.schema.json").put("schema", 1);
        }
        file.set("flags", NODES.arrayNode().addAll(dice.shuffled(flags)));
        if (!segments.isEmpty() || dice.chance(50)) {
            file.set("segments", NODES.arrayNode().addAll(dice.shuffled(segments)));
        }
        if (!layers.isEmpty() || dice.chance(50)) {
            file.set("layers", NODES.arrayNode().addAll(layers));
        }
        if (dice.chance(30)) {
            file.put("revision", dice.between(0, 1_000_000));
        }
        return file;
    }

    private ObjectNode segment(String name, ConditionGenerator conditions) {
        ObjectNode segment = NODES.objectNode().put("name", name);
        if (dice.chance(60)) {
            segment.set("included", texts(dice.some(Pools.USERS, 0, 5)));
        }
        if (dice.chance(40)) {
            segment.set("excluded", texts(dice.some(Pools.USERS, 0, 5)));
        }
        if (dice.chance(20)) {
            segment.put("attribute", dice.pick(SEGMENT_ATTRIBUTES));
        }
        if (dice.chance(75)) {
            segment.set("when", conditions.condition());
        }
        conditions.made(name, true, List.of(), false);
        return segment;
    }

    private ObjectNode layer(String name, List<String> flagNames) {
        ObjectNode layer = NODES.objectNode().put("name", name);
        if (dice.chance(30)) {
            layer.put("salt", dice.pick(Pools.SALTS));
        }
        if (dice.chance(30)) {
            layer.set("bucket_by", texts(dice.pick(Pools.BUCKET_BY)));
        }
        List<String> owners = new ArrayList<>(dice.some(flagNames, 1, 3));
        if (dice.chance(50)) {
            owners.add("$holdout");
        }
        ObjectNode slots = NODES.objectNode();
        TreeSet<Integer> cuts = new TreeSet<>(dice.cuts(dice.between(1, 4)));
        cuts.add(0);
        cuts.add(100_000);
        int from = cuts.pollFirst();
        for (int to : cuts) {
            if (dice.chance(85)) {
                String owner = dice.pick(owners);
                ArrayNode ranges = slots.has(owner) ? (ArrayNode) slots.path(owner) : slots.putArray(owner);
                ranges.add(NODES.arrayNode().add(from).add(to));
            }
            from = to;
        }
        return layer.set("slots", slots);
    }
}
