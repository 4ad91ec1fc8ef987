package dev.flags.lint;

import dev.flags.config.Flag;
import dev.flags.config.Layer;
import dev.flags.config.Problem;
import dev.flags.config.Segment;
import java.util.Collection;
import java.util.List;

/**
 * Looks at one version of a configuration after the other, and at a flag again only if it has changed, or a segment or a
 * layer has. Thread-safe; whoever comes while it looks waits.
 */
public final class IncrementalLinter {
    private ConfigLint last = ConfigLint.EMPTY;

    /** Makes one that has seen nothing. */
    public IncrementalLinter() {}

    /**
     * Looks at those documents of a configuration that are in effect: {@link dev.flags.config.ReferenceCheck} finds nothing
     * wrong with them, but that they may name documents that are not there.
     *
     * @param linter what to look for
     * @param problems what reading the configuration has found; if there is an error among them, some documents are not
     *     there, and so nothing is called unused
     * @return errors first
     */
    public synchronized List<LintFinding> lint(
            Linter linter,
            Collection<Flag> flags,
            Collection<Segment> segments,
            Collection<Layer> layers,
            Collection<Problem> problems) {
        last = last.next(flags, segments, layers);
        return linter.lint(last, problems);
    }
}
