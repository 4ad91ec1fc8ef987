package dev.flags.benchmarks;

/**
 * A library that has its flags and can be asked.
 *
 * @param resources what is closed when nobody asks any more
 */
record Session(Question question, AutoCloseable resources) {
    /** A session of what needs not be closed. */
    static Session of(Question question) {
        return new Session(question, () -> {});
    }
}
