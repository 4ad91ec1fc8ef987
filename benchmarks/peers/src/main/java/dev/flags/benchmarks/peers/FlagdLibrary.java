package dev.flags.benchmarks.peers;

import dev.flags.benchmarks.Library;
import dev.flags.benchmarks.Names;
import dev.flags.benchmarks.Session;
import dev.flags.benchmarks.Users;
import dev.flags.benchmarks.Workload;
import dev.openfeature.contrib.providers.flagd.Config;
import dev.openfeature.contrib.providers.flagd.FlagdOptions;
import dev.openfeature.contrib.providers.flagd.FlagdProvider;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** flagd within the process, on a file. */
final class FlagdLibrary implements Library {
    private static final String ON_OFF = "\"on\": true, \"off\": false";
    private static final String HALF = "{\"fractional\": [[\"on\", 50], [\"off\", 50]]}";

    @Override
    public String document(Workload workload) {
        return Names.existing(workload).stream()
                .map(name -> "\"%s\": %s".formatted(name, flag(workload)))
                .collect(Collectors.joining(",\n", "{\"flags\": {", "}}"));
    }

    private static String flag(Workload workload) {
        return switch (workload) {
            case W1, W5 -> "{\"state\": \"ENABLED\", \"variants\": {%s}, \"defaultVariant\": \"on\"}".formatted(ON_OFF);
            case W2, W8_1K, W8_10K, START -> flag(ON_OFF, "off", HALF);
            case W3, W3B -> flag(ON_OFF, "off", """
                {"if": [
                  {"in": [{"var": "country"}, ["se", "no"]]}, "on",
                  {"in": [{"var": "plan"}, ["enterprise"]]}, "on",
                  {"sem_ver": [{"var": "version"}, ">=", "5.0.0"]}, "on",
                  %s]}
                """.formatted(HALF));
            case W4 ->
                flag(
                        "\"north\": \"north\", \"east\": \"east\", \"south\": \"south\", \"west\": \"west\"",
                        "north",
                        "{\"fractional\": [[\"north\", 25], [\"east\", 25], [\"south\", 25], [\"west\", 25]]}");
            case W6_HIT, W6_MISS ->
                flag(
                        ON_OFF,
                        "off",
                        "{\"if\": [{\"in\": [{\"var\": \"targetingKey\"}, [%s]]}, \"on\", \"off\"]}"
                                .formatted(Users.listedAsJson()));
        };
    }

    private static String flag(String variants, String defaultVariant, String targeting) {
        return """
            {"state": "ENABLED", "variants": {%s}, "defaultVariant": "%s", "targeting": %s}
            """.formatted(variants, defaultVariant, targeting);
    }

    @Override
    public Session open(Workload workload, Path document) {
        FlagdOptions options = FlagdOptions.builder()
                .resolverType(Config.Resolver.FILE)
                .offlineFlagSourcePath(document.toString())
                .offlinePollIntervalMs(Integer.MAX_VALUE)
                .deadline(120_000) // its own second is too short for 10 000 flags
                .build();
        return OpenFeatureLibrary.session(workload, new FlagdProvider(options));
    }
}
