package dev.flags.bucketing;

import static dev.flags.bucketing.Dialects.keyOr;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * LaunchDarkly: the first 60 bits of {@code sha1("key.salt.unit")} or {@code sha1("seed.unit")} as a fraction, the first
 * variant whose cumulative weight is above it.
 *
 * <p>Fraction and weights are floats, added up as floats, because the rounding decides at the edges. LaunchDarkly never
 * misses: a fraction at or above the last end goes to the last variant, here to the last that has a weight. Only weights
 * that leave a gap, which LaunchDarkly does not have, miss. Sources: launchdarkly/java-core, EvaluatorBucketing and
 * Evaluator.
 */
sealed interface LaunchDarkly extends Dialect {
    String NAME = "launchdarkly";

    static LaunchDarkly read(Parameters p) {
        if (p.has("seed")) {
            p.only("seed");
            return new Seeded(p.requiredNumber("seed", Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        p.only("key", "salt", "seed");
        return new Salted(p.text("key"), p.requiredText("salt"));
    }

    /** From 0 to 1, both included. */
    static float fraction(Digest sha1, String prefix, String unit) {
        return (float) sha1.head(prefix + "." + unit, 60) / (float) 0xFFFFFFFFFFFFFFFL;
    }

    /** What precedes the dot before the unit. */
    String prefix(String flag);

    @Override
    default String name() {
        return NAME;
    }

    @Override
    default Bucketer bucketer(String flag, List<Integer> weights) {
        Digest sha1 = Digest.named("SHA-1");
        String prefix = prefix(flag);
        Bounds fractions = Bounds.summedInFloats(weights);
        boolean gap = weights.stream().mapToInt(Integer::intValue).sum() < Bucketing.SCALE;
        int beyond = gap ? -1 : fractions.last();
        return unit -> {
            int variant = fractions.below(fraction(sha1, prefix, unit));
            return variant < 0 ? beyond : variant;
        };
    }

    /** An ordinary rollout. */
    record Salted(@Nullable String key, String salt) implements LaunchDarkly {
        @Override
        public Map<String, Object> parameters() {
            return Parameters.written("key", key, "salt", salt);
        }

        @Override
        public String prefix(String flag) {
            return keyOr(flag, key) + "." + salt;
        }
    }

    /** A rollout or experiment that has a seed, which replaces key and salt. */
    record Seeded(int seed) implements LaunchDarkly {
        @Override
        public Map<String, Object> parameters() {
            return Parameters.written("seed", (long) seed);
        }

        @Override
        public String prefix(String flag) {
            return Integer.toString(seed);
        }
    }
}
