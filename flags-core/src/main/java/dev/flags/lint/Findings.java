package dev.flags.lint;

import dev.flags.config.DocumentKey;
import dev.flags.internal.Quoted;
import dev.flags.json.JsonArray;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what is found in one document, but for what the document does not want to hear of. */
final class Findings {
    /** The member of a document's {@code metadata} that lists the rules it does not want to hear of. */
    private static final String IGNORE = "lint_ignore";

    private static final String POINTER = "/metadata/" + IGNORE;

    private final DocumentKey document;
    private final Set<LintRule> ignored;
    private final List<LintFinding> found = new ArrayList<>();

    Findings(DocumentKey document, Set<LintRule> ignored) {
        this.document = document;
        this.ignored = ignored;
    }

    /** Begins with what is wrong with the list of rules to ignore. */
    static Findings of(DocumentKey document, JsonObject metadata) {
        Findings findings = new Findings(document, EnumSet.noneOf(LintRule.class));
        Optional<JsonValue> list = metadata.get(IGNORE);
        if (list.isPresent() && list.get() instanceof JsonArray keys) {
            for (int i = 0; i < keys.elements().size(); i++) {
                findings.ignore(keys.elements().get(i), POINTER + "/" + i);
            }
        } else if (list.isPresent()) {
            findings.add(
                    LintRule.UNKNOWN_LINT_RULE, POINTER, "is " + list.get().typeName() + "; make it an array of rules");
        }
        return findings;
    }

    private void ignore(JsonValue entry, String pointer) {
        String key = entry instanceof JsonString string ? string.value() : entry.toJson();
        LintRule.ofIgnorableKey(key)
                .ifPresentOrElse(
                        ignored::add,
                        () -> add(
                                LintRule.UNKNOWN_LINT_RULE,
                                pointer,
                                "no rule that can be ignored is called " + Quoted.of(key) + "; allowed are "
                                        + String.join(", ", LintRule.ignorableKeys())));
    }

    void add(LintRule rule, String pointer, String message) {
        if (!ignored.contains(rule)) {
            found.add(new LintFinding(rule, document.toString(), pointer, message));
        }
    }

    Set<LintRule> ignored() {
        return Set.copyOf(ignored);
    }

    List<LintFinding> found() {
        return List.copyOf(found);
    }
}
