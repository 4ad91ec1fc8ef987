package dev.flags.rollout;

import dev.flags.config.Checks;
import dev.flags.config.Definition;
import dev.flags.config.Flag;
import dev.flags.config.FlagStatus;
import dev.flags.config.FlagType;
import dev.flags.config.Percentage;
import dev.flags.config.Plain;
import dev.flags.config.Rich;
import dev.flags.config.Rollout;
import dev.flags.config.Serve;
import dev.flags.config.SlotRange;
import dev.flags.config.Split;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether a plan can be carried out on a flag, and by a manager that knows certain functions and metrics. */
final class StartChecks {
    private final Checks checks = new Checks();
    private final Flag flag;
    private final RolloutPlan plan;
    private final String baseline;
    private final String candidate;

    private StartChecks(Flag flag, RolloutPlan plan) {
        this.flag = flag;
        this.plan = plan;
        Definition definition = flag.definition();
        this.baseline = plan.baseline() == null ? definition.offVariant() : plan.baseline();
        this.candidate = plan.candidate() == null ? Definition.ON : plan.candidate();
    }

    /**
     * The variants that traffic goes from and to.
     *
     * @param sources the functions and metrics that are known
     * @throws IllegalArgumentException with everything that keeps the plan from being carried out
     */
    static Arms check(Flag flag, RolloutPlan plan, Set<String> sources) {
        StartChecks start = new StartChecks(flag, plan);
        start.checkStatus();
        start.checkSources(sources);
        return start.arms();
    }

    /** What of a flag keeps a rollout from beginning that could begin when it was asked for, null if there is nothing. */
    static @Nullable String obstacle(Flag flag, RolloutDocument document) {
        try {
            Arms arms = new StartChecks(flag, document.plan()).arms();
            return arms.equals(new Arms(document.baseline(), document.candidate()))
                    ? null
                    : "it goes from \"" + arms.baseline() + "\" to \"" + arms.candidate() + "\" now";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private Arms arms() {
        checkFree();
        checkEnd();
        if (areVariants()) {
            checkPresent();
        }
        checks.done();
        return new Arms(baseline, candidate);
    }

    record Arms(String baseline, String candidate) {}

    private boolean areVariants() {
        Set<String> variants = flag.definition().variants().keySet();
        boolean isNamed = plan.candidate() != null || flag.type() == FlagType.BOOLEAN;
        boolean isOther = !candidate.equals(baseline);
        checks.declared(baseline, variants, "/baseline")
                .require(
                        isNamed,
                        "/candidate",
                        () -> "is missing; a flag of type " + flag.type().key() + " has no variant that is on")
                .require(
                        isOther,
                        "/candidate",
                        () -> "is the baseline, too: \"" + candidate + "\"; another variant is required");
        if (isNamed) {
            checks.declared(candidate, variants, "/candidate");
        }
        return isNamed && isOther && variants.containsAll(Set.of(baseline, candidate));
    }

    private void checkStatus() {
        checks.require(
                flag.status() != FlagStatus.DISABLED || plan.enables(),
                "/enables",
                () -> "is false, and flag " + flag.name() + " is disabled; enable it, or let the plan do it");
    }

    private void checkFree() {
        Rollout left = flag.rollout();
        if (left != null) {
            checks.fail(
                    "",
                    "cannot start: flag " + flag.name() + " has a rollout already, " + left.id()
                            + "; abort it or, if nothing drives it, take \"rollout\" out of the flag");
        }
    }

    /** What is to be in the end has to be something that the flag's form can say. */
    private void checkEnd() {
        if (flag.definition() instanceof Rich) {
            return;
        }
        Percentage target = plan.target();
        boolean isForAll = target.equals(Percentage.ALL);
        checks.require(
                        plan.scope() == null,
                        "/scope",
                        () -> "cannot be kept in the end: flag " + flag.name()
                                + " is in the plain form, which has no rules; give it a default")
                .require(
                        isForAll || candidate.equals(Definition.ON),
                        "/stages",
                        () -> "end at " + target + ", and flag " + flag.name()
                                + " is in the plain form, which can be off for everybody only")
                .require(
                        isForAll || plan.bucketBy().isEmpty(),
                        "/bucket_by",
                        () -> "cannot be kept in the end, at " + target + ": flag " + flag.name()
                                + " is in the plain form, which has one bucket_by of its own");
    }

    private void checkSources(Set<String> sources) {
        checkSources(plan.gates(), "/gates/", sources);
        checkSources(plan.analyses(), "/analyses/", sources);
        if (plan.shadow() != null) {
            checkSources(plan.shadow().analyses(), "/shadow/analyses/", sources);
        }
        for (int i = 0; i < plan.stages().size(); i++) {
            checkSources(plan.stages().get(i).analyses(), "/stages/" + i + "/analyses/", sources);
        }
    }

    private void checkSources(List<Analysis> analyses, String pointer, Set<String> sources) {
        for (int i = 0; i < analyses.size(); i++) {
            checkSource(analyses.get(i), pointer + i, sources);
        }
    }

    private void checkSource(Analysis analysis, String pointer, Set<String> sources) {
        Check check = analysis.check();
        String member = check instanceof Check.Metric ? "/metric" : "/validator";
        checks.require(
                sources.contains(check.source()),
                pointer + member,
                () -> "is \"" + check.source() + "\", which the manager does not know; it knows "
                        + (sources.isEmpty() ? "none" : String.join(", ", new TreeSet<>(sources))));
    }

    /** Whoever the rollout misses has to get the baseline, or be among those whom it reaches first. */
    private void checkPresent() {
        Percentage present = present();
        Percentage first = plan.stages().get(0).share();
        boolean isLowered = present.compareTo(first) > 0 && plan.strategy() != RolloutStrategy.BLUE_GREEN;
        checks.require(
                !isLowered || plan.mayLower(),
                "/stages/0/percentage",
                () -> "is " + first + ", and flag " + flag.name() + " gives " + present
                        + " to the candidate already; begin above that, or say \"may_lower\"");
    }

    /** The share that the candidate has without a rollout. */
    private Percentage present() {
        if (flag.status() == FlagStatus.DISABLED) {
            return Percentage.NONE;
        }
        return flag.definition() instanceof Rich rich ? present(rich) : present((Plain) flag.definition());
    }

    private Percentage present(Plain plain) {
        Percentage on = flag.status() == FlagStatus.PERCENTAGE && plain.percentage() != null
                ? plain.percentage()
                : Percentage.ALL;
        if (candidate.equals(Definition.ON)) {
            return on;
        }
        checks.require(
                on.equals(Percentage.ALL),
                "/baseline",
                () -> "is \"on\", which flag " + flag.name() + " serves to " + on
                        + "; only a flag that is on for everybody" + " can be rolled out to \"off\"");
        return Percentage.NONE;
    }

    private Percentage present(Rich rich) {
        Serve served = rich.defaultServe();
        if (served instanceof Serve.Variant variant) {
            checks.require(
                    variant.variant().equals(baseline),
                    "/baseline",
                    () -> "is \"" + baseline + "\", and the last step of flag " + flag.name() + " serves \""
                            + variant.variant() + "\"");
            return Percentage.NONE;
        }
        List<SlotRange> ranges = ((Split) served)
                .effectiveRanges().stream().filter(range -> !range.isAnchor()).toList();
        int present = ranges.stream()
                .filter(range -> range.variant().equals(candidate))
                .mapToInt(SlotRange::to)
                .max()
                .orElse(0);
        boolean isOfThese = ranges.stream()
                .allMatch(range ->
                        range.variant().equals(candidate) || range.variant().equals(baseline));
        checks.require(
                isOfThese,
                "/baseline",
                () -> "is \"" + baseline + "\", and the last step of flag " + flag.name() + " splits among "
                        + ((Split) served).variants());
        return new Percentage(present);
    }
}
