package dev.flags.lint;

import static dev.flags.lint.Linted.all;
import static dev.flags.lint.Linted.any;
import static dev.flags.lint.Linted.exists;
import static dev.flags.lint.Linted.flag;
import static dev.flags.lint.Linted.in;
import static dev.flags.lint.Linted.keys;
import static dev.flags.lint.Linted.lint;
import static dev.flags.lint.Linted.not;
import static dev.flags.lint.Linted.op;
import static dev.flags.lint.Linted.rule;
import static dev.flags.lint.Linted.rules;
import static dev.flags.lint.Linted.type;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RuleLintTest {
    // --- rules that never serve

    @Test
    void ruleBelowOneForEverybody_isUnreachable() {
        assertThat(rules(rule("all", null, "\"on\""), rule("de", in("country", "de"), "\"on\"")))
                .containsExactly("unreachable-rule flag \"f\" /rules/1");
    }

    @Test
    void ruleBelowSplitThatGoesOn_isReached() {
        assertThat(rules(
                        rule("all", null, "{\"weights\": {\"on\": 50, \"off\": 50}}"),
                        rule("de", in("country", "de"), "\"on\"")))
                .isEmpty();
    }

    @Test
    void ruleBelowSplitThatStops_isUnreachable() {
        assertThat(rules(
                        rule("all", null, "{\"weights\": {\"on\": 50}, \"on_miss\": \"stop\"}"),
                        rule("de", in("country", "de"), "\"on\"")))
                .containsExactly("unreachable-rule flag \"f\" /rules/1");
    }

    @Test
    void ruleWhoseConditionContradictsItself_isUnreachable() {
        assertThat(rules(rule("r", all(exists("plan"), """
                                {"attribute": "plan", "op": "exists", "values": [false]}"""), "\"on\"")))
                .containsExactly("unreachable-rule flag \"f\" /rules/0");
        assertThat(lint(flag(rule("r", all(in("a", "x"), all(type("a", "number"))), "\"on\""))))
                .singleElement()
                .extracting(LintFinding::message)
                .asString()
                .contains("/rules/0/when/all/0 and /rules/0/when/all/1 cannot hold together");
    }

    @Test
    void ruleOutsideOfTheSchedule_isUnreachable() {
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled", "default": "off", "schedule": {"end": "2026-01-01T00:00:00Z"},
                  "rules": [{"id": "late", "start": "2026-01-01T00:00:00Z", "serve": "on"}]}]}""")).containsExactly("unreachable-rule flag \"f\" /rules/0");
    }

    @Test
    void ruleForWhomARequirementKeepsOut_isUnreachable() {
        assertThat(keys("""
                {"flags": [{"name": "g", "status": "enabled"},
                 {"name": "f", "status": "enabled", "default": "off", "requires": [{"flag": "g"}],
                  "rules": [{"id": "r", "when": {"flag": "g", "variants": ["off"]}, "serve": "on"}]}]}""")).containsExactly("unreachable-rule flag \"f\" /rules/0");
    }

    @Test
    void ruleThatIsNarrowerThanOneAbove_isShadowed() {
        assertThat(rules(rule("eu", in("country", "de", "fr"), "\"on\""), rule("de", in("country", "de"), "\"off\"")))
                .containsExactly("shadowed-rule flag \"f\" /rules/1");
        assertThat(rules(
                        rule("adults", op("age", "gte", "18"), "\"on\""),
                        rule("old", all(op("age", "gte", "65"), exists("plan")), "\"off\"")))
                .containsExactly("shadowed-rule flag \"f\" /rules/1");
        assertThat(rules(
                        rule("new", op("version", "semver_gte", "\"2.0.0\""), "\"on\""),
                        rule("newer", op("version", "semver_tilde", "\"2.3.0\""), "\"off\"")))
                .containsExactly("shadowed-rule flag \"f\" /rules/1");
    }

    @Test
    void ruleThatIsWiderThanOneAbove_isReached() {
        assertThat(rules(rule("de", in("country", "de"), "\"on\""), rule("eu", in("country", "de", "fr"), "\"off\"")))
                .isEmpty();
    }

    @Test
    void ruleThatSeveralAboveDecide_isShadowed() {
        assertThat(rules(
                        rule("young", op("age", "lt", "18"), "\"on\""),
                        rule("old", op("age", "gte", "18"), "\"off\""),
                        rule("any", all(type("age", "number")), "\"on\"")))
                .containsExactly("shadowed-rule flag \"f\" /rules/2");
    }

    @Test
    void ruleThatALaterTimeOpens_isReached() {
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled", "default": "off", "rules": [
                  {"id": "all", "end": "2026-01-01T00:00:00Z", "serve": "on"},
                  {"id": "de", "when": %s, "serve": "on"}]}]}""".formatted(in("country", "de")))).isEmpty();
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled", "default": "off", "rules": [
                  {"id": "all", "end": "2026-01-01T00:00:00Z", "serve": "on"},
                  {"id": "de", "when": %s, "end": "2025-01-01T00:00:00Z", "serve": "on"}]}]}""".formatted(in("country", "de")))).containsExactly("unreachable-rule flag \"f\" /rules/1");
    }

    @Test
    void ruleForUsersWhoAreListed_isShadowed() {
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled", "default": "off", "enabled_users": ["alice", "bob"],
                  "rules": [{"id": "alice", "when": {"attribute": "user", "op": "in", "values": ["alice"]}, "serve": "off"}]}]}""")).containsExactly("shadowed-rule flag \"f\" /rules/0");
    }

    @Test
    void disabledFlag_isJudgedAsIfItWereEnabled() {
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "disabled", "default": "off",
                  "rules": [{"id": "a", "serve": "on"}, {"id": "b", "serve": "on"}]}]}""")).containsExactly("unreachable-rule flag \"f\" /rules/1");
    }

    @Test
    void rolloutBelowARuleForEverybody_isUnreachable() {
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled", "default": "off", "rules": [{"id": "a", "serve": "on"}],
                  "rollout": {"id": "r", "baseline": "off", "candidate": "on", "serve": {"ranges": [["on", 0, 10]]}}}]}""")).containsExactly("unreachable-rule flag \"f\" /rollout");
    }

    @Test
    void rolloutOfPlainFlag_isJudgedWithItsConditions() {
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled", "conditions": {"plan": {"exists": true}},
                  "rollout": {"id": "r", "baseline": "off", "candidate": "on", "serve": {"ranges": [["on", 0, 10]]},
                    "when": {"attribute": "plan", "op": "exists", "values": [false]}}}]}""")).containsExactly("unreachable-rule flag \"f\" /rollout");
    }

    // --- conditions that say nothing

    @Test
    void existsOrNot_alwaysHolds() {
        assertThat(rules(rule("r", any(exists("a"), "{\"not\": " + exists("a") + "}"), "\"on\"")))
                .containsExactly("always-true flag \"f\" /rules/0/when");
    }

    @Test
    void partThatNeverHolds_isNamed() {
        assertThat(rules(rule(
                        "r", any(exists("a"), "{\"attribute\": \"b\", \"op\": \"in\", \"values\": []}"), "\"on\"")))
                .containsExactly("always-false flag \"f\" /rules/0/when/any/1");
        assertThat(rules(rule("r", all(exists("a"), "{\"not\": {\"any\": []}}"), "\"on\"")))
                .containsExactly("always-false flag \"f\" /rules/0/when/all/1/not");
    }

    @Test
    void patternThatIsEmpty_isMetByStringsOnly() {
        String pattern = "{\"attribute\": \"a\", \"op\": \"matches\", \"values\": [\"\"]}";
        assertThat(rules(rule("r", pattern, "\"on\""))).isEmpty();
        assertThat(rules(rule("r", any(pattern, not(all(type("a", "string")))), "\"on\"")))
                .containsExactly("always-true flag \"f\" /rules/0/when");
    }

    @Test
    void plainConditionsThatContradict_areNamed() {
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled",
                  "conditions": {"a/b": {"in": [], "exists": true}, "plan": "pro"}}]}""")).containsExactly("always-false flag \"f\" /conditions/a~1b/in");
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled", "conditions": {"plan": {"exists": [true], "type": "array", "size": []}}}]}""")).containsExactly("always-false flag \"f\" /conditions/plan/size");
    }

    @Test
    void numbersThatOnlyArraysCanMeet_areNamed() {
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled", "conditions": {"age": {"gt": 65, "lt": 18}}}]}""")).containsExactly("arrays-only flag \"f\" /conditions");
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled", "conditions": {"age": {"gt": 65, "lt": 18, "type": "number"}}}]}""")).containsExactly("always-false flag \"f\" /conditions");
        assertThat(keys("""
                {"flags": [{"name": "f", "status": "enabled", "conditions": {"ages": {"gt": 65, "lt": 18, "type": "array"}}}]}""")).isEmpty();
    }

    @Test
    void membershipsThatArraysCanMeet_areFine() {
        assertThat(rules(rule("r", all(in("groups", "beta"), in("groups", "staff")), "\"on\"")))
                .isEmpty();
    }
}
