package dev.flags.abtest.stats;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * An estimate that holds.
 *
 * @param estimate the estimate
 * @param <T> its type
 */
public record Estimated<T>(T estimate) implements Outcome<T> {
    public Estimated {
        Objects.requireNonNull(estimate, "estimate");
    }

    @Override
    public Optional<T> value() {
        return Optional.of(estimate);
    }

    @Override
    public <R> Outcome<R> flatMap(Function<? super T, Outcome<R>> next) {
        return next.apply(estimate);
    }
}
