package dev.flags.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.ErrorCode;
import dev.flags.Evaluation;
import dev.flags.FeatureFlagManager;
import dev.flags.Flags;
import dev.flags.MemoryFlags;
import dev.flags.Reason;
import dev.flags.config.Configuration;
import dev.flags.config.Flag;
import dev.flags.config.FlagType;
import dev.flags.config.Operator;
import dev.flags.config.Plain;
import dev.flags.config.Rich;
import dev.flags.json.JsonNull;
import dev.flags.json.JsonValue;
import dev.flags.store.MemoryConfigStore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.SampleReportingFormat;
import net.jqwik.api.Shrinkable;

class FlagArbitrariesProperties {
    private static final int SAMPLES = 1_000;

    @Provide
    Arbitrary<Flag> flags() {
        return FlagArbitraries.flags();
    }

    @Provide
    Arbitrary<Configuration> configurations() {
        return FlagArbitraries.configurations();
    }

    @Provide
    Arbitrary<Scenario> scenarios() {
        return FlagArbitraries.scenarios();
    }

    @Property(tries = 300)
    void flag_standsAlone(@ForAll("flags") Flag flag) {
        assertThat(Configuration.of(flag).dependencies(flag.name())).isEmpty();
    }

    @Property(tries = 300)
    void configuration_isWhatItsTextSays(@ForAll("configurations") Configuration configuration) {
        assertThat(Configuration.read(ConfigurationFormat.text(configuration))).isEqualTo(configuration);
    }

    @Property(tries = 300)
    void everyFlag_answersEveryContext(@ForAll("scenarios") Scenario scenario) {
        assertThat(scenario.context().problem()).isEmpty();
        assertThat(answers(scenario, MemoryFlags.of(scenario.configuration()).flags())
                        .values())
                .extracting(Answer::error)
                .isSubsetOf(Optional.empty(), Optional.of(ErrorCode.TARGETING_KEY_MISSING));
    }

    /** Flags in memory, and those of a manager, are read in two ways and answer in one. */
    @Property(tries = 100)
    void managerOnAStore_answersTheSame(@ForAll("scenarios") Scenario scenario) {
        try (FeatureFlagManager manager = FeatureFlagManager.builder()
                .store(MemoryConfigStore.of(scenario.configuration()))
                .build()) {
            assertThat(manager.problems()).noneMatch(problem -> problem.isError());
            assertThat(answers(scenario, manager.flags()))
                    .isEqualTo(answers(
                            scenario, MemoryFlags.of(scenario.configuration()).flags()));
        }
    }

    private record Answer(JsonValue value, String variant, Reason reason, Optional<ErrorCode> error) {
        static Answer of(Evaluation<JsonValue> evaluation) {
            return new Answer(
                    evaluation.value(),
                    Objects.requireNonNullElse(evaluation.variant(), "fallback"),
                    evaluation.reason(),
                    Optional.ofNullable(evaluation.error()));
        }
    }

    private static Map<String, Answer> answers(Scenario scenario, Flags flags) {
        Map<String, Answer> answers = new TreeMap<>();
        scenario.configuration()
                .flags()
                .forEach(flag -> answers.put(
                        flag.name(), Answer.of(flags.evaluateJson(flag.name(), scenario.context(), JsonNull.NULL))));
        return answers;
    }

    // --- what comes up

    private static <T> List<T> samples(Arbitrary<T> arbitrary) {
        return arbitrary.generator(1000).stream(new Random(17))
                .limit(SAMPLES)
                .map(Shrinkable::value)
                .toList();
    }

    @Example
    void everythingThatTheFormatHas_comesUp() {
        Set<String> seen = new HashSet<>();
        samples(configurations()).forEach(configuration -> note(configuration, seen));

        assertThat(seen)
                .contains("denied", "users", "groups", "rollout", "rollout.when", "requires", "targets", "rules")
                .contains("schedule", "layer", "segment", "flag", "weights", "ranges")
                .contains("plain DISABLED", "plain ENABLED", "plain PERCENTAGE", "rich DISABLED", "rich ENABLED");
        for (FlagType type : FlagType.values()) {
            assertThat(seen).contains("type " + type);
        }
        for (Operator operator : Operator.values()) {
            assertThat(seen).contains("op " + operator.key());
        }
    }

    private static void note(Configuration configuration, Set<String> seen) {
        String text = ConfigurationFormat.text(configuration);
        for (String member : List.of("denied", "requires", "targets", "rules", "schedule", "weights", "ranges")) {
            addIf(text.contains("\"" + member + "\":"), member, seen);
        }
        for (String reference : List.of("layer", "segment", "flag")) {
            addIf(text.contains("\"" + reference + "\": \""), reference, seen);
        }
        for (Operator operator : Operator.values()) {
            addIf(text.contains("\"op\": \"" + operator.key() + "\""), "op " + operator.key(), seen);
        }
        configuration.flags().forEach(flag -> note(flag, seen));
    }

    private static void note(Flag flag, Set<String> seen) {
        seen.add((flag.definition() instanceof Plain ? "plain " : "rich ") + flag.status());
        seen.add("type " + flag.type());
        addIf(!flag.enabledUsers().isEmpty(), "users", seen);
        addIf(!flag.enabledGroups().isEmpty(), "groups", seen);
        addIf(flag.rollout() != null, "rollout", seen);
        addIf(flag.rollout() != null && flag.rollout().when() != null, "rollout.when", seen);
    }

    private static void addIf(boolean isThere, String what, Set<String> seen) {
        if (isThere) {
            seen.add(what);
        }
    }

    /** A share of contexts far from none and all, for each kind of condition. */
    @Example
    void contexts_meetWhatTheConfigurationLooksFor() {
        for (String when : List.of(
                "{\"attribute\": \"country\", \"op\": \"equals\", \"values\": [\"xy\"]}",
                "{\"attribute\": \"/a/b~1c\", \"op\": \"starts_with\", \"values\": [\"pre\"]}",
                "{\"attribute\": \"age\", \"op\": \"gt\", \"values\": [4711]}",
                "{\"attribute\": \"seen\", \"op\": \"before\", \"values\": [\"2026-02-03T00:00:00Z\"]}",
                "{\"attribute\": \"ip\", \"op\": \"cidr\", \"values\": [\"10.9.0.0/16\"]}",
                "{\"attribute\": \"version\", \"op\": \"semver_gte\", \"values\": [\"7.1.0\"]}",
                "{\"attribute\": \"roles\", \"op\": \"all_of\", \"values\": [\"x\", \"y\"]}",
                "{\"attribute\": \"roles\", \"op\": \"size\", \"values\": [3]}",
                "{\"attribute\": \"n\", \"op\": \"modulo\", \"values\": [5, 3]}",
                "{\"attribute\": \"name\", \"op\": \"matches\", \"values\": [\"^pro$\"]}",
                "{\"segment\": \"listed\"}")) {
            Configuration configuration = Configuration.read("{\"flags\": [{\"name\": \"a\", \"status\": \"enabled\","
                    + "\"rules\": [{\"id\": \"r\", \"when\": " + when + ", \"serve\": \"on\"}], \"default\": \"off\"}],"
                    + "\"segments\": [{\"name\": \"listed\", \"included\": [\"z\"], \"attribute\": \"account\"}]}");

            assertThat(share(configuration)).as(when).isBetween(0.1, 0.9);
        }
    }

    private static double share(Configuration configuration) {
        Flags flags = MemoryFlags.of(configuration).flags();
        return samples(FlagArbitraries.contexts(configuration)).stream()
                        .filter(context -> flags.isEnabled("a", context))
                        .count()
                / (double) SAMPLES;
    }

    // --- shrinking

    @Example
    void configuration_shrinksToWhatAFailureNeeds() {
        Configuration least = shrunk(
                configurations(),
                configuration -> configuration.flags().stream()
                        .anyMatch(flag -> flag.definition() instanceof Rich rich
                                && !rich.rules().isEmpty()));

        assertThat(least.flags()).hasSize(1);
        assertThat(least.segments()).isEmpty();
        assertThat(least.layers()).isEmpty();
        Rich rich = (Rich) least.flags().get(0).definition();
        assertThat(rich.rules()).hasSize(1);
        assertThat(rich.rules().get(0).when()).isNull();
        assertThat(rich.targets()).isEmpty();
    }

    @Example
    void reference_shrinksTogetherWithWhatItNames() {
        Configuration least = shrunk(
                configurations(),
                configuration -> configuration.flags().stream()
                        .anyMatch(
                                flag -> !configuration.dependencies(flag.name()).isEmpty()));

        assertThat(least.flags().size()
                        + least.segments().size()
                        + least.layers().size())
                .isEqualTo(2);
    }

    @Example
    void context_shrinksToTheAttributesThatCount() {
        Configuration configuration = Configuration.read("""
                {"flags": [{"name": "a", "status": "enabled",
                            "conditions": {"country": ["de", "fr"], "age": {"gte": 18}, "plan": {"exists": true}, "/address/city": "Berlin"}}]}
                """);

        Scenario least = shrunk(
                FlagArbitraries.scenarios(configuration),
                scenario -> scenario.attributes().containsKey("country"));

        assertThat(least.attributes()).isEqualTo(Map.of("country", "de"));
        assertThat(least).asString().startsWith("{country=de} in {");
    }

    /** Goes on as jqwik does: to a simpler value as long as there is one that fails, too. */
    private static <T> T shrunk(Arbitrary<T> arbitrary, Predicate<T> fails) {
        Shrinkable<T> current = arbitrary.generator(1000).stream(new Random(17))
                .filter(shrinkable -> fails.test(shrinkable.value()))
                .findFirst()
                .orElseThrow();
        Optional<Shrinkable<T>> simpler = Optional.of(current);
        while (simpler.isPresent()) {
            current = simpler.get();
            Shrinkable<T> last = current;
            simpler = current.shrink()
                    .filter(next -> next.distance().compareTo(last.distance()) < 0 && fails.test(next.value()))
                    .findFirst();
        }
        return current.value();
    }

    // --- reports

    @Example
    void format_showsTheFile() {
        ConfigurationFormat format = new ConfigurationFormat();
        Configuration configuration = Configuration.of(Flag.builder("a").build());

        assertThat(format.appliesTo(configuration)).isTrue();
        assertThat(format.appliesTo("a")).isFalse();
        assertThat(format.report(configuration)).asString().contains("{\"name\": \"a\", \"status\": \"disabled\"");
        assertThat(ServiceLoader.load(SampleReportingFormat.class))
                .hasAtLeastOneElementOfType(ConfigurationFormat.class);
    }
}
