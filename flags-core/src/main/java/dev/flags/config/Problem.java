package dev.flags.config;

import java.util.Objects;

/**
 * Something wrong with a configuration.
 *
 * @param severity whether the document is refused for it
 * @param document what it is about, as a person would say it: {@code flag "new_checkout"}, or the file
 * @param pointer where in that document, as a JSON pointer (RFC 6901); empty for the whole of it
 * @param message what is wrong, the value, and what is allowed
 */
public record Problem(Severity severity, String document, String pointer, String message) {

    /** What a problem does to its document. */
    public enum Severity {
        /** The document is refused; its last good version serves on, if there is one. */
        ERROR,
        /** The document is taken as it is. */
        WARNING
    }

    public Problem {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(document, "document");
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(message, "message");
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** {@code flag "new_checkout" at /rules/0/when/op: unknown operator "equal"; did you mean "equals"?} */
    @Override
    public String toString() {
        return document + (pointer.isEmpty() ? "" : " at " + pointer) + ": " + message;
    }
}
