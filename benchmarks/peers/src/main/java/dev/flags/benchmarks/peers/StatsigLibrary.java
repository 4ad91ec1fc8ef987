package dev.flags.benchmarks.peers;

import com.statsig.sdk.CheckGateOptions;
import com.statsig.sdk.DataSource;
import com.statsig.sdk.GetExperimentOptions;
import com.statsig.sdk.LogLevel;
import com.statsig.sdk.StatsigOptions;
import com.statsig.sdk.StatsigServer;
import com.statsig.sdk.StatsigUser;
import dev.flags.benchmarks.Library;
import dev.flags.benchmarks.Names;
import dev.flags.benchmarks.Question;
import dev.flags.benchmarks.Session;
import dev.flags.benchmarks.Users;
import dev.flags.benchmarks.Variants;
import dev.flags.benchmarks.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Statsig from bootstrap values, with the addresses of its service on a port of this machine where nobody listens. */
final class StatsigLibrary implements Library {
    private static final String NOWHERE = "http://localhost:1";
    private static final long NEVER = Duration.ofDays(1_000).toMillis();
    private static final String EVERYONE = "{\"type\": \"public\", \"idType\": \"userID\"}";

    @Override
    public String document(Workload workload) {
        String all = Names.existing(workload).stream()
                .map(name -> specification(workload, name))
                .collect(Collectors.joining(",\n"));
        return """
            {"has_updates": true, "time": 1, "layer_configs": [], "layers": {}, "id_lists": {},
             "feature_gates": [%s], "dynamic_configs": [%s]}
            """.formatted(workload == Workload.W4 ? "" : all, workload == Workload.W4 ? all : "");
    }

    private static String specification(Workload workload, String name) {
        return switch (workload) {
            case W1, W5 -> gate(name, rule("everyone", 100, "true", EVERYONE));
            case W2, W8_1K, W8_10K, START -> gate(name, rule("half", 50, "true", EVERYONE));
            case W3, W3B ->
                gate(
                        name,
                        rule("country", 100, "true", condition("country", "any_case_sensitive", "[\"se\", \"no\"]"))
                                + ","
                                + rule("plan", 100, "true", condition("plan", "any_case_sensitive", "[\"enterprise\"]"))
                                + ","
                                + rule("version", 100, "true", condition("version", "version_gte", "\"5.0.0\""))
                                + ","
                                + rule("half", 50, "true", EVERYONE));
            case W4 ->
                specification(
                        name,
                        "dynamic_config",
                        "{}",
                        IntStream.range(0, Variants.NAMES.size())
                                .mapToObj(i -> variant(name, Variants.NAMES.get(i), (i + 1) * 250))
                                .collect(Collectors.joining(",")));
            case W6_HIT, W6_MISS ->
                gate(
                        name,
                        rule(
                                "listed",
                                100,
                                "true",
                                condition("userid", "any_case_sensitive", "[" + Users.listedAsJson() + "]")));
        };
    }

    private static String gate(String name, String rules) {
        return specification(name, "feature_gate", "false", rules);
    }

    private static String specification(String name, String type, String defaultValue, String rules) {
        return """
            {"name": "%s", "type": "%s", "salt": "%s", "enabled": true, "isActive": true, "defaultValue": %s,
             "idType": "userID", "entity": "%s", "rules": [%s]}
            """.formatted(name, type, name, defaultValue, type, rules);
    }

    private static String rule(String name, int percentage, String value, String condition) {
        return """
            {"name": "%s", "id": "%s", "salt": "%s", "passPercentage": %d, "returnValue": %s, "idType": "userID",
             "conditions": [%s]}
            """.formatted(name, name, name, percentage, value, condition);
    }

    private static String condition(String field, String operator, String target) {
        return """
            {"type": "user_field", "field": "%s", "operator": "%s", "targetValue": %s, "idType": "userID"}
            """.formatted(field, operator, target);
    }

    /** The variant of users in a bucket below an end, of 1 000, who have none yet. */
    private static String variant(String flag, String variant, int end) {
        return rule(variant, 100, "{\"variant\": \"%s\"}".formatted(variant), """
            {"type": "user_bucket", "operator": "lt", "targetValue": %d, "additionalValues": {"salt": "%s"},
             "idType": "userID"}
            """.formatted(end, flag));
    }

    @Override
    public Session open(Workload workload, Path document) throws Exception {
        StatsigOptions options = new StatsigOptions();
        // Its local mode reads no bootstrap values.
        options.setApi(NOWHERE);
        options.setApiForDownloadConfigSpecs(NOWHERE);
        options.setApiForGetIdlists(NOWHERE);
        options.setInitializeSources(List.of(DataSource.BOOTSTRAP));
        options.setRulesetsSyncIntervalMs(NEVER);
        options.setIdListsSyncIntervalMs(NEVER);
        options.setBootstrapValues(Files.readString(document));
        options.setDisableAllLogging(true);
        options.setLogLevel(LogLevel.NONE);
        options.setDisableDiagnostics(true);
        StatsigServer server = StatsigServer.create();
        server.initializeAsync("secret-none", options).get();
        CheckGateOptions gates = new CheckGateOptions(true);
        GetExperimentOptions experiments = new GetExperimentOptions(true, null, null);
        return new Session(
                workload == Workload.W4
                        ? Question.of(
                                workload,
                                StatsigLibrary::user,
                                (flag, user) -> server.getExperimentSync(user, flag, experiments)
                                        .getString("variant", ""))
                        : Question.of(
                                workload,
                                StatsigLibrary::user,
                                (flag, user) -> server.checkGateSync(user, flag, gates)),
                server::shutdown);
    }

    private static StatsigUser user(String name) {
        StatsigUser user = new StatsigUser(name);
        user.setCountry("de");
        user.setCustom(Map.of("plan", "pro", "version", "4.2.1"));
        return user;
    }
}
