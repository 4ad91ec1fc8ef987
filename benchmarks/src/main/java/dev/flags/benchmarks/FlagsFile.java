package dev.flags.benchmarks;

import java.util.stream.Collectors;

/** The flags of a workload in the format of Flags. */
final class FlagsFile {
    private FlagsFile() {}

    static String of(Workload workload) {
        return Names.existing(workload).stream()
                .map(name -> flag(workload, name))
                .collect(Collectors.joining(",\n", "{\"flags\": [", "]}"));
    }

    private static String flag(Workload workload, String name) {
        return switch (workload) {
            case W1, W5 -> "{\"name\": \"%s\", \"status\": \"enabled\"}".formatted(name);
            case W2, W8_1K, W8_10K, START ->
                "{\"name\": \"%s\", \"status\": \"percentage\", \"rollout_percentage\": 50}".formatted(name);
            case W3, W3B -> """
                {"name": "%s", "status": "enabled", "variants": {"on": true, "off": false}, "off_variant": "off", "rules": [
                  {"id": "country", "when": {"attribute": "country", "op": "equals", "values": ["se", "no"]}, "serve": "on"},
                  {"id": "plan", "when": {"attribute": "plan", "op": "equals", "values": ["enterprise"]}, "serve": "on"},
                  {"id": "version", "when": {"attribute": "version", "op": "semver_gte", "values": ["5.0.0"]}, "serve": "on"}],
                 "default": {"weights": {"on": 50, "off": 50}}}
                """.formatted(name);
            case W4 -> """
                {"name": "%s", "type": "string", "status": "enabled",
                 "variants": {"north": "north", "east": "east", "south": "south", "west": "west"}, "off_variant": "north",
                 "default": {"weights": {"north": 25, "east": 25, "south": 25, "west": 25}}}
                """.formatted(name);
            case W6_HIT, W6_MISS ->
                "{\"name\": \"%s\", \"status\": \"percentage\", \"rollout_percentage\": 0, \"enabled_users\": [%s]}"
                        .formatted(name, Users.listedAsJson());
        };
    }
}
