package dev.flags.benchmarks.peers;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.integrations.FileData;
import dev.flags.benchmarks.Library;
import dev.flags.benchmarks.Names;
import dev.flags.benchmarks.Question;
import dev.flags.benchmarks.Session;
import dev.flags.benchmarks.Users;
import dev.flags.benchmarks.Workload;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** LaunchDarkly on a file of whole flags, without events. */
final class LaunchDarklyLibrary implements Library {
    @Override
    public String document(Workload workload) {
        return Names.existing(workload).stream()
                .map(name -> "\"%s\": %s".formatted(name, flag(workload, name)))
                .collect(Collectors.joining(",\n", "{\"flags\": {", "}}"));
    }

    private static String flag(Workload workload, String name) {
        return switch (workload) {
            case W1, W5 -> flag(name, ON_OFF, "\"fallthrough\": {\"variation\": 0}");
            case W2, W8_1K, W8_10K, START -> flag(name, ON_OFF, HALF);
            case W3, W3B -> flag(name, ON_OFF, HALF + """
                , "rules": [
                  {"id": "country", "variation": 0, "clauses": [
                    {"attribute": "country", "op": "in", "values": ["se", "no"]}]},
                  {"id": "plan", "variation": 0, "clauses": [
                    {"attribute": "plan", "op": "in", "values": ["enterprise"]}]},
                  {"id": "version", "variation": 0, "clauses": [
                    {"attribute": "version", "op": "semVerLessThan", "values": ["5.0.0"], "negate": true}]}]
                """);
            case W4 -> flag(name, "\"north\", \"east\", \"south\", \"west\"", """
                "fallthrough": {"rollout": {"variations": [
                  {"variation": 0, "weight": 25000}, {"variation": 1, "weight": 25000},
                  {"variation": 2, "weight": 25000}, {"variation": 3, "weight": 25000}]}}
                """);
            case W6_HIT, W6_MISS -> flag(name, ON_OFF, """
                "fallthrough": {"variation": 1}, "targets": [{"variation": 0, "values": [%s]}]
                """.formatted(Users.listedAsJson()));
        };
    }

    private static final String ON_OFF = "true, false";
    private static final String HALF = """
        "fallthrough": {"rollout": {"variations": [
          {"variation": 0, "weight": 50000}, {"variation": 1, "weight": 50000}]}}
        """;

    private static String flag(String name, String variations, String rest) {
        return """
            {"key": "%s", "version": 1, "on": true, "salt": "%s", "offVariation": 0, "variations": [%s], %s}
            """.formatted(name, name, variations, rest);
    }

    @Override
    public Session open(Workload workload, Path document) {
        LDConfig config = new LDConfig.Builder()
                .dataSource(FileData.dataSource().filePaths(document))
                .events(Components.noEvents())
                .logging(Components.noLogging())
                .diagnosticOptOut(true)
                .build();
        LDClient client = new LDClient("none", config);
        return new Session(
                workload == Workload.W4
                        ? Question.of(
                                workload,
                                LaunchDarklyLibrary::context,
                                (flag, context) -> client.stringVariation(flag, context, ""))
                        : Question.of(
                                workload,
                                LaunchDarklyLibrary::context,
                                (flag, context) -> client.boolVariation(flag, context, false)),
                client);
    }

    private static LDContext context(String user) {
        return LDContext.builder(user)
                .set("country", "de")
                .set("plan", "pro")
                .set("version", "4.2.1")
                .build();
    }
}
