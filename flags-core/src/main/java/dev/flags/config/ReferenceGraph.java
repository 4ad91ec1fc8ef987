package dev.flags.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who needs whom. The cycles are the strongly connected components, found by Tarjan's algorithm (R. Tarjan, "Depth-first
 * search and linear graph algorithms", SIAM J. Comput. 1, 1972), here with a stack of its own instead of recursion: a
 * chain of ten thousand flags must not overflow a thread's.
 */
final class ReferenceGraph {
    private final Map<DocumentKey, List<Reference>> edges;
    private final Map<DocumentKey, Integer> index = new HashMap<>();
    private final Map<DocumentKey, Integer> lowLink = new HashMap<>();
    private final Deque<DocumentKey> path = new ArrayDeque<>();
    private final Set<DocumentKey> onPath = new HashSet<>();
    private final List<List<DocumentKey>> cycles = new ArrayList<>();

    ReferenceGraph(Map<DocumentKey, List<Reference>> edges) {
        this.edges = edges;
        edges.keySet().forEach(document -> {
            if (!index.containsKey(document)) {
                visitAllFrom(document);
            }
        });
    }

    /** Groups of documents that need one another; also one that needs itself. */
    List<List<DocumentKey>> cycles() {
        return cycles;
    }

    Set<DocumentKey> inCycles() {
        Set<DocumentKey> all = new HashSet<>();
        cycles.forEach(all::addAll);
        return all;
    }

    private record Frame(DocumentKey document, Iterator<Reference> rest) {}

    private void visitAllFrom(DocumentKey root) {
        Deque<Frame> stack = new ArrayDeque<>();
        stack.push(enter(root));
        while (!stack.isEmpty()) {
            Frame frame = stack.peek();
            if (frame.rest().hasNext()) {
                DocumentKey next = frame.rest().next().target();
                if (!index.containsKey(next)) {
                    stack.push(enter(next));
                } else if (onPath.contains(next)) {
                    lowLink.merge(frame.document(), index.getOrDefault(next, 0), Math::min);
                }
            } else {
                stack.pop();
                leave(frame.document());
                if (!stack.isEmpty()) {
                    int low = lowLink.getOrDefault(frame.document(), 0);
                    lowLink.merge(stack.peek().document(), low, Math::min);
                }
            }
        }
    }

    private Frame enter(DocumentKey document) {
        int number = index.size();
        index.put(document, number);
        lowLink.put(document, number);
        path.push(document);
        onPath.add(document);
        return new Frame(document, edges.getOrDefault(document, List.of()).iterator());
    }

    private void leave(DocumentKey document) {
        if (!index.getOrDefault(document, 0).equals(lowLink.get(document))) {
            return;
        }
        List<DocumentKey> component = new ArrayList<>();
        DocumentKey member;
        do {
            member = path.pop();
            onPath.remove(member);
            component.add(0, member);
        } while (!member.equals(document));
        boolean needsItself = edges.getOrDefault(document, List.of()).stream()
                .anyMatch(reference -> reference.target().equals(document));
        if (component.size() > 1 || needsItself) {
            cycles.add(component);
        }
    }
}
