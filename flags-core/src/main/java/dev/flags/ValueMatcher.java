package dev.flags;

import dev.flags.bucketing.Bucketing;
import dev.flags.internal.Cidr;
import dev.flags.internal.ExactNumber;
import dev.flags.internal.IsoInstant;
import dev.flags.internal.LinearRegex;
import dev.flags.internal.Relation;
import dev.flags.internal.SemVer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an operator asks of one value that is there. A value of the wrong type does not match. Values are those that
 * {@link ContextValues} makes. Nothing allocates but a pattern, and a comparison in lower case of a string that is not.
 */
abstract class ValueMatcher {
    abstract boolean matches(Object value);

    /** Whether an array is one value, instead of each of its elements. */
    boolean seesWholeArray() {
        return false;
    }

    /** Equal to one of the values. */
    static final class OneOf extends ValueMatcher {
        private final Set<String> strings;
        private final ExactNumber[] numbers;
        private final Set<Long> integers;
        private final boolean hasTrue;
        private final boolean hasFalse;
        private final boolean ignoreCase;

        /**
         * Makes a matcher of values.
         *
         * @param strings in lower case if {@code ignoreCase}
         * @param integers those of {@code numbers} that are integers of 64 bits, for lists of thousands of ids
         */
        OneOf(
                Set<String> strings,
                ExactNumber[] numbers,
                Set<Long> integers,
                boolean hasTrue,
                boolean hasFalse,
                boolean ignoreCase) {
            this.strings = strings;
            this.numbers = numbers;
            this.integers = integers;
            this.hasTrue = hasTrue;
            this.hasFalse = hasFalse;
            this.ignoreCase = ignoreCase;
        }

        @Override
        boolean matches(Object value) {
            if (value instanceof String text) {
                return strings.contains(ignoreCase ? text.toLowerCase(Locale.ROOT) : text);
            }
            if (value instanceof Boolean bool) {
                return bool ? hasTrue : hasFalse;
            }
            if (value instanceof Long) {
                return integers.contains(value);
            }
            for (ExactNumber number : numbers) {
                if (number.compareUnknown(value) == 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /** An array in which each of the values is found. */
    static final class AllOf extends ValueMatcher {
        private final OneOf[] values;

        AllOf(OneOf[] values) {
            this.values = values;
        }

        @Override
        boolean seesWholeArray() {
            return true;
        }

        @Override
        boolean matches(Object value) {
            if (!(value instanceof Object[] array)) {
                return false;
            }
            for (OneOf wanted : values) {
                if (!isIn(array, wanted)) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isIn(Object[] array, OneOf wanted) {
            for (Object element : array) {
                if (element != null && wanted.matches(element)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A string with one of some parts in its place. */
    static final class Part extends ValueMatcher {
        enum Place {
            START,
            END,
            ANYWHERE
        }

        private final Place place;
        private final String[] parts;
        private final boolean ignoreCase;

        /** @param parts in lower case if {@code ignoreCase} */
        Part(Place place, String[] parts, boolean ignoreCase) {
            this.place = place;
            this.parts = parts;
            this.ignoreCase = ignoreCase;
        }

        @Override
        boolean matches(Object value) {
            if (!(value instanceof String given)) {
                return false;
            }
            String text = ignoreCase ? given.toLowerCase(Locale.ROOT) : given;
            for (String part : parts) {
                boolean found = switch (place) {
                    case START -> text.startsWith(part);
                    case END -> text.endsWith(part);
                    case ANYWHERE -> text.contains(part);
                };
                if (found) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A string in which a pattern is found. */
    static final class Pattern extends ValueMatcher {
        private final LinearRegex[] patterns;

        Pattern(LinearRegex[] patterns) {
            this.patterns = patterns;
        }

        @Override
        boolean matches(Object value) {
            if (value instanceof String text) {
                for (LinearRegex pattern : patterns) {
                    if (pattern.find(text)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** A number that stands in a relation to one of the values. */
    static final class NumberIs extends ValueMatcher {
        private final Relation relation;
        private final ExactNumber[] numbers;

        NumberIs(Relation relation, ExactNumber[] numbers) {
            this.relation = relation;
            this.numbers = numbers;
        }

        @Override
        boolean matches(Object value) {
            for (ExactNumber number : numbers) {
                if (relation.holds(number.compareUnknown(value))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A number from low to high. */
    static final class Between extends ValueMatcher {
        private final ExactNumber low;
        private final ExactNumber high;

        Between(ExactNumber low, ExactNumber high) {
            this.low = low;
            this.high = high;
        }

        @Override
        boolean matches(Object value) {
            return Relation.AT_LEAST.holds(low.compareUnknown(value))
                    && Relation.AT_MOST.holds(high.compareUnknown(value));
        }
    }

    /** An instant before or after one of the values. */
    static final class InstantIs extends ValueMatcher {
        private final Relation relation;
        private final IsoInstant[] instants;

        InstantIs(Relation relation, IsoInstant[] instants) {
            this.relation = relation;
            this.instants = instants;
        }

        @Override
        boolean matches(Object value) {
            if (value instanceof String text) {
                for (IsoInstant instant : instants) {
                    if (relation.holds(instant.compare(text))) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** A version that stands in a relation to one of the values. */
    static final class VersionIs extends ValueMatcher {
        private final Relation relation;
        private final SemVer[] versions;

        VersionIs(Relation relation, SemVer[] versions) {
            this.relation = relation;
            this.versions = versions;
        }

        @Override
        boolean matches(Object value) {
            if (value instanceof String text) {
                for (SemVer version : versions) {
                    if (relation.holds(version.compare(text))) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** A version in the tilde or the caret range of one of the values. */
    static final class VersionNear extends ValueMatcher {
        private final boolean caret;
        private final SemVer[] versions;

        VersionNear(boolean caret, SemVer[] versions) {
            this.caret = caret;
            this.versions = versions;
        }

        @Override
        boolean matches(Object value) {
            if (value instanceof String text) {
                for (SemVer version : versions) {
                    if (caret ? version.caret(text) : version.tilde(text)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** An address in one of the networks. */
    static final class Network extends ValueMatcher {
        private final Cidr[] networks;

        Network(Cidr[] networks) {
            this.networks = networks;
        }

        @Override
        boolean matches(Object value) {
            if (value instanceof String text) {
                for (Cidr network : networks) {
                    if (network.contains(text)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** Anything that is there, or nothing that is. */
    static final class Exists extends ValueMatcher {
        private final boolean wanted;

        Exists(boolean wanted) {
            this.wanted = wanted;
        }

        @Override
        boolean seesWholeArray() {
            return true;
        }

        @Override
        boolean matches(Object value) {
            return wanted;
        }
    }

    /** A value of one of some types. */
    static final class TypeIs extends ValueMatcher {
        private final Set<String> types;

        TypeIs(Set<String> types) {
            this.types = types;
        }

        @Override
        boolean seesWholeArray() {
            return true;
        }

        @Override
        boolean matches(Object value) {
            return types.contains(typeOf(value));
        }

        private static String typeOf(Object value) {
            if (value instanceof String) {
                return "string";
            }
            if (value instanceof Boolean) {
                return "boolean";
            }
            if (value instanceof Object[]) {
                return "array";
            }
            if (value instanceof Double number && !Double.isFinite(number)) {
                return "";
            }
            return value instanceof Map ? "object" : "number";
        }
    }

    /** An array of one of some sizes. */
    static final class Size extends ValueMatcher {
        private final long[] sizes;

        Size(long[] sizes) {
            this.sizes = sizes;
        }

        @Override
        boolean seesWholeArray() {
            return true;
        }

        @Override
        boolean matches(Object value) {
            if (value instanceof Object[] array) {
                for (long size : sizes) {
                    if (array.length == size) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** An integer with a remainder that is never negative. */
    static final class Modulo extends ValueMatcher {
        private final long divisor;
        private final long remainder;

        Modulo(long divisor, long remainder) {
            this.divisor = divisor;
            this.remainder = remainder;
        }

        @Override
        boolean matches(Object value) {
            if (value instanceof Long number) {
                return Math.floorMod(number.longValue(), divisor) == remainder;
            }
            if (value instanceof Double number && Math.abs(number) <= 1L << 53) {
                return number == Math.rint(number) && Math.floorMod(number.longValue(), divisor) == remainder;
            }
            return value instanceof Number number && matchesLarge(number);
        }

        /** Integers beyond 64 bits, and decimals that may be integers: rare enough to allocate. */
        private boolean matchesLarge(Number number) {
            if (number instanceof Double d && !Double.isFinite(d)) {
                return false;
            }
            BigDecimal decimal = number instanceof BigDecimal exact ? exact : BigDecimal.valueOf(number.doubleValue());
            if (decimal.stripTrailingZeros().scale() > 0) {
                return false;
            }
            BigInteger mod = decimal.toBigIntegerExact().mod(BigInteger.valueOf(divisor));
            return mod.equals(BigInteger.valueOf(remainder));
        }
    }

    /** A unit whose slot is in a range. */
    static final class Bucket extends ValueMatcher {
        private final long saltHash;
        private final int from;
        private final int to;

        Bucket(String salt, int from, int to) {
            this.saltHash = Bucketing.hash(salt);
            this.from = from;
            this.to = to;
        }

        @Override
        boolean matches(Object value) {
            String unit = Units.textOf(value);
            if (unit == null) {
                return false;
            }
            int slot = slotOf(unit);
            return slot >= from && slot < to;
        }

        int slotOf(String unit) {
            return Bucketing.slot(saltHash, Bucketing.hash(unit));
        }
    }
}
