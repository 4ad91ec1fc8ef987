package dev.flags.lint;

import dev.flags.config.Problem;
import java.util.Objects;

/**
 * Something that is most likely a mistake.
 *
 * @param document what it is about, as a person would say it: {@code flag "new_checkout"}, or the file
 * @param pointer where in that document, as a JSON pointer (RFC 6901); empty for the whole of it
 * @param message what it is, and what to do
 */
public record LintFinding(LintRule rule, String document, String pointer, String message) {
    public LintFinding {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(document, "document");
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(message, "message");
    }

    /** What reading has found. */
    static LintFinding of(Problem problem) {
        return new LintFinding(
                problem.isError() ? LintRule.FORMAT_ERROR : LintRule.FORMAT_WARNING,
                problem.document(),
                problem.pointer(),
                problem.message());
    }

    /** {@code flag "beta" at /rules/1: rule "de" serves nobody … (shadowed-rule)} */
    @Override
    public String toString() {
        return document + (pointer.isEmpty() ? "" : " at " + pointer) + ": " + message + " (" + rule.key() + ")";
    }
}
