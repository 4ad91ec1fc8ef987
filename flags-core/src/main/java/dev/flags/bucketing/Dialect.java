package dev.flags.bucketing;

import java.util.List;
import java.util.Map;

/**
 * Another system's bucketing, so that a flag can move here and every user keeps the variant they have there.
 *
 * <p>A split names its dialect in the configuration; what each computes, with its parameters, is in the table of
 * {@code docs/dialects.md}. Immutable and thread-safe. New flags should not use one: the native {@link Bucketing} is
 * faster and has none of the others' overlaps between flags.
 *
 * <pre>{@code
 * Dialect dialect = Dialect.of("launchdarkly", Map.of("key", "new-checkout", "salt", "a1b2c3"));
 * Dialect.Bucketer bucketer = dialect.bucketer("new_checkout", List.of(25_000, 75_000));
 * int variant = bucketer.indexOf("user-42");              // 0, 1 or -1
 * }</pre>
 */
public sealed interface Dialect
        permits ConfigCat,
                Eppo,
                Flagd,
                Flagsmith,
                Flipt,
                GoFeatureFlag,
                GrowthBook,
                LaunchDarkly,
                Optimizely,
                PostHog,
                SplitIo,
                Statsig,
                Togglz,
                Unleash {

    /** The name in the configuration, such as {@code "growthbook-v2"}. */
    String name();

    /**
     * The parameters as the configuration has them: only those that are set and differ from their default. Values are
     * {@link String} or {@link Long}. {@code of(d.name(), d.parameters())} equals {@code d}.
     */
    Map<String, Object> parameters();

    /**
     * Compiles one split. Do it once per configuration, not per evaluation.
     *
     * @param flag the flag's name: the default for a key, seed or group that the parameters leave out
     * @param weights the weight of each variant in order of declaration, in thousandths of a percent; what is missing
     *     to 100 000 is a gap
     * @throws IllegalArgumentException if a weight is negative, if they add up to more than 100 000, or if the other
     *     system cannot express them: one that counts in whole percents has no 12.5 %
     * @throws IllegalStateException if this JVM lacks the digest that the other system uses
     */
    Bucketer bucketer(String flag, List<Integer> weights);

    /** Every name that {@link #of} knows, sorted. */
    static List<String> names() {
        return Dialects.NAMES;
    }

    /**
     * A dialect as the configuration has it.
     *
     * @param name one of {@link #names}
     * @param parameters by their names in the configuration; values are {@link String}, {@link Long} or
     *     {@link Integer}
     * @throws IllegalArgumentException if the name is unknown, or a parameter is unknown, missing, of the wrong type or
     *     out of range; the message says what is allowed
     */
    static Dialect of(String name, Map<String, Object> parameters) {
        return Dialects.of(name, parameters);
    }

    /** A compiled split. Thread-safe; never throws. */
    @FunctionalInterface
    interface Bucketer {
        /**
         * The variant of a unit.
         *
         * @return the index of the variant in the weights, or -1 if the unit falls into the gap
         */
        int indexOf(String unit);
    }
}
