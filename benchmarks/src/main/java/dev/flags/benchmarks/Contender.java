package dev.flags.benchmarks;

/** A library or a floor, set up to answer one workload. */
interface Contender extends AutoCloseable {
    /**
     * One answer.
     *
     * @param turn counts up with each call, and picks the user or the flag
     * @return the boolean of a boolean flag, or the name of the variant
     */
    Object answer(int turn);

    @Override
    default void close() {}
}
