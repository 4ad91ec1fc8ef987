package dev.flags.benchmarks.peers;

import dev.flags.benchmarks.Library;
import dev.flags.benchmarks.Names;
import dev.flags.benchmarks.Question;
import dev.flags.benchmarks.Session;
import dev.flags.benchmarks.Users;
import dev.flags.benchmarks.Variants;
import dev.flags.benchmarks.Workload;
import io.split.client.SplitClient;
import io.split.client.SplitClientConfig;
import io.split.client.SplitFactory;
import io.split.client.SplitFactoryBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Split in its localhost mode, on a file. */
final class SplitLibrary implements Library {
    private static final String EVERYONE = """
        {"keySelector": {"trafficType": "user"}, "matcherType": "ALL_KEYS", "negate": false}
        """;
    private static final String ON = partition("on", 100);
    private static final String HALF = partition("on", 50) + "," + partition("off", 50);

    @Override
    public String document(Workload workload) {
        return Names.existing(workload).stream()
                .map(name -> flag(name, conditions(workload)))
                .collect(Collectors.joining(
                        ",\n",
                        "{\"ff\": {\"d\": [",
                        "], \"s\": -1, \"t\": 1}, \"rbs\": {\"d\": [], \"s\": -1, \"t\": -1}}"));
    }

    private static String conditions(Workload workload) {
        return switch (workload) {
            case W1, W5 -> condition(EVERYONE, ON);
            case W2, W8_1K, W8_10K, START -> condition(EVERYONE, HALF);
            case W3, W3B ->
                String.join(
                        ",",
                        condition(listed("\"country\"", "\"se\", \"no\""), ON),
                        condition(listed("\"plan\"", "\"enterprise\""), ON),
                        condition("""
                            {"keySelector": {"trafficType": "user", "attribute": "version"}, "negate": false,
                             "matcherType": "GREATER_THAN_OR_EQUAL_TO_SEMVER", "stringMatcherData": "5.0.0"}
                            """, ON),
                        condition(EVERYONE, HALF));
            case W4 ->
                condition(
                        EVERYONE,
                        Variants.NAMES.stream().map(name -> partition(name, 25)).collect(Collectors.joining(",")));
            case W6_HIT, W6_MISS -> condition(listed("null", Users.listedAsJson()), ON);
        };
    }

    private static String flag(String name, String conditions) {
        return """
            {"trafficTypeName": "user", "name": "%s", "status": "ACTIVE", "killed": false, "defaultTreatment": "off",
             "changeNumber": 1, "algo": 2, "seed": %d, "trafficAllocation": 100, "trafficAllocationSeed": 1,
             "conditions": [%s]}
            """.formatted(name, name.hashCode(), conditions);
    }

    private static String condition(String matcher, String partitions) {
        return """
            {"conditionType": "ROLLOUT", "label": "rule", "partitions": [%s],
             "matcherGroup": {"combiner": "AND", "matchers": [%s]}}
            """.formatted(partitions, matcher);
    }

    private static String partition(String treatment, int size) {
        return "{\"treatment\": \"%s\", \"size\": %d}".formatted(treatment, size);
    }

    /** Holds if an attribute, or the user if there is none, is in a list. */
    private static String listed(String attribute, String values) {
        return """
            {"keySelector": {"trafficType": "user", "attribute": %s}, "negate": false,
             "matcherType": "WHITELIST", "whitelistMatcherData": {"whitelist": [%s]}}
            """.formatted(attribute, values);
    }

    @Override
    public Session open(Workload workload, Path document) throws Exception {
        SplitFactory factory = SplitFactoryBuilder.build(
                "localhost",
                SplitClientConfig.builder()
                        .splitFile(document.toString())
                        .localhostRefreshEnable(false)
                        .setBlockUntilReadyTimeout(60_000)
                        .build());
        SplitClient client = factory.client();
        client.blockUntilReady();
        return new Session(
                workload == Workload.W4
                        ? Question.of(workload, User::of, (flag, user) -> treatment(client, flag, user))
                        : Question.of(
                                workload,
                                User::of,
                                (flag, user) -> treatment(client, flag, user).equals("on")),
                factory::destroy);
    }

    private static String treatment(SplitClient client, String flag, User user) {
        return client.getTreatment(user.key, flag, user.attributes);
    }

    private record User(String key, Map<String, Object> attributes) {
        static User of(String key) {
            return new User(key, Map.of("country", "de", "plan", "pro", "version", "4.2.1"));
        }
    }
}
