package dev.flags.bucketing;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The dialects by name. */
final class Dialects {
    private static final Map<String, Function<Parameters, Dialect>> BY_NAME = new TreeMap<>(Map.ofEntries(
            Map.entry(ConfigCat.NAME, ConfigCat::read),
            Map.entry("datadog", p -> Eppo.read("datadog", p)),
            Map.entry("eppo", p -> Eppo.read("eppo", p)),
            Map.entry("flagd-v1", p -> Flagd.read(1, p)),
            Map.entry("flagd-v2", p -> Flagd.read(2, p)),
            Map.entry(Flagsmith.NAME, Flagsmith::read),
            Map.entry(Flipt.NAME, Flipt::read),
            Map.entry(GoFeatureFlag.NAME, GoFeatureFlag::read),
            Map.entry("growthbook-v1", p -> GrowthBook.read(1, p)),
            Map.entry("growthbook-v2", p -> GrowthBook.read(2, p)),
            Map.entry(LaunchDarkly.NAME, LaunchDarkly::read),
            Map.entry(Optimizely.NAME, Optimizely::read),
            Map.entry(PostHog.NAME, PostHog::read),
            Map.entry(SplitIo.NAME, SplitIo::read),
            Map.entry(Statsig.NAME, Statsig::read),
            Map.entry(Togglz.NAME, Togglz::read),
            Map.entry(Unleash.NAME, Unleash::read)));

    static final List<String> NAMES = List.copyOf(BY_NAME.keySet());

    private Dialects() {}

    static Dialect of(String name, Map<String, Object> parameters) {
        Function<Parameters, Dialect> reader = BY_NAME.get(name);
        if (reader == null) {
            throw new IllegalArgumentException(
                    "unknown dialect \"" + name + "\"; known are " + String.join(", ", NAMES));
        }
        return reader.apply(new Parameters(name, parameters));
    }

    /** The key that the parameters name, or else the flag. */
    static String keyOr(String flag, @Nullable String key) {
        return key == null ? flag : key;
    }

    /** Bucketing in two stages: a unit that the first does not let in misses. */
    static Dialect.Bucketer gated(Dialect.Bucketer gate, Dialect.Bucketer inner) {
        return unit -> gate.indexOf(unit) < 0 ? -1 : inner.indexOf(unit);
    }
}
