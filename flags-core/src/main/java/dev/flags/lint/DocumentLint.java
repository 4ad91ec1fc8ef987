package dev.flags.lint;

import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Layer;
import dev.flags.config.ReferenceCheck;
import dev.flags.config.Segment;
import dev.flags.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was found in one document, and what has to be known of it to look at the others.
 *
 * @param value a {@link Flag}, {@link Segment} or {@link Layer}
 * @param references the documents that it names
 * @param ignored the rules that it does not want to hear of
 * @param assignments how it divides units, if it is a flag
 */
record DocumentLint(
        DocumentKey key,
        Object value,
        Set<DocumentKey> references,
        Set<LintRule> ignored,
        List<Assignment> assignments,
        List<LintFinding> findings) {

    static DocumentLint of(Flag flag, ConditionLogic logic, Map<String, Layer> layers) {
        DocumentKey key = DocumentKey.flag(flag.name());
        Findings findings = Findings.of(key, flag.details().metadata());
        RuleLint.check(flag, logic, findings);
        SplitLint splits = new SplitLint(flag, layers, findings);
        splits.check();
        return new DocumentLint(
                key, flag, ReferenceCheck.targets(flag), findings.ignored(), splits.assignments(), findings.found());
    }

    static DocumentLint of(Segment segment, ConditionLogic logic) {
        DocumentKey key = DocumentKey.segment(segment.name());
        Findings findings = Findings.of(key, metadata(segment.extras()));
        SegmentLint.check(segment, logic, findings);
        return new DocumentLint(
                key, segment, ReferenceCheck.targets(segment), findings.ignored(), List.of(), findings.found());
    }

    static DocumentLint of(Layer layer) {
        DocumentKey key = DocumentKey.layer(layer.name());
        Findings findings = Findings.of(key, metadata(layer.extras()));
        return new DocumentLint(key, layer, Set.of(), findings.ignored(), List.of(), findings.found());
    }

    private static JsonObject metadata(JsonObject extras) {
        return extras.get("metadata")
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .orElse(JsonObject.EMPTY);
    }
}
