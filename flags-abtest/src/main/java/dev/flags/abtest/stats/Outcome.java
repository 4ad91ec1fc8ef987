package dev.flags.abtest.stats;

import java.util.Optional;

/**
 * What a method has to say: an estimate, or why there is none. Where there is none there is no p-value and no interval either.
 *
 * @param <T> the type of the estimate
 */
public sealed interface Outcome<T> permits Estimated, NotEstimable {

    static <T> Outcome<T> of(T value) {
        return new Estimated<>(value);
    }

    static <T> Outcome<T> none(Status status, String why) {
        return new NotEstimable<>(status, why);
    }

    /** The estimate, if there is one. */
    Optional<T> value();

    /**
     * The estimate.
     *
     * @throws IllegalStateException if there is none
     */
    default T orElseThrow() {
        return value().orElseThrow(() -> new IllegalStateException("no estimate: " + this));
    }
}
