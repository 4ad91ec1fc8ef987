package dev.flags.bucketing;

import static dev.flags.bucketing.Dialects.keyOr;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Flipt: a CRC-32 of flag and entity, in one order for the distributions of a variant flag and in the other for the
 * threshold of a boolean flag. Both compare {@code <}; both do their sums in floats.
 *
 * <p>Source: flipt-io/flipt, internal/server/evaluation/evaluation.go (variant, boolean, crc32Num).
 *
 * @param threshold whether this is the threshold of a boolean flag
 * @param key the flag's key there; the name here if absent
 */
record Flipt(boolean threshold, @Nullable String key) implements Dialect {
    static final String NAME = "flipt";

    static Flipt read(Parameters p) {
        boolean threshold = p.oneOf("kind", "boolean", "variant").equals("boolean");
        p.only("kind", "key");
        return new Flipt(threshold, p.text("key"));
    }

    /** From 0 to {@code buckets - 1}. */
    static int bucket(String text, int buckets) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(UTF_8));
        return (int) (crc.getValue() % buckets);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Object> parameters() {
        return Parameters.written("kind", threshold ? "boolean" : "variant", "key", key);
    }

    @Override
    public Bucketer bucketer(String flag, List<Integer> weights) {
        String flagKey = keyOr(flag, key);
        if (threshold) {
            Bounds percents = Bounds.summed(weights, weight -> (float) (weight / 1000.));
            return entity -> percents.below(bucket(entity + flagKey, 100));
        }
        // each percentage becomes a whole number of thousandths, rounded down
        Bounds thousandths = Bounds.summed(weights, weight -> (int) ((float) (weight / 1000.) * 10));
        return entity -> thousandths.below(bucket(flagKey + entity, 1000));
    }
}
