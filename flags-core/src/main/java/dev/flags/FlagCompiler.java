package dev.flags;

import dev.flags.ExplainedStep.Kind;
import dev.flags.config.Attributes;
import dev.flags.config.Condition;
import dev.flags.config.Definition;
import dev.flags.config.Denial;
import dev.flags.config.Flag;
import dev.flags.config.FlagStatus;
import dev.flags.config.Layer;
import dev.flags.config.Percentage;
import dev.flags.config.Plain;
import dev.flags.config.Prerequisite;
import dev.flags.config.Rich;
import dev.flags.config.Rollout;
import dev.flags.config.Rule;
import dev.flags.config.Serve;
import dev.flags.config.Split;
import dev.flags.config.Staleness;
import dev.flags.config.Target;
import dev.flags.config.TimeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns one flag into the steps that decide it. */
final class FlagCompiler {
    /** The salt of the last step's split in a layer, after the flag's. */
    private static final String DEFAULT_STEP = "default";

    private final Flag flag;
    private final Definition definition;
    private final ConditionCompiler conditions;
    private final Outcomes outcomes;
    private final SplitCompiler splits;
    private final List<Step> steps = new ArrayList<>();
    private boolean hasWindow;
    private boolean asksFlags;

    private FlagCompiler(
            Flag flag, long revision, ConditionCompiler conditions, Map<String, Layer> layers, FlagCounters counters) {
        this.flag = flag;
        this.definition = flag.definition();
        this.conditions = conditions;
        this.outcomes = new Outcomes(flag.name(), definition, revision, counters);
        this.splits = new SplitCompiler(flag, layers, outcomes);
    }

    static CompiledFlag compile(
            Flag flag, long revision, ConditionCompiler conditions, Map<String, Layer> layers, FlagCounters counters) {
        FlagCompiler compiler = new FlagCompiler(flag, revision, conditions, layers, counters);
        compiler.addSteps();
        return compiler.flag(revision, compiler.steps, counters, compiler.ageLimit(revision, counters), false);
    }

    private CompiledFlag flag(
            long revision,
            List<Step> deciding,
            FlagCounters counters,
            CompiledFlag.@Nullable AgeLimit ageLimit,
            boolean isTooOld) {
        return new CompiledFlag(
                flag.name(),
                flag.type(),
                revision,
                deciding.toArray(Step[]::new),
                hasWindow,
                asksFlags,
                counters.fallbacks(),
                ageLimit,
                isTooOld);
    }

    private void addSteps() {
        if (flag.status() == FlagStatus.DISABLED) {
            steps.add(new Step.Always(status(), off(Reason.DISABLED, null)));
            return;
        }
        if (definition instanceof Rich rich) {
            addSchedule(rich.schedule());
            addRequired(rich.requires());
        }
        flag.denied().forEach(this::addDenied);
        if (definition instanceof Rich rich) {
            rich.targets().forEach(this::addTarget);
        }
        addListed(Kind.ENABLED_USERS, Attributes.USER, flag.enabledUsers());
        addListed(Kind.ENABLED_GROUPS, Attributes.GROUPS, flag.enabledGroups());
        if (definition instanceof Rich rich) {
            rich.rules().forEach(this::addRule);
            addRollout();
            addDefault(rich.defaultServe());
        } else if (definition instanceof Plain plain) {
            addPlain(plain);
        }
    }

    private void addSchedule(TimeWindow schedule) {
        CompiledWindow window = window(CompiledWindow.of(schedule));
        if (!window.isAlways()) {
            steps.add(new Step.Scheduled(window, off(Reason.DISABLED, null)));
        }
    }

    private void addRequired(List<Prerequisite> requires) {
        if (!requires.isEmpty()) {
            asksFlags = true;
            CompiledCondition[] required = requires.stream()
                    .map(r -> ConditionCompiler.flagIs(r.flag(), r.variants()))
                    .toArray(CompiledCondition[]::new);
            steps.add(new Step.Required(required, off(Reason.TARGETING_MATCH, "requires")));
        }
    }

    private void addDenied(Denial denial) {
        String by = denial.by();
        steps.add(new Step.DeniedUnits(
                by == null ? StepName.of(Kind.DENIED) : new StepName(Kind.DENIED, by),
                new UnitSet(denial.attribute(), denial.units()),
                window(CompiledWindow.of(null, denial.until())),
                off(Reason.TARGETING_MATCH, Rule.DENIED)));
    }

    private void addTarget(Target target) {
        steps.add(new Step.Listed(
                new StepName(Kind.TARGETS, target.variant()),
                new UnitSet(target.attribute(), target.units()),
                outcomes.of(target.variant(), Reason.TARGETING_MATCH, "targets")));
    }

    private void addListed(Kind kind, String attribute, List<String> units) {
        if (!units.isEmpty()) {
            steps.add(new Step.Listed(
                    StepName.of(kind),
                    new UnitSet(attribute, units),
                    outcomes.of(definition.onVariant(), Reason.TARGETING_MATCH, kind.key())));
        }
    }

    private void addRule(Rule rule) {
        StepName name = new StepName(Kind.RULE, rule.id());
        Step serve = rule.serve() instanceof Serve.Variant variant
                ? new Step.Always(name, outcomes.of(variant.variant(), Reason.TARGETING_MATCH, rule.id()))
                : splits.ofRule((Split) rule.serve(), name, rule.id());
        steps.add(new Step.Matched(name, window(CompiledWindow.of(rule.window())), condition(rule.when()), serve));
    }

    private void addRollout() {
        Rollout rollout = flag.rollout();
        if (rollout != null) {
            StepName name = new StepName(Kind.ROLLOUT, rollout.id());
            steps.add(new Step.Matched(
                    name, CompiledWindow.ALWAYS, condition(rollout.when()), splits.ofRollout(rollout, name)));
        }
    }

    private void addDefault(Serve serve) {
        if (serve instanceof Serve.Variant variant) {
            Reason reason = looksAtContext() ? Reason.DEFAULT : Reason.STATIC;
            steps.add(new Step.Always(StepName.of(Kind.DEFAULT), outcomes.of(variant.variant(), reason, null)));
        } else {
            steps.add(splits.ofLastStep((Split) serve, StepName.of(Kind.DEFAULT), DEFAULT_STEP));
        }
    }

    private void addPlain(Plain plain) {
        CompiledCondition[] clauses = conditions.compileAll(plain.clauses());
        if (clauses.length > 0) {
            steps.add(new Step.Unmet(new CompiledCondition.AllOf(clauses), off(Reason.DEFAULT, null)));
        }
        addRollout();
        Percentage percentage = plain.percentage();
        if (flag.status() == FlagStatus.PERCENTAGE && percentage != null) {
            steps.add(splits.ofPercentage(percentage, StepName.of(Kind.PERCENTAGE)));
        } else if (clauses.length > 0) {
            steps.add(new Step.Always(status(), outcomes.of(Definition.ON, Reason.TARGETING_MATCH, "conditions")));
        } else {
            Reason reason = looksAtContext() ? Reason.DEFAULT : Reason.STATIC;
            steps.add(new Step.Always(status(), outcomes.of(Definition.ON, reason, null)));
        }
    }

    private CompiledFlag.@Nullable AgeLimit ageLimit(long revision, FlagCounters counters) {
        if (!(definition instanceof Rich rich) || rich.staleness() == null) {
            return null;
        }
        List<Step> old = stepsWhenTooOld(rich.staleness().onStale());
        return new CompiledFlag.AgeLimit(rich.staleness().max(), flag(revision, old, counters, null, true));
    }

    /** What decides once the configuration is too old. What turns the flag off goes on doing so, whatever its age. */
    private List<Step> stepsWhenTooOld(Staleness.OnStale onStale) {
        return switch (onStale) {
            case LAST_KNOWN -> steps;
            case OFF -> List.of(new Step.Always(StepName.of(Kind.ON_STALE), off(Reason.STALE, null)));
            case DEFAULT ->
                Stream.concat(steps.stream().filter(Step::onlyTurnsOff), Stream.of(steps.get(steps.size() - 1)))
                        .toList();
        };
    }

    /** Whether any step before the last can depend on the context. */
    private boolean looksAtContext() {
        boolean rich = definition instanceof Rich r
                && !(r.requires().isEmpty()
                        && r.targets().isEmpty()
                        && r.rules().isEmpty());
        return rich
                || !flag.denied().isEmpty()
                || !flag.enabledUsers().isEmpty()
                || !flag.enabledGroups().isEmpty()
                || flag.rollout() != null;
    }

    private StepName status() {
        return new StepName(Kind.STATUS, flag.status().key());
    }

    private @Nullable CompiledCondition condition(@Nullable Condition when) {
        if (when == null) {
            return null;
        }
        asksFlags |= mentionsOthers(when);
        return conditions.compile(when);
    }

    /** A segment may ask flags too. */
    private static boolean mentionsOthers(Condition condition) {
        if (condition instanceof Condition.All all) {
            return all.conditions().stream().anyMatch(FlagCompiler::mentionsOthers);
        }
        if (condition instanceof Condition.Any any) {
            return any.conditions().stream().anyMatch(FlagCompiler::mentionsOthers);
        }
        if (condition instanceof Condition.Not not) {
            return mentionsOthers(not.condition());
        }
        return condition instanceof Condition.FlagServes || condition instanceof Condition.InSegment;
    }

    private CompiledWindow window(CompiledWindow window) {
        hasWindow |= !window.isAlways();
        return window;
    }

    private Outcome off(Reason reason, @Nullable String rule) {
        return outcomes.of(definition.offVariant(), reason, rule);
    }
}
