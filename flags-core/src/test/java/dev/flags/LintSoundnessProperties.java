package dev.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.config.ConfigFile;
import dev.flags.config.DocumentKey;
import dev.flags.config.FileDocuments;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonNull;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.lint.LintFinding;
import dev.flags.lint.LintRule;
import dev.flags.lint.Linter;
import dev.flags.lint.Tangle;
import dev.flags.lint.TangledConfig;
import dev.flags.lint.Usage;
import dev.flags.oracle.ConfigGenerator;
import dev.flags.oracle.ContextGenerator;
import dev.flags.store.Document;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import dev.flags.testing.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever the linter says of a generated configuration is so, as the compiled evaluator answers. Every part of a condition
 * that is said to hold always or never is made a flag of its own.
 */
class LintSoundnessProperties {
    private static final int CONTEXTS = 40;
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Usage UNUSED = new Usage(Instant.EPOCH, Map.of(), 0, Instant.EPOCH);
    private static final String PROBE = "probe ";
    private static final Set<Reason> IS_OFF = Set.of(Reason.DISABLED, Reason.STALE);

    private static final Map<LintRule, Integer> FOUND = new EnumMap<>(LintRule.class);
    private static int flags;

    @Property(tries = 1_100)
    void tangledConfigurations_areAsTheLinterSays(@ForAll long seed) {
        Random random = new Random(seed);
        Tangle tangle = new Tangle(random);
        check(new TangledConfig(random).file(), random, tangle::context);
    }

    @Property(tries = 400)
    void anyConfigurations_areAsTheLinterSays(@ForAll long seed) {
        Random random = new Random(seed);
        String file = withNarrowerCopies(new ConfigGenerator(random).config().toString());
        check(file, random, () -> ContextGenerator.randomContext(random));
    }

    @AfterContainer
    static void everythingWasFound() {
        System.out.println("linted: " + flags + " flags, " + FOUND);
        assertThat(flags).isGreaterThan(5_000);
        for (LintRule rule : LintRule.values()) {
            assertThat(FOUND.getOrDefault(rule, 0)).as(rule.key()).isGreaterThan(20);
        }
    }

    private static void check(String text, Random random, Supplier<Map<String, Object>> contexts) {
        JsonObject file = (JsonObject) JsonValue.parse(text);
        List<LintFinding> findings = lint(file);
        findings.forEach(finding -> FOUND.merge(finding.rule(), 1, Integer::sum));
        flags += list(file, "flags").size();
        Configuration configuration = new Configuration(withProbes(file, findings));
        for (int i = 0; i < CONTEXTS; i++) {
            Map<String, Object> attributes = contexts.get();
            EvaluationContext context = context(attributes);
            EvaluationContext single = context(withoutArrays(attributes));
            configuration.clock.set(time(random));
            configuration.isOld = random.nextInt(4) == 0;
            for (LintFinding finding : findings) {
                boolean isSingle = finding.rule() == LintRule.ARRAYS_ONLY;
                assertThat(isContradicted(finding, file, configuration, isSingle ? single : context))
                        .as("%s, in %s at %s, of %s", finding, attributes, configuration.clock.instant(), text)
                        .isFalse();
            }
        }
    }

    private static List<LintFinding> lint(JsonObject file) {
        Map<String, Usage> usage =
                list(file, "flags").stream().collect(Collectors.toMap(flag -> text(flag, "name"), flag -> UNUSED));
        return Linter.defaults().at(NOW).withUsage(usage).lint(file.toJson().getBytes(StandardCharsets.UTF_8));
    }

    private static Instant time(Random random) {
        return NOW.plus(Duration.ofDays(random.nextInt(800) - 400));
    }

    /** Whether an answer shows that a finding is wrong. */
    private static boolean isContradicted(
            LintFinding finding, JsonObject file, Configuration configuration, EvaluationContext context) {
        boolean isOver = !configuration.clock.instant().isBefore(NOW);
        return switch (finding.rule()) {
            case UNREACHABLE_RULE, SHADOWED_RULE -> configuration.serves(rule(finding, file), finding, context);
            case ENDED_WINDOW ->
                isOver
                        && (finding.pointer().startsWith("/rules")
                                ? configuration.serves(rule(finding, file), finding, context)
                                : !IS_OFF.contains(configuration
                                        .answer(name(finding), context)
                                        .reason()));
            case ALWAYS_TRUE -> !configuration.meetsProbe(finding, context);
            case ALWAYS_FALSE, EMPTY_SEGMENT, ARRAYS_ONLY -> configuration.meetsProbe(finding, context);
            case CONSTANT_FLAG -> {
                Evaluation<JsonValue> answer = configuration.answer(name(finding), context);
                boolean isMeant = !configuration.clock.instant().isBefore(NOW.minus(Linter.DEFAULT_CONSTANT_AFTER));
                yield isMeant
                        && answer.error() == null
                        && !finding.message().contains("serves \"" + answer.variant() + "\"");
            }
            case LAYER_WITHOUT_SLOTS -> {
                Evaluation<JsonValue> answer = configuration.answer(name(finding), context);
                String rule = finding.pointer().startsWith("/rules") ? rule(finding, file) : null;
                yield answer.reason() == Reason.SPLIT
                        && Objects.equals(rule, answer.rule())
                        && !"off".equals(answer.variant());
            }
            case FORMAT_ERROR,
                    FORMAT_WARNING,
                    UNUSED_SEGMENT,
                    UNUSED_LAYER,
                    UNUSED_SLOTS,
                    SHARED_SALT,
                    ASSIGNED_OUTSIDE_LAYER,
                    GAP_IN_DEFAULT,
                    EXPIRED_FLAG,
                    NEVER_EVALUATED,
                    UNKNOWN_LINT_RULE -> false;
        };
    }

    /** The id under which an answer would name the rule that a finding is about. */
    private static String rule(LintFinding finding, JsonObject file) {
        JsonObject flag = document(finding, file);
        if (finding.pointer().equals("/rollout")) {
            return "rollout:" + text((JsonObject) flag.get("rollout").orElseThrow(), "id");
        }
        int index = Integer.parseInt(finding.pointer().split("/", -1)[2]);
        return text(list(flag, "rules").get(index), "id");
    }

    /** A file with a flag for each condition that a finding is about, which is on if the condition holds. */
    private static JsonObject withProbes(JsonObject file, List<LintFinding> findings) {
        List<JsonValue> all = new ArrayList<>(list(file, "flags"));
        for (LintFinding finding : findings) {
            JsonObject condition = condition(finding, file);
            if (condition != null) {
                all.add(JsonObject.builder()
                        .put("name", PROBE + finding)
                        .put("status", "enabled")
                        .put("default", "off")
                        .put(
                                "rules",
                                JsonArray.of(JsonObject.builder()
                                        .put("id", "r")
                                        .put("when", condition)
                                        .put("serve", "on")
                                        .build()))
                        .build());
            }
        }
        return JsonObject.builder()
                .putAll(file)
                .put("flags", new JsonArray(all))
                .build();
    }

    private static @Nullable JsonObject condition(LintFinding finding, JsonObject file) {
        return switch (finding.rule()) {
            case EMPTY_SEGMENT ->
                JsonObject.builder().put("segment", name(finding)).build();
            case ALWAYS_TRUE, ALWAYS_FALSE, ARRAYS_ONLY -> condition(document(finding, file), finding.pointer());
            default -> null;
        };
    }

    private static JsonObject condition(JsonObject document, String pointer) {
        if (!pointer.startsWith("/conditions")) {
            return (JsonObject) at(document, pointer);
        }
        List<JsonValue> clauses = new ArrayList<>();
        ((JsonObject) at(document, "/conditions")).members().forEach((attribute, form) -> {
            if (form instanceof JsonObject operators) {
                operators.members().forEach((operator, values) -> {
                    if (("/conditions/" + escaped(attribute) + "/" + operator).startsWith(pointer)) {
                        clauses.add(clause(attribute, operator, values));
                    }
                });
            } else if (("/conditions/" + escaped(attribute)).startsWith(pointer)) {
                clauses.add(clause(attribute, "in", form));
            }
        });
        return JsonObject.builder().put("all", new JsonArray(clauses)).build();
    }

    private static JsonObject clause(String attribute, String operator, JsonValue values) {
        return JsonObject.builder()
                .put("attribute", attribute)
                .put("op", operator)
                .put("values", values instanceof JsonArray ? values : JsonArray.of(values))
                .build();
    }

    private static String escaped(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }

    private static JsonValue at(JsonValue value, String pointer) {
        JsonValue found = value;
        for (String token : pointer.substring(1).split("/", -1)) {
            found = found instanceof JsonArray array
                    ? array.elements().get(Integer.parseInt(token))
                    : ((JsonObject) found).get(token).orElseThrow();
        }
        return found;
    }

    private static JsonObject document(LintFinding finding, JsonObject file) {
        String kind = finding.document().startsWith("flag") ? "flags" : "segments";
        return list(file, kind).stream()
                .filter(document -> text(document, "name").equals(name(finding)))
                .findFirst()
                .orElseThrow();
    }

    private static String name(LintFinding finding) {
        return ((JsonString) JsonValue.parse(
                        finding.document().substring(finding.document().indexOf('"'))))
                .value();
    }

    private static EvaluationContext context(Map<String, Object> attributes) {
        return EvaluationContext.builder().attributes(attributes).build();
    }

    private static Map<String, Object> withoutArrays(Map<String, Object> context) {
        Map<String, Object> single = new HashMap<>(context);
        single.values().removeIf(value -> value instanceof List || value instanceof Map);
        return single;
    }

    /** Appends to each flag copies of its rules that are for no more than those of whom they are copies. */
    private static String withNarrowerCopies(String text) {
        JsonObject file = (JsonObject) JsonValue.parse(text);
        List<JsonValue> all = new ArrayList<>();
        for (JsonObject flag : list(file, "flags")) {
            List<JsonValue> rules = new ArrayList<>(list(flag, "rules"));
            for (JsonObject rule : list(flag, "rules")) {
                JsonObject.Builder copy = JsonObject.builder().putAll(rule).put("id", text(rule, "id") + " again");
                rule.get("when")
                        .ifPresent(when -> copy.put(
                                "when",
                                JsonObject.builder()
                                        .put("all", JsonArray.of(clause("country", "exists", JsonArray.EMPTY), when))
                                        .build()));
                rules.add(copy.build());
            }
            all.add(
                    rules.isEmpty()
                            ? flag
                            : JsonObject.builder()
                                    .putAll(flag)
                                    .put("rules", new JsonArray(rules))
                                    .build());
        }
        return JsonObject.builder()
                .putAll(file)
                .put("flags", new JsonArray(all))
                .build()
                .toJson();
    }

    private static List<JsonObject> list(JsonObject object, String member) {
        return object.get(member)
                .map(list -> ((JsonArray) list)
                        .elements().stream().map(JsonObject.class::cast).toList())
                .orElse(List.of());
    }

    private static String text(JsonObject object, String member) {
        return ((JsonString) object.get(member).orElseThrow()).value();
    }

    /** A configuration as answers come from it. */
    private static final class Configuration {
        private final VirtualClock clock = VirtualClock.startingAt(NOW);
        private final Evaluator fresh;
        private final Evaluator old;
        private boolean isOld;

        Configuration(JsonObject file) {
            Map<DocumentKey, Document> documents = new HashMap<>();
            FileDocuments.of(ConfigFile.read(file.toJson().getBytes(StandardCharsets.UTF_8))
                            .orThrow())
                    .documents()
                    .forEach((key, text) -> documents.put(key, new Document(key, 1, text.toJson())));
            ConfigState state =
                    new ConfigLoader(null).load(StoreSnapshot.of(new Version("test", 1), documents), ConfigState.NONE);
            assertThat(state.flags())
                    .hasSizeGreaterThanOrEqualTo(list(file, "flags").size() - 1);
            Snapshot snapshot =
                    new ConfigCompiler(clock).compile(state, ConfigState.NONE, state.changedSince(ConfigState.NONE));
            fresh = new Evaluator(snapshot, Observer.NONE);
            old = new Evaluator(snapshot.asOld(Duration.ofDays(1_000), true), Observer.NONE);
        }

        Evaluation<JsonValue> answer(String flag, EvaluationContext context) {
            return (isOld ? old : fresh).evaluateJson(flag, context, JsonNull.NULL);
        }

        boolean serves(String rule, LintFinding finding, EvaluationContext context) {
            return rule.equals(answer(name(finding), context).rule());
        }

        boolean meetsProbe(LintFinding finding, EvaluationContext context) {
            String variant = answer(PROBE + finding, context).variant();
            assertThat(variant).isIn("on", "off");
            return "on".equals(variant);
        }
    }
}
