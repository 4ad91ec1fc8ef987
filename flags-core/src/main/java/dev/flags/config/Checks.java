package dev.flags.config;

import dev.flags.config.InvalidValueException.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * The rules of one value, checked together: a constructor states each with a pointer, and {@link #done} throws all
 * that do not hold at once. {@link Problems#make} turns the same violations into problems, so that a rule stands in one
 * place. For modules that keep documents of their own. Not thread-safe.
 */
public final class Checks {
    private final List<Violation> violations = new ArrayList<>();

    /** With nothing checked yet. */
    public Checks() {}

    /**
     * States a rule.
     *
     * @param message what is wrong, the value and what is allowed; asked for if the rule does not hold
     */
    public Checks require(boolean holds, String pointer, Supplier<String> message) {
        if (!holds) {
            violations.add(new Violation(pointer, message.get()));
        }
        return this;
    }

    public Checks fail(String pointer, String message) {
        violations.add(new Violation(pointer, message));
        return this;
    }

    /** A name: 1 to {@value Limits#MAX_NAME_LENGTH} characters. */
    public Checks name(String name, String pointer) {
        return require(
                !name.isEmpty() && name.length() <= Limits.MAX_NAME_LENGTH,
                pointer,
                () -> name.isEmpty()
                        ? "is empty; 1 to " + Limits.MAX_NAME_LENGTH + " characters are allowed"
                        : "has " + name.length() + " characters; 1 to " + Limits.MAX_NAME_LENGTH + " are allowed");
    }

    /** The name of a flag, segment or layer: as any, but {@value DocumentKey#EVERY}. */
    Checks documentName(String name) {
        return name(name, "/name")
                .require(
                        !name.equals(DocumentKey.EVERY),
                        "/name",
                        () -> "is " + Text.quote(name) + ", which stands for every name; another one is required");
    }

    public Checks names(Collection<String> names, String pointer) {
        int i = 0;
        for (String name : names) {
            name(name, pointer + "/" + i++);
        }
        return this;
    }

    public Checks declared(String variant, Collection<String> variants, String pointer) {
        return require(
                variants.contains(variant),
                pointer,
                () -> "unknown variant " + Text.quote(variant) + Text.hint(variant, variants));
    }

    public Checks atMost(int size, int limit, String what, String pointer) {
        return require(
                size <= limit, pointer, () -> "has " + size + " " + what + "; at most " + limit + " are allowed");
    }

    /**
     * Ends the checks.
     *
     * @throws IllegalArgumentException if one of them failed, with all that did
     */
    public void done() {
        if (!violations.isEmpty()) {
            throw new InvalidValueException(List.copyOf(violations));
        }
    }
}
