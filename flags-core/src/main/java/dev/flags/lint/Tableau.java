package dev.flags.lint;

import dev.flags.lint.Formula.AttributeFact;
import dev.flags.lint.Formula.Every;
import dev.flags.lint.Formula.Fact;
import dev.flags.lint.Formula.FlagFact;
import dev.flags.lint.Formula.Named;
import dev.flags.lint.Formula.Not;
import dev.flags.lint.Formula.Some;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Takes statements apart until single facts are left, and looks whether these can hold together. */
final class Tableau {
    /** How many choices one branch may have made, for the sake of the stack. */
    private static final int MAX_DEPTH = 500;

    private final Budget budget;
    private final AttributeFacts attributes;
    /** What holds on the branch that is being looked at, by subject. */
    private final Map<Object, List<Fact>> known = new HashMap<>();

    Tableau(Budget budget, Predicate<String> isSingle) {
        this.budget = budget;
        this.attributes = new AttributeFacts(budget, isSingle);
    }

    /** False if the statements certainly cannot hold together. Can be asked once. */
    boolean arePossible(List<Formula> formulas) {
        return isOpen(
                formulas.stream().map(formula -> new Signed(formula, true)).toList(), List.of(), 0);
    }

    /** Whether the statements, and one out of each choice, may hold together with what is known. */
    private boolean isOpen(List<Signed> statements, List<List<Signed>> choices, int depth) {
        Deque<Signed> rest = new ArrayDeque<>(statements);
        List<List<Signed>> left = new ArrayList<>(choices);
        List<Fact> added = new ArrayList<>();
        boolean isOpen = true;
        while (isOpen && !rest.isEmpty()) {
            if (!budget.spend(1)) {
                return true;
            }
            Signed next = rest.pop();
            if (next.isChoice()) {
                left.add(next.parts());
            } else if (next.formula() instanceof Fact fact) {
                isOpen = add(fact.as(next.holds()), added);
            } else {
                next.parts().forEach(rest::push);
            }
        }
        if (isOpen && isOneOpen(left, depth)) {
            return true;
        }
        added.forEach(fact -> facts(fact).remove(fact));
        return false;
    }

    private boolean isOneOpen(List<List<Signed>> choices, int depth) {
        if (choices.isEmpty() || depth == MAX_DEPTH) {
            return true;
        }
        List<Signed> smallest = Collections.min(choices, Comparator.comparingInt(List::size));
        List<List<Signed>> others =
                choices.stream().filter(choice -> choice != smallest).toList();
        return smallest.stream().anyMatch(alternative -> isOpen(List.of(alternative), others, depth + 1));
    }

    /** False if the fact contradicts what is known of its subject. */
    private boolean add(Fact fact, List<Fact> added) {
        List<Fact> facts = facts(fact);
        if (facts.contains(fact)) {
            return true;
        }
        facts.add(fact);
        added.add(fact);
        if (fact instanceof AttributeFact) {
            return attributes.arePossible(
                    facts.stream().map(AttributeFact.class::cast).toList());
        }
        return fact instanceof FlagFact
                ? canServe(facts.stream().map(FlagFact.class::cast).toList())
                : facts.size() == 1; // what differs from it is its opposite
    }

    private List<Fact> facts(Fact fact) {
        return known.computeIfAbsent(fact.subject(), subject -> new ArrayList<>());
    }

    private static boolean canServe(List<FlagFact> facts) {
        Stream<FlagFact> served = facts.stream().filter(FlagFact::serves);
        return served.findFirst()
                .map(first -> first.variants().stream()
                        .anyMatch(variant ->
                                facts.stream().allMatch(fact -> fact.variants().contains(variant) == fact.serves())))
                .orElse(true);
    }

    /** A statement, or its opposite. */
    private record Signed(Formula formula, boolean holds) {
        boolean isChoice() {
            return holds ? formula instanceof Some : formula instanceof Every;
        }

        /** Of a choice the alternatives, else what all has to hold. */
        List<Signed> parts() {
            if (formula instanceof Not not) {
                return List.of(new Signed(not.part(), !holds));
            }
            if (formula instanceof Named named) {
                return List.of(new Signed(named.name(), holds), new Signed(named.meaning(), holds));
            }
            List<Formula> parts = formula instanceof Every every ? every.parts() : ((Some) formula).parts();
            return parts.stream().map(part -> new Signed(part, holds)).toList();
        }
    }
}
