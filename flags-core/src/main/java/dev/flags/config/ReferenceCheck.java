package dev.flags.config;

import dev.flags.config.Problem.Severity;
import dev.flags.internal.JsonPointer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks what documents say about one another: that what they name exists, that nobody requires itself in a circle,
 * and that no evaluation can visit more than its limit through everything that it requires.
 */
public final class ReferenceCheck {
    /** How many members of a cycle a message names, and for how many missing names another is suggested. */
    private static final int MAX_NAMED = 10;

    private final Map<String, Flag> flags;
    private final Map<String, Segment> segments;
    private final Map<String, Layer> layers;
    private final Set<DocumentKey> refused;
    private final Map<DocumentKey, List<Reference>> references = new LinkedHashMap<>();
    private final Map<DocumentKey, List<Problem>> problems = new LinkedHashMap<>();
    private int missing;

    private ReferenceCheck(
            Collection<Flag> flags, Collection<Segment> segments, Collection<Layer> layers, Set<DocumentKey> refused) {
        this.flags = byName(flags, Flag::name);
        this.segments = byName(segments, Segment::name);
        this.layers = byName(layers, Layer::name);
        this.refused = refused;
    }

    /**
     * What is wrong between documents that are valid by themselves.
     *
     * @param refused documents that exist but are not valid by themselves; naming one is no problem
     * @return the problems of each document that has to be refused: of a cycle every member, but not those that merely
     *     point into it
     */
    public static Map<DocumentKey, List<Problem>> of(
            Collection<Flag> flags, Collection<Segment> segments, Collection<Layer> layers, Set<DocumentKey> refused) {
        ReferenceCheck check = new ReferenceCheck(flags, segments, layers, refused);
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
        if (value instanceof Flag flag) {
            return targets(flag);
        }
        return value instanceof Segment segment ? targets(segment) : Set.of();
    }

    private static Set<DocumentKey> targets(List<Reference> references) {
        return references.stream().map(Reference::target).collect(Collectors.toSet());
    }

    private void run() {
        flags.values().forEach(flag -> references.put(DocumentKey.flag(flag.name()), Reference.of(flag)));
        segments.values()
                .forEach(segment -> references.put(DocumentKey.segment(segment.name()), Reference.of(segment)));
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
        if (target.kind().equals(Kind.FLAG)) {
            Flag flag = flags.get(target.name());
            if (flag != null) {
                checkVariants(from, reference, flag);
                return;
            }
            checkExists(from, reference, flags.keySet());
        } else {
            checkExists(from, reference, (target.kind().equals(Kind.SEGMENT) ? segments : layers).keySet());
        }
    }

    private void checkExists(DocumentKey from, Reference reference, Set<String> names) {
        DocumentKey target = reference.target();
        if (!names.contains(target.name()) && !refused.contains(target)) {
            refuse(from, reference.memberPointer(), thereIsNo(target, names));
        }
    }

    /** Comparing a name with thousands takes its time, so only the first few that are missing are looked for. */
    private String thereIsNo(DocumentKey target, Set<String> names) {
        String hint = missing++ < MAX_NAMED ? Text.didYouMean(target.name(), names) : "";
        return "there is no " + target + hint;
    }

    /**
     * Slots of flags that do not exist. No more than a warning: whoever deletes a flag must not take the layer out of
     * service for all the others.
     */
    public static List<Problem> warnings(Collection<Layer> layers, Set<DocumentKey> existing) {
        Set<String> names = existing.stream()
                .filter(key -> key.kind().equals(Kind.FLAG))
                .map(DocumentKey::name)
                .collect(Collectors.toSet());
        List<Problem> warnings = new ArrayList<>();
        for (Layer layer : layers) {
            for (String flag : layer.slots().keySet()) {
                if (!flag.equals(Layer.HOLDOUT) && !names.contains(flag)) {
                    String hint = warnings.size() < MAX_NAMED ? Text.didYouMean(flag, names) : "";
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
        if (document.kind().equals(Kind.FLAG)) {
            Flag flag = flags.get(document.name());
            return flag == null ? 0 : 1 + flag.conditionCount();
        }
        Segment segment = segments.get(document.name());
        return segment == null || segment.when() == null ? 1 : 1 + ConditionTree.size(segment.when());
    }

    private void refuse(DocumentKey document, String pointer, String message) {
        problems.computeIfAbsent(document, key -> new ArrayList<>())
                .add(new Problem(Severity.ERROR, document.toString(), pointer, message));
    }

    private static <T> Map<String, T> byName(Collection<T> documents, Function<T, String> name) {
        Map<String, T> byName = new HashMap<>();
        documents.forEach(document -> byName.put(name.apply(document), document));
        return byName;
    }
}
