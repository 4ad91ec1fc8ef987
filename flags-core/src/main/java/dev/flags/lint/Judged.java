package dev.flags.lint;

import dev.flags.config.Clause;
import dev.flags.config.Condition;
import dev.flags.config.DocumentKey;
import dev.flags.lint.Formula.Every;
import dev.flags.lint.Formula.Not;
import dev.flags.lint.Formula.Some;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A condition and what is known of it and its parts.
 *
 * @param truth whether it holds always, or never
 */
record Judged(Condition condition, String pointer, Formula formula, Truth truth, List<Judged> parts) {

    /**
     * Why a condition holds always or never.
     *
     * @param pointer the innermost part that is to blame
     * @param truth whether that part holds always or never
     */
    record Cause(String pointer, Truth truth, String why) {
        /** What is said of that part. */
        String message() {
            return (truth == Truth.TRUE ? "always" : "never") + " holds: " + why;
        }
    }

    static Judged of(Condition condition, String pointer, ConditionLogic logic) {
        if (condition instanceof Condition.All all) {
            return every(condition, pointer, parts(all.conditions(), pointer + "/all", logic), logic);
        }
        if (condition instanceof Condition.Any any) {
            return some(condition, pointer, parts(any.conditions(), pointer + "/any", logic), logic);
        }
        if (condition instanceof Condition.Not not) {
            Judged part = of(not.condition(), pointer + "/not", logic);
            return new Judged(condition, pointer, new Not(part.formula), part.truth.opposite(), List.of(part));
        }
        Formula formula = logic.formula(condition);
        return new Judged(condition, pointer, formula, logic.truth(formula), List.of());
    }

    /** The conditions of a plain flag, all of which must hold. */
    static Judged ofPlain(List<Clause> clauses, List<String> pointers, String pointer, ConditionLogic logic) {
        return every(
                new Condition.All(List.copyOf(clauses)),
                pointer,
                parts(List.copyOf(clauses), pointers::get, logic),
                logic);
    }

    private static List<Judged> parts(List<Condition> conditions, String pointer, ConditionLogic logic) {
        return parts(conditions, i -> pointer + "/" + i, logic);
    }

    private static List<Judged> parts(List<Condition> conditions, IntFunction<String> pointer, ConditionLogic logic) {
        List<Judged> parts = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            parts.add(of(conditions.get(i), pointer.apply(i), logic));
        }
        return parts;
    }

    private static Judged every(Condition condition, String pointer, List<Judged> parts, ConditionLogic logic) {
        Judged judged = new Judged(condition, pointer, new Every(formulas(parts)), Truth.UNKNOWN, parts);
        if (parts.stream().allMatch(part -> part.truth == Truth.TRUE)) {
            return judged.with(Truth.TRUE);
        }
        boolean isFalse =
                has(parts, Truth.FALSE) || (judged.hasRelatedParts() && logic.areImpossible(List.of(judged.formula)));
        return isFalse ? judged.with(Truth.FALSE) : judged;
    }

    private static Judged some(Condition condition, String pointer, List<Judged> parts, ConditionLogic logic) {
        Judged judged = new Judged(condition, pointer, new Some(formulas(parts)), Truth.UNKNOWN, parts);
        if (parts.stream().allMatch(part -> part.truth == Truth.FALSE)) {
            return judged.with(Truth.FALSE);
        }
        boolean isTrue = has(parts, Truth.TRUE)
                || (judged.hasRelatedParts() && logic.areImpossible(List.of(new Not(judged.formula))));
        return isTrue ? judged.with(Truth.TRUE) : judged;
    }

    private Judged with(Truth known) {
        return new Judged(condition, pointer, formula, known, parts);
    }

    private static List<Formula> formulas(List<Judged> parts) {
        return parts.stream().map(Judged::formula).toList();
    }

    /** Whether parts have a subject in common: if not, each may hold or not, whatever the others do. */
    boolean hasRelatedParts() {
        return ConditionLogic.areRelated(formulas(parts));
    }

    private static boolean has(List<Judged> parts, Truth truth) {
        return parts.stream().anyMatch(part -> part.truth == truth);
    }

    /**
     * Why this holds always, or never.
     *
     * @throws IllegalStateException if it is not known to
     */
    Cause cause(ConditionLogic logic) {
        if (truth == Truth.UNKNOWN) {
            throw new IllegalStateException(pointer + " holds sometimes");
        }
        if (condition instanceof Condition.Not) {
            return parts.get(0).cause(logic);
        }
        boolean isDecidedByOne = condition instanceof Condition.All ? truth == Truth.FALSE : truth == Truth.TRUE;
        if (isDecidedByOne && has(parts, truth)) {
            return parts.stream()
                    .filter(part -> part.truth == truth)
                    .findFirst()
                    .orElseThrow()
                    .cause(logic);
        }
        return new Cause(pointer, truth, why(logic));
    }

    private String why(ConditionLogic logic) {
        if (condition instanceof Clause clause) {
            if (truth == Truth.TRUE) {
                return "every value meets it, and so does none";
            }
            return clause.values().isEmpty() ? "it has no values to match" : "no value meets it";
        }
        if (condition instanceof Condition.InSegment in) {
            return (truth == Truth.TRUE ? "everybody" : "nobody") + " is in " + DocumentKey.segment(in.segment());
        }
        if (parts.isEmpty()) {
            return "it is empty";
        }
        boolean isAll = condition instanceof Condition.All;
        return isAll == (truth == Truth.FALSE) ? conflict(isAll, logic) : "so does each of its parts";
    }

    /** Parts that exclude one another, or that leave nobody out. */
    private String conflict(boolean isAll, ConditionLogic logic) {
        String what = isAll ? " cannot hold together" : " leave nobody out";
        for (int i = 0; i < parts.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (logic.areImpossible(
                        List.of(parts.get(j).signed(isAll), parts.get(i).signed(isAll)))) {
                    return parts.get(j).pointer + " and " + parts.get(i).pointer + what;
                }
            }
        }
        return "its parts" + what;
    }

    private Formula signed(boolean holds) {
        return holds ? formula : new Not(formula);
    }
}
