package dev.flags.benchmarks;

/**
 * A library that has its flags and can be asked.
 *
 * @param resources what is closed when nobody asks any more
 */
public record Session(Question question, AutoCloseable resources) {
    /** A session of what needs not be closed. */
    public static Session of(Question question) {
        return new Session(question, () -> {});
    }
}
