package dev.flags.bucketing;

import java.util.List;
import java.util.Map;

/**
 * Optimizely: {@code floor(10000 · murmur3_32(bucketingId + entityId, seed 1) / 2^32)}, the first variant whose end of
 * range is above it.
 *
 * <p>Source: optimizely/java-sdk, Bucketer.
 *
 * @param entityId the id of the experiment, or of the group where one decides between exclusive experiments
 */
record Optimizely(String entityId) implements Dialect {
    static final String NAME = "optimizely";

    private static final int TRAFFIC = 10_000;

    static Optimizely read(Parameters p) {
        p.only("entity_id");
        return new Optimizely(p.requiredText("entity_id"));
    }

    /** From 0 to 9999. */
    static int bucket(String bucketingId, String entityId) {
        return (int) ((TRAFFIC * Murmur3.unsigned(bucketingId + entityId, 1)) >>> 32);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Object> parameters() {
        return Parameters.written("entity_id", entityId);
    }

    @Override
    public Bucketer bucketer(String flag, List<Integer> weights) {
        Bounds ends = Bounds.whole(this, weights, TRAFFIC);
        return unit -> ends.below(bucket(unit, entityId));
    }
}
