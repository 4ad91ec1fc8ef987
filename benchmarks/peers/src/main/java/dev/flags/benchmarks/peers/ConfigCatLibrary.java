package dev.flags.benchmarks.peers;

import com.configcat.ConfigCatClient;
import com.configcat.LogLevel;
import com.configcat.OverrideBehaviour;
import com.configcat.OverrideDataSourceBuilder;
import com.configcat.PollingModes;
import com.configcat.User;
import dev.flags.benchmarks.Library;
import dev.flags.benchmarks.Names;
import dev.flags.benchmarks.Question;
import dev.flags.benchmarks.Session;
import dev.flags.benchmarks.Users;
import dev.flags.benchmarks.Variants;
import dev.flags.benchmarks.Workload;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** ConfigCat on a local file alone. */
final class ConfigCatLibrary implements Library {
    /** The comparators of its format, by their numbers. */
    private static final int IS_ONE_OF = 0;

    private static final int SEMVER_AT_LEAST = 9;
    private static final String HALF =
            "\"p\": [%s, %s]".formatted(share(50, "{\"b\": true}"), share(50, "{\"b\": false}"));

    @Override
    public String document(Workload workload) {
        return Names.existing(workload).stream()
                .map(name -> "\"%s\": {%s}".formatted(name, setting(workload)))
                .collect(Collectors.joining(",\n", "{\"p\": {\"s\": \"salt\"}, \"f\": {", "}}"));
    }

    private static String setting(Workload workload) {
        return switch (workload) {
            case W1, W5 -> "\"t\": 0, \"v\": {\"b\": true}";
            case W2, W8_1K, W8_10K, START -> "\"t\": 0, \"v\": {\"b\": false}, " + HALF;
            case W3, W3B ->
                """
                "t": 0, "v": {"b": false}, "r": [%s, %s, %s], %s
                """.formatted(
                                rule("country", IS_ONE_OF, "\"l\": [\"se\", \"no\"]"),
                                rule("plan", IS_ONE_OF, "\"l\": [\"enterprise\"]"),
                                rule("version", SEMVER_AT_LEAST, "\"s\": \"5.0.0\""),
                                HALF);
            case W4 ->
                """
                "t": 1, "v": {"s": "north"}, "p": [%s]
                """.formatted(Variants.NAMES.stream()
                        .map(name -> share(25, "{\"s\": \"%s\"}".formatted(name)))
                        .collect(Collectors.joining(",")));
            case W6_HIT, W6_MISS ->
                """
                "t": 0, "v": {"b": false}, "r": [%s]
                """.formatted(rule("Identifier", IS_ONE_OF, "\"l\": [%s]".formatted(Users.listedAsJson())));
        };
    }

    private static String share(int percentage, String value) {
        return "{\"p\": %d, \"v\": %s}".formatted(percentage, value);
    }

    private static String rule(String attribute, int comparator, String comparison) {
        return """
            {"c": [{"u": {"a": "%s", "c": %d, %s}}], "s": {"v": {"b": true}}}
            """.formatted(attribute, comparator, comparison);
    }

    @Override
    public Session open(Workload workload, Path document) {
        ConfigCatClient client = ConfigCatClient.get("none", options -> {
            options.pollingMode(PollingModes.manualPoll());
            options.flagOverrides(
                    OverrideDataSourceBuilder.localFile(document.toString(), false), OverrideBehaviour.LOCAL_ONLY);
            options.logLevel(LogLevel.NO_LOG);
        });
        return new Session(
                workload == Workload.W4
                        ? Question.of(
                                workload,
                                ConfigCatLibrary::user,
                                (flag, user) -> client.getValue(String.class, flag, user, ""))
                        : Question.of(
                                workload,
                                ConfigCatLibrary::user,
                                (flag, user) -> client.getValue(Boolean.class, flag, user, false)),
                client);
    }

    private static User user(String name) {
        return User.newBuilder()
                .country("de")
                .custom(Map.of("plan", "pro", "version", "4.2.1"))
                .build(name);
    }
}
