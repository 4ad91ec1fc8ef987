package dev.flags.bucketing;

import static dev.flags.bucketing.Dialects.keyOr;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * ConfigCat: the first 7 hex digits of {@code sha1(key + value)}, % 100, compared {@code <} with the percentages added
 * up.
 *
 * <p>Source: configcat/java-sdk, RolloutEvaluator.
 *
 * @param key the setting's key; the flag's name if absent
 */
record ConfigCat(@Nullable String key) implements Dialect {
    static final String NAME = "configcat";

    static ConfigCat read(Parameters p) {
        p.only("key");
        return new ConfigCat(p.text("key"));
    }

    /** From 0 to 99. */
    static int bucket(Digest sha1, String key, String value) {
        return (int) (sha1.head(key + value, 28) % 100);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Object> parameters() {
        return Parameters.written("key", key);
    }

    @Override
    public Bucketer bucketer(String flag, List<Integer> weights) {
        Digest sha1 = Digest.named("SHA-1");
        String setting = keyOr(flag, key);
        Bounds percents = Bounds.whole(this, weights, 100);
        return value -> percents.below(bucket(sha1, setting, value));
    }
}
