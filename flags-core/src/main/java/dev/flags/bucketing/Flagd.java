package dev.flags.bucketing;

import static dev.flags.bucketing.Dialects.keyOr;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * flagd's {@code fractional}: murmur3_32 of prefix and unit.
 *
 * <p>Version 2 scales the hash to [0, totalWeight) with a multiplication; version 1 takes the absolute value of the
 * signed hash as a percentage. Both compare {@code <}. Sources: open-feature/flagd, core/pkg/evaluator/fractional.go and
 * legacy_fractional.go.
 *
 * @param prefix what precedes the unit; the flag's name if absent, as flagd does without an expression
 */
record Flagd(int version, @Nullable String prefix, int totalWeight) implements Dialect {
    static Flagd read(int version, Parameters p) {
        p.only("prefix", "total_weight");
        return new Flagd(version, p.text("prefix"), p.number("total_weight", Bucketing.SCALE, 1, Integer.MAX_VALUE));
    }

    /** Version 2: from 0 to {@code totalWeight - 1}. */
    static int bucket(String key, int totalWeight) {
        return (int) ((Murmur3.unsigned(key, 0) * totalWeight) >>> 32);
    }

    /** Version 1: from 0 to 100, both included; 100 and the hash -2^31, slightly above, are in no variant. */
    static double percentage(String key) {
        return Math.abs((double) Murmur3.hash(key, 0)) / Integer.MAX_VALUE * 100;
    }

    @Override
    public String name() {
        return "flagd-v" + version;
    }

    @Override
    public Map<String, Object> parameters() {
        return Parameters.written("prefix", prefix, "total_weight", Parameters.unless(Bucketing.SCALE, totalWeight));
    }

    @Override
    public Bucketer bucketer(String flag, List<Integer> weights) {
        String start = keyOr(flag, prefix);
        Bounds buckets = Bounds.whole(this, weights, totalWeight);
        if (version == 2) {
            return unit -> buckets.below(bucket(start + unit, totalWeight));
        }
        Bounds percents = buckets.resized(weight -> 100 * weight / totalWeight);
        return unit -> percents.below(percentage(start + unit));
    }
}
