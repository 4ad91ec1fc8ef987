package dev.flags.testkit;

import dev.flags.config.Clause;
import dev.flags.config.Condition;
import dev.flags.config.Definition;
import dev.flags.config.FlagType;
import dev.flags.config.Percentage;
import dev.flags.config.Plain;
import dev.flags.config.Prerequisite;
import dev.flags.config.Rich;
import dev.flags.config.Rule;
import dev.flags.config.Target;
import dev.flags.config.TimeWindow;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import dev.flags.testkit.SplitArbitraries.ServeDraft;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What flags serve, in the plain and the rich form. */
final class DefinitionArbitraries {
    private DefinitionArbitraries() {}

    /** Makes a definition for the flag of a name. */
    interface DefinitionDraft {
        Definition of(String flag, Drawn drawn);
    }

    static Arbitrary<DefinitionDraft> plain() {
        return Combinators.combine(
                        percentages(),
                        ConditionArbitraries.plainClauses().list().ofMaxSize(3))
                .as((percentage, clauses) -> (flag, drawn) -> new Plain(percentage, conditions(clauses)));
    }

    static Arbitrary<Percentage> percentages() {
        return Arbitraries.integers().between(0, Percentage.SCALE).map(Percentage::new);
    }

    /** The last of several clauses about one attribute. */
    private static JsonObject conditions(List<Clause> clauses) {
        JsonObject.Builder conditions = JsonObject.builder();
        clauses.forEach(clause -> conditions.put(
                clause.attribute(),
                JsonObject.builder()
                        .put(clause.operator().key(), new JsonArray(clause.values()))
                        .build()));
        return conditions.build();
    }

    static Arbitrary<DefinitionDraft> rich() {
        return Combinators.combine(
                        variants(),
                        Arbitraries.integers().between(0, 3),
                        prerequisites().list().ofMaxSize(1),
                        Arbitraries.of(Pools.UNITS).list().uniqueElements().ofMaxSize(4),
                        rules().list().ofMaxSize(3),
                        SplitArbitraries.serves(),
                        windows())
                .as((variants, off, requires, targeted, rules, serve, schedule) -> (flag, drawn) -> {
                    List<String> names = List.copyOf(variants.values().keySet());
                    Rich.Builder rich = Rich.builder(variants.type())
                            .offVariant(names.get(off % names.size()))
                            .requires(requires.stream()
                                    .map(draft -> draft.completed(drawn))
                                    .flatMap(Optional::stream)
                                    .toList())
                            .targets(targets(targeted, names))
                            .rules(numbered(rules, flag, names, drawn))
                            .defaultServe(serve.of(flag, names, drawn))
                            .schedule(schedule);
                    variants.values().forEach(rich::variant);
                    return rich.build();
                });
    }

    private record Variants(FlagType type, Map<String, JsonValue> values) {}

    private static Arbitrary<Variants> variants() {
        return Arbitraries.oneOf(
                Arbitraries.just(new Variants(
                        FlagType.BOOLEAN,
                        Rich.ofBoolean().defaultVariant(Definition.OFF).build().variants())),
                variants(FlagType.STRING, Arbitraries.of(Pools.TEXTS).map(JsonString::new)),
                variants(FlagType.INTEGER, Arbitraries.longs().map(JsonNumber::of)),
                variants(FlagType.DOUBLE, Arbitraries.of(Pools.NUMBERS).map(JsonNumber::new)),
                variants(FlagType.BOOLEAN, Arbitraries.of(JsonBoolean.FALSE, JsonBoolean.TRUE)),
                variants(FlagType.JSON, Arbitraries.of(JsonArray.EMPTY, JsonObject.EMPTY, new JsonString("x"))));
    }

    private static Arbitrary<Variants> variants(FlagType type, Arbitrary<? extends JsonValue> values) {
        return values.list().ofMinSize(1).ofMaxSize(Pools.VARIANTS.size()).map(some -> {
            Map<String, JsonValue> variants = new LinkedHashMap<>();
            some.forEach(value -> variants.put(Pools.VARIANTS.get(variants.size()), value));
            return new Variants(type, variants);
        });
    }

    private static Arbitrary<Draft<Optional<Prerequisite>>> prerequisites() {
        return Arbitraries.integers().between(0, 99).map(index -> drawn -> drawn.prerequisite(index));
    }

    /** One target for each unit, so that none is in two. */
    private static List<Target> targets(List<String> units, List<String> variants) {
        List<Target> targets = new ArrayList<>();
        units.forEach(
                unit -> targets.add(Target.ofUsers(variants.get(targets.size() % variants.size()), List.of(unit))));
        return targets;
    }

    private record RuleDraft(Optional<Draft<Condition>> when, ServeDraft serve, TimeWindow window) {}

    private static Arbitrary<RuleDraft> rules() {
        return Combinators.combine(
                        ConditionArbitraries.conditions().optional(0.8), SplitArbitraries.serves(), windows())
                .as(RuleDraft::new);
    }

    private static List<Rule> numbered(List<RuleDraft> drafts, String flag, List<String> variants, Drawn drawn) {
        List<Rule> rules = new ArrayList<>();
        drafts.forEach(draft -> rules.add(new Rule(
                "rule-" + rules.size(),
                draft.when().map(when -> when.completed(drawn)).orElse(null),
                draft.serve().of(flag, variants, drawn),
                draft.window(),
                "",
                JsonObject.EMPTY)));
        return rules;
    }

    private static Arbitrary<TimeWindow> windows() {
        Arbitrary<TimeWindow> bounded = Combinators.combine(
                        Arbitraries.of(Pools.INSTANTS.subList(0, 2)), Arbitraries.of(Pools.INSTANTS.subList(2, 4)))
                .as((start, end) -> new TimeWindow(
                        OffsetDateTime.parse(start).toInstant(),
                        OffsetDateTime.parse(end).toInstant()));
        return bounded.optional(0.2).map(window -> window.orElse(TimeWindow.ALWAYS));
    }
}
