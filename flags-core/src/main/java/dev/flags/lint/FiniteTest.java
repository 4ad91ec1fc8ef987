package dev.flags.lint;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.primitives.Longs;
import dev.flags.lint.Ranges.Position;
import dev.flags.lint.Scalar.Bool;
import dev.flags.lint.Scalar.LowerCase;
import dev.flags.lint.Scalar.Num;
import dev.flags.lint.Scalar.SomeText;
import dev.flags.lint.Scalar.Text;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Is passed by some values only, which can be listed. */
sealed interface FiniteTest extends ElementTest {
    /** Kinds of values that hold all that pass; made one after the other, since the first will often do. */
    Stream<Scalar> members();

    int size();

    /**
     * Equal to one of the values.
     *
     * @param strings in lower case if {@code ignoreCase}
     */
    record OneOf(
            ImmutableSet<String> strings,
            boolean ignoreCase,
            ImmutableSortedSet<BigDecimal> numbers,
            ImmutableSet<Boolean> booleans)
            implements FiniteTest {
        @Override
        public Truth at(Scalar scalar) {
            if (scalar instanceof Bool bool) {
                return Truth.of(booleans.contains(bool.value()));
            }
            if (scalar instanceof Num number) {
                return number.isExact()
                        ? Truth.of(numbers.contains(number.value()))
                        : Truth.possibly(!numbers.isEmpty());
            }
            if (scalar instanceof Text text) {
                return Truth.of(strings.contains(ElementTest.folded(text.text(), ignoreCase)));
            }
            if (ignoreCase && scalar instanceof LowerCase lower) {
                return Truth.of(strings.contains(lower.text()));
            }
            return Truth.possibly(scalar instanceof SomeText && !strings.isEmpty());
        }

        @Override
        public Stream<Scalar> members() {
            Stream<Scalar> texts = strings.stream().map(text -> ignoreCase ? new LowerCase(text) : new Text(text));
            Stream<Scalar> exact = numbers.stream()
                    .map(number -> new Position<>(number, 0))
                    .flatMap(position -> Stream.of(new Num(position, true), new Num(position, false)));
            return Stream.of(texts, exact, booleans.stream().map(Bool::new)).flatMap(Function.identity());
        }

        @Override
        public int size() {
            return strings.size() + 2 * numbers.size() + booleans.size();
        }
    }

    /** One of some units: a string, or an integer by its decimal text. */
    record Units(Set<String> units) implements FiniteTest {
        @Override
        public Truth at(Scalar scalar) {
            if (scalar instanceof Text text) {
                return Truth.of(!text.text().isEmpty() && units.contains(text.text()));
            }
            if (scalar instanceof Num number) {
                return number.isExact()
                        ? Truth.of(ElementTest.unitOf(number)
                                .filter(units::contains)
                                .isPresent())
                        : Truth.possibly(!units.isEmpty());
            }
            return Truth.possibly(scalar instanceof SomeText && !units.isEmpty());
        }

        @Override
        public boolean implies(ElementTest other) {
            return other instanceof Units list && (units == list.units || list.units.containsAll(units));
        }

        @Override
        public Stream<Scalar> members() {
            Stream<Scalar> texts = units.stream().map(Text::new);
            Stream<Scalar> integers = units.stream()
                    .flatMap(unit -> integer(unit).stream())
                    .map(value -> new Num(new Position<>(value, 0), true));
            return Stream.concat(texts, integers);
        }

        @Override
        public int size() {
            return 2 * units.size();
        }

        private static Optional<BigDecimal> integer(String unit) {
            return Optional.ofNullable(Longs.tryParse(unit))
                    .filter(value -> Long.toString(value).equals(unit))
                    .map(BigDecimal::valueOf);
        }
    }
}
