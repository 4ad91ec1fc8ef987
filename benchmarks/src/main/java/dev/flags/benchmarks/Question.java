package dev.flags.benchmarks;

/** What is measured: asks a library once. Made beforehand, so that a call does nothing but ask. */
@FunctionalInterface
interface Question {
    /**
     * One answer.
     *
     * @param turn counts up with each call, and picks the user and the flag
     * @return the boolean of a boolean flag, or the name of the variant
     */
    Object ask(int turn);
}
