package dev.flags.lint;

import static dev.flags.lint.Linted.experiment;
import static dev.flags.lint.Linted.keys;
import static dev.flags.lint.Linted.lint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flags.config.Clause;
import dev.flags.config.Configuration;
import dev.flags.config.Flag;
import dev.flags.config.Operator;
import dev.flags.config.Problem;
import dev.flags.config.Rich;
import dev.flags.config.Rule;
import dev.flags.config.Segment;
import dev.flags.config.Serve;
import dev.flags.lint.LintRule.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinterTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    // --- what reading says

    @Test
    void everythingThatIsRefused_comesFirst() {
        List<LintFinding> findings = lint("""
                {"flags": [{"name": "w", "status": "percentage", "rollout_percentage": 0.00001, "ower": "me"},
                  {"name": "f", "status": "on"}, {"name": "g", "status": "enabled"}, {"name": "g", "status": "enabled"}, {},
                  {"name": "h", "status": "enabled", "default": "off", "requires": [{"flag": "nobody"}]},
                  {"name": "i", "status": "enabled", "default": "off", "requires": [{"flag": "f"}]}]}""");
        assertThat(findings.stream().map(Linted::key))
                .containsExactly(
                        "format-error flag \"g\" ",
                        "format-error the configuration file /flags/4",
                        "format-error flag \"f\" /status",
                        "format-error flag \"h\" /requires/0/flag",
                        "format-warning flag \"w\" /rollout_percentage",
                        "format-warning flag \"w\" /ower");
        assertThat(findings.get(0).rule().severity()).isEqualTo(Severity.ERROR);
        assertThat(findings.get(5).rule().severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void textThatIsNoConfiguration_isAnError() {
        assertThat(keys("no json")).containsExactly("format-error the configuration file ");
    }

    @Test
    void documentsThatDoNotFit_areNotLookedAtAnyFurther() {
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled", "default": "off",
                   "rules": [{"id": "r", "when": {"segment": "s"}, "serve": "on"}]}],
                 "segments": [{"name": "s", "when": {"all": [{"segment": "s"}, {"any": []}]}}]}""")).containsExactly("format-error segment \"s\" /when/all/0/segment");
    }

    @Test
    void partOfAConfiguration_doesNotTellWhatIsUsed() {
        Segment unused = Segment.ofUsers("s", List.of("a"));
        List<Problem> refused = List.of(new Problem(Problem.Severity.ERROR, "flag \"f\"", "", "is refused"));
        List<Problem> warned = List.of(new Problem(Problem.Severity.WARNING, "flag \"f\"", "", "is odd"));
        assertThat(new IncrementalLinter().lint(Linter.defaults(), List.of(), List.of(unused), List.of(), refused))
                .extracting(LintFinding::rule)
                .containsExactly(LintRule.FORMAT_ERROR);
        assertThat(new IncrementalLinter().lint(Linter.defaults(), List.of(), List.of(unused), List.of(), warned))
                .extracting(LintFinding::rule)
                .containsExactly(LintRule.FORMAT_WARNING, LintRule.UNUSED_SEGMENT);
    }

    @Test
    void flagsMadeInCode_canBeLinted() {
        Flag flag = Flag.builder("f")
                .definition(Rich.ofBoolean()
                        .rule(Rule.of("a", Clause.of("age", Operator.GT, 5), Serve.variant("on")))
                        .rule(Rule.of("b", Clause.of("age", Operator.GT, 6), Serve.variant("off")))
                        .defaultVariant("off")
                        .build())
                .build();
        assertThat(Linter.defaults().lint(Configuration.of(flag)))
                .singleElement()
                .hasToString(
                        "flag \"f\" at /rules/1: rule \"b\" serves nobody: rule \"a\" before it decides everybody whom"
                                + " it is for; move it up, or remove it (shadowed-rule)");
    }

    // --- what nobody wants to hear of

    @Test
    void documents_leaveOutWhatTheyIgnore() {
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled", "default": "off", "metadata": {"lint_ignore": ["unreachable-rule"]},
                   "rules": [{"id": "a", "serve": "on"}, {"id": "b", "serve": "on"}]}],
                 "segments": [{"name": "s", "metadata": {"lint_ignore": ["unused-segment", "empty-segment"]}}],
                 "layers": [{"name": "l", "slots": {}, "metadata": {"lint_ignore": ["unused-layer"]}}]}""")).isEmpty();
    }

    @Test
    void eitherOfTwoExperiments_mayIgnoreTheirSalt() {
        String first = experiment("f", "\"salt\": \"s\",");
        String second = experiment("g", "\"salt\": \"s\",");
        String ignore = "\"metadata\": {\"lint_ignore\": [\"shared-salt\"]}, \"status\"";
        assertThat(keys("{\"flags\": [%s, %s]}".formatted(first.replace("\"status\"", ignore), second)))
                .isEmpty();
        assertThat(keys("{\"flags\": [%s, %s]}".formatted(first, second.replace("\"status\"", ignore))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "['shadowed_rule']|/metadata/lint_ignore/0|allowed are format-warning, unreachable-rule",
                "['unused-layer', 7]|/metadata/lint_ignore/1|is called \"7\"",
                "['format-error']|/metadata/lint_ignore/0|no rule that can be ignored",
                "'shadowed-rule'|/metadata/lint_ignore|is a string; make it an array of rules"
            })
    void unknownRuleToIgnore_isFound(String list, String pointer, String message) {
        // CSV has taken the outermost quotes away.
        String json = list.startsWith("[") ? list.replace('\'', '"') : "\"" + list + "\"";
        assertThat(lint("{\"flags\": [{\"name\": \"f\", \"status\": \"enabled\", \"metadata\": {\"lint_ignore\": %s}}]}"
                        .formatted(json)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo(LintRule.UNKNOWN_LINT_RULE);
                    assertThat(finding.pointer()).isEqualTo(pointer);
                    assertThat(finding.message()).contains(message);
                });
    }

    @Test
    void linter_leavesOutWhatItIgnores() {
        String file = "{\"flags\": [], \"segments\": [{\"name\": \"s\"}]}";
        Linter linter = Linter.defaults().ignoring(LintRule.EMPTY_SEGMENT);
        assertThat(keys(linter, file)).containsExactly("unused-segment segment \"s\" ");
        assertThat(keys(linter.ignoring(LintRule.UNUSED_SEGMENT), file)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> linter.ignoring(LintRule.FORMAT_ERROR))
                .withMessageContaining("FORMAT_ERROR");
    }

    @Test
    void durationsThatMakeNoSense_areRefused() {
        Linter linter = Linter.defaults();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> linter.constantAfter(Duration.ofDays(-1)))
                .withMessage("constantAfter is not in [0, 36500 days]: PT-24H");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> linter.neverEvaluatedAfter(Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessageStartingWith("neverEvaluatedAfter is not in [0, 36500 days]");
        assertThat(linter.constantAfter(Duration.ofDays(36_500)).constantAfter())
                .isEqualTo(Duration.ofDays(36_500));
    }

    // --- files

    @Test
    void fileThatIsNotThere_cannotBeLinted(@TempDir Path directory) {
        assertThatThrownBy(() -> Linter.defaults().lint(directory.resolve("none.json")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.json");
    }

    @Test
    void exampleOfTheFormat_isClean() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "format.md"));
        String example = page.substring(page.indexOf("```json") + 7);
        assertThat(keys(Linter.defaults().at(NOW), example.substring(0, example.indexOf("```"))))
                .isEmpty();
    }

    @Test
    void everyRule_isOnItsPage() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "lint.md"));
        assertThat(LintRule.values()).allSatisfy(rule -> {
            String row = "| `" + rule.key() + "` | ";
            assertThat(page).contains(row);
            assertThat(page.contains(row + "★")).as(row).isEqualTo(rule.isLogged());
        });
    }
}
