package dev.flags.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/** How deep and how wide the references of each document reach. Members of cycles cost nothing: they are refused. */
final class ReferenceCost {
    private record Cost(int depth, long total) {}

    private static final Cost NOTHING = new Cost(0, 0);

    private final Map<DocumentKey, List<Reference>> edges;
    private final Set<DocumentKey> inCycles;
    private final ToIntFunction<DocumentKey> ownCost;
    private final Map<DocumentKey, Cost> costs = new HashMap<>();

    ReferenceCost(
            Map<DocumentKey, List<Reference>> edges, Set<DocumentKey> inCycles, ToIntFunction<DocumentKey> ownCost) {
        this.edges = edges;
        this.inCycles = inCycles;
        this.ownCost = ownCost;
        edges.keySet().forEach(this::computeAllFrom);
    }

    /** Documents in the longest chain that starts here, this one included. */
    int depth(DocumentKey document) {
        return costs.getOrDefault(document, NOTHING).depth();
    }

    /** Conditions and references that an evaluation may visit at most; never overflows. */
    long total(DocumentKey document) {
        return costs.getOrDefault(document, NOTHING).total();
    }

    /** Depth first with a stack of its own; a document is computed once all that it needs are. */
    private void computeAllFrom(DocumentKey root) {
        Deque<DocumentKey> stack = new ArrayDeque<>();
        stack.push(root);
        while (!stack.isEmpty()) {
            DocumentKey document = stack.peek();
            int before = stack.size();
            if (!costs.containsKey(document) && !inCycles.contains(document)) {
                for (Reference reference : edges.getOrDefault(document, List.of())) {
                    if (!costs.containsKey(reference.target()) && !inCycles.contains(reference.target())) {
                        stack.push(reference.target());
                    }
                }
                if (stack.size() == before) {
                    costs.put(document, cost(document));
                }
            }
            if (stack.size() == before) {
                stack.pop();
            }
        }
    }

    private Cost cost(DocumentKey document) {
        int depth = 0;
        long total = ownCost.applyAsInt(document);
        for (Reference reference : edges.getOrDefault(document, List.of())) {
            Cost target = costs.getOrDefault(reference.target(), NOTHING);
            depth = Math.max(depth, target.depth());
            // One above the limit is as good as any number above it, and keeps sums from overflowing.
            total = Math.min(total + 1 + target.total(), Limits.MAX_EVALUATION_COST + 1L);
        }
        return new Cost(depth + 1, total);
    }
}
