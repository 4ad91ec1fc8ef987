package dev.flags.bucketing;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Flagsmith: {@code md5("key,identity") % 9999 / 9998 · 100}, the md5 as one number of 128 bits.
 *
 * <p>Exactly 100 is hashed again, with the list of both ids written twice, then three times, until it is less. Variants
 * are ranges [start, end) of that percentage; a segment's percentage split compares {@code <=}. Sources:
 * Flagsmith/flagsmith-engine, flag_engine/utils/hashing.py and segments/evaluator.py.
 *
 * @param segment whether this is a segment's percentage split, and not the variants of a feature
 * @param key the key of the feature state or of the segment
 * @param identityPrefix what precedes the unit in an identity's key, such as the environment's key and "_"
 */
record Flagsmith(boolean segment, String key, @Nullable String identityPrefix) implements Dialect {
    static final String NAME = "flagsmith";

    private static final BigInteger MODULUS = BigInteger.valueOf(9999);

    static Flagsmith read(Parameters p) {
        boolean segment = p.oneOf("kind", "segment", "variant").equals("segment");
        p.only("kind", "key", "identity_prefix");
        return new Flagsmith(segment, p.requiredText("key"), p.text("identity_prefix"));
    }

    /** From 0 up to, but not including, 100. */
    static double percentage(Digest md5, String key, String identity) {
        String ids = key + "," + identity;
        double percentage = 100;
        for (int times = 1; percentage == 100; times++) {
            byte[] hash = md5.of(String.join(",", Collections.nCopies(times, ids)));
            percentage = new BigInteger(1, hash).mod(MODULUS).intValue() / 9998. * 100;
        }
        return percentage;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Object> parameters() {
        return Parameters.written(
                "kind", segment ? "segment" : "variant", "key", key, "identity_prefix", identityPrefix);
    }

    @Override
    public Bucketer bucketer(String flag, List<Integer> weights) {
        Digest md5 = Digest.named("MD5");
        String prefix = identityPrefix == null ? "" : identityPrefix;
        Bounds percents = Bounds.summed(weights, weight -> weight / 1000.);
        if (segment) {
            return unit -> percents.upTo(percentage(md5, key, prefix + unit));
        }
        return unit -> percents.below(percentage(md5, key, prefix + unit));
    }
}
