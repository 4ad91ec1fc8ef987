package dev.flags.lint;

/** What a clause asks of a value that is there, as in {@code docs/format.md}, but for kinds of values. */
sealed interface ValueTest permits ElementTest, WholeTest {
    /** What it answers for values of a kind. */
    Truth at(Scalar scalar);

    /** What it answers for arrays, as far as that does not depend on their elements. */
    default Truth atArray() {
        return Truth.UNKNOWN;
    }

    /** With how many operands it compares one after the other. */
    default int cost() {
        return 1;
    }
}
