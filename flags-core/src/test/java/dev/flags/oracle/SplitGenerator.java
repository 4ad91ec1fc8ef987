package dev.flags.oracle;

import static dev.flags.oracle.ConditionGenerator.number;
import static dev.flags.oracle.ConditionGenerator.texts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes valid splits: weights, ranges, both with equal and with different shares, anchors, gaps, layers. */
final class SplitGenerator {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int SCALE = 100_000;

    private final Dice dice;

    SplitGenerator(Dice dice) {
        this.dice = dice;
    }

    /** A split for a rule or the last step. {@code layers} are those in which the flag has slots. */
    ObjectNode split(List<String> variants, List<String> layers) {
        ObjectNode split = NODES.objectNode();
        int roll = dice.between(1, 100);
        if (roll <= 40) {
            split.set("weights", weights(dice.some(variants, 1, 4)));
        } else {
            ArrayNode ranges = ranges(dice.some(variants, 1, 4));
            if (roll > 75) {
                split.set("weights", weights(dice.some(variants, 1, 4)));
            } else if (roll > 60) {
                split.set("weights", sharesOf(ranges));
            }
            split.set("ranges", ranges);
        }
        addRest(split, layers);
        if (dice.chance(75)) {
            split.put("on_miss", dice.chance(80) ? "stop" : "next");
        }
        return split;
    }

    /** The split of a rollout: ranges, and what it misses goes on. */
    ObjectNode rolloutSplit(String baseline, String candidate, List<String> layers) {
        ObjectNode split = NODES.objectNode();
        ArrayNode ranges = ranges(List.of(candidate, baseline));
        split.set("ranges", ranges);
        if (dice.chance(15)) {
            split.set("weights", sharesOf(ranges));
        }
        addRest(split, layers);
        if (dice.chance(30)) {
            split.put("on_miss", "next");
        }
        return split;
    }

    private void addRest(ObjectNode split, List<String> layers) {
        if (dice.chance(15)) {
            split.put("salt", dice.pick(Pools.SALTS));
        }
        if (dice.chance(25)) {
            split.set("bucket_by", texts(dice.pick(Pools.BUCKET_BY)));
        }
        if (!layers.isEmpty() && dice.chance(50)) {
            split.put("layer", dice.pick(layers));
        }
    }

    private ObjectNode weights(List<String> variants) {
        ObjectNode weights = NODES.objectNode();
        List<Integer> cuts = new ArrayList<>(dice.cuts(variants.size()));
        if (dice.chance(45)) {
            cuts.set(cuts.size() - 1, SCALE);
        }
        int from = dice.chance(70) ? 0 : cuts.get(0);
        for (int i = 0; i < variants.size(); i++) {
            int to = dice.chance(8) ? from : Math.max(from, cuts.get(i));
            weights.set(variants.get(i), number(percent(to - from)));
            from = to;
        }
        return weights;
    }

    private ArrayNode ranges(List<String> variants) {
        List<ArrayNode> ranges = new ArrayList<>();
        List<Integer> cuts = dice.cuts(dice.between(2, 6));
        if (dice.chance(40)) {
            cuts.set(0, 0);
            cuts.set(cuts.size() - 1, SCALE);
        }
        for (int i = 0; i + 1 < cuts.size(); i++) {
            if (i == 0 || dice.chance(75)) {
                ranges.add(range(dice.pick(variants), cuts.get(i), cuts.get(i + 1)));
            }
        }
        while (dice.chance(30)) {
            // Between two others, so that nothing overlaps on any reading.
            int anchor = dice.pick(cuts);
            ranges.add(dice.between(0, ranges.size()), range(dice.pick(variants), anchor, anchor));
        }
        return NODES.arrayNode().addAll(dice.chance(20) ? dice.shuffled(ranges) : ranges);
    }

    private static ArrayNode range(String variant, int from, int to) {
        return NODES.arrayNode().add(variant).add(from).add(to);
    }

    private ObjectNode sharesOf(ArrayNode ranges) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        ranges.forEach(range -> shares.merge(
                range.get(0).textValue(), range.get(2).intValue() - range.get(1).intValue(), Integer::sum));
        ObjectNode weights = NODES.objectNode();
        shares.forEach((variant, share) -> weights.set(variant, number(percent(share))));
        return weights;
    }

    private String percent(int slots) {
        BigDecimal percent = BigDecimal.valueOf(slots, 3);
        return (dice.chance(80) ? percent.stripTrailingZeros() : percent).toPlainString();
    }
}
