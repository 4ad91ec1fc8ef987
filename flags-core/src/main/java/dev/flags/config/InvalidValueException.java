package dev.flags.config;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown by the constructors of the model: everything that is wrong with one value, and where in it. */
final class InvalidValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    InvalidValueException(List<Violation> violations) {
        super(violations.stream()
                .map(v -> v.pointer().isEmpty() ? v.message() : v.pointer() + ": " + v.message())
                .collect(Collectors.joining("; ")));
        this.violations = violations;
    }

    List<Violation> violations() {
        return violations;
    }

    /** @param pointer where, relative to the value that was to be made */
    record Violation(String pointer, String message) {}
}
