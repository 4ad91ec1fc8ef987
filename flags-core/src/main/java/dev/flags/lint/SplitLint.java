package dev.flags.lint;

import dev.flags.config.Condition;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Layer;
import dev.flags.config.Percentage;
import dev.flags.config.Rich;
import dev.flags.config.Rollout;
import dev.flags.config.Rule;
import dev.flags.config.Serve;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import dev.flags.config.TimeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at how a flag divides units. */
final class SplitLint {
    /** What follows the flag's salt in that of the last step, if it is in a layer. */
    private static final String LAST_STEP = "default";

    private static final String DEFAULT = "/default";

    private final Flag flag;
    private final Map<String, Layer> layers;
    private final Findings findings;
    private final List<Place> splits = new ArrayList<>();

    /** A split and where it stands. */
    private record Place(
            Split split,
            String step,
            String pointer,
            @Nullable Condition when,
            TimeWindow window) {}

    SplitLint(Flag flag, Map<String, Layer> layers, Findings findings) {
        this.flag = flag;
        this.layers = layers;
        this.findings = findings;
        if (flag.definition() instanceof Rich rich) {
            addAll(rich);
        }
        Rollout rollout = flag.rollout();
        if (rollout != null) {
            add(rollout.serve(), rollout.ruleId(), "/rollout/serve", rollout.when(), TimeWindow.ALWAYS);
        }
    }

    /** Up to a rule that leaves nobody over: what comes after it divides nobody. */
    private void addAll(Rich rich) {
        for (int i = 0; i < rich.rules().size(); i++) {
            Rule rule = rich.rules().get(i);
            add(rule.serve(), rule.id(), "/rules/" + i + "/serve", rule.when(), rule.window());
            if (rule.when() == null && rule.window().equals(TimeWindow.ALWAYS) && RuleLint.decidesAll(rule.serve())) {
                return;
            }
        }
        add(rich.defaultServe(), LAST_STEP, DEFAULT, null, TimeWindow.ALWAYS);
    }

    private void add(Serve serve, String step, String pointer, @Nullable Condition when, TimeWindow window) {
        if (serve instanceof Split split) {
            splits.add(new Place(split, step, pointer, when, window));
        }
    }

    void check() {
        splits.forEach(this::checkLayer);
        if (splits.stream().anyMatch(place -> place.split().layer() != null)) {
            splits.stream().filter(SplitLint::assigns).forEach(this::reportOutside);
        }
        splits.stream().filter(place -> place.pointer().equals(DEFAULT)).forEach(place -> checkGap(place.split()));
    }

    /** What divides units outside of layers, to be compared with other flags. */
    List<Assignment> assignments() {
        return splits.stream()
                .filter(SplitLint::assigns)
                .map(place -> new Assignment(
                        flag.name(),
                        place.pointer(),
                        salt(place),
                        bucketBy(place.split()),
                        place.when(),
                        place.window()))
                .toList();
    }

    private static boolean assigns(Place place) {
        Split split = place.split();
        return split.layer() == null
                && split.dialect() == null
                && split.effectiveRanges().stream()
                                .filter(range -> !range.isAnchor())
                                .map(SlotRange::variant)
                                .distinct()
                                .count()
                        > 1;
    }

    private String salt(Place place) {
        String salt = place.split().salt();
        if (salt != null) {
            return salt;
        }
        return place.split().layer() == null ? flag.saltOrName() : flag.saltOrName() + "#" + place.step();
    }

    private List<String> bucketBy(Split split) {
        return split.bucketBy().isEmpty() ? flag.bucketBy() : split.bucketBy();
    }

    private void checkLayer(Place place) {
        String name = place.split().layer();
        Layer layer = name == null ? null : layers.get(name);
        if (layer == null) {
            return;
        }
        if (!hasSlots(layer)) {
            findings.add(
                    LintRule.LAYER_WITHOUT_SLOTS,
                    place.pointer() + "/layer",
                    "serves nobody: " + DocumentKey.layer(layer.name())
                            + " has no slots for this flag; give it some there");
        } else if (layer.saltOrName().equals(salt(place)) && layer.bucketBy().equals(bucketBy(place.split()))) {
            findings.add(
                    LintRule.SHARED_SALT,
                    place.pointer() + "/salt",
                    "is the salt of " + DocumentKey.layer(layer.name())
                            + " too, so that who takes part also decides who gets what; remove it");
        }
    }

    private boolean hasSlots(Layer layer) {
        return layer.slots().getOrDefault(flag.name(), List.of()).stream().anyMatch(slots -> slots.to() > slots.from());
    }

    private void reportOutside(Place place) {
        findings.add(
                LintRule.ASSIGNED_OUTSIDE_LAYER,
                place.pointer(),
                "divides units that another split of this flag leaves to other flags of its layer; put this split into"
                        + " the layer too, or serve one variant here");
    }

    private void checkGap(Split split) {
        int served = split.dialect() == null
                ? split.effectiveRanges().stream().mapToInt(SlotRange::slots).sum()
                : split.weights() == null
                        ? Percentage.SCALE
                        : split.weights().values().stream()
                                .mapToInt(Percentage::slots)
                                .sum();
        if (served < Percentage.SCALE) {
            findings.add(
                    LintRule.GAP_IN_DEFAULT,
                    DEFAULT,
                    new Percentage(Percentage.SCALE - served)
                            + " of the units are left over and get the off variant; if that is not meant, let the"
                            + " weights add up to 100 %");
        }
    }
}
