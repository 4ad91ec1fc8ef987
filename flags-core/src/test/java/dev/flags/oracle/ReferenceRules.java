package dev.flags.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the format's guide says about documents that name one another, with the pointer where it does not hold. */
final class ReferenceRules {
    private static final List<String> KINDS = List.of("flag", "segment", "layer");

    /** What may hold a reference at any depth; the rest is names and values that may look like one. */
    private static final List<String> HOLDERS = List.of("requires", "rules", "default", "rollout", "when");

    /** An object that names another document. */
    private record Reference(String from, String kind, JsonNode object, String pointer) {
        String to() {
            return kind + " " + object.path(kind).asText();
        }

        /** The place of the name itself. */
        String name() {
            return pointer + "/" + kind;
        }
    }

    private final Map<String, JsonNode> documents = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final List<Reference> references = new ArrayList<>();
    private final Set<String> broken = new TreeSet<>();

    private ReferenceRules() {}

    /** @param refused pointers to documents that are refused for what they say themselves; naming one is no fault */
    static Set<String> brokenBy(JsonNode file, Set<String> refused) {
        ReferenceRules rules = new ReferenceRules();
        KINDS.forEach(kind -> rules.collect(file.path(kind + "s"), kind, refused));
        rules.references.forEach(rules::check);
        return rules.broken;
    }

    private void collect(JsonNode elements, String kind, Set<String> refusedPointers) {
        for (int i = 0; i < elements.size(); i++) {
            JsonNode document = elements.path(i);
            String pointer = "/" + kind + "s/" + i;
            String key = kind + " " + document.path("name").asText();
            if (!refusedPointers.contains(pointer)) {
                documents.put(key, document);
                HOLDERS.forEach(holder -> find(document.path(holder), key, pointer + "/" + holder));
            } else if (document.path("name").isTextual()) {
                refused.add(key);
            }
        }
    }

    private void find(JsonNode value, String from, String at) {
        for (String kind : KINDS) {
            if (value.has(kind)) {
                references.add(new Reference(from, kind, value, at));
            }
        }
        value.properties().forEach(m -> find(m.getValue(), from, DocumentRules.child(at, m.getKey())));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            find(value.path(i), from, at + "/" + i);
        }
    }

    private void check(Reference reference) {
        JsonNode target = documents.get(reference.to());
        if (target == null && !refused.contains(reference.to())) {
            broken.add(reference.name());
        }
        if (target != null && reference.kind().equals("flag")) {
            checkVariants(reference, target);
        }
        if (reachedFrom(reference.to()).contains(reference.from())) {
            broken.add(reference.name());
        }
    }

    private void checkVariants(Reference reference, JsonNode target) {
        Set<String> variants = DocumentRules.variants(target);
        if (!reference.object().has("variants")) {
            boolean isOn = target.has("default")
                    ? NaiveEvaluator.variants(target).path("on").isBoolean() && isBoolean(target)
                    : variants.contains("on");
            if (!isOn) {
                broken.add(reference.pointer());
            }
        }
        int i = 0;
        for (JsonNode wanted : reference.object().path("variants")) {
            if (!variants.contains(wanted.asText())) {
                broken.add(reference.pointer() + "/variants/" + i);
            }
            i++;
        }
    }

    private static boolean isBoolean(JsonNode flag) {
        boolean all = true;
        for (JsonNode value : NaiveEvaluator.variants(flag)) {
            all &= value.isBoolean();
        }
        return flag.has("type") ? flag.path("type").asText().equals("boolean") : all;
    }

    private Set<String> reachedFrom(String document) {
        Set<String> reached = new HashSet<>(Set.of(document));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Reference reference : references) {
                grew |= reached.contains(reference.from()) && reached.add(reference.to());
            }
        }
        return reached;
    }
}
