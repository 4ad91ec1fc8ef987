package dev.flags.rollout;

import com.google.common.collect.ImmutableMap;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What the stable version of a flag was like when it was promoted: what a candidate is compared with where nobody gets the
 * baseline at the same time.
 *
 * @param variant the one that was promoted
 * @param values of its metrics, by their names
 * @param since when it was promoted
 * @param by who promoted it: the last one who moved the rollout on, or began it
 */
public record StableBaseline(String variant, Map<String, Double> values, Instant since, String by) {
    public StableBaseline {
        Objects.requireNonNull(variant, "variant");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(by, "by");
        values = ImmutableMap.copyOf(values);
    }
}
