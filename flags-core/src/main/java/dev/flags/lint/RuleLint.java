package dev.flags.lint;

import dev.flags.config.Attributes;
import dev.flags.config.Condition;
import dev.flags.config.Denial;
import dev.flags.config.Flag;
import dev.flags.config.Plain;
import dev.flags.config.Prerequisite;
import dev.flags.config.Rich;
import dev.flags.config.Rollout;
import dev.flags.config.Rule;
import dev.flags.config.Serve;
import dev.flags.config.Split;
import dev.flags.config.Target;
import dev.flags.config.TimeWindow;
import dev.flags.internal.JsonPointer;
import dev.flags.internal.Quoted;
import dev.flags.json.JsonObject;
import dev.flags.lint.Formula.Every;
import dev.flags.lint.Formula.Not;
import dev.flags.lint.Judged.Cause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for rules that never serve, by the order in which a flag is decided. The status is left out of it: a flag that is
 * disabled now is judged as it will be once it is enabled again.
 */
final class RuleLint {
    private final Flag flag;
    private final ConditionLogic logic;
    private final Findings findings;
    private final ConditionLint conditions;
    /** What holds for everybody who comes as far as the rules. */
    private final List<Formula> given = new ArrayList<>();
    /** What decides before the rule that is being looked at, in order. */
    private final List<Above> above = new ArrayList<>();

    /**
     * A rule, or the rollout.
     *
     * @param name as a message calls it
     */
    private record Step(
            String name, String pointer, @Nullable Condition when, TimeWindow window) {}

    /**
     * A rule or a list that decides everybody whom it is for.
     *
     * @param isForAll whether it is for everybody who comes so far
     */
    private record Above(String name, Formula formula, Set<Object> subjects, TimeWindow window, boolean isForAll) {
        /** What is about other subjects decides everybody, or else not all of anybody. */
        boolean concerns(Set<Object> others) {
            return isForAll || !Collections.disjoint(subjects, others);
        }
    }

    private RuleLint(Flag flag, ConditionLogic logic, Findings findings) {
        this.flag = flag;
        this.logic = logic;
        this.findings = findings;
        this.conditions = new ConditionLint(logic, findings);
    }

    static void check(Flag flag, ConditionLogic logic, Findings findings) {
        RuleLint lint = new RuleLint(flag, logic, findings);
        if (flag.definition() instanceof Rich rich) {
            if (!rich.rules().isEmpty() || flag.rollout() != null) {
                lint.check(rich);
            }
        } else if (flag.definition() instanceof Plain plain) {
            lint.check(plain);
        }
    }

    private void check(Plain plain) {
        Judged judged = Judged.ofPlain(plain.clauses(), pointers(plain.conditions()), "/conditions", logic);
        if (!plain.conditions().isEmpty()) {
            conditions.check(judged);
        }
        if (judged.truth() != Truth.FALSE) {
            given.add(judged.formula());
            addLists();
            checkRollout();
        }
    }

    /** Where each clause of the plain form stands. */
    private static List<String> pointers(JsonObject plain) {
        return plain.members().entrySet().stream()
                .flatMap(member -> {
                    String pointer = JsonPointer.child("/conditions", member.getKey());
                    return member.getValue() instanceof JsonObject operators
                            ? operators.members().keySet().stream().map(key -> JsonPointer.child(pointer, key))
                            : Stream.of(pointer);
                })
                .toList();
    }

    private void check(Rich rich) {
        for (Prerequisite required : rich.requires()) {
            given.add(logic.serves(required.flag(), required.variants()));
        }
        addLists();
        for (int i = 0; i < rich.rules().size(); i++) {
            Rule rule = rich.rules().get(i);
            Step step = new Step("rule " + Quoted.of(rule.id()), "/rules/" + i, rule.when(), rule.window());
            check(step, rich.schedule())
                    .filter(formula -> decidesAll(rule.serve()))
                    .ifPresent(formula ->
                            add(step.name(), formula, step.window(), logic.areImpossible(with(new Not(formula)))));
        }
        checkRollout();
    }

    /** The lists that come before every rule. */
    private void addLists() {
        for (Denial denial : flag.denied()) {
            add("\"denied\"", denial.attribute(), denial.units(), new TimeWindow(null, denial.until()));
        }
        if (flag.definition() instanceof Rich rich) {
            for (Target target : rich.targets()) {
                add("\"targets\"", target.attribute(), target.units(), TimeWindow.ALWAYS);
            }
        }
        add("\"enabled_users\"", Attributes.USER, flag.enabledUsers(), TimeWindow.ALWAYS);
        add("\"enabled_groups\"", Attributes.GROUPS, flag.enabledGroups(), TimeWindow.ALWAYS);
    }

    private void add(String name, String attribute, List<String> units, TimeWindow window) {
        if (!units.isEmpty()) {
            add(name, logic.lists(attribute, units), window, false);
        }
    }

    private void add(String name, Formula formula, TimeWindow window, boolean isForAll) {
        above.add(new Above(name, formula, formula.subjects(), window, isForAll));
    }

    private void checkRollout() {
        Rollout rollout = flag.rollout();
        if (rollout != null) {
            Step step = new Step("the rollout", "/rollout", rollout.when(), TimeWindow.ALWAYS);
            check(step, TimeWindow.ALWAYS);
        }
    }

    /** A split that goes on to the next step does so for whoever has no unit, if for nobody else. */
    static boolean decidesAll(Serve serve) {
        return !(serve instanceof Split split) || split.stopOnMiss();
    }

    /** Whom the step is for; empty if it serves nobody by itself. */
    private Optional<Formula> check(Step step, TimeWindow schedule) {
        Formula formula = Formula.TRUE;
        if (step.when() != null) {
            Judged judged = Judged.of(step.when(), step.pointer() + "/when", logic);
            if (judged.truth() == Truth.FALSE) {
                Cause cause = judged.cause(logic);
                unreachable(step, cause.pointer() + " " + cause.message() + "; correct it, or remove the rule");
                return Optional.empty();
            }
            conditions.check(judged);
            formula = judged.formula();
        }
        if (!step.window().overlaps(schedule)) {
            unreachable(step, "its time lies outside of the flag's schedule; correct one of them");
            return Optional.empty();
        }
        if (!given.isEmpty() && logic.areImpossible(with(formula))) {
            unreachable(step, "whoever it is for does not come so far; correct its condition, or remove it");
            return Optional.empty();
        }
        checkAbove(step, formula);
        return Optional.of(formula);
    }

    private void checkAbove(Step step, Formula formula) {
        Set<Object> subjects = new Every(with(formula)).subjects();
        List<Above> relevant = above.stream()
                .filter(other -> other.window().contains(step.window()) && other.concerns(subjects))
                .toList();
        for (Above other : relevant) {
            if (logic.areImpossible(with(formula, new Not(other.formula())))) {
                reportAbove(step, other);
                return;
            }
        }
        Formula[] opposites =
                relevant.stream().map(other -> new Not(other.formula())).toArray(Formula[]::new);
        if (opposites.length > 1 && logic.areImpossible(with(formula, opposites))) {
            shadowed(step, "the rules and lists before it decide everybody whom it is for");
        }
    }

    private void reportAbove(Step step, Above other) {
        if (other.isForAll()) {
            unreachable(step, other.name() + " before it decides everybody; move it up, or remove it");
        } else {
            shadowed(step, other.name() + " before it decides everybody whom it is for");
        }
    }

    private void unreachable(Step step, String why) {
        findings.add(LintRule.UNREACHABLE_RULE, step.pointer(), step.name() + " serves nobody: " + why);
    }

    private void shadowed(Step step, String why) {
        findings.add(
                LintRule.SHADOWED_RULE,
                step.pointer(),
                step.name() + " serves nobody: " + why + "; move it up, or remove it");
    }

    private List<Formula> with(Formula formula, Formula... more) {
        List<Formula> all = new ArrayList<>(given);
        all.add(formula);
        all.addAll(List.of(more));
        return all;
    }
}
