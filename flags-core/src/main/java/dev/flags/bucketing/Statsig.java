package dev.flags.bucketing;

import java.util.List;
import java.util.Map;

/**
 * Statsig: the first 8 bytes of a sha256, big-endian and unsigned, modulo 10 000 or 1000, compared {@code <}.
 *
 * <p>Source: statsig-io/java-server-sdk, Evaluator.kt (evaluate, and USER_BUCKET in evaluateCondition).
 */
sealed interface Statsig extends Dialect {
    String NAME = "statsig";

    static Statsig read(Parameters p) {
        if (p.has("salt")) {
            p.only("salt");
            return new UserBucket(p.requiredText("salt"));
        }
        p.only("config_salt", "rule_salt", "salt");
        return new PassPercentage(p.requiredText("config_salt"), p.requiredText("rule_salt"));
    }

    static int remainder(Digest sha256, String text, int buckets) {
        return (int) Long.remainderUnsigned(sha256.head(text, 64), buckets);
    }

    /** What precedes the dot before the unit. */
    String prefix();

    int buckets();

    @Override
    default String name() {
        return NAME;
    }

    @Override
    default Bucketer bucketer(String flag, List<Integer> weights) {
        Digest sha256 = Digest.named("SHA-256");
        Bounds bounds = Bounds.whole(this, weights, buckets());
        return unit -> bounds.below(remainder(sha256, prefix() + "." + unit, buckets()));
    }

    /** The pass percentage of a gate's or config's rule; the rule's id stands in for a salt it lacks. */
    record PassPercentage(String configSalt, String ruleSalt) implements Statsig {
        @Override
        public Map<String, Object> parameters() {
            return Parameters.written("config_salt", configSalt, "rule_salt", ruleSalt);
        }

        @Override
        public String prefix() {
            return configSalt + "." + ruleSalt;
        }

        @Override
        public int buckets() {
            return 10_000;
        }
    }

    /** The user bucket, by which experiments choose a group and layers an experiment. */
    record UserBucket(String salt) implements Statsig {
        @Override
        public Map<String, Object> parameters() {
            return Parameters.written("salt", salt);
        }

        @Override
        public String prefix() {
            return salt;
        }

        @Override
        public int buckets() {
            return 1000;
        }
    }
}
