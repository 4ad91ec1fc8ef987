package dev.flags.config;

import dev.flags.config.Problem.Severity;
import dev.flags.internal.JsonPointer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks what documents say about one another: that what they name exists, that nobody requires itself in a circle,
 * and that no evaluation can visit more than its limit through everything that it requires.
 */
public final class ReferenceCheck {
    /** How many members of a cycle a message names, and for how many missing names another is suggested. */
    private static final int MAX_NAMED = 10;

    private final Map<DocumentKey, ?> documents;
    private final Set<DocumentKey> refused;
    /** Of the documents that have any. */
    private final Map<DocumentKey, List<Reference>> references = new LinkedHashMap<>();

    private final Map<DocumentKey, List<Problem>> problems = new LinkedHashMap<>();
    private int missing;

    private ReferenceCheck(Map<DocumentKey, ?> documents, Set<DocumentKey> refused) {
        this.documents = documents;
        this.refused = refused;
    }

    /**
     * What is wrong between documents that are valid by themselves.
     *
     * @param documents flags, segments and layers
     * @param refused documents that exist but are not valid by themselves; naming one is no problem
     * @return the problems of each document that has to be refused, in the order of the documents: of a cycle every member,
     *     but not those that merely point into it
     */
    public static Map<DocumentKey, List<Problem>> of(Map<DocumentKey, ?> documents, Set<DocumentKey> refused) {
        ReferenceCheck check = new ReferenceCheck(documents, refused);
        check.run();
        return check.problems;
    }

    /** The documents that a flag names: whoever changes the flag has to be sure that they are still as they were. */
    public static Set<DocumentKey> targets(Flag flag) {
        return targets(Reference.of(flag));
    }

    /** The documents that a segment names. */
    public static Set<DocumentKey> targets(Segment segment) {
        return targets(Reference.of(segment));
    }

    /**
     * Everything that a document names, and what that names, and so on: whether it is valid, and what it answers, depends
     * on all of it.
     *
     * @param value a flag, segment or layer
     * @param values what the names mean; those that are missing lead nowhere
     */
    public static Set<DocumentKey> reachable(Object value, Map<DocumentKey, ?> values) {
        Set<DocumentKey> reached = new HashSet<>();
        Deque<Object> rest = new ArrayDeque<>();
        rest.push(value);
        while (!rest.isEmpty()) {
            for (DocumentKey target : targets(rest.pop())) {
                Object next = values.get(target);
                if (reached.add(target) && next != null) {
                    rest.push(next);
                }
            }
        }
        return reached;
    }

    private static Set<DocumentKey> targets(Object value) {
        return targets(Reference.of(value));
    }

    private static Set<DocumentKey> targets(List<Reference> references) {
        return references.stream().map(Reference::target).collect(Collectors.toUnmodifiableSet());
    }

    private void run() {
        documents.forEach((key, value) -> {
            List<Reference> all = Reference.of(value);
            if (!all.isEmpty()) {
                references.put(key, all);
            }
        });
        references.forEach((from, all) -> all.forEach(reference -> checkTarget(from, reference)));
        references.replaceAll((from, all) ->
                all.stream().filter(r -> !r.target().kind().equals(Kind.LAYER)).toList()); // they refer to nothing
        ReferenceGraph graph = new ReferenceGraph(references);
        graph.cycles().forEach(this::checkCycle);
        ReferenceCost cost = new ReferenceCost(references, graph.inCycles(), this::ownCost);
        references.keySet().forEach(document -> checkCost(document, cost));
    }

    private void checkTarget(DocumentKey from, Reference reference) {
        DocumentKey target = reference.target();
        if (documents.get(target) instanceof Flag flag) {
            checkVariants(from, reference, flag);
        } else if (!documents.containsKey(target) && !refused.contains(target)) {
            refuse(from, reference.memberPointer(), thereIsNo(target));
        }
    }

    /** Comparing a name with thousands takes its time, so only the first few that are missing are looked for. */
    private String thereIsNo(DocumentKey target) {
        boolean isToBeLookedFor = missing++ < MAX_NAMED;
        return "there is no " + target
                + (isToBeLookedFor ? Text.didYouMean(target.name(), names(target.kind(), documents.keySet())) : "");
    }

    private static Set<String> names(Kind kind, Set<DocumentKey> documents) {
        return documents.stream()
                .filter(key -> key.kind().equals(kind))
                .map(DocumentKey::name)
                .collect(Collectors.toSet());
    }

    /**
     * Slots of flags that do not exist. No more than a warning: whoever deletes a flag must not take the layer out of
     * service for all the others.
     */
    public static List<Problem> warnings(Collection<Layer> layers, Set<DocumentKey> existing) {
        List<Problem> warnings = new ArrayList<>();
        for (Layer layer : layers) {
            for (String flag : layer.slots().keySet()) {
                if (!flag.equals(Layer.HOLDOUT) && !existing.contains(DocumentKey.flag(flag))) {
                    String hint = warnings.size() < MAX_NAMED ? Text.didYouMean(flag, names(Kind.FLAG, existing)) : "";
                    warnings.add(new Problem(
                            Severity.WARNING,
                            DocumentKey.layer(layer.name()).toString(),
                            JsonPointer.child("/slots", flag),
                            "there is no " + DocumentKey.flag(flag) + hint));
                }
            }
        }
        return warnings;
    }

    private void checkVariants(DocumentKey from, Reference reference, Flag target) {
        Map<String, ?> variants = target.definition().variants();
        if (reference.variants().isEmpty()) {
            if (target.type() != FlagType.BOOLEAN || !variants.containsKey(Definition.ON)) {
                refuse(
                        from,
                        reference.pointer(),
                        "\"variants\" is required, since " + reference.target()
                                + " has no boolean variant \"on\"; it has " + Text.list(variants.keySet()));
            }
            return;
        }
        for (int i = 0; i < reference.variants().size(); i++) {
            String variant = reference.variants().get(i);
            if (!variants.containsKey(variant)) {
                refuse(
                        from,
                        reference.pointer() + "/variants/" + i,
                        reference.target() + " has no variant " + Text.quote(variant)
                                + Text.hint(variant, variants.keySet()));
            }
        }
    }

    private void checkCycle(List<DocumentKey> cycle) {
        String names = cycle.stream()
                .limit(MAX_NAMED)
                .map(DocumentKey::toString)
                .collect(Collectors.joining(", ", "", cycle.size() > MAX_NAMED ? " …" : ""));
        String why = cycle.size() == 1
                ? "closes a cycle: " + names + " needs itself"
                : "closes a cycle: these " + cycle.size() + " need one another: " + names;
        Set<DocumentKey> members = new HashSet<>(cycle);
        for (DocumentKey member : cycle) {
            references.getOrDefault(member, List.of()).stream()
                    .filter(reference -> members.contains(reference.target()))
                    .forEach(reference -> refuse(member, reference.memberPointer(), why));
        }
    }

    private void checkCost(DocumentKey document, ReferenceCost cost) {
        if (cost.depth(document) > Limits.MAX_REFERENCE_DEPTH) {
            refuse(
                    document,
                    "",
                    "needs a chain of " + cost.depth(document) + " flags and segments; at most "
                            + Limits.MAX_REFERENCE_DEPTH + " are allowed");
        }
        if (cost.total(document) > Limits.MAX_EVALUATION_COST) {
            refuse(
                    document,
                    "",
                    "may visit more than " + Limits.MAX_EVALUATION_COST
                            + " conditions through the flags and segments that it needs");
        }
    }

    private int ownCost(DocumentKey document) {
        Object value = documents.get(document);
        if (value instanceof Flag flag) {
            return 1 + flag.conditionCount();
        }
        if (value instanceof Segment segment) {
            return segment.when() == null ? 1 : 1 + ConditionTree.size(segment.when());
        }
        return 0;
    }

    private void refuse(DocumentKey document, String pointer, String message) {
        problems.computeIfAbsent(document, key -> new ArrayList<>())
                .add(new Problem(Severity.ERROR, document.toString(), pointer, message));
    }
}
