package dev.flags.bucketing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Eppo, and Datadog which shards alike: the first 4 bytes of {@code md5("salt-subject")}, big-endian, modulo the number
 * of shards; ranges are [start, end).
 *
 * <p>Sources: Eppo-exp/sdk-common-jdk, ShardUtils and RuleEvaluator; DataDog/dd-trace-java, DDEvaluator.
 *
 * @param name {@code "eppo"} or {@code "datadog"}
 * @param traffic the shards that admit a subject to the allocation, where they do not admit everybody
 */
record Eppo(
        String name, String salt, int totalShards, @Nullable Traffic traffic) implements Dialect {
    private static final int TOTAL_SHARDS = 10_000;

    static Eppo read(String name, Parameters p) {
        p.only("salt", "total_shards", "traffic_salt", "traffic_slots");
        Traffic traffic = null;
        if (p.has("traffic_salt") || p.has("traffic_slots")) {
            traffic =
                    new Traffic(p.requiredText("traffic_salt"), p.requiredNumber("traffic_slots", 0, Bucketing.SCALE));
        }
        int totalShards = p.number("total_shards", TOTAL_SHARDS, 1, Integer.MAX_VALUE);
        return new Eppo(name, p.requiredText("salt"), totalShards, traffic);
    }

    /** From 0 to {@code totalShards - 1}. */
    static int shard(Digest md5, String hashKey, int totalShards) {
        return (int) (md5.head(hashKey, 32) % totalShards);
    }

    @Override
    public Map<String, Object> parameters() {
        return Parameters.written(
                "salt",
                salt,
                "total_shards",
                Parameters.unless(TOTAL_SHARDS, totalShards),
                "traffic_salt",
                traffic == null ? null : traffic.salt,
                "traffic_slots",
                traffic == null ? null : (long) traffic.slots);
    }

    @Override
    public Bucketer bucketer(String flag, List<Integer> weights) {
        Digest md5 = Digest.named("MD5");
        Bounds shards = Bounds.whole(this, weights, totalShards);
        Bucketer splits = subject -> shards.below(shard(md5, salt + "-" + subject, totalShards));
        if (traffic == null) {
            return splits;
        }
        Eppo admission = new Eppo(name, traffic.salt, totalShards, null);
        return Dialects.gated(admission.bucketer(flag, List.of(traffic.slots)), splits);
    }

    /** The share of subjects that take part at all. */
    record Traffic(String salt, int slots) {}
}
