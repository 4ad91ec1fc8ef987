package dev.flags.lint;

import dev.flags.lint.Scalar.Bool;
import dev.flags.lint.Scalar.Nested;
import dev.flags.lint.Scalar.NoNumber;
import dev.flags.lint.Scalar.Num;
import java.util.List;
import java.util.Set;

/** Sees an array as one value. */
sealed interface WholeTest extends ValueTest {

    /** Anything that is there, or nothing that is. */
    record Exists(boolean wanted) implements WholeTest {
        @Override
        public Truth at(Scalar scalar) {
            return Truth.of(wanted);
        }

        @Override
        public Truth atArray() {
            return Truth.of(wanted);
        }
    }

    /** A value of one of some types. */
    record TypeIs(Set<String> types) implements WholeTest {
        @Override
        public Truth at(Scalar scalar) {
            return Truth.of(types.contains(typeOf(scalar)));
        }

        @Override
        public Truth atArray() {
            return Truth.of(types.contains("array"));
        }

        private static String typeOf(Scalar scalar) {
            if (scalar instanceof NoNumber) {
                return "";
            }
            if (scalar instanceof Bool) {
                return "boolean";
            }
            if (scalar instanceof Nested) {
                return "object";
            }
            return scalar instanceof Num ? "number" : "string";
        }
    }

    /** An array of one of some sizes. */
    record Size(Set<Long> sizes) implements WholeTest {
        @Override
        public Truth at(Scalar scalar) {
            return Truth.FALSE;
        }
    }

    /** An array in which each of some values is found. */
    record AllOf(List<ElementTest> values) implements WholeTest {
        @Override
        public Truth at(Scalar scalar) {
            return Truth.FALSE;
        }

        @Override
        public Truth atArray() {
            return values.isEmpty() ? Truth.TRUE : Truth.UNKNOWN;
        }
    }
}
