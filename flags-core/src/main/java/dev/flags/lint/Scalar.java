package dev.flags.lint;

import dev.flags.internal.SemVer;
import dev.flags.lint.Ranges.Position;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A kind of values that are no arrays. The kinds that one attribute is looked at in are such that every value is of one of
 * them, and that most tests answer the same for all values of a kind.
 */
sealed interface Scalar {
    record Bool(boolean value) implements Scalar {}

    /** A nested object. */
    enum Nested implements Scalar {
        ANY
    }

    /** Infinities, and what is not a number: of no type. */
    enum NoNumber implements Scalar {
        ANY
    }

    /**
     * A number, or all numbers between two marks.
     *
     * @param isLong whether an exact one is an integer of 64 bits in the context, and so a unit; means nothing for others
     */
    record Num(Position<BigDecimal> position, boolean isLong) implements Scalar {
        boolean isExact() {
            return position.isExact();
        }

        BigDecimal value() {
            return position.mark();
        }
    }

    /** A string. */
    record Text(String text) implements Scalar {}

    /** Any of many strings. */
    sealed interface SomeText extends Scalar {}

    /** The strings that are this in lower case. */
    record LowerCase(String text) implements SomeText {}

    /** The strings that are instants at a place. */
    record InstantAt(Position<Instant> position) implements SomeText {}

    /** The strings that are versions at a place. */
    record VersionAt(Position<SemVer> position) implements SomeText {}

    /** The strings that are neither instants nor versions. */
    enum OtherText implements SomeText {
        ANY
    }
}
