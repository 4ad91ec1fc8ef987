package dev.flags.bucketing;

import static dev.flags.bucketing.Dialects.keyOr;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PostHog: the first 60 bits of {@code sha1("key.id" + salt)} as a fraction.
 *
 * <p>Source: PostHog/posthog-python, posthog/feature_flags.py (_hash, is_condition_match, get_matching_variant).
 */
sealed interface PostHog extends Dialect {
    String NAME = "posthog";

    static PostHog read(Parameters p) {
        if (p.oneOf("kind", "rollout", "variant").equals("rollout")) {
            p.only("kind", "key");
            return new Rollout(p.text("key"));
        }
        p.only("kind", "key", "traffic_slots");
        return new Variant(p.text("key"), p.slots("traffic_slots"));
    }

    /** From 0 to 1, both included. */
    static double fraction(Digest sha1, String key, String id, String salt) {
        return sha1.head(key + "." + id + salt, 60) / (double) 0xFFFFFFFFFFFFFFFL;
    }

    private static Bounds fractions(List<Integer> weights) {
        return Bounds.summed(weights, weight -> weight / 1000. / 100); // as a percentage is divided by 100 there
    }

    @Override
    default String name() {
        return NAME;
    }

    /** The rollout of a condition: in when {@code fraction <= percentage / 100}. */
    record Rollout(@Nullable String key) implements PostHog {
        @Override
        public Map<String, Object> parameters() {
            return Parameters.written("kind", "rollout", "key", key);
        }

        @Override
        public Bucketer bucketer(String flag, List<Integer> weights) {
            Digest sha1 = Digest.named("SHA-1");
            String flagKey = keyOr(flag, key);
            Bounds fractions = fractions(weights);
            return id -> fractions.upTo(fraction(sha1, flagKey, id, ""));
        }
    }

    /** The variants of a multivariate flag: ranges [min, max) of the fraction with the salt "variant". */
    record Variant(@Nullable String key, int trafficSlots) implements PostHog {
        @Override
        public Map<String, Object> parameters() {
            return Parameters.written(
                    "kind", "variant", "key", key, "traffic_slots", Parameters.unless(Bucketing.SCALE, trafficSlots));
        }

        @Override
        public Bucketer bucketer(String flag, List<Integer> weights) {
            Digest sha1 = Digest.named("SHA-1");
            String flagKey = keyOr(flag, key);
            Bounds fractions = fractions(weights);
            Bucketer rollout = new Rollout(key).bucketer(flag, List.of(trafficSlots));
            return Dialects.gated(rollout, id -> fractions.below(fraction(sha1, flagKey, id, "variant")));
        }
    }
}
