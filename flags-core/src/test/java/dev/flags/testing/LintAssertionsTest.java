package dev.flags.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.lint.LintRule;
import dev.flags.lint.LintRule.Severity;
import dev.flags.lint.Linter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintAssertionsTest {
    @TempDir
    private Path directory;

    @Test
    void fileWithAWarning_failsWithEveryFindingAndWhereItIs() throws IOException {
        Path file = file("""
                {"flags": [{"name": "f", "status": "enabled", "default": {"weights": {"on": 30}}}],
                 "segments": [{"name": "s", "when": {"any": []}}]}""");
        assertThatThrownBy(() -> LintAssertions.assertClean(file))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageStartingWith(file + " has findings:\n")
                .hasMessageContaining(
                        "\nsegment \"s\" at /when: never holds: it is empty; correct it, or remove it (always-false)")
                .hasMessageContaining("\nsegment \"s\": nobody is in it")
                .hasMessageContaining("\nflag \"f\" at /default: 70 % of the units")
                .message()
                .hasLineCount(5);
    }

    @Test
    void information_passesUnlessItIsAskedFor() throws IOException {
        Path file = file("""
                {"flags": [{"name": "f", "status": "enabled", "default": {"weights": {"on": 30}}}]}""");
        LintAssertions.assertClean(file);
        assertThatThrownBy(() -> LintAssertions.assertClean(file, Linter.defaults(), Severity.INFORMATION))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageContaining("gap-in-default");
    }

    @Test
    void warnings_passIfOnlyErrorsCount_orTheLinterIgnoresThem() throws IOException {
        Path file = file("{\"flags\": [], \"segments\": [{\"name\": \"s\", \"included\": [\"a\"]}]}");
        LintAssertions.assertClean(file, Linter.defaults(), Severity.ERROR);
        LintAssertions.assertClean(file, Linter.defaults().ignoring(LintRule.UNUSED_SEGMENT), Severity.WARNING);
        assertThatThrownBy(() -> LintAssertions.assertClean(file)).isExactlyInstanceOf(AssertionError.class);
    }

    @Test
    void fileThatIsRefused_fails() throws IOException {
        Path file = file("{\"flags\": [{\"name\": \"f\", \"status\": \"on\"}]}");
        assertThatThrownBy(() -> LintAssertions.assertClean(file, Linter.defaults(), Severity.ERROR))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageContaining("flag \"f\" at /status: ");
    }

    @Test
    void fileThatIsNotThere_isNoMatterOfAssertions() {
        assertThatCode(() -> LintAssertions.assertClean(directory.resolve("none.json")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.json");
    }

    private Path file(String json) throws IOException {
        return Files.writeString(directory.resolve("flags.json"), json);
    }
}
