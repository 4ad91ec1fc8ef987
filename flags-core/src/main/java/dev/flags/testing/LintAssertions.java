package dev.flags.testing;

import dev.flags.lint.LintFinding;
import dev.flags.lint.LintRule.Severity;
import dev.flags.lint.Linter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Fails tests over what is most likely a mistake in a configuration file. For whatever framework the tests use.
 *
 * <pre>{@code
 * LintAssertions.assertClean(Path.of("config/feature_flags.json"));
 * }</pre>
 */
public final class LintAssertions {
    private LintAssertions() {}

    /**
     * Fails if there is anything to correct in a file: an error or a warning.
     *
     * @throws AssertionError with all findings and where they are, if there is
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public static void assertClean(Path file) {
        assertClean(file, Linter.defaults(), Severity.WARNING);
    }

    /**
     * Fails if a linter finds something in a file that is severe enough.
     *
     * @param least what is at least as severe as this fails
     * @throws AssertionError with all findings and where they are, if there is
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public static void assertClean(Path file, Linter linter, Severity least) {
        List<LintFinding> findings = linter.lint(file);
        if (findings.stream().anyMatch(finding -> finding.rule().severity().compareTo(least) <= 0)) {
            throw new AssertionError(findings.stream()
                    .map(LintFinding::toString)
                    .collect(Collectors.joining("\n", file + " has findings:\n", "")));
        }
    }
}
