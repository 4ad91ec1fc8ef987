package dev.flags.lint;

import static dev.flags.lint.Linted.experiment;
import static dev.flags.lint.Linted.keys;
import static dev.flags.lint.Linted.lint;
import static dev.flags.lint.Linted.op;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flags.lint.LintRule.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the linter says of segments, layers and experiments. */
class SharedLintTest {
    // --- segments and layers

    @Test
    void segmentWithoutAnybody_isEmpty() {
        assertThat(keys("""
                {"flags": [], "segments": [{"name": "s", "excluded": ["x"]}]}""")).containsExactly("empty-segment segment \"s\" ", "unused-segment segment \"s\" ");
        assertThat(keys("""
                {"flags": [], "segments": [{"name": "s", "included": ["a"], "excluded": ["b", "a"]}]}""")).contains("empty-segment segment \"s\" ");
        assertThat(keys("""
                {"flags": [], "segments": [{"name": "s", "when": {"any": []}}]}""")).contains("empty-segment segment \"s\" ", "always-false segment \"s\" /when");
    }

    @Test
    void segmentThatMayHaveSomebody_isNotEmpty() {
        assertThat(keys("""
                {"flags": [], "segments": [{"name": "s", "included_file": "s.txt"},
                  {"name": "t", "included": ["a", "b"], "excluded": ["a"]}, {"name": "u", "when": {"segment": "s"}}]}""")).containsExactly("unused-segment segment \"t\" ", "unused-segment segment \"u\" ");
    }

    @Test
    void ruleForAnEmptySegment_isUnreachable() {
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled", "default": "off",
                   "rules": [{"id": "r", "when": {"segment": "s"}, "serve": "on"}]}], "segments": [{"name": "s"}]}""")).containsExactly("unreachable-rule flag \"f\" /rules/0", "empty-segment segment \"s\" ");
    }

    @Test
    void layersAndSlotsThatNobodyUses_areNamed() {
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled"}, %s],
                 "layers": [{"name": "l", "slots": {"$holdout": [[0, 1]], "f": [[1, 2]], "g": [[2, 3]]}}, {"name": "m", "slots": {}}]}""".formatted(experiment("g", "\"layer\": \"l\","))))
                .containsExactly("unused-slots layer \"l\" /slots/f", "unused-layer layer \"m\" ");
    }

    @Test
    void splitInALayerWithoutSlots_servesNobody() {
        assertThat(keys("""
                {"flags": [%s, %s], "layers": [{"name": "l", "slots": {"g": [[2, 3]]}}]}""".formatted(experiment("f", "\"layer\": \"l\","), experiment("g", "\"layer\": \"l\","))))
                .containsExactly("layer-without-slots flag \"f\" /rules/0/serve/layer");
    }

    @Test
    void experimentsOfOneSalt_areNotIndependent() {
        String both = """
                {"flags": [%s, %s]}""";
        assertThat(keys(both.formatted(experiment("f", "\"salt\": \"s\","), experiment("g", "\"salt\": \"s\","))))
                .containsExactly("shared-salt flag \"g\" /rules/0/serve");
        assertThat(keys(both.formatted(experiment("f", "\"salt\": \"s\","), experiment("g", ""))))
                .isEmpty();
        assertThat(keys(both.formatted(
                        experiment("f", "\"salt\": \"s\","),
                        experiment("g", "\"salt\": \"s\", \"bucket_by\": [\"session\"],"))))
                .isEmpty();
    }

    @Test
    void flagThatTookOverTheNameOfARenamedOne_isNotIndependent() {
        assertThat(keys("{\"flags\": [%s, %s]}"
                        .formatted(
                                experiment("f", ""),
                                experiment("g", "").replace("\"status\"", "\"salt\": \"f\", \"status\""))))
                .containsExactly("shared-salt flag \"g\" /rules/0/serve");
    }

    @Test
    void experimentsThatNeverMeet_mayShareASalt() {
        String first = experiment("f", "\"salt\": \"s\",");
        String second = experiment("g", "\"salt\": \"s\",");
        String german = "\"id\": \"r\", \"when\": " + op("plan", "exists", "true") + ",";
        String others = "\"id\": \"r\", \"when\": " + op("plan", "exists", "false") + ",";
        assertThat(keys("{\"flags\": [%s, %s]}"
                        .formatted(first.replace("\"id\": \"r\",", german), second.replace("\"id\": \"r\",", others))))
                .isEmpty();
        assertThat(keys("{\"flags\": [%s, %s]}"
                        .formatted(
                                first.replace("\"id\": \"r\",", "\"id\": \"r\", \"end\": \"2026-01-01T00:00:00Z\","),
                                second.replace(
                                        "\"id\": \"r\",", "\"id\": \"r\", \"start\": \"2026-01-01T00:00:00Z\","))))
                .isEmpty();
    }

    @Test
    void splitWithTheSaltOfItsLayer_dividesNothing() {
        assertThat(keys("""
                {"flags": [%s], "layers": [{"name": "l", "slots": {"f": [[2, 3]]}}]}""".formatted(experiment("f", "\"layer\": \"l\", \"salt\": \"l\","))))
                .containsExactly("shared-salt flag \"f\" /rules/0/serve/salt");
    }

    @Test
    void layersOfOneSalt_areNotIndependent() {
        assertThat(keys("""
                {"flags": [%s, %s], "layers": [{"name": "l", "slots": {"f": [[0, 9]]}}, {"name": "m", "salt": "l", "slots": {"g": [[0, 9]]}}]}""".formatted(experiment("f", "\"layer\": \"l\","), experiment("g", "\"layer\": \"m\","))))
                .containsExactly("shared-salt layer \"m\" /salt");
    }

    @Test
    void experimentOutsideOfItsLayer_isNamed() {
        assertThat(keys("""
                {"flags": [%s], "layers": [{"name": "l", "slots": {"f": [[0, 9]]}}]}""".formatted(experiment("f", "\"layer\": \"l\",")
                        .replace("\"default\": \"off\"", "\"default\": {\"weights\": {\"on\": 50, \"off\": 50}}"))))
                .containsExactly("assigned-outside-layer flag \"f\" /default");
    }

    @Test
    void splitBelowARuleForEverybody_dividesNobody() {
        assertThat(keys("""
                {"flags": [%s], "layers": [{"name": "l", "slots": {"f": [[0, 9]]}}]}""".formatted(experiment("f", "\"layer\": \"l\", \"on_miss\": \"stop\",")
                        .replace("\"default\": \"off\"", "\"default\": {\"weights\": {\"on\": 50, \"off\": 40}}"))))
                .isEmpty();
    }

    @Test
    void gapInADefault_isInformation() {
        List<LintFinding> findings = lint("""
                {"flags": [{"name": "f", "status": "enabled", "default": {"weights": {"on": 30, "off": 30}}}]}""");
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(LintRule.GAP_IN_DEFAULT);
            assertThat(finding.rule().severity()).isEqualTo(Severity.INFORMATION);
            assertThat(finding.message()).startsWith("40 % of the units");
        });
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled", "default": {"dialect": {"name": "unleash", "kind": "rollout"}, "weights": {"on": 99, "off": 1}}}]}""")).isEmpty();
    }
}
