package dev.flags.bucketing;

import static dev.flags.bucketing.Dialects.keyOr;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * GrowthBook: FNV-1a 32 of seed and value as a fraction, in thousandths (hash version 1, biased) or ten-thousandths
 * (version 2). An empty value is in nothing.
 *
 * <p>The hash runs over UTF-16 units, as in the JavaScript SDK; beyond ASCII GrowthBook's own SDKs disagree with each
 * other. Sources: growthbook/growthbook, packages/sdk-js/src/util.ts and core.ts (isIncludedInRollout).
 */
sealed interface GrowthBook extends Dialect {
    static GrowthBook read(int version, Parameters p) {
        if (p.oneOf("kind", "rollout", "experiment").equals("rollout")) {
            p.only("kind", "seed");
            return new Rollout(version, p.text("seed"));
        }
        p.only("kind", "seed", "coverage_slots", "namespace", "namespace_from", "namespace_to");
        Namespace namespace = null;
        if (p.has("namespace") || p.has("namespace_from") || p.has("namespace_to")) {
            namespace = new Namespace(
                    p.requiredText("namespace"),
                    p.requiredNumber("namespace_from", 0, Bucketing.SCALE),
                    p.requiredNumber("namespace_to", 0, Bucketing.SCALE));
        }
        return new Experiment(version, p.text("seed"), p.slots("coverage_slots"), namespace);
    }

    /** From 0 up to, but not including, 1. */
    static double fraction(int version, String seed, String value) {
        if (version == 1) {
            return (int) (Fnv1a.ofUnits(value + seed) % 1000) / 1000.;
        }
        return (int) (Fnv1a.ofUnits(Long.toString(Fnv1a.ofUnits(seed + value))) % 10_000) / 10_000.;
    }

    int version();

    @Override
    default String name() {
        return "growthbook-v" + version();
    }

    /** A forced value with a coverage: in when {@code fraction <= coverage}. */
    record Rollout(int version, @Nullable String seed) implements GrowthBook {
        @Override
        public Map<String, Object> parameters() {
            return Parameters.written("kind", "rollout", "seed", seed);
        }

        @Override
        public Bucketer bucketer(String flag, List<Integer> weights) {
            String salt = keyOr(flag, seed);
            Bounds coverage = Bounds.summed(weights, weight -> (double) weight / Bucketing.SCALE);
            return value -> value.isEmpty() ? -1 : coverage.upTo(fraction(version, salt, value));
        }
    }

    /**
     * An experiment: variant i has the range [start, start + coverage · weight), where start is the sum of the weights
     * before it. With a coverage of 40 % and two equal weights that is [0, .2) and [.5, .7).
     */
    record Experiment(
            int version,
            @Nullable String seed,
            int coverageSlots,
            @Nullable Namespace namespace) implements GrowthBook {
        @Override
        public Map<String, Object> parameters() {
            return Parameters.written(
                    "kind",
                    "experiment",
                    "seed",
                    seed,
                    "coverage_slots",
                    Parameters.unless(Bucketing.SCALE, coverageSlots),
                    "namespace",
                    namespace == null ? null : namespace.id,
                    "namespace_from",
                    namespace == null ? null : (long) namespace.from,
                    "namespace_to",
                    namespace == null ? null : (long) namespace.to);
        }

        @Override
        public Bucketer bucketer(String flag, List<Integer> weights) {
            String salt = keyOr(flag, seed);
            Bounds starts = Bounds.summed(weights, weight -> (double) weight / Bucketing.SCALE);
            double[] ends = coveredEnds(weights);
            Bucketer ranges = value -> {
                double n = fraction(version, salt, value);
                int variant = starts.below(n);
                return variant >= 0 && n < ends[variant] ? variant : -1;
            };
            return Dialects.gated(this::admits, ranges);
        }

        private int admits(String value) {
            boolean admitted = !value.isEmpty() && (namespace == null || namespace.includes(value));
            return admitted ? 0 : -1;
        }

        private double[] coveredEnds(List<Integer> weights) {
            double coverage = (double) coverageSlots / Bucketing.SCALE;
            double[] ends = new double[weights.size()];
            double start = 0;
            for (int i = 0; i < ends.length; i++) {
                double weight = (double) weights.get(i) / Bucketing.SCALE;
                ends[i] = start + coverage * weight;
                start += weight;
            }
            return ends;
        }
    }

    /** A part of a namespace, which experiments share without overlap: [from, to), always by hash version 1. */
    record Namespace(String id, int from, int to) {
        boolean includes(String value) {
            double n = fraction(1, "__" + id, value);
            return n >= (double) from / Bucketing.SCALE && n < (double) to / Bucketing.SCALE;
        }
    }
}
