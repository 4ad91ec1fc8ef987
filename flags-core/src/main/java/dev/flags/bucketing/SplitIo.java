package dev.flags.bucketing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Split: {@code murmur3_32(key, seed) % 100 + 1}, the first treatment whose cumulative size is {@code >=} it.
 *
 * <p>That is algorithm 2; the older algorithm 1 is not offered. Sources: splitio/java-client, Splitter.getTreatment and
 * the traffic allocation in EvaluatorImp.
 *
 * @param traffic a traffic allocation below 100 %, which has a seed of its own
 */
record SplitIo(int seed, @Nullable Traffic traffic) implements Dialect {
    static final String NAME = "split";

    static SplitIo read(Parameters p) {
        p.only("seed", "traffic_seed", "traffic_slots");
        Traffic traffic = null;
        if (p.has("traffic_seed") || p.has("traffic_slots")) {
            traffic = new Traffic(seed(p, "traffic_seed"), p.requiredNumber("traffic_slots", 0, Bucketing.SCALE));
        }
        return new SplitIo(seed(p, "seed"), traffic);
    }

    private static int seed(Parameters p, String name) {
        return p.requiredNumber(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** From 1 to 100. */
    static int bucket(String key, int seed) {
        return (int) (Murmur3.unsigned(key, seed) % 100) + 1;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Object> parameters() {
        return Parameters.written(
                "seed",
                (long) seed,
                "traffic_seed",
                traffic == null ? null : (long) traffic.seed,
                "traffic_slots",
                traffic == null ? null : (long) traffic.slots);
    }

    @Override
    public Bucketer bucketer(String flag, List<Integer> weights) {
        Bounds covered = Bounds.whole(this, weights, 100);
        Bucketer treatments = key -> covered.upTo(bucket(key, seed));
        if (traffic == null) {
            return treatments;
        }
        return Dialects.gated(new SplitIo(traffic.seed, null).bucketer(flag, List.of(traffic.slots)), treatments);
    }

    /** The share of keys that take part at all. */
    record Traffic(int seed, int slots) {}
}
