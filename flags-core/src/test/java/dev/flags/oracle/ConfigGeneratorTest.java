package dev.flags.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Shows that generated configurations and contexts meet: what they never do together, they cannot test. */
class ConfigGeneratorTest {

    private static final long SEED = 20_260_601;
    private static final int FILES = 1_500;
    private static final int CONTEXTS = 20;
    private static final Instant NOW = Instant.parse("2026-07-01T00:00:00Z");

    private static final List<String> STEPS = List.of(
            "no such flag",
            "disabled",
            "outside schedule",
            "requires",
            "denied",
            "targets",
            "enabled_users",
            "enabled_groups",
            "rule",
            "rule split",
            "rule split stops",
            "rule split stops, unit missing",
            "conditions not met",
            "rollout, plain",
            "rollout, rich",
            "plain, conditions met",
            "plain, enabled, STATIC",
            "plain, enabled, DEFAULT",
            "plain, percentage, on",
            "plain, percentage, off",
            "plain, percentage, unit missing",
            "rich, variant, STATIC",
            "rich, variant, DEFAULT",
            "rich, split",
            "rich, split misses",
            "rich, split, unit missing");

    private static final List<String> MEMBERS = List.of(
            "flags",
            "segments",
            "layers",
            "revision",
            "schema",
            "$schema",
            "name",
            "status",
            "rollout_percentage",
            "enabled_users",
            "enabled_groups",
            "conditions",
            "description",
            "type",
            "variants",
            "off_variant",
            "requires",
            "flag",
            "denied",
            "units",
            "attribute",
            "until",
            "by",
            "targets",
            "variant",
            "rules",
            "id",
            "when",
            "serve",
            "start",
            "end",
            "default",
            "rollout",
            "baseline",
            "candidate",
            "salt",
            "bucket_by",
            "schedule",
            "max_staleness",
            "on_stale",
            "restore",
            "owner",
            "tags",
            "created_at",
            "expires_at",
            "metadata",
            "all",
            "any",
            "not",
            "segment",
            "op",
            "values",
            "negate",
            "ignore_case",
            "on_missing",
            "weights",
            "ranges",
            "layer",
            "on_miss",
            "included",
            "excluded",
            "slots",
            "$holdout");

    /** How often something held and how often it did not. */
    private static final class Tally {
        private int held;
        private int failed;
        private int missing;

        void add(boolean holds) {
            held += holds ? 1 : 0;
            failed += holds ? 0 : 1;
        }

        double share(int part) {
            return 100.0 * part / (held + failed + missing);
        }
    }

    @Test
    void operators_matchAndFailOften() {
        Map<String, Tally> operators = new TreeMap<>();
        Map<String, Tally> modifiers = new TreeMap<>();
        Random random = new Random(SEED);
        for (int file = 0; file < FILES; file++) {
            JsonNode config = config(random);
            Map<String, Object> context = ContextGenerator.randomContext(random);
            eachClause(config, clause -> {
                count(operators, clause, context);
                String operator = clause.path("op").textValue();
                boolean holds = NaiveEvaluator.clauseHolds(clause, context);
                for (String modifier : List.of("negate", "ignore_case", "on_missing")) {
                    if (clause.has(modifier)) {
                        modifiers
                                .computeIfAbsent(operator + " " + modifier, key -> new Tally())
                                .add(holds);
                    }
                }
            });
        }
        StringBuilder table = new StringBuilder("seed " + SEED + "\noperator        matched  failed missing (%)\n");
        operators.forEach((operator, tally) -> table.append(String.format(
                "%-15s %7.1f %7.1f %7.1f%n",
                operator, tally.share(tally.held), tally.share(tally.failed), tally.share(tally.missing))));
        System.out.println(table);

        assertThat(operators).containsOnlyKeys(ConditionGenerator.OPERATORS.toArray(String[]::new));
        assertThat(operators).allSatisfy((operator, tally) -> {
            assertThat(tally.share(tally.held)).as("%s matched", operator).isGreaterThan(1);
            assertThat(tally.share(tally.failed)).as("%s failed", operator).isGreaterThan(1);
        });
        assertThat(modifiers).hasSize(3 * ConditionGenerator.OPERATORS.size());
        assertThat(modifiers).allSatisfy((modifier, tally) -> {
            assertThat(tally.held).as("%s held", modifier).isPositive();
            assertThat(tally.failed).as("%s failed", modifier).isPositive();
        });
    }

    @Test
    void steps_areAllReached() {
        Map<String, Tally> steps = new TreeMap<>();
        STEPS.forEach(step -> steps.put(step, new Tally()));
        Map<String, Integer> reasons = new TreeMap<>();
        Random random = new Random(SEED);
        for (int file = 0; file < FILES; file++) {
            JsonNode config = config(random);
            NaiveEvaluator evaluator = new NaiveEvaluator(config, ConfigGeneratorTest::laidOutAnew);
            for (int i = 0; i < CONTEXTS; i++) {
                Map<String, Object> context = ContextGenerator.randomContext(random);
                Instant now = ContextGenerator.randomInstant(random);
                if (random.nextInt(20) == 0) {
                    record(steps, reasons, "no such flag", evaluator.evaluate("none", context, now));
                }
                for (JsonNode flag : config.path("flags")) {
                    NaiveAnswer answer = evaluator.evaluate(flag.path("name").textValue(), context, now);
                    record(steps, reasons, step(flag, answer), answer);
                }
            }
        }
        StringBuilder table = new StringBuilder("seed " + SEED + "\nstep                             served (%)\n");
        int answers = steps.values().stream().mapToInt(tally -> tally.held).sum();
        steps.forEach(
                (step, tally) -> table.append(String.format("%-35s %7.2f%n", step, 100.0 * tally.held / answers)));
        System.out.println(table.append(reasons));

        assertThat(steps).containsOnlyKeys(STEPS.toArray(String[]::new));
        assertThat(steps)
                .allSatisfy((step, tally) ->
                        assertThat(100.0 * tally.held / answers).as("%s", step).isGreaterThan(0.5));
        assertThat(reasons).containsOnlyKeys("DEFAULT", "DISABLED", "ERROR", "SPLIT", "STATIC", "TARGETING_MATCH");
    }

    @Test
    void configs_useEveryMember() {
        Set<String> members = new TreeSet<>();
        Random random = new Random(SEED);
        for (int i = 0; i < 300; i++) {
            eachMember(config(random), members);
        }
        assertThat(members).contains(MEMBERS.toArray(String[]::new));
    }

    @Test
    void ruleSplits_serveInLayersAndAfterRebalancing() {
        Random random = new Random(SEED);
        int[] rebalanced = new int[1];
        int answers = 0;
        int inLayers = 0;
        for (int file = 0; file < FILES; file++) {
            JsonNode config = config(random);
            NaiveEvaluator evaluator = new NaiveEvaluator(config, (ranges, weights) -> {
                rebalanced[0]++;
                return laidOutAnew(ranges, weights);
            });
            Map<String, Object> context = ContextGenerator.randomContext(random);
            for (JsonNode flag : config.path("flags")) {
                NaiveAnswer answer = evaluator.evaluate(flag.path("name").textValue(), context, NOW);
                answers++;
                for (JsonNode rule : flag.path("rules")) {
                    boolean served = rule.path("id").textValue().equals(answer.rule()) && answer.error() == null;
                    inLayers += served && rule.path("serve").has("layer") ? 1 : 0;
                }
            }
        }
        System.out.printf("rebalanced %d, by rules in layers %d, of %d answers%n", rebalanced[0], inLayers, answers);
        assertThat(100.0 * rebalanced[0] / answers).isGreaterThan(2);
        assertThat(100.0 * inLayers / answers).isGreaterThan(0.5);
    }

    @Test
    void sameSeed_makesTheSame() {
        Random one = new Random(SEED);
        Random other = new Random(SEED);
        for (int i = 0; i < 100; i++) {
            assertThat(new ConfigGenerator(one).config().toString())
                    .isEqualTo(new ConfigGenerator(other).config().toString());
            assertThat(ContextGenerator.randomContext(one)).isEqualTo(ContextGenerator.randomContext(other));
            assertThat(ContextGenerator.randomInstant(one)).isEqualTo(ContextGenerator.randomInstant(other));
        }
    }

    @Test
    void splits_haveDisjointRangesAndWeightsOfAtMostAHundred() {
        Random random = new Random(SEED);
        for (int i = 0; i < 300; i++) {
            JsonNode config = config(random);
            for (JsonNode weights : config.findValues("weights")) {
                BigDecimal sum = BigDecimal.ZERO;
                for (JsonNode weight : weights) {
                    assertThat(weight.decimalValue().stripTrailingZeros().scale())
                            .isLessThanOrEqualTo(3);
                    assertThat(weight.decimalValue()).isNotNegative();
                    sum = sum.add(weight.decimalValue());
                }
                assertThat(sum).isLessThanOrEqualTo(new BigDecimal(100));
            }
            for (JsonNode ranges : config.findValues("ranges")) {
                BitSet taken = new BitSet();
                for (JsonNode range : ranges) {
                    int from = range.get(1).intValue();
                    int to = range.get(2).intValue();
                    assertThat(taken.get(from, to).isEmpty()).as("%s", ranges).isTrue();
                    taken.set(from, to);
                }
                assertThat(taken.length()).isLessThanOrEqualTo(100_000);
            }
        }
    }

    @Test
    void references_pointToWhatIsThere() {
        Random random = new Random(SEED);
        for (int i = 0; i < 300; i++) {
            JsonNode config = config(random);
            for (JsonNode reference : config.findParents("flag")) {
                JsonNode flag =
                        named(config.path("flags"), reference.path("flag").textValue());
                for (JsonNode variant : reference.path("variants")) {
                    assertThat(NaiveEvaluator.variants(flag).has(variant.textValue()))
                            .isTrue();
                }
            }
            for (JsonNode reference : config.findParents("segment")) {
                named(config.path("segments"), reference.path("segment").textValue());
            }
            for (JsonNode split : config.findParents("layer")) {
                // A layer's slots may be those of a flag that is named "layer".
                if (split.path("layer").isTextual()) {
                    named(config.path("layers"), split.path("layer").textValue());
                }
            }
        }
    }

    private static JsonNode named(JsonNode documents, String name) {
        return documents.findParents("name").stream()
                .filter(document -> document.path("name").textValue().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void record(
            Map<String, Tally> steps, Map<String, Integer> reasons, String step, NaiveAnswer answer) {
        steps.computeIfAbsent(step, key -> new Tally()).add(true);
        reasons.merge(answer.reason(), 1, Integer::sum);
    }

    private static JsonNode config(Random random) {
        return NaiveEvaluator.parse(new ConfigGenerator(random).config().toString());
    }

    private static List<NaiveEvaluator.Range> laidOutAnew(JsonNode ranges, JsonNode weights) {
        List<NaiveEvaluator.Range> laidOut = new ArrayList<>();
        int from = 0;
        for (Map.Entry<String, JsonNode> weight : weights.properties()) {
            int to = from + weight.getValue().decimalValue().movePointRight(3).intValueExact();
            laidOut.add(new NaiveEvaluator.Range(weight.getKey(), from, to));
            from = to;
        }
        return laidOut;
    }

    /** Every clause in the file, those that plain conditions are short for too. */
    private static void eachClause(JsonNode node, Consumer<JsonNode> visitor) {
        if (node.has("op") && node.has("attribute")) {
            visitor.accept(node);
        }
        if (node.path("conditions").isObject()) {
            NaiveEvaluator.plainClauses(node.path("conditions")).forEach(visitor);
        }
        node.forEach(child -> eachClause(child, visitor));
    }

    private static void eachMember(JsonNode node, Set<String> members) {
        node.fieldNames().forEachRemaining(members::add);
        node.forEach(child -> eachMember(child, members));
    }

    private static void count(Map<String, Tally> operators, JsonNode clause, Map<String, Object> context) {
        String operator = clause.path("op").textValue();
        Tally tally = operators.computeIfAbsent(operator, key -> new Tally());
        Object attribute = NaiveValues.lookup(context, clause.path("attribute").textValue());
        if (operator.equals("exists")) {
            tally.add(NaiveEvaluator.clauseHolds(clause, context)
                    != clause.path("negate").booleanValue());
        } else if (attribute == null) {
            tally.missing++;
        } else {
            tally.add(NaiveOperators.matches(
                    operator, clause.path("values"), clause.path("ignore_case").booleanValue(), attribute));
        }
    }

    private static String step(JsonNode flag, NaiveAnswer answer) {
        boolean rich = flag.has("default");
        String rule = answer.rule();
        boolean missing = answer.error() != null;
        if (answer.reason().equals("DISABLED")) {
            return flag.path("status").textValue().equals("disabled") ? "disabled" : "outside schedule";
        }
        if (rule != null) {
            return ruleStep(flag, answer, rule, rich);
        }
        if (!rich && answer.reason().equals("SPLIT")) {
            return "plain, percentage, " + (missing ? "unit missing" : answer.variant());
        }
        if (!rich) {
            return "off".equals(answer.variant()) ? "conditions not met" : "plain, enabled, " + answer.reason();
        }
        if (!answer.reason().equals("SPLIT")) {
            return "rich, variant, " + answer.reason();
        }
        if (missing) {
            return "rich, split, unit missing";
        }
        return splits(flag.path("default"), answer.variant()) ? "rich, split" : "rich, split misses";
    }

    private static String ruleStep(JsonNode flag, NaiveAnswer answer, String rule, boolean rich) {
        if (rule.startsWith("rollout:")) {
            return rich ? "rollout, rich" : "rollout, plain";
        }
        if (rule.equals("conditions")) {
            return "plain, conditions met";
        }
        for (JsonNode candidate : flag.path("rules")) {
            JsonNode serve = candidate.path("serve");
            if (candidate.path("id").textValue().equals(rule)) {
                if (answer.error() != null) {
                    return "rule split stops, unit missing";
                }
                if (serve.isTextual()) {
                    return "rule";
                }
                return splits(serve, answer.variant()) ? "rule split" : "rule split stops";
            }
        }
        return rule;
    }

    /** Whether the split may serve the variant; where it does not, it was the off variant of a miss. */
    private static boolean splits(JsonNode split, String variant) {
        boolean inRanges = false;
        for (JsonNode range : split.path("ranges")) {
            inRanges |= range.get(0).textValue().equals(variant);
        }
        return inRanges || split.path("weights").has(variant);
    }
}
