package dev.flags.lint;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configurations that tests write down, and what the linter says of them in one line each. */
final class Linted {
    private Linted() {}

    static List<LintFinding> lint(String file) {
        return lint(Linter.defaults(), file);
    }

    static List<LintFinding> lint(Linter linter, String file) {
        return linter.lint(file.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> keys(String file) {
        return keys(Linter.defaults(), file);
    }

    static List<String> keys(Linter linter, String file) {
        return lint(linter, file).stream().map(Linted::key).toList();
    }

    static String key(LintFinding finding) {
        return finding.rule().key() + " " + finding.document() + " " + finding.pointer();
    }

    static List<String> rules(String... rules) {
        return keys(flag(rules));
    }

    static String flag(String... rules) {
        return "{\"flags\": [{\"name\": \"f\", \"status\": \"enabled\", \"default\": \"off\", \"rules\": ["
                + String.join(", ", rules) + "]}]}";
    }

    static String rule(String id, @Nullable String when, String serve) {
        return "{\"id\": \"" + id + "\", " + (when == null ? "" : "\"when\": " + when + ", ") + "\"serve\": " + serve
                + "}";
    }

    static String experiment(String name, String members) {
        return """
                {"name": "%s", "status": "enabled", "default": "off",
                 "rules": [{"id": "r", "serve": {%s "weights": {"on": 50, "off": 50}}}]}""".formatted(name, members);
    }

    static String in(String attribute, String... values) {
        return op(attribute, "in", "\"" + String.join("\", \"", values) + "\"");
    }

    static String op(String attribute, String operator, String values) {
        return "{\"attribute\": \"" + attribute + "\", \"op\": \"" + operator + "\", \"values\": [" + values + "]}";
    }

    static String exists(String attribute) {
        return op(attribute, "exists", "");
    }

    static String type(String attribute, String type) {
        return op(attribute, "type", "\"" + type + "\"");
    }

    static String all(String... conditions) {
        return "{\"all\": [" + String.join(", ", conditions) + "]}";
    }

    static String any(String... conditions) {
        return "{\"any\": [" + String.join(", ", conditions) + "]}";
    }

    static String not(String condition) {
        return "{\"not\": " + condition + "}";
    }
}
