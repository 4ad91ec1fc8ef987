package dev.flags.benchmarks.peers;

import dev.flags.benchmarks.Library;
import dev.flags.benchmarks.Names;
import dev.flags.benchmarks.Question;
import dev.flags.benchmarks.Session;
import dev.flags.benchmarks.Users;
import dev.flags.benchmarks.Variants;
import dev.flags.benchmarks.Workload;
import io.getunleash.DefaultUnleash;
import io.getunleash.Unleash;
import io.getunleash.UnleashContext;
import io.getunleash.repository.ToggleBootstrapFileProvider;
import io.getunleash.util.UnleashConfig;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Unleash on a bootstrap file, with neither polling nor metrics. */
final class UnleashLibrary implements Library {
    private static final String EVERYONE = "{\"name\": \"default\"}";

    @Override
    public String document(Workload workload) {
        return Names.existing(workload).stream()
                .map(name -> flag(workload, name))
                .collect(Collectors.joining(",\n", "{\"version\": 2, \"features\": [", "]}"));
    }

    private static String flag(Workload workload, String name) {
        return switch (workload) {
            case W1, W5 -> flag(name, EVERYONE);
            case W2, W8_1K, W8_10K, START -> flag(name, half(name));
            case W3, W3B -> flag(name, """
                {"name": "default", "constraints": [
                  {"contextName": "country", "operator": "IN", "values": ["se", "no"]}]},
                {"name": "default", "constraints": [
                  {"contextName": "plan", "operator": "IN", "values": ["enterprise"]}]},
                {"name": "default", "constraints": [
                  {"contextName": "version", "operator": "SEMVER_LT", "value": "5.0.0", "inverted": true}]},
                """ + half(name));
            case W4 ->
                """
                {"name": "%s", "enabled": true, "strategies": [%s], "variants": [%s]}
                """.formatted(
                        name,
                        EVERYONE,
                        Variants.NAMES.stream().map(UnleashLibrary::variant).collect(Collectors.joining(",")));
            case W6_HIT, W6_MISS -> flag(name, """
                {"name": "userWithId", "parameters": {"userIds": "%s"}}
                """.formatted(String.join(",", Users.listed())));
        };
    }

    private static String flag(String name, String strategies) {
        return """
            {"name": "%s", "enabled": true, "strategies": [%s]}
            """.formatted(name, strategies);
    }

    private static String half(String name) {
        return """
            {"name": "flexibleRollout", "parameters": {"rollout": "50", "stickiness": "userId", "groupId": "%s"}}
            """.formatted(name);
    }

    private static String variant(String name) {
        return """
            {"name": "%s", "weight": 250, "weightType": "variable", "stickiness": "userId"}
            """.formatted(name);
    }

    @Override
    public Session open(Workload workload, Path document) {
        Unleash unleash = new DefaultUnleash(UnleashConfig.builder()
                .appName("benchmarks")
                .unleashAPI("http://localhost")
                .toggleBootstrapProvider(new ToggleBootstrapFileProvider(document.toString()))
                // Read before the bootstrap file if it is there.
                .backupFile(document + ".none")
                .disablePolling()
                .disableMetrics()
                .build());
        return new Session(
                workload == Workload.W4
                        ? Question.of(
                                workload,
                                UnleashLibrary::context,
                                (flag, context) ->
                                        unleash.getVariant(flag, context).getName())
                        : Question.of(workload, UnleashLibrary::context, unleash::isEnabled),
                unleash::shutdown);
    }

    private static UnleashContext context(String user) {
        return UnleashContext.builder()
                .userId(user)
                .addProperty("country", "de")
                .addProperty("plan", "pro")
                .addProperty("version", "4.2.1")
                .build();
    }
}
