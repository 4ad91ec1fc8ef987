package dev.flags;

import dev.flags.config.DocumentKey;
import dev.flags.config.Problem;
import dev.flags.lint.IncrementalLinter;
import dev.flags.lint.LintFinding;
import dev.flags.lint.Linter;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;

/**
 * What is most likely a mistake in what is in effect. Logs it, as far as it is news, whenever that has changed; being a
 * listener, on a thread of its own, so that neither a start nor a change waits for it.
 */
final class ManagerLint implements FlagListener {
    private final ConfigRefresher refresher;
    private final UsageReader usage;
    private final Logger log;
    private final IncrementalLinter linter = new IncrementalLinter();
    // Only one call is made at a time, and each sees what the one before it has done.
    private Set<LintFinding> logged = Set.of();

    ManagerLint(ConfigRefresher refresher, UsageReader usage, Logger log) {
        this.refresher = refresher;
        this.usage = usage;
        this.log = log;
    }

    /** Asks the store, too. */
    List<LintFinding> findings(Linter settings) {
        ConfigState state = refresher.state();
        return findings(usage.inform(settings, state), state, refresher.problems());
    }

    private List<LintFinding> findings(Linter settings, ConfigState state, List<Problem> problems) {
        return linter.lint(
                settings,
                state.flags().values(),
                state.segments().values(),
                state.layers().values(),
                problems);
    }

    @Override
    public void onChange(long version, Set<DocumentKey> changed) {
        ConfigState state = refresher.state();
        List<LintFinding> found = findings(Linter.defaults(), state, state.problems()).stream()
                .filter(finding -> finding.rule().isLogged())
                .toList();
        found.stream().filter(finding -> !logged.contains(finding)).forEach(finding -> log.warn("{}", finding));
        logged = Set.copyOf(found);
    }
}
