package dev.flags.config;

import com.google.common.collect.ImmutableMap;
import dev.flags.internal.JsonPointer;
import dev.flags.json.JsonNumber;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rich form: variants of any type, and who gets which.
 *
 * @param requires flags that must serve certain variants to the same context, or the off variant is served
 * @param rules in order; the first that serves wins
 * @param defaultServe what is served when nothing before it served
 * @param schedule outside of it the off variant is served
 * @param staleness how old the configuration may get, or null if that does not matter
 */
public record Rich(
        FlagType type,
        Map<String, JsonValue> variants,
        String offVariant,
        List<Prerequisite> requires,
        List<Target> targets,
        List<Rule> rules,
        Serve defaultServe,
        TimeWindow schedule,
        @Nullable Staleness staleness)
        implements Definition {

    /** @throws IllegalArgumentException if a variant does not suit the type, or one is served that is not declared */
    public Rich {
        variants = ImmutableMap.copyOf(variants);
        requires = List.copyOf(requires);
        targets = List.copyOf(targets);
        rules = List.copyOf(rules);
        Checks checks = new Checks();
        checkVariants(type, variants, checks);
        checks.declared(offVariant, variants.keySet(), "/off_variant");
        checkTargets(targets, variants.keySet(), checks);
        checkRules(rules, variants.keySet(), checks);
        checkServe(defaultServe, variants.keySet(), "/default", checks);
        checks.done();
    }

    /** Also the order of the variants counts: it decides which one the lists of enabled users serve. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Rich rich && parts().equals(rich.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<@Nullable Object> parts() {
        return Arrays.asList(
                type,
                List.copyOf(variants.entrySet()),
                offVariant,
                requires,
                targets,
                rules,
                defaultServe,
                schedule,
                staleness);
    }

    public static Builder builder(FlagType type) {
        return new Builder(type);
    }

    /** A boolean flag with the variants {@code on} and {@code off}. */
    public static Builder ofBoolean() {
        return builder(FlagType.BOOLEAN);
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * The last step of a boolean flag with the on variant for a share of the units and the off variant for the others, so that
     * no unit is moved without need. Empty if the last step is a split among other variants.
     */
    public Optional<Split> defaultSplit(Percentage share) {
        Map<String, Percentage> weights = new LinkedHashMap<>();
        if (defaultServe instanceof Split split && split.weights() != null) {
            weights.putAll(split.weights()); // a dialect lays them out in order of declaration, so the order stays
        }
        weights.put(onVariant(), share);
        weights.put(offVariant, new Percentage(Percentage.SCALE - share.slots()));
        Split before = defaultServe instanceof Serve.Variant variant
                ? Split.ofRanges(List.of(new SlotRange(variant.variant(), 0, Percentage.SCALE)))
                : (Split) defaultServe;
        boolean isOfThese = defaultServe instanceof Serve.Variant
                || Set.of(onVariant(), offVariant).containsAll(before.variants());
        return isOfThese ? Optional.of(before.reweighted(weights)) : Optional.empty();
    }

    private static void checkVariants(FlagType type, Map<String, JsonValue> variants, Checks checks) {
        checks.require(!variants.isEmpty(), "/variants", () -> "is empty; at least one variant is required");
        variants.forEach((variant, value) -> {
            String pointer = JsonPointer.child("/variants", variant);
            checks.name(variant, pointer)
                    .require(
                            type.accepts(value),
                            pointer,
                            () -> "is " + (value instanceof JsonNumber number ? number.literal() : value.typeName())
                                    + ", which is no value of a flag of type " + type.key());
        });
    }

    private static void checkTargets(List<Target> targets, Set<String> variants, Checks checks) {
        Map<String, Set<String>> seen = new HashMap<>();
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            String pointer = "/targets/" + i;
            checks.declared(target.variant(), variants, pointer + "/variant");
            Set<String> earlier = seen.computeIfAbsent(target.attribute(), attribute -> new HashSet<>());
            for (int j = 0; j < target.units().size(); j++) {
                // Not quoted: the unit is somebody's id.
                checks.require(
                        !earlier.contains(target.units().get(j)),
                        pointer + "/units/" + j,
                        () -> "this unit is in an earlier target too; a unit can have one target");
            }
            earlier.addAll(target.units());
        }
    }

    private static void checkRules(List<Rule> rules, Set<String> variants, Checks checks) {
        checks.atMost(rules.size(), Limits.MAX_RULES, "rules", "/rules");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            String pointer = "/rules/" + i;
            checks.require(
                    ids.add(rule.id()),
                    pointer + "/id",
                    () -> "another rule has the id " + Text.quote(rule.id()) + " too; ids are unique in a flag");
            checkServe(rule.serve(), variants, pointer + "/serve", checks);
        }
    }

    static void checkServe(Serve serve, Collection<String> variants, String pointer, Checks checks) {
        if (serve instanceof Serve.Variant variant) {
            checks.declared(variant.variant(), variants, pointer);
            return;
        }
        Split split = (Split) serve;
        if (split.weights() != null) {
            split.weights()
                    .keySet()
                    .forEach(v -> checks.declared(v, variants, JsonPointer.child(pointer + "/weights", v)));
        }
        if (split.ranges() != null) {
            for (int i = 0; i < split.ranges().size(); i++) {
                checks.declared(split.ranges().get(i).variant(), variants, pointer + "/ranges/" + i + "/0");
            }
        }
    }

    /** Collects the parts of a definition. Not thread-safe. */
    public static final class Builder {
        private final FlagType type;
        private final Map<String, JsonValue> variants = new LinkedHashMap<>();
        private @Nullable String offVariant;
        private List<Prerequisite> requires = List.of();
        private List<Target> targets = List.of();
        private final List<Rule> rules = new ArrayList<>();
        private @Nullable Serve defaultServe;
        private TimeWindow schedule = TimeWindow.ALWAYS;
        private @Nullable Staleness staleness;

        private Builder(FlagType type) {
            this.type = Objects.requireNonNull(type, "type");
        }

        private Builder(Rich rich) {
            type = rich.type;
            variants.putAll(rich.variants);
            offVariant = rich.offVariant;
            requires = rich.requires;
            targets = rich.targets;
            rules.addAll(rich.rules);
            defaultServe = rich.defaultServe;
            schedule = rich.schedule;
            staleness = rich.staleness;
        }

        public Builder variant(String name, JsonValue value) {
            variants.put(name, value);
            return this;
        }

        public Builder variant(String name, String value) {
            return variant(name, new JsonString(value));
        }

        /** Defaults to {@code off} for a boolean flag that has such a variant. */
        public Builder offVariant(String variant) {
            offVariant = variant;
            return this;
        }

        public Builder requires(List<Prerequisite> prerequisites) {
            requires = prerequisites;
            return this;
        }

        public Builder targets(List<Target> newTargets) {
            targets = newTargets;
            return this;
        }

        /** Adds a rule after those that are there. */
        public Builder rule(Rule rule) {
            rules.add(rule);
            return this;
        }

        /** Replaces all rules. */
        public Builder rules(List<Rule> newRules) {
            rules.clear();
            rules.addAll(newRules);
            return this;
        }

        public Builder defaultServe(Serve serve) {
            defaultServe = serve;
            return this;
        }

        public Builder defaultVariant(String variant) {
            return defaultServe(Serve.variant(variant));
        }

        public Builder schedule(TimeWindow window) {
            schedule = window;
            return this;
        }

        public Builder staleness(@Nullable Staleness newStaleness) {
            staleness = newStaleness;
            return this;
        }

        /**
         * Makes the definition; may be called again.
         *
         * @throws IllegalArgumentException as the constructor does, and if there is no default, or no off variant in a
         *     flag that has no variant {@code off}
         */
        public Rich build() {
            Map<String, JsonValue> declared =
                    variants.isEmpty() && type == FlagType.BOOLEAN ? Plain.VARIANTS : variants;
            Checks checks = new Checks()
                    .require(defaultServe != null, "/default", () -> "is required in the rich form")
                    .require(
                            offVariant != null || (type == FlagType.BOOLEAN && declared.containsKey(OFF)),
                            "/off_variant",
                            () -> "is required for a flag without a boolean variant \"off\"");
            checks.done();
            return new Rich(
                    type,
                    declared,
                    Objects.requireNonNullElse(offVariant, OFF),
                    requires,
                    targets,
                    rules,
                    Objects.requireNonNull(defaultServe),
                    schedule,
                    staleness);
        }
    }
}
