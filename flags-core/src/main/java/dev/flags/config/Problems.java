package dev.flags.config;

import dev.flags.config.InvalidValueException.Violation;
import dev.flags.config.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects what is wrong with one document while it is read. For modules that keep documents of their own. Not thread-safe. */
public final class Problems {
    private final Object document;
    private final List<Problem> found = new ArrayList<>();

    /** @param document what it is called; its text is made once there is something to say */
    public Problems(Object document) {
        this.document = document;
    }

    public void error(String pointer, String message) {
        found.add(new Problem(Severity.ERROR, document.toString(), pointer, message));
    }

    public void warning(String pointer, String message) {
        found.add(new Problem(Severity.WARNING, document.toString(), pointer, message));
    }

    /** Something wrong with another document, as a whole. */
    void errorIn(DocumentKey other, String message) {
        found.add(new Problem(Severity.ERROR, other.toString(), "", message));
    }

    public void addAll(List<Problem> others) {
        found.addAll(others);
    }

    public List<Problem> found() {
        return List.copyOf(found);
    }

    /** Makes a value; if its constructor refuses, notes everything that it says and goes on with the stand-in. */
    public <T> T make(String pointer, Supplier<T> constructor, Supplier<T> standIn) {
        try {
            return constructor.get();
        } catch (InvalidValueException e) {
            for (Violation violation : e.violations()) {
                error(pointer + violation.pointer(), violation.message());
            }
        } catch (IllegalArgumentException e) {
            error(pointer, String.valueOf(e.getMessage()));
        }
        return standIn.get();
    }

    /** The value, unless something was wrong and it may be a stand-in. */
    public <T> Parsed<T> result(T value) {
        boolean failed = found.stream().anyMatch(Problem::isError);
        return new Parsed<>(failed ? Optional.empty() : Optional.of(value), found);
    }

    public <T> Parsed<T> failed() {
        return new Parsed<>(Optional.empty(), found);
    }
}
