package dev.flags;

import dev.flags.CompiledSplit.Scope;
import dev.flags.bucketing.Dialect;
import dev.flags.config.Definition;
import dev.flags.config.Flag;
import dev.flags.config.Layer;
import dev.flags.config.Percentage;
import dev.flags.config.Rollout;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
    CompiledSplit ofRollout(Rollout rollout, StepName name) {
        Split split = rollout.serve();
        return compile(split, name, rollout.ruleId(), rollout.ruleId(), Ramp.of(rollout), split.stopOnMiss());
    }

    /** The split of a rule: whoever it misses goes on, unless it says otherwise. */
    CompiledSplit ofRule(Split split, StepName name, String rule) {
        return compile(split, name, rule, rule, Ramp.NONE, split.stopOnMiss());
    }

    /** The split of the last step, which has nowhere to go on to. */
    CompiledSplit ofLastStep(Split split, StepName name, String saltName) {
        return compile(split, name, saltName, null, Ramp.ofLastStep(flag), true);
    }

    /** The percentage of a plain flag: the rest takes part, too, as those who are off. */
    CompiledSplit ofPercentage(Percentage share, StepName name) {
        List<SlotRange> ranges = List.of(new SlotRange(Definition.ON, 0, share.slots()));
        BucketBy bucketBy = BucketBy.of(flag.bucketBy());
        Scope scope = new Scope(
                name, bucketBy, null, outcomes.split(Definition.OFF, null, bucketBy), outcomes.withoutUnit(null));
        return nativeSplit(scope, flag.saltOrName(), ranges, null, Ramp.fromZero(Definition.ON));
    }

    /** @param stops whether a unit that it misses, or a context without one, ends here */
    private CompiledSplit compile(
            Split split, StepName name, String saltName, @Nullable String rule, Ramp ramp, boolean stops) {
        Scope scope = new Scope(
                name,
                BucketBy.of(split.bucketBy().isEmpty() ? flag.bucketBy() : split.bucketBy()),
                gate(split),
                stops ? outcomes.off(Reason.SPLIT, rule) : null,
                stops ? outcomes.withoutUnit(rule) : null);
        Dialect dialect = split.dialect();
        return dialect == null
                ? nativeSplit(scope, salt(split, saltName), split.effectiveRanges(), rule, ramp)
                : dialectSplit(scope, dialect, Objects.requireNonNull(split.weights()), rule);
    }

    private DialectSplit dialectSplit(
            Scope scope, Dialect dialect, Map<String, Percentage> weights, @Nullable String rule) {
        List<Integer> slots = weights.values().stream().map(Percentage::slots).toList();
        Outcome[] served = weights.keySet().stream()
                .map(variant -> outcomes.split(variant, rule, scope.bucketBy()))
                .toArray(Outcome[]::new);
        return new DialectSplit(scope, dialect.bucketer(flag.name(), slots), served, dialect.name(), weights);
    }

    /** In a layer, the layer's salt has decided who takes part, and a second one has to decide who gets what. */
    private String salt(Split split, String saltName) {
        if (split.salt() != null) {
            return split.salt();
        }
        return split.layer() == null ? flag.saltOrName() : flag.saltOrName() + "#" + saltName;
    }

    private NativeSplit nativeSplit(
            Scope scope, String salt, List<SlotRange> ranges, @Nullable String rule, Ramp ramp) {
        return new NativeSplit(scope, salt, pieces(scope, ranges, rule), ranges, ramp);
    }

    /** The ranges, and between them what is missed. */
    private Pieces pieces(Scope scope, List<SlotRange> ranges, @Nullable String rule) {
        Map<String, Outcome> served = new HashMap<>();
        List<Integer> ends = new ArrayList<>();
        List<@Nullable Outcome> pieces = new ArrayList<>();
        int end = 0;
        for (SlotRange range : sorted(ranges)) {
            if (range.from() > end) {
                ends.add(range.from());
                pieces.add(scope.missed());
            }
            end = range.to();
            ends.add(end);
            pieces.add(served.computeIfAbsent(
                    range.variant(), variant -> outcomes.split(variant, rule, scope.bucketBy())));
        }
        if (end < Percentage.SCALE) {
            ends.add(Percentage.SCALE);
            pieces.add(scope.missed());
        }
        return new Pieces(ends.stream().mapToInt(Integer::intValue).toArray(), pieces.toArray(Outcome[]::new));
    }

    private static List<SlotRange> sorted(List<SlotRange> ranges) {
        List<SlotRange> sorted = new ArrayList<>(ranges);
        sorted.removeIf(range -> range.to() == range.from());
        sorted.sort(Comparator.comparingInt(SlotRange::from));
        return sorted;
    }

    private @Nullable LayerGate gate(Split split) {
        if (split.layer() == null) {
            return null;
        }
        Layer layer = layers.get(split.layer());
        if (layer == null) {
            // A layer that was refused has no slots for anybody.
            return new LayerGate(split.layer(), BucketBy.of(flag.bucketBy()), "", List.of());
        }
        return new LayerGate(
                layer.name(),
                BucketBy.of(layer.bucketBy()),
                layer.saltOrName(),
                layer.slots().getOrDefault(flag.name(), List.of()));
    }
}
