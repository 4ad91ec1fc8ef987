package dev.flags.testkit;

import dev.flags.EvaluationContext;
import dev.flags.config.Condition;
import dev.flags.config.Configuration;
import dev.flags.config.Definition;
import dev.flags.config.Denial;
import dev.flags.config.Flag;
import dev.flags.config.FlagStatus;
import dev.flags.config.FlagType;
import dev.flags.config.Layer;
import dev.flags.config.Plain;
import dev.flags.config.Rollout;
import dev.flags.config.Segment;
import dev.flags.json.JsonBoolean;
import dev.flags.json.JsonObject;
import dev.flags.testkit.DefinitionArbitraries.DefinitionDraft;
import dev.flags.testkit.SplitArbitraries.SplitDraft;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Random configurations and contexts, for properties of jqwik: of code that asks flags, or that reads, writes or changes
 * them. Everything is valid, and shrinks: flags, rules and attributes go away until only those are left that a failure
 * needs.
 *
 * <p>Needs jqwik on the class path, which this module asks for only optionally.
 *
 * <pre>{@code
 * @Property
 * void everyOrder_isPaidOnce(@ForAll("scenarios") Scenario scenario) {
 *     Flags flags = MemoryFlags.of(scenario.configuration()).flags();
 *     assertThat(new Checkout(flags).pay(scenario.context())).hasSize(1);
 * }
 *
 * @Provide
 * Arbitrary<Scenario> scenarios() {
 *     return FlagArbitraries.scenarios(Configuration.read(Files.readAllBytes(productionFile)));
 * }
 * }</pre>
 */
public final class FlagArbitraries {
    private FlagArbitraries() {}

    /** Flags of every form and type that refer to no other document. */
    public static Arbitrary<Flag> flags() {
        return Combinators.combine(Arbitraries.of(Pools.NAMES), drafts())
                .as((name, draft) -> draft.of(name, new Drawn(Optional.empty())));
    }

    /** Up to 6 flags, 3 segments and a layer, which may refer to one another. */
    public static Arbitrary<Configuration> configurations() {
        return Combinators.combine(
                        drafts().list().ofMaxSize(6),
                        segments().list().ofMaxSize(Pools.SEGMENTS.size()),
                        SplitArbitraries.layers().optional(0.3))
                .as(FlagArbitraries::configuration)
                .withoutEdgeCases(); // there would be thousands, of which none is at an edge of anything
    }

    /**
     * Contexts that have the attributes which a configuration looks at, with values that its conditions and lists name, and
     * others next to them; each may be absent.
     */
    public static Arbitrary<EvaluationContext> contexts(Configuration configuration) {
        return scenarios(configuration).map(Scenario::context);
    }

    /** As {@link #contexts}; a failure shows the values of the attributes. */
    public static Arbitrary<Scenario> scenarios(Configuration configuration) {
        return ContextArbitraries.attributes(configuration).map(attributes -> new Scenario(configuration, attributes));
    }

    /** Configurations, each with a context that it is about. */
    public static Arbitrary<Scenario> scenarios() {
        return configurations().flatMap(FlagArbitraries::scenarios).withoutEdgeCases();
    }

    private static Configuration configuration(
            List<FlagDraft> flags, List<Draft<Segment>> segments, Optional<Layer> layer) {
        Drawn drawn = new Drawn(layer);
        segments.forEach(drawn::addSegment);
        flags.forEach(
                draft -> drawn.add(all -> draft.of(Pools.NAMES.get(all.flags().size()), all)));
        return new Configuration(drawn.flags(), drawn.segments(), layer.stream().toList());
    }

    private static Arbitrary<Draft<Segment>> segments() {
        Arbitrary<List<String>> units =
                Arbitraries.of(Pools.UNITS).list().uniqueElements().ofMaxSize(3);
        return Combinators.combine(
                        units,
                        units,
                        Arbitraries.of(Pools.UNIT_ATTRIBUTES),
                        ConditionArbitraries.conditions().optional(0.7))
                .as((included, excluded, attribute, when) -> drawn -> new Segment(
                        Pools.SEGMENTS.get(drawn.segments().size()),
                        included,
                        excluded,
                        attribute,
                        when.map(draft -> draft.completed(drawn)).orElse(null),
                        null,
                        JsonObject.EMPTY));
    }

    private static Arbitrary<FlagDraft> drafts() {
        return Combinators.combine(
                        Arbitraries.of(FlagStatus.class),
                        Arbitraries.oneOf(DefinitionArbitraries.plain(), DefinitionArbitraries.rich()),
                        Arbitraries.of(Pools.UNITS).list().uniqueElements().ofMaxSize(2),
                        Arbitraries.of(Pools.GROUPS).list().uniqueElements().ofMaxSize(1),
                        Arbitraries.of(Pools.UNITS).list().uniqueElements().ofMaxSize(2),
                        SplitArbitraries.ranged().optional(0.2),
                        ConditionArbitraries.conditions().optional(0.3))
                .as(FlagDraft::new);
    }

    private record FlagDraft(
            FlagStatus status,
            DefinitionDraft definition,
            List<String> users,
            List<String> groups,
            List<String> denied,
            Optional<SplitDraft> rollout,
            Optional<Draft<Condition>> eligible) {

        Flag of(String name, Drawn drawn) {
            Definition made = definition.of(name, drawn);
            boolean canBeOn = made.type() == FlagType.BOOLEAN && made.variants().containsValue(JsonBoolean.TRUE);
            return Flag.builder(name)
                    .status(made instanceof Plain || status == FlagStatus.DISABLED ? status : FlagStatus.ENABLED)
                    .definition(made)
                    .enabledUsers(canBeOn ? users : List.of())
                    .enabledGroups(canBeOn ? groups : List.of())
                    .denied(denied.isEmpty() ? List.of() : List.of(new Denial(denied, "user", null, null)))
                    .rollout(rollout.map(split -> rollout(split, name, made, drawn))
                            .orElse(null))
                    .build();
        }

        private Rollout rollout(SplitDraft split, String flag, Definition made, Drawn drawn) {
            List<String> variants = List.copyOf(made.variants().keySet());
            return new Rollout(
                    "rollout",
                    made.offVariant(),
                    variants.get(0),
                    eligible.map(draft -> draft.completed(drawn)).orElse(null),
                    split.of(flag, variants, drawn));
        }
    }
}
