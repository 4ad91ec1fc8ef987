package dev.flags.lint;

import dev.flags.config.Clause;
import dev.flags.config.Condition;
import dev.flags.config.Definition;
import dev.flags.config.DocumentKey;
import dev.flags.config.Segment;
import dev.flags.lint.Formula.AttributeFact;
import dev.flags.lint.Formula.Every;
import dev.flags.lint.Formula.Fact;
import dev.flags.lint.Formula.FlagFact;
import dev.flags.lint.Formula.Named;
import dev.flags.lint.Formula.Not;
import dev.flags.lint.Formula.Opaque;
import dev.flags.lint.Formula.Some;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/*
 * What can be said about conditions without a context.
 *
 * One question is enough: can these statements hold together, for any context at all? The answer is "certainly not" or
 * "perhaps". A condition never holds if it cannot hold; it always holds if its opposite cannot; one implies another if the
 * first and the opposite of the second cannot hold together; a rule is shadowed if its condition and the opposites of
 * those above it cannot. Because every finding rests on "certainly not", the procedure may give up wherever it likes, and
 * may take contexts for possible that are not, but must never overlook one that is.
 *
 * Statements are taken apart by analytic tableaux (R. Smullyan, "First-Order Logic", 1968; here without quantifiers).
 * What must hold as a whole is split into its parts; of alternatives one after the other is tried, those with the fewest
 * branches first; what is left in the end are facts about single attributes and flags. A branch is closed as soon as the
 * facts about one subject cannot hold together. If every branch closes, the statements cannot hold together. This is
 * exponential in the worst case, as it must be, so that a budget ends it: then the answer is "perhaps".
 *
 * Subjects are independent of each other. That is not quite so, since /roles/0 is a part of roles, and what a flag serves
 * depends on attributes: but it only adds contexts that do not exist. A flag serves one variant or, if it is refused,
 * none. Of files that segments include nothing is known. A segment has a name beside its meaning, so that "in it" and "not
 * in it" contradict each other without a look at its lists.
 *
 * AttributeFacts decides about one attribute, by the cases that the format has:
 *
 * - The attribute is missing. Each clause has an answer for that, whatever its operator.
 * - It is one value. The values are divided into kinds (Scalar): true, false, objects, what is not a number; for numbers,
 *   the operands of comparisons and what lies between two neighbours; strings likewise as far as they are instants or
 *   versions, and all others. Each test says for each kind whether all of its values pass, or none, or does not know. If a
 *   test has to be passed that only listed values pass (equals, in, the lists of a segment), those are the kinds. Kinds
 *   may overlap, as long as every value is of one. Tests that know nothing of a kind (the beginning of a string, a pattern,
 *   a network, a remainder, a bucket) are compared in pairs: one may imply another, or exclude it.
 * - It is an array. Then age > 5 and age < 3 do hold together, for [7, 1]: a clause holds if one element passes, and it
 *   need not be the same one. For each test that must be passed there has to be an element that passes it, and fails all
 *   those that the array must fail. Only type, size, exists and all_of see the array as a whole.
 *
 * That arrays make most contradictions possible is why there is a second way of asking, which leaves out arrays whose
 * elements are compared by size, unless something else asks for arrays. Who writes age > 5 and age < 3 hardly means arrays;
 * but what was found so is true of single values only, and a finding has to say so.
 */

/**
 * Which conditions hold always, never, or only together with others. Never mistaken, but does not always know. Not
 * thread-safe.
 */
final class ConditionLogic {
    /** How much is tried for one question. */
    private static final long QUESTION = 20_000;
    /** How much is tried for one document, which takes some tenths of a second. */
    private static final long DOCUMENT = 200_000;

    private final Map<String, Segment> segments;
    private final Budget whole;
    private final Budget budget;
    /** What it means to be in a segment. */
    private final Map<String, Formula> memberships;
    /** What is known of segments. */
    private final Map<Fact, Truth> truths;

    /**
     * Makes a logic for a first document.
     *
     * @param segments those that are known, none of which needs itself; of others nothing is said
     * @param whole how much is tried in all
     */
    ConditionLogic(Map<String, Segment> segments, Budget whole) {
        this(segments, whole, new HashMap<>(), new HashMap<>());
    }

    private ConditionLogic(
            Map<String, Segment> segments, Budget whole, Map<String, Formula> memberships, Map<Fact, Truth> truths) {
        this.segments = segments;
        this.whole = whole;
        this.budget = whole.part(DOCUMENT);
        this.memberships = memberships;
        this.truths = truths;
    }

    /** The same logic, with as much to try as this had in the beginning. */
    ConditionLogic forNextDocument() {
        return new ConditionLogic(segments, whole, memberships, truths);
    }

    Formula formula(Condition condition) {
        if (condition instanceof Clause clause) {
            return ClauseReader.fact(clause);
        }
        if (condition instanceof Condition.All all) {
            return new Every(formulas(all.conditions()));
        }
        if (condition instanceof Condition.Any any) {
            return new Some(formulas(any.conditions()));
        }
        if (condition instanceof Condition.Not not) {
            return new Not(formula(not.condition()));
        }
        if (condition instanceof Condition.InSegment in) {
            return membership(in.segment());
        }
        Condition.FlagServes serves = (Condition.FlagServes) condition;
        return serves(serves.flag(), serves.variants());
    }

    private List<Formula> formulas(List<Condition> conditions) {
        return conditions.stream().map(this::formula).toList();
    }

    /** @param variants empty for {@code on} */
    Formula serves(String flag, List<String> variants) {
        return new FlagFact(flag, variants.isEmpty() ? Set.of(Definition.ON) : Set.copyOf(variants), true);
    }

    /** The attribute has one of some units. */
    Formula lists(String attribute, Collection<String> units) {
        return new AttributeFact(attribute, new FiniteTest.Units(Set.copyOf(units)), true, false);
    }

    private Formula membership(String name) {
        Formula known = memberships.get(name);
        if (known != null) {
            return known;
        }
        Opaque in = new Opaque(DocumentKey.segment(name), true);
        Segment segment = segments.get(name);
        if (segment == null) {
            return in;
        }
        Formula made = new Named(in, membership(segment));
        memberships.put(name, made);
        return made;
    }

    private Formula membership(Segment segment) {
        List<Formula> ways = new ArrayList<>();
        ways.add(lists(segment.attribute(), segment.included()));
        if (segment.includedFile() != null) {
            ways.add(new Opaque(List.of(segment.attribute(), segment.includedFile()), true));
        }
        if (segment.when() != null) {
            ways.add(formula(segment.when()));
        }
        return new Every(List.of(new Not(lists(segment.attribute(), segment.excluded())), new Some(ways)));
    }

    /** Whether a statement holds always, or never. */
    Truth truth(Formula formula) {
        if (!(formula instanceof Named named)) {
            return workOut(formula);
        }
        Truth known = truths.get(named.name());
        Truth truth = known == null ? workOut(formula) : known;
        truths.put(named.name(), truth);
        return truth;
    }

    private Truth workOut(Formula formula) {
        if (formula instanceof AttributeFact fact) {
            return workOut(fact);
        }
        if (areImpossible(List.of(formula))) {
            return Truth.FALSE;
        }
        return areImpossible(List.of(new Not(formula))) ? Truth.TRUE : Truth.UNKNOWN;
    }

    /** Most conditions are single clauses, and what they say of a missing attribute answers one half at once. */
    private Truth workOut(AttributeFact fact) {
        AttributeFacts attributes = new AttributeFacts(budget.part(QUESTION));
        if (!fact.ifMissing() && !attributes.arePossible(List.of(fact))) {
            return Truth.FALSE;
        }
        return fact.ifMissing() && !attributes.arePossible(List.of(fact.as(false))) ? Truth.TRUE : Truth.UNKNOWN;
    }

    /** Whether some of the statements have a subject in common. */
    static boolean areRelated(List<Formula> formulas) {
        Set<Object> seen = new HashSet<>();
        return formulas.stream()
                .anyMatch(formula -> !formula.subjects().stream().allMatch(seen::add));
    }

    /** Whether statements certainly cannot hold together, in no context at all. */
    boolean areImpossible(List<Formula> formulas) {
        return areImpossible(formulas, attribute -> false);
    }

    /** Whether statements can hold together only where an attribute is an array that nothing says it is. */
    boolean needArrays(List<Formula> formulas) {
        Set<String> arrays = new HashSet<>();
        formulas.forEach(formula -> addArrays(formula, arrays));
        return areImpossible(formulas, attribute -> !arrays.contains(attribute));
    }

    /** Adds the attributes that are asked about as arrays. */
    private static void addArrays(Formula formula, Set<String> arrays) {
        if (formula instanceof Every every) {
            every.parts().forEach(part -> addArrays(part, arrays));
        } else if (formula instanceof Some some) {
            some.parts().forEach(part -> addArrays(part, arrays));
        } else if (formula instanceof Not not) {
            addArrays(not.part(), arrays);
        } else if (formula instanceof Named named) {
            addArrays(named.meaning(), arrays);
        } else if (formula instanceof AttributeFact fact
                && fact.test() instanceof WholeTest
                && !(fact.test() instanceof WholeTest.Exists)) {
            arrays.add(fact.attribute());
        }
    }

    private boolean areImpossible(List<Formula> formulas, Predicate<String> isSingle) {
        return !new Tableau(budget.part(QUESTION), isSingle).arePossible(formulas);
    }
}
