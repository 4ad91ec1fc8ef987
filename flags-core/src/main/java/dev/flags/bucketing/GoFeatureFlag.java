package dev.flags.bucketing;

import static dev.flags.bucketing.Dialects.keyOr;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * GO Feature Flag: {@code fnv1a_32(flag + key) % 100000}; ranges are [start, end).
 *
 * <p>It goes through the variations in descending order of their names, so that is the order to declare them in here.
 * The modulus is its sum of percentages, which must be 100. Flags overlap: of two flags at 10 % the same users tend to
 * get both (.066 to .206 measured, ideal .100). Sources: thomaspoignant/go-feature-flag, modules/core/flag/rule.go and
 * modules/core/utils/hash.go.
 *
 * @param flagName the flag's name there; the name here if absent
 */
record GoFeatureFlag(@Nullable String flagName) implements Dialect {
    static final String NAME = "go-feature-flag";

    static GoFeatureFlag read(Parameters p) {
        p.only("flag");
        return new GoFeatureFlag(p.text("flag"));
    }

    /** From 0 to 99 999. */
    static int bucket(String flag, String key) {
        return (int) (Fnv1a.ofBytes(flag + key) % Bucketing.SCALE);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Object> parameters() {
        return Parameters.written("flag", flagName);
    }

    @Override
    public Bucketer bucketer(String flag, List<Integer> weights) {
        String start = keyOr(flag, flagName);
        Bounds buckets = Bounds.whole(this, weights, Bucketing.SCALE);
        return key -> buckets.below(bucket(start, key));
    }
}
