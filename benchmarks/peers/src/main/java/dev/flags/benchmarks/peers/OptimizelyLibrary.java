package dev.flags.benchmarks.peers;

import com.optimizely.ab.Optimizely;
import com.optimizely.ab.OptimizelyUserContext;
import com.optimizely.ab.optimizelydecision.OptimizelyDecideOption;
import dev.flags.benchmarks.Library;
import dev.flags.benchmarks.Names;
import dev.flags.benchmarks.Question;
import dev.flags.benchmarks.Session;
import dev.flags.benchmarks.Users;
import dev.flags.benchmarks.Variants;
import dev.flags.benchmarks.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Optimizely Feature Experimentation on a datafile, without events. */
final class OptimizelyLibrary implements Library {
    /** Of its buckets. */
    private static final int ALL = 10_000;

    private static final String NOBODY = "";

    @Override
    public String document(Workload workload) {
        List<String> names = Names.existing(workload);
        return """
            {"version": "4", "projectId": "1", "accountId": "1", "revision": "1", "anonymizeIP": true, "botFiltering": false,
             "attributes": [%s], "audiences": [], "typedAudiences": [%s], "groups": [], "events": [], "variables": [],
             "featureFlags": [%s], "rollouts": [%s], "experiments": [%s]}
            """.formatted(
                        Stream.of("country", "plan", "version")
                                .map("{\"id\": \"%1$s\", \"key\": \"%1$s\"}"::formatted)
                                .collect(Collectors.joining(",")),
                        workload == Workload.W3 || workload == Workload.W3B ? audiences() : "",
                        joined(names, name -> flag(workload, name)),
                        joined(names, name -> """
                            {"id": "rollout-%s", "experiments": [%s]}
                            """.formatted(name, rollout(workload, name))),
                        joined(names, name -> experiment(workload, name)));
    }

    private static String joined(List<String> names, UnaryOperator<String> text) {
        return names.stream().map(text).filter(Predicate.not(String::isEmpty)).collect(Collectors.joining(",\n"));
    }

    private static String audiences() {
        return """
            {"id": "country", "name": "country", "conditions": ["or",
              {"type": "custom_attribute", "name": "country", "match": "exact", "value": "se"},
              {"type": "custom_attribute", "name": "country", "match": "exact", "value": "no"}]},
            {"id": "plan", "name": "plan", "conditions": ["or",
              {"type": "custom_attribute", "name": "plan", "match": "exact", "value": "enterprise"}]},
            {"id": "version", "name": "version", "conditions": ["or",
              {"type": "custom_attribute", "name": "version", "match": "semver_ge", "value": "5.0.0"}]}
            """;
    }

    private static String flag(Workload workload, String name) {
        return """
            {"id": "flag-%s", "key": "%s", "rolloutId": "rollout-%s", "experimentIds": [%s], "variables": []}
            """.formatted(name, name, name, experiment(workload, name).isEmpty() ? "" : "\"%s-x\"".formatted(name));
    }

    private static String rollout(Workload workload, String name) {
        return switch (workload) {
            case W1, W5 -> rule(name, "all", "", ALL);
            case W2, W8_1K, W8_10K, START -> rule(name, "half", "", ALL / 2);
            case W3, W3B ->
                Stream.of("country", "plan", "version")
                                .map(audience -> rule(name, audience, "\"" + audience + "\"", ALL))
                                .collect(Collectors.joining(","))
                        + ","
                        + rule(name, "half", "", ALL / 2);
            case W4, W6_HIT, W6_MISS -> "";
        };
    }

    private static String rule(String flag, String rule, String audiences, int end) {
        String id = flag + "-" + rule;
        return experiment(
                id,
                audiences,
                "{\"id\": \"%s-on\", \"key\": \"on\", \"featureEnabled\": true}".formatted(id),
                "{\"entityId\": \"%s-on\", \"endOfRange\": %d}".formatted(id, end),
                NOBODY);
    }

    /** Variants, or a list of users; empty if a workload has neither. */
    private static String experiment(Workload workload, String name) {
        return switch (workload) {
            case W4 ->
                experiment(
                        name + "-x",
                        "",
                        Variants.NAMES.stream()
                                .map("{\"id\": \"%1$s\", \"key\": \"%1$s\", \"featureEnabled\": true}"::formatted)
                                .collect(Collectors.joining(",")),
                        IntStream.range(0, Variants.NAMES.size())
                                .mapToObj(i -> "{\"entityId\": \"%s\", \"endOfRange\": %d}"
                                        .formatted(Variants.NAMES.get(i), (i + 1) * ALL / 4))
                                .collect(Collectors.joining(",")),
                        NOBODY);
            case W6_HIT, W6_MISS ->
                experiment(
                        name + "-x",
                        "",
                        "{\"id\": \"on\", \"key\": \"on\", \"featureEnabled\": true}",
                        "",
                        Users.listed().stream().map("\"%s\": \"on\""::formatted).collect(Collectors.joining(",")));
            case W1, W2, W3, W3B, W5, W8_1K, W8_10K, START -> "";
        };
    }

    private static String experiment(String id, String audiences, String variations, String traffic, String users) {
        return """
            {"id": "%s", "key": "%s", "layerId": "%s", "status": "Running", "audienceIds": [%s],
             "variations": [%s], "trafficAllocation": [%s], "forcedVariations": {%s}}
            """.formatted(id, id, id, audiences, variations, traffic, users);
    }

    @Override
    public Session open(Workload workload, Path document) throws Exception {
        Optimizely optimizely = Optimizely.builder()
                .withDatafile(Files.readString(document))
                .withDefaultDecideOptions(List.of(OptimizelyDecideOption.DISABLE_DECISION_EVENT))
                .build();
        return new Session(
                workload == Workload.W4
                        ? Question.of(
                                workload,
                                user -> user(optimizely, user),
                                (flag, user) -> user.decide(flag).getVariationKey())
                        : Question.of(
                                workload,
                                user -> user(optimizely, user),
                                (flag, user) -> user.decide(flag).getEnabled()),
                optimizely);
    }

    private static OptimizelyUserContext user(Optimizely optimizely, String name) {
        return optimizely.createUserContext(name, Map.of("country", "de", "plan", "pro", "version", "4.2.1"));
    }
}
