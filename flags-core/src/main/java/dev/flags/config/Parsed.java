package dev.flags.config;

import java.util.List;
import java.util.Optional;

/**
 * What became of a document that was read.
 *
 * @param value present if no problem is an error
 * @param problems everything that is wrong with the document, and warnings
 */
public record Parsed<T>(Optional<T> value, List<Problem> problems) {
    public Parsed {
        problems = List.copyOf(problems);
    }

    /**
     * The value that was read.
     *
     * @throws ConfigException with every problem, if there is an error among them
     */
    public T orThrow() {
        return value.orElseThrow(() -> new ConfigException(problems));
    }
}
