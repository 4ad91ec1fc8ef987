package dev.flags.abtest.stats;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * No estimate, and why.
 *
 * @param status the reason, for programs
 * @param why the reason, for people; holds counts and values of the sample's statistics, and nobody's id
 * @param <T> the type that the estimate would have had
 */
public record NotEstimable<T>(Status status, String why) implements Outcome<T> {
    public NotEstimable {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(why, "why");
    }

    @Override
    public Optional<T> value() {
        return Optional.empty();
    }

    @Override
    public <R> Outcome<R> flatMap(Function<? super T, Outcome<R>> next) {
        return new NotEstimable<>(status, why);
    }
}
