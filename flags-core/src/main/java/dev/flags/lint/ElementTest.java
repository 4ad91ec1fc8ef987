package dev.flags.lint;

import com.google.common.math.LongMath;
import dev.flags.bucketing.Bucketing;
import dev.flags.internal.Cidr;
import dev.flags.internal.LinearRegex;
import dev.flags.lint.Scalar.LowerCase;
import dev.flags.lint.Scalar.Num;
import dev.flags.lint.Scalar.SomeText;
import dev.flags.lint.Scalar.Text;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Asks one value; of an array, whether it holds for an element. */
sealed interface ElementTest extends ValueTest
        permits ElementTest.Bucket,
                ElementTest.Modulo,
                ElementTest.Networks,
                ElementTest.Part,
                ElementTest.Pattern,
                FiniteTest,
                OrderedTest {

    /** Whether every value that passes this certainly passes the other. */
    default boolean implies(ElementTest other) {
        return equals(other);
    }

    /** Whether certainly no value passes both. */
    default boolean excludes(ElementTest other) {
        return false;
    }

    /**
     * A string with one of some parts in its place.
     *
     * @param parts in lower case if {@code ignoreCase}
     */
    record Part(Place place, Set<String> parts, boolean ignoreCase) implements ElementTest {
        enum Place {
            START,
            END,
            ANYWHERE;

            boolean has(String text, String part) {
                return switch (this) {
                    case START -> text.startsWith(part);
                    case END -> text.endsWith(part);
                    case ANYWHERE -> text.contains(part);
                };
            }

            /** Whether a string that has {@code part} here has {@code other} in its place. */
            private boolean ensures(String part, Place otherPlace, String other) {
                return (this == otherPlace || otherPlace == ANYWHERE) && otherPlace.has(part, other);
            }
        }

        @Override
        public int cost() {
            return parts.size();
        }

        @Override
        public Truth at(Scalar scalar) {
            if (scalar instanceof Text text) {
                return of(folded(text.text(), ignoreCase));
            }
            if (ignoreCase && scalar instanceof LowerCase lower) {
                return of(lower.text());
            }
            return scalar instanceof SomeText && parts.contains("")
                    ? Truth.TRUE
                    : Truth.possibly(scalar instanceof SomeText && !parts.isEmpty());
        }

        private Truth of(String text) {
            return Truth.of(parts.stream().anyMatch(part -> place.has(text, part)));
        }

        /** Only where both compare in the same case: lower case of a part need not be a part of lower case. */
        @Override
        public boolean implies(ElementTest other) {
            return other instanceof Part weaker
                    && ignoreCase == weaker.ignoreCase
                    && parts.stream()
                            .allMatch(
                                    part -> weaker.parts.stream().anyMatch(p -> place.ensures(part, weaker.place, p)));
        }

        @Override
        public boolean excludes(ElementTest other) {
            return other instanceof Part part
                    && ignoreCase == part.ignoreCase
                    && place == part.place
                    && place != Place.ANYWHERE
                    && parts.stream()
                            .noneMatch(p -> part.parts.stream().anyMatch(q -> place.has(p, q) || place.has(q, p)));
        }
    }

    /** A string in which a pattern is found. */
    record Pattern(Set<String> patterns, boolean ignoreCase, List<LinearRegex> compiled) implements ElementTest {
        @Override
        public int cost() {
            return patterns.size() * 10; // each takes about as long as so many comparisons
        }

        @Override
        public Truth at(Scalar scalar) {
            if (scalar instanceof Text text) {
                return Truth.of(compiled.stream().anyMatch(pattern -> pattern.find(text.text())));
            }
            return scalar instanceof SomeText && patterns.contains("")
                    ? Truth.TRUE
                    : Truth.possibly(scalar instanceof SomeText && !patterns.isEmpty());
        }

        @Override
        public boolean implies(ElementTest other) {
            return other instanceof Pattern weaker
                    && ignoreCase == weaker.ignoreCase
                    && weaker.patterns.containsAll(patterns);
        }
    }

    /** An address in one of the networks. */
    record Networks(List<Cidr> networks) implements ElementTest {
        @Override
        public int cost() {
            return networks.size();
        }

        @Override
        public Truth at(Scalar scalar) {
            return scalar instanceof Text text
                    ? Truth.of(networks.stream().anyMatch(network -> network.contains(text.text())))
                    : Truth.possibly(scalar instanceof SomeText && !networks.isEmpty());
        }

        @Override
        public boolean implies(ElementTest other) {
            return other instanceof Networks wider
                    && networks.stream()
                            .allMatch(mine -> wider.networks.stream().anyMatch(theirs -> theirs.contains(mine)));
        }

        @Override
        public boolean excludes(ElementTest other) {
            return other instanceof Networks others
                    && networks.stream()
                            .noneMatch(mine -> others.networks.stream()
                                    .anyMatch(theirs -> theirs.contains(mine) || mine.contains(theirs)));
        }
    }

    /** An integer with a remainder that is never negative. */
    record Modulo(long divisor, long remainder) implements ElementTest {
        /** Beyond 2^53 a double's neighbours are other integers, and which decimal stands for it depends on the JDK. */
        private static final BigDecimal MAX_CERTAIN = BigDecimal.valueOf(1L << 53);

        @Override
        public Truth at(Scalar scalar) {
            if (!(scalar instanceof Num number)) {
                return Truth.FALSE;
            }
            boolean isKnown = number.isExact() && number.value().abs().compareTo(MAX_CERTAIN) <= 0;
            return isKnown ? Truth.of(hasRemainder(number.value())) : Truth.UNKNOWN;
        }

        private boolean hasRemainder(BigDecimal number) {
            return isLong(number) && Math.floorMod(number.longValueExact(), divisor) == remainder;
        }

        @Override
        public boolean implies(ElementTest other) {
            return other instanceof Modulo coarser
                    && divisor % coarser.divisor == 0
                    && remainder % coarser.divisor == coarser.remainder;
        }

        @Override
        public boolean excludes(ElementTest other) {
            if (!(other instanceof Modulo modulo)) {
                return false;
            }
            long common = LongMath.gcd(divisor, modulo.divisor);
            return remainder % common != modulo.remainder % common;
        }
    }

    /** A unit whose slot is in a range. */
    record Bucket(String salt, long from, long to) implements ElementTest {
        @Override
        public Truth at(Scalar scalar) {
            if (scalar instanceof Text text) {
                return Truth.of(!text.text().isEmpty() && isInside(text.text()));
            }
            if (scalar instanceof Num number && number.isExact()) {
                return Truth.of(unitOf(number).filter(this::isInside).isPresent());
            }
            return Truth.possibly(from < to && (scalar instanceof SomeText || scalar instanceof Num));
        }

        private boolean isInside(String unit) {
            int slot = Bucketing.slot(Bucketing.hash(salt), Bucketing.hash(unit));
            return from <= slot && slot < to;
        }

        @Override
        public boolean implies(ElementTest other) {
            return other instanceof Bucket wider && salt.equals(wider.salt) && wider.from <= from && to <= wider.to;
        }

        @Override
        public boolean excludes(ElementTest other) {
            return other instanceof Bucket bucket
                    && salt.equals(bucket.salt)
                    && (to <= bucket.from || bucket.to <= from);
        }
    }

    /** As operands and attributes are compared. */
    static String folded(String text, boolean ignoreCase) {
        return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** The unit that an exact number is; empty if it is none. */
    static Optional<String> unitOf(Num number) {
        return number.isLong() && isLong(number.value())
                ? Optional.of(number.value().toBigIntegerExact().toString())
                : Optional.empty();
    }

    private static boolean isLong(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0
                && value.toBigIntegerExact().bitLength() < Long.SIZE;
    }
}
