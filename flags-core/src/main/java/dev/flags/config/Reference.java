package dev.flags.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a flag or segment that names another document.
 *
 * @param variants the variants of the flag that are asked for, empty for {@code on}; empty for segments and layers
 * @param pointer the object that holds the reference
 * @param member its member that names the document
 */
record Reference(DocumentKey target, List<String> variants, String pointer, String member) {

    /** Those of a flag or a segment; a layer has none. */
    static List<Reference> of(Object document) {
        if (document instanceof Flag flag) {
            return of(flag);
        }
        return document instanceof Segment segment ? of(segment) : List.of();
    }

    static List<Reference> of(Flag flag) {
        List<Reference> references = new ArrayList<>();
        if (flag.definition() instanceof Rich rich) {
            for (int i = 0; i < rich.requires().size(); i++) {
                Prerequisite required = rich.requires().get(i);
                references.add(new Reference(
                        DocumentKey.flag(required.flag()), required.variants(), "/requires/" + i, "flag"));
            }
            for (int i = 0; i < rich.rules().size(); i++) {
                Rule rule = rich.rules().get(i);
                addCondition(rule.when(), "/rules/" + i + "/when", references);
                addLayer(rule.serve(), "/rules/" + i + "/serve", references);
            }
            addLayer(rich.defaultServe(), "/default", references);
        }
        if (flag.rollout() != null) {
            addCondition(flag.rollout().when(), "/rollout/when", references);
            addLayer(flag.rollout().serve(), "/rollout/serve", references);
        }
        return references;
    }

    static List<Reference> of(Segment segment) {
        List<Reference> references = new ArrayList<>();
        addCondition(segment.when(), "/when", references);
        return references;
    }

    private static void addCondition(@Nullable Condition root, String pointer, List<Reference> references) {
        if (root == null) {
            return;
        }
        ConditionTree.walk(root, pointer, (condition, at) -> {
            if (condition instanceof Condition.InSegment in) {
                references.add(new Reference(DocumentKey.segment(in.segment()), List.of(), at, "segment"));
            } else if (condition instanceof Condition.FlagServes serves) {
                references.add(new Reference(DocumentKey.flag(serves.flag()), serves.variants(), at, "flag"));
            }
        });
    }

    private static void addLayer(Serve serve, String pointer, List<Reference> references) {
        if (serve instanceof Split split && split.layer() != null) {
            references.add(new Reference(DocumentKey.layer(split.layer()), List.of(), pointer, "layer"));
        }
    }

    String memberPointer() {
        return pointer + "/" + member;
    }
}
