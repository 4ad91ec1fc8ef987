package dev.flags.benchmarks.peers;

import cloud.eppo.BaseEppoClient;
import cloud.eppo.api.Attributes;
import cloud.eppo.api.Configuration;
import dev.flags.benchmarks.Library;
import dev.flags.benchmarks.Names;
import dev.flags.benchmarks.Question;
import dev.flags.benchmarks.Session;
import dev.flags.benchmarks.Users;
import dev.flags.benchmarks.Variants;
import dev.flags.benchmarks.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Eppo on an initial configuration, without loggers and caches of assignments. */
final class EppoLibrary implements Library {
    /** Of its shards. */
    private static final int ALL = 10_000;

    private static final String BOOLEAN = """
        "variationType": "BOOLEAN",
        "variations": {"on": {"key": "on", "value": true}, "off": {"key": "off", "value": false}}
        """;
    private static final String HALF =
            allocation("half", "", split("on", 0, ALL / 2) + "," + split("off", ALL / 2, ALL));

    @Override
    public String document(Workload workload) {
        return Names.existing(workload).stream()
                .map(name -> flag(workload, name))
                .collect(Collectors.joining(
                        ",\n",
                        "{\"createdAt\": \"2026-01-01T00:00:00.000Z\", \"format\": \"SERVER\", "
                                + "\"environment\": {\"name\": \"benchmarks\"}, \"flags\": {",
                        "}}"));
    }

    private static String flag(Workload workload, String name) {
        return switch (workload) {
            case W1, W5 -> flag(name, BOOLEAN, allocation("all", "", split("on", 0, ALL)));
            case W2, W8_1K, W8_10K, START -> flag(name, BOOLEAN, HALF);
            case W3, W3B ->
                flag(
                        name,
                        BOOLEAN,
                        String.join(
                                ",",
                                rule("country", "ONE_OF", "[\"se\", \"no\"]"),
                                rule("plan", "ONE_OF", "[\"enterprise\"]"),
                                rule("version", "GTE", "\"5.0.0\""),
                                HALF));
            case W4 ->
                flag(
                        name,
                        "\"variationType\": \"STRING\", \"variations\": {%s}"
                                .formatted(Variants.NAMES.stream()
                                        .map("\"%1$s\": {\"key\": \"%1$s\", \"value\": \"%1$s\"}"::formatted)
                                        .collect(Collectors.joining(","))),
                        allocation(
                                "quarters",
                                "",
                                IntStream.range(0, Variants.NAMES.size())
                                        .mapToObj(i -> split(Variants.NAMES.get(i), i * ALL / 4, (i + 1) * ALL / 4))
                                        .collect(Collectors.joining(","))));
            case W6_HIT, W6_MISS -> flag(name, BOOLEAN, rule("id", "ONE_OF", "[" + Users.listedAsJson() + "]"));
        };
    }

    private static String flag(String name, String variations, String allocations) {
        return """
            "%s": {"key": "%s", "enabled": true, "totalShards": %d, %s, "allocations": [%s]}
            """.formatted(name, name, ALL, variations, allocations);
    }

    private static String rule(String attribute, String operator, String value) {
        return allocation(attribute, """
            {"conditions": [{"attribute": "%s", "operator": "%s", "value": %s}]}
            """.formatted(attribute, operator, value), split("on", 0, ALL));
    }

    private static String allocation(String key, String rules, String splits) {
        return """
            {"key": "%s", "rules": [%s], "splits": [%s], "doLog": false}
            """.formatted(key, rules, splits);
    }

    private static String split(String variation, int start, int end) {
        return """
            {"variationKey": "%s", "shards": [{"salt": "salt", "ranges": [{"start": %d, "end": %d}]}]}
            """.formatted(variation, start, end);
    }

    @Override
    public Session open(Workload workload, Path document) throws Exception {
        Client client = new Client(Files.readAllBytes(document));
        return Session.of(
                workload == Workload.W4
                        ? Question.of(
                                workload,
                                User::of,
                                (flag, user) -> client.getStringAssignment(flag, user.name, user.attributes, ""))
                        : Question.of(
                                workload,
                                User::of,
                                (flag, user) -> client.getBooleanAssignment(flag, user.name, user.attributes, false)));
    }

    private record User(String name, Attributes attributes) {
        static User of(String name) {
            Attributes attributes = new Attributes();
            attributes.put("country", "de");
            attributes.put("plan", "pro");
            attributes.put("version", "4.2.1");
            return new User(name, attributes);
        }
    }

    /** What its server SDK is but for the polling. */
    private static final class Client extends BaseEppoClient {
        @SuppressWarnings("NullAway") // it takes null for what is not there
        Client(byte[] configuration) {
            super(
                    "none",
                    "benchmarks",
                    "1",
                    null,
                    "http://localhost:1",
                    null,
                    null,
                    null,
                    true,
                    false,
                    false,
                    CompletableFuture.completedFuture(
                            Configuration.builder(configuration).build()),
                    null,
                    null);
        }
    }
}
