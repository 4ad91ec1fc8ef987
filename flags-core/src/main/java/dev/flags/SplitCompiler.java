package dev.flags;

import dev.flags.CompiledSplit.DialectDivision;
import dev.flags.CompiledSplit.Division;
import dev.flags.CompiledSplit.Gate;
import dev.flags.CompiledSplit.NativeDivision;
import dev.flags.CompiledSplit.Ranges;
import dev.flags.bucketing.Dialect;
import dev.flags.config.Definition;
import dev.flags.config.Flag;
import dev.flags.config.Layer;
import dev.flags.config.Percentage;
import dev.flags.config.Rollout;
import dev.flags.config.Serve;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns the splits of one flag into the form that is evaluated. */
final class SplitCompiler {
    private final Flag flag;
    private final Map<String, Layer> layers;
    private final Outcomes outcomes;

    SplitCompiler(Flag flag, Map<String, Layer> layers, Outcomes outcomes) {
        this.flag = flag;
        this.layers = layers;
        this.outcomes = outcomes;
    }

    /** The split of a rollout: whoever it misses goes on. */
    CompiledSplit ofRollout(Rollout rollout) {
        Split split = rollout.serve();
        return compile(split, rollout.ruleId(), rollout.ruleId(), Ramp.of(rollout), split.stopOnMiss());
    }

    /** The split of a rule: whoever it misses goes on, unless it says otherwise. */
    CompiledSplit ofRule(Serve serve, String rule) {
        return compile((Split) serve, rule, rule, Ramp.NONE, ((Split) serve).stopOnMiss());
    }

    /** The split of the last step, which has nowhere to go on to. */
    CompiledSplit ofLastStep(Serve serve, String saltName) {
        return compile((Split) serve, saltName, null, Ramp.ofLastStep(flag), true);
    }

    /** The percentage of a plain flag: the rest takes part, too, as those who are off. */
    CompiledSplit ofPercentage(Percentage share) {
        List<SlotRange> ranges = List.of(new SlotRange(Definition.ON, 0, share.slots()));
        AttributeRef[] bucketBy = attributes(flag.bucketBy());
        return new CompiledSplit(
                bucketBy,
                nativeDivision(flag.saltOrName(), ranges, null, bucketBy, Ramp.fromZero(Definition.ON)),
                null,
                outcomes.split(Definition.OFF, null, bucketBy),
                outcomes.withoutUnit(null));
    }

    /** @param stops whether a unit that it misses, or a context without one, ends here */
    private CompiledSplit compile(Split split, String saltName, @Nullable String rule, Ramp ramp, boolean stops) {
        AttributeRef[] bucketBy = attributes(split.bucketBy().isEmpty() ? flag.bucketBy() : split.bucketBy());
        return new CompiledSplit(
                bucketBy,
                division(split, saltName, rule, bucketBy, ramp),
                gate(split),
                stops ? outcomes.off(Reason.SPLIT, rule) : null,
                stops ? outcomes.withoutUnit(rule) : null);
    }

    private Division division(Split split, String saltName, @Nullable String rule, AttributeRef[] bucketBy, Ramp ramp) {
        Dialect dialect = split.dialect();
        if (dialect != null) {
            Map<String, Percentage> weights = Objects.requireNonNull(split.weights());
            List<Integer> slots =
                    weights.values().stream().map(Percentage::slots).toList();
            Outcome[] served = served(weights.keySet(), rule, bucketBy);
            return new DialectDivision(dialect.bucketer(flag.name(), slots), served, dialect.name(), weights);
        }
        return nativeDivision(salt(split, saltName), split.effectiveRanges(), rule, bucketBy, ramp);
    }

    private Outcome[] served(Collection<String> variants, @Nullable String rule, AttributeRef[] bucketBy) {
        return variants.stream()
                .map(variant -> outcomes.split(variant, rule, bucketBy))
                .toArray(Outcome[]::new);
    }

    /** In a layer, the layer's salt has decided who takes part, and a second one has to decide who gets what. */
    private String salt(Split split, String saltName) {
        if (split.salt() != null) {
            return split.salt();
        }
        return split.layer() == null ? flag.saltOrName() : flag.saltOrName() + "#" + saltName;
    }

    private NativeDivision nativeDivision(
            String salt, List<SlotRange> ranges, @Nullable String rule, AttributeRef[] bucketBy, Ramp ramp) {
        List<SlotRange> sorted = ranges.stream()
                .filter(range -> range.to() > range.from())
                .sorted(Comparator.comparingInt(SlotRange::from))
                .toList();
        List<String> variants = new ArrayList<>();
        int[] index = new int[sorted.size()];
        for (int i = 0; i < index.length; i++) {
            String variant = sorted.get(i).variant();
            if (!variants.contains(variant)) {
                variants.add(variant);
            }
            index[i] = variants.indexOf(variant);
        }
        return new NativeDivision(
                salt,
                new Ranges(
                        sorted.stream().mapToInt(SlotRange::from).toArray(),
                        sorted.stream().mapToInt(SlotRange::to).toArray(),
                        index),
                served(variants, rule, bucketBy),
                ranges,
                ramp);
    }

    private @Nullable Gate gate(Split split) {
        if (split.layer() == null) {
            return null;
        }
        Layer layer = layers.get(split.layer());
        if (layer == null) {
            // A layer that was refused has no slots for anybody.
            return gate(split.layer(), flag.bucketBy(), "", List.of());
        }
        return gate(
                layer.name(),
                layer.bucketBy(),
                layer.saltOrName(),
                layer.slots().getOrDefault(flag.name(), List.of()));
    }

    private static Gate gate(String layer, List<String> bucketBy, String salt, List<Layer.Slots> slots) {
        return new Gate(attributes(bucketBy), salt, ranges(slots), layer, slots);
    }

    private static Ranges ranges(List<Layer.Slots> slots) {
        List<Layer.Slots> sorted = slots.stream()
                .filter(range -> range.to() > range.from())
                .sorted(Comparator.comparingInt(Layer.Slots::from))
                .toList();
        return new Ranges(
                sorted.stream().mapToInt(Layer.Slots::from).toArray(),
                sorted.stream().mapToInt(Layer.Slots::to).toArray(),
                new int[sorted.size()]);
    }

    private static AttributeRef[] attributes(List<String> names) {
        return names.stream().map(AttributeRef::new).toArray(AttributeRef[]::new);
    }
}
