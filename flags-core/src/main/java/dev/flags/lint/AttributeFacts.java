package dev.flags.lint;

import dev.flags.internal.SemVer;
import dev.flags.lint.Formula.AttributeFact;
import dev.flags.lint.OrderedTest.InstantIn;
import dev.flags.lint.OrderedTest.NumberIn;
import dev.flags.lint.OrderedTest.VersionIn;
import dev.flags.lint.Scalar.Bool;
import dev.flags.lint.Scalar.InstantAt;
import dev.flags.lint.Scalar.Nested;
import dev.flags.lint.Scalar.NoNumber;
import dev.flags.lint.Scalar.Num;
import dev.flags.lint.Scalar.OtherText;
import dev.flags.lint.Scalar.VersionAt;
import dev.flags.lint.WholeTest.AllOf;
import dev.flags.lint.WholeTest.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether one attribute can be such that several facts about it hold. */
final class AttributeFacts {
    private static final List<Scalar> SIMPLE =
            List.of(OtherText.ANY, new Bool(true), new Bool(false), Nested.ANY, NoNumber.ANY);

    private final Budget budget;
    private final Predicate<String> isSingle;

    AttributeFacts(Budget budget) {
        this(budget, attribute -> false);
    }

    /** @param isSingle of which attributes to leave arrays out whose elements are compared by size */
    AttributeFacts(Budget budget, Predicate<String> isSingle) {
        this.budget = budget;
        this.isSingle = isSingle;
    }

    /** False only if there is certainly no such value, and the attribute cannot be missing. */
    boolean arePossible(List<AttributeFact> facts) {
        List<ValueTest> passed = new ArrayList<>(facts.size());
        List<ValueTest> failed = new ArrayList<>(facts.size());
        boolean canBeMissing = true;
        for (AttributeFact fact : facts) {
            (fact.passes() ? passed : failed).add(fact.test());
            canBeMissing &= fact.ifMissing();
        }
        return canBeMissing
                || isScalarPossible(passed, failed)
                || (!isLeftOut(facts) && isArrayPossible(passed, failed));
    }

    private boolean isScalarPossible(List<? extends ValueTest> passed, List<? extends ValueTest> failed) {
        long cost = cost(passed) + cost(failed);
        if (!budget.spend(cost * cost)) {
            return true;
        }
        List<ElementTest> positive = elementTests(passed);
        if (contradict(positive, elementTests(failed))) {
            return false;
        }
        FiniteTest few = fewest(positive);
        if (few != null && !budget.spend(few.size() * cost)) {
            return true;
        }
        Stream<Scalar> candidates = few == null ? kinds(passed, failed) : few.members();
        return candidates.anyMatch(scalar -> isPossible(scalar, passed, true) && isPossible(scalar, failed, false));
    }

    private static long cost(List<? extends ValueTest> tests) {
        long cost = 0;
        for (ValueTest test : tests) {
            cost += test.cost();
        }
        return cost;
    }

    private static boolean isPossible(Scalar scalar, List<? extends ValueTest> tests, boolean passes) {
        for (ValueTest test : tests) {
            if (!test.at(scalar).mayBe(passes)) {
                return false;
            }
        }
        return true;
    }

    private static boolean contradict(List<ElementTest> passed, List<ElementTest> failed) {
        for (ElementTest test : passed) {
            if (failed.stream().anyMatch(test::implies) || passed.stream().anyMatch(test::excludes)) {
                return true;
            }
        }
        return false;
    }

    private static List<ElementTest> elementTests(List<? extends ValueTest> tests) {
        List<ElementTest> elementTests = new ArrayList<>(tests.size());
        for (ValueTest test : tests) {
            if (test instanceof ElementTest elementTest) {
                elementTests.add(elementTest);
            }
        }
        return elementTests;
    }

    private static @Nullable FiniteTest fewest(List<ElementTest> tests) {
        FiniteTest fewest = null;
        for (ElementTest test : tests) {
            if (test instanceof FiniteTest finite && (fewest == null || finite.size() < fewest.size())) {
                fewest = finite;
            }
        }
        return fewest;
    }

    /** Kinds that every value is one of: lines are divided where a test begins or ends. The simplest come first. */
    private static Stream<Scalar> kinds(List<? extends ValueTest> passed, List<? extends ValueTest> failed) {
        return Stream.<Supplier<Stream<? extends Scalar>>>of(
                        SIMPLE::stream,
                        () -> numbers(passed, failed),
                        () -> instants(passed, failed),
                        () -> versions(passed, failed))
                .flatMap(Supplier::get);
    }

    private static Stream<Num> numbers(List<? extends ValueTest> passed, List<? extends ValueTest> failed) {
        NavigableSet<BigDecimal> marks =
                marks(passed, failed, test -> test instanceof NumberIn in ? in.ranges() : null);
        marks.add(BigDecimal.ZERO); // a line without marks has no places
        return Ranges.positions(marks).stream()
                .flatMap(position -> Stream.of(new Num(position, true), new Num(position, false)));
    }

    private static Stream<InstantAt> instants(List<? extends ValueTest> passed, List<? extends ValueTest> failed) {
        NavigableSet<Instant> marks = marks(passed, failed, test -> test instanceof InstantIn in ? in.ranges() : null);
        return Ranges.positions(marks).stream().map(InstantAt::new);
    }

    private static Stream<VersionAt> versions(List<? extends ValueTest> passed, List<? extends ValueTest> failed) {
        NavigableSet<SemVer> marks = marks(passed, failed, test -> test instanceof VersionIn in ? in.ranges() : null);
        return Ranges.positions(marks).stream().map(VersionAt::new);
    }

    private static <T extends Comparable<T>> NavigableSet<T> marks(
            List<? extends ValueTest> passed,
            List<? extends ValueTest> failed,
            Function<ValueTest, @Nullable Ranges<T>> ranges) {
        NavigableSet<T> marks = new TreeSet<>();
        Stream.concat(passed.stream(), failed.stream()).forEach(test -> {
            Ranges<T> in = ranges.apply(test);
            if (in != null) {
                in.ends().forEach(marks::add);
            }
        });
        return marks;
    }

    /** Different elements may pass different tests, but each of them fails what the array fails. */
    private boolean isArrayPossible(List<ValueTest> passed, List<ValueTest> failed) {
        if (!passed.stream().allMatch(test -> test.atArray().mayBe(true))
                || !failed.stream().allMatch(test -> test.atArray().mayBe(false))) {
            return false;
        }
        List<ElementTest> found = new ArrayList<>(elementTests(passed));
        List<ElementTest> absent = new ArrayList<>(elementTests(failed));
        all(passed).forEach(all -> found.addAll(all.values()));
        all(failed).filter(all -> all.values().size() == 1).forEach(all -> absent.addAll(all.values()));
        return isSizePossible(passed, failed, found.isEmpty() ? 0 : 1)
                && all(failed).noneMatch(all -> areAllFound(all, found))
                && found.stream().allMatch(test -> isScalarPossible(List.of(test), absent));
    }

    private static boolean areAllFound(AllOf all, List<ElementTest> found) {
        return all.values().stream().allMatch(value -> found.stream().anyMatch(test -> test.implies(value)));
    }

    private static Stream<AllOf> all(List<ValueTest> tests) {
        return tests.stream().filter(AllOf.class::isInstance).map(AllOf.class::cast);
    }

    private boolean isLeftOut(List<AttributeFact> facts) {
        return facts.stream()
                .anyMatch(
                        fact -> fact.passes() && fact.test() instanceof OrderedTest && isSingle.test(fact.attribute()));
    }

    private static boolean isSizePossible(List<ValueTest> passed, List<ValueTest> failed, long least) {
        List<Set<Long>> allowed = sizes(passed).toList();
        return allowed.isEmpty()
                || allowed.get(0).stream()
                        .anyMatch(size -> size >= least
                                && allowed.stream().allMatch(sizes -> sizes.contains(size))
                                && sizes(failed).noneMatch(sizes -> sizes.contains(size)));
    }

    private static Stream<Set<Long>> sizes(List<ValueTest> tests) {
        return tests.stream().filter(Size.class::isInstance).map(test -> ((Size) test).sizes());
    }
}
