package dev.flags.config;

import dev.flags.config.InvalidValueException.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * The rules of one value, checked together: a constructor states each with a pointer, and {@link #done} throws all
 * that do not hold at once. The codec turns the same violations into problems, so that a rule stands in one place.
 */
final class Checks {
    private final List<Violation> violations = new ArrayList<>();

    Checks require(boolean holds, String pointer, Supplier<String> message) {
        if (!holds) {
            violations.add(new Violation(pointer, message.get()));
        }
        return this;
    }

    Checks fail(String pointer, String message) {
        violations.add(new Violation(pointer, message));
        return this;
    }

    /** A name: 1 to {@value Limits#MAX_NAME_LENGTH} characters. */
    Checks name(String name, String pointer) {
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

    Checks names(Collection<String> names, String pointer) {
        int i = 0;
        for (String name : names) {
            name(name, pointer + "/" + i++);
        }
        return this;
    }

    Checks declared(String variant, Collection<String> variants, String pointer) {
        return require(
                variants.contains(variant),
                pointer,
                () -> "unknown variant " + Text.quote(variant) + Text.hint(variant, variants));
    }

    Checks atMost(int size, int limit, String what, String pointer) {
        return require(
                size <= limit, pointer, () -> "has " + size + " " + what + "; at most " + limit + " are allowed");
    }

    /** @throws InvalidValueException if a check failed */
    void done() {
        if (!violations.isEmpty()) {
            throw new InvalidValueException(List.copyOf(violations));
        }
    }
}
