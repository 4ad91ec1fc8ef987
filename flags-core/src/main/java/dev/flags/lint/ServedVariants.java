package dev.flags.lint;

import dev.flags.config.Definition;
import dev.flags.config.Flag;
import dev.flags.config.FlagStatus;
import dev.flags.config.Percentage;
import dev.flags.config.Plain;
import dev.flags.config.Rich;
import dev.flags.config.Rule;
import dev.flags.config.Serve;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import dev.flags.config.Staleness;
import dev.flags.config.Staleness.OnStale;
import dev.flags.config.TimeWindow;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** The variants that a flag can serve from some time on to a context that has a unit. It may have some more, but never less. */
final class ServedVariants {
    private final Flag flag;
    private final Instant start;
    private final Set<String> served = new LinkedHashSet<>();

    private ServedVariants(Flag flag, Instant start) {
        this.flag = flag;
        this.start = start;
    }

    static Set<String> of(Flag flag, Instant start) {
        ServedVariants variants = new ServedVariants(flag, start);
        variants.collect();
        return variants.served;
    }

    private void collect() {
        Definition definition = flag.definition();
        TimeWindow schedule = definition instanceof Rich rich ? rich.schedule() : TimeWindow.ALWAYS;
        if (flag.status() == FlagStatus.DISABLED || isOver(schedule)) {
            addOff();
            return;
        }
        if (!schedule.equals(TimeWindow.ALWAYS)
                || flag.denied().stream().anyMatch(denial -> !denial.isExpired(start))) {
            addOff();
        }
        if (!flag.enabledUsers().isEmpty() || !flag.enabledGroups().isEmpty()) {
            served.add(definition.onVariant());
        }
        if (flag.rollout() != null) {
            add(flag.rollout().serve());
        }
        if (definition instanceof Rich rich) {
            collect(rich);
        } else if (definition instanceof Plain plain) {
            collect(plain);
        }
    }

    private boolean isOver(TimeWindow window) {
        return window.end() != null && !start.isBefore(window.end());
    }

    private void collect(Rich rich) {
        Staleness staleness = rich.staleness();
        if (!rich.requires().isEmpty() || (staleness != null && staleness.onStale() == OnStale.OFF)) {
            addOff();
        }
        rich.targets().forEach(target -> served.add(target.variant()));
        rich.rules().stream()
                .filter(rule -> !isOver(rule.window()))
                .map(Rule::serve)
                .forEach(this::add);
        add(rich.defaultServe());
        if (rich.defaultServe() instanceof Split split && leavesOver(split)) {
            addOff();
        }
    }

    private void collect(Plain plain) {
        Percentage share = flag.status() == FlagStatus.PERCENTAGE && plain.percentage() != null
                ? plain.percentage()
                : Percentage.ALL;
        if (!plain.conditions().isEmpty() || !share.equals(Percentage.ALL)) {
            addOff();
        }
        if (!share.equals(Percentage.NONE)) {
            served.add(Definition.ON);
        }
    }

    private void add(Serve serve) {
        if (serve instanceof Serve.Variant variant) {
            served.add(variant.variant());
            return;
        }
        Split split = (Split) serve;
        if (split.dialect() == null) {
            split.effectiveRanges().stream()
                    .filter(range -> !range.isAnchor())
                    .map(SlotRange::variant)
                    .forEach(served::add);
        } else {
            served.addAll(split.variants());
        }
        if (split.stopOnMiss() && leavesOver(split)) {
            addOff();
        }
    }

    /** Whether a unit may be in no range. */
    private static boolean leavesOver(Split split) {
        return split.dialect() != null
                || split.layer() != null
                || split.effectiveRanges().stream().mapToInt(SlotRange::slots).sum() < Percentage.SCALE;
    }

    private void addOff() {
        served.add(flag.definition().offVariant());
    }
}
