package dev.flags.abtest.stats;

import java.util.Optional;
import java.util.function.Function;

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

    /** What follows from the estimate, or the same reason why there is none. */
    <R> Outcome<R> flatMap(Function<? super T, Outcome<R>> next);

    /** As {@link #flatMap}, of what always follows. */
    default <R> Outcome<R> map(Function<? super T, ? extends R> next) {
        return flatMap(value -> of(next.apply(value)));
    }

    /**
     * The estimate.
     *
     * @throws IllegalStateException if there is none
     */
    default T orElseThrow() {
        return value().orElseThrow(() -> new IllegalStateException("no estimate: " + this));
    }
}
