package dev.flags.bucketing;

import static dev.flags.bucketing.Dialects.keyOr;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Unleash: {@code murmur3_32("group:id", seed) % n + 1}, a number from 1 to n that is compared with {@code <=}.
 *
 * <p>Sources: Unleash/client-specification 03, 08 and 10; Unleash/unleash-client-java, StrategyUtils,
 * FlexibleRolloutStrategy and VariantUtil.
 */
sealed interface Unleash extends Dialect {
    String NAME = "unleash";

    int ROLLOUT_SEED = 0;
    int VARIANT_SEED = 86028157;

    static Unleash read(Parameters p) {
        if (p.oneOf("kind", "rollout", "variant").equals("rollout")) {
            p.only("kind", "group_id");
            return new Rollout(p.text("group_id"));
        }
        p.only("kind", "group_id", "total_weight", "traffic_slots");
        return new Variant(
                p.text("group_id"),
                p.number("total_weight", Variant.TOTAL_WEIGHT, 1, Bucketing.SCALE),
                p.slots("traffic_slots"));
    }

    /** From 1 to {@code n}. */
    static int normalized(String group, String id, int n, int seed) {
        return (int) (Murmur3.unsigned(group + ":" + id, seed) % n) + 1;
    }

    @Override
    default String name() {
        return NAME;
    }

    /** The gradual rollout: in when {@code normalized(100) <= percent}, whole percents. */
    record Rollout(@Nullable String groupId) implements Unleash {
        @Override
        public Map<String, Object> parameters() {
            return Parameters.written("kind", "rollout", "group_id", groupId);
        }

        @Override
        public Bucketer bucketer(String flag, List<Integer> weights) {
            String group = keyOr(flag, groupId);
            Bounds percents = Bounds.whole(this, weights, 100);
            return id -> percents.upTo(normalized(group, id, 100, ROLLOUT_SEED));
        }
    }

    /** The variants: the first whose cumulative weight is {@code >= normalized(totalWeight)}. */
    record Variant(@Nullable String groupId, int totalWeight, int trafficSlots) implements Unleash {
        static final int TOTAL_WEIGHT = 1000;

        @Override
        public Map<String, Object> parameters() {
            return Parameters.written(
                    "kind",
                    "variant",
                    "group_id",
                    groupId,
                    "total_weight",
                    Parameters.unless(TOTAL_WEIGHT, totalWeight),
                    "traffic_slots",
                    Parameters.unless(Bucketing.SCALE, trafficSlots));
        }

        @Override
        public Bucketer bucketer(String flag, List<Integer> weights) {
            String group = keyOr(flag, groupId);
            Bounds cumulative = Bounds.whole(this, weights, totalWeight);
            Bucketer rollout = new Rollout(groupId).bucketer(flag, List.of(trafficSlots));
            return Dialects.gated(rollout, id -> cumulative.upTo(normalized(group, id, totalWeight, VARIANT_SEED)));
        }
    }
}
