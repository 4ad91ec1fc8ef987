package dev.flags;

import dev.flags.config.DocumentKey;
import dev.flags.lint.LintFinding;
import dev.flags.lint.Linter;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/**
 * Logs what is most likely a mistake whenever a configuration has taken effect, as far as it is news. Being a listener, it
 * has a thread of its own, so that neither a start nor a change waits for it.
 */
final class LintLog implements FlagListener {
    private final Supplier<ConfigState> state;
    private final Logger log;
    // Only one call is made at a time, and each sees what the one before it has done.
    private Set<LintFinding> known = Set.of();

    LintLog(Supplier<ConfigState> state, Logger log) {
        this.state = state;
        this.log = log;
    }

    @Override
    public void onChange(long version, Set<DocumentKey> changed) {
        ConfigState current = state.get();
        Set<LintFinding> found = current.lint(Linter.defaults(), current.problems()).stream()
                .filter(finding -> finding.rule().isLogged())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        found.stream().filter(finding -> !known.contains(finding)).forEach(finding -> log.warn("{}", finding));
        known = found;
    }
}
