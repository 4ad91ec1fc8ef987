package dev.flags.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration, or a change to it, is invalid. Nothing of it was applied. */
public final class ConfigException extends FlagsException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param problems everything that is wrong, errors and warnings; at least one error */
    public ConfigException(List<Problem> problems) {
        super(problems.stream().filter(Problem::isError).map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, not just the first. */
    public List<Problem> problems() {
        return problems;
    }
}
