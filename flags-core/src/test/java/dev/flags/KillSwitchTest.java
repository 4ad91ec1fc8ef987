package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Problem;
import dev.flags.json.JsonNull;
import dev.flags.json.JsonValue;
import dev.flags.store.MemoryConfigStore;
import dev.flags.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The kill switch on every kind of flag, with every prerequisite, segment and state of a rollout: off for everybody and
 * for whoever requires the flag, and back to exactly what was before.
 */
class KillSwitchTest {
    private static final Change CHANGE = Change.by("alice", "an incident");

    /** @param members what makes the kind, behind the name */
    private record FlagKind(String name, boolean isRich, String off, String on, String members) {}

    private static final List<FlagKind> KINDS = List.of(
            new FlagKind("plain", false, "off", "on", "'status': 'enabled', 'enabled_users': ['listed']"),
            new FlagKind("share", false, "off", "on", "'status': 'percentage', 'rollout_percentage': 50"),
            new FlagKind("conditions", false, "off", "on", "'status': 'enabled', 'conditions': {'country': 'de'}"),
            new FlagKind("boolean", true, "off", "on", "'status': 'enabled', 'default': 'on'"),
            new FlagKind("inverse", true, "on", "off", "'status': 'enabled', 'off_variant': 'on', 'default': 'off'"),
            new FlagKind(
                    "own",
                    true,
                    "no",
                    "yes",
                    "'status': 'enabled', 'variants': {'no': false, 'yes': true}, 'off_variant': 'no',"
                            + " 'enabled_groups': ['beta'], 'default': 'yes'"),
            new FlagKind("string", true, "a", "b", rich("'A'", "'B'")),
            new FlagKind("integer", true, "a", "b", rich("1", "2")),
            new FlagKind("double", true, "a", "b", rich("0.5", "1")),
            new FlagKind("json", true, "a", "b", rich("{}", "[1]")));

    private static final Map<String, String> PREREQUISITES = Map.of(
            "free", "",
            "met", ", 'requires': [{'flag': 'base'}]",
            "unmet", ", 'requires': [{'flag': 'base', 'variants': ['off']}]");

    private static final Map<String, String> SEGMENTS = Map.of(
            "anybody", "",
            "inside", ", 'rules': [{'id': 'r', 'when': {'segment': 'everybody'}, 'serve': '%2$s'}]",
            "outside", ", 'rules': [{'id': 'r', 'when': {'not': {'segment': 'everybody'}}, 'serve': '%2$s'}]");

    private static final Map<String, String> ROLLOUTS = Map.of(
            "still", "",
            "begun", rollout("['%2$s', 0, 0]", ""),
            "canary", rollout("['%2$s', 0, 10000], ['%1$s', 50000, 60000]", ", 'when': {'segment': 'everybody'}"),
            "done", rollout("['%2$s', 0, 100000]", ""),
            "layered", rollout("['%2$s', 0, 100000]", "").replace("'serve': {", "'serve': {'layer': 'l', "));

    private static String rich(String off, String on) {
        return "'status': 'enabled', 'variants': {'a': " + off + ", 'b': " + on + "}, 'off_variant': 'a',"
                + " 'targets': [{'variant': 'b', 'units': ['listed']}], 'denied': [{'units': ['denied']}],"
                + " 'default': {'weights': {'a': 50, 'b': 50}}";
    }

    private static String rollout(String ranges, String when) {
        return ", 'rollout': {'id': 'x', 'baseline': '%1$s', 'candidate': '%2$s'" + when + ", 'serve': {'ranges': ["
                + ranges + "]}}";
    }

    private static final List<EvaluationContext> CONTEXTS = Stream.concat(
                    Stream.of("listed", "denied", ""), IntStream.range(0, 7).mapToObj(i -> "user-" + i))
            .map(user -> EvaluationContext.builder(user)
                    .groups(user.equals("user-0") ? "beta" : "all")
                    .attribute("country", "de")
                    .build())
            .toList();

    private final Map<String, FlagKind> flags = new LinkedHashMap<>();
    private final MemoryConfigStore store = CompiledAnswers.storeOf(file());
    private final FeatureFlagManager manager = FeatureFlagManager.builder()
            .store(store)
            .clock(VirtualClock.startingAt(Instant.parse("2026-06-01T12:00:00Z")))
            .pollInterval(Duration.ofHours(1))
            .build();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void killedFlag_isOffForEverybodyAndComesBackAsItWas() {
        assertThat(manager.problems()).noneMatch(Problem::isError);
        assertThat(flags).hasSizeGreaterThan(300);
        flags.forEach((name, kind) -> {
            List<Evaluation<JsonValue>> before = answers(name);
            String text = text(name);

            manager.disableFlag(name, CHANGE);
            assertOff(name, kind);

            manager.restoreFlag(name, CHANGE);
            assertThat(answers(name)).as(name).isEqualTo(before);
            assertThat(text(name)).isEqualTo(text);
        });
    }

    @Test
    void flags_areNotOffBefore() {
        Set<String> variants = flags.keySet().stream()
                .flatMap(name -> answers(name).stream())
                .map(answer -> answer.variant() + " " + answer.reason())
                .collect(Collectors.toSet());
        assertThat(variants)
                .contains("on SPLIT", "off SPLIT", "yes TARGETING_MATCH", "yes DEFAULT", "b SPLIT", "b TARGETING_MATCH")
                .noneMatch(variant -> variant.endsWith("DISABLED"));
    }

    private void assertOff(String name, FlagKind kind) {
        assertThat(answers(name))
                .as(name)
                .allSatisfy(answer -> assertThat(answer)
                        .returns(kind.off(), Evaluation::variant)
                        .returns(Reason.DISABLED, Evaluation::reason)
                        .returns(null, Evaluation::rule)
                        .returns(null, Evaluation::error));
        boolean isOn = kind.name().equals("inverse");
        for (EvaluationContext context : CONTEXTS) {
            assertThat(manager.isEnabled(name, context)).isEqualTo(isOn);
            assertThat(manager.flags().bool(name, !isOn).isEnabled(context)).isEqualTo(isOn || !isBoolean(kind));
            assertThat(manager.isEnabled("needs " + name, context)).isFalse();
        }
        assertThat(manager.isEnabled(name, "listed")).isEqualTo(isOn);
    }

    private static boolean isBoolean(FlagKind kind) {
        return !kind.off().equals("a");
    }

    /** The answers without the revision, which every change raises. */
    private List<Evaluation<JsonValue>> answers(String flag) {
        return CONTEXTS.stream()
                .map(context -> manager.flags().evaluateJson(flag, context, JsonNull.NULL))
                .map(e -> new Evaluation<>(e.value(), e.variant(), e.reason(), e.error(), e.rule(), 0))
                .toList();
    }

    private String text(String flag) {
        return Objects.requireNonNull(store.load(Set.of(Kind.FLAG)).documents().get(DocumentKey.flag(flag)))
                .json();
    }

    /** Every flag with another that requires that it is not off. */
    private String file() {
        List<String> documents = new ArrayList<>(List.of("{'name': 'base', 'status': 'enabled'}"));
        for (FlagKind kind : KINDS) {
            ROLLOUTS.forEach((rollout, rolloutMember) ->
                    PREREQUISITES.forEach((needs, needsMember) -> SEGMENTS.forEach((segment, segmentMember) -> {
                        if (kind.isRich() || (needsMember + segmentMember).isEmpty()) {
                            String name = String.join(" ", kind.name(), needs, segment, rollout);
                            String members = (kind.members() + needsMember + segmentMember + rolloutMember)
                                    .replace("%1$s", kind.off())
                                    .replace("%2$s", kind.on());
                            documents.add("{'name': '" + name + "', " + members + "}");
                            documents.add("{'name': 'needs " + name + "', 'status': 'enabled', 'requires': [{'flag': '"
                                    + name + "', 'variants': ['" + kind.on() + "']}], 'default': 'on'}");
                            flags.put(name, kind);
                        }
                    })));
        }
        return ("{'flags': [" + String.join(",\n", documents)
                        + "], 'segments': [{'name': 'everybody', 'when': {'attribute': 'country', 'op': 'exists'}}],"
                        + " 'layers': [{'name': 'l', 'slots': {'string free anybody layered': [[0, 50000]]}}]}")
                .replace('\'', '"');
    }
}
