package dev.flags.lint;

import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Kind;
import dev.flags.config.Layer;
import dev.flags.config.Segment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is found in the documents of a configuration, whatever the time and whoever asks. */
final class ConfigLint {
    /** How much is tried in all: about twice what ten thousand flags of five rules take, and some seconds. */
    private static final long STEPS = 5_000_000;

    static final ConfigLint EMPTY = new ConfigLint();

    private final Map<String, Segment> segments;
    private final Map<String, Layer> layers;
    private final Map<DocumentKey, DocumentLint> documents = new LinkedHashMap<>();
    /** What documents name. */
    private final Set<DocumentKey> named = new HashSet<>();

    private ConfigLint() {
        this(List.of(), List.of());
    }

    private ConfigLint(Collection<Segment> segments, Collection<Layer> layers) {
        this.segments = byName(segments, Segment::name);
        this.layers = byName(layers, Layer::name);
    }

    /**
     * Looks at the documents that follow these, each by itself. What is said of a flag stays if the flag is the same, and no
     * segment and no layer has changed.
     *
     * @param flags as are the others, such that {@link dev.flags.config.ReferenceCheck} finds nothing wrong with them, but
     *     that they may name documents that are not there
     */
    ConfigLint next(Collection<Flag> flags, Collection<Segment> nextSegments, Collection<Layer> nextLayers) {
        ConfigLint next = new ConfigLint(nextSegments, nextLayers);
        ConditionLogic logic = next.logic();
        boolean isShared = segments.equals(next.segments) && layers.equals(next.layers);
        byName(flags, Flag::name).forEach((name, flag) -> {
            DocumentLint known = documents.get(DocumentKey.flag(name));
            next.add(
                    isShared && known != null && known.value().equals(flag)
                            ? known
                            : DocumentLint.of(flag, logic.forNextDocument(), next.layers));
        });
        next.segments.values().forEach(segment -> next.add(DocumentLint.of(segment, logic.forNextDocument())));
        next.layers.values().forEach(layer -> next.add(DocumentLint.of(layer)));
        return next;
    }

    private static <T> SortedMap<String, T> byName(Collection<T> values, Function<T, String> name) {
        SortedMap<String, T> byName = new TreeMap<>();
        values.forEach(value -> byName.put(name.apply(value), value));
        return byName;
    }

    /** Anew each time, since it holds on to as much memory as the segments take. */
    private ConditionLogic logic() {
        return new ConditionLogic(segments, new Budget(STEPS));
    }

    private void add(DocumentLint document) {
        documents.put(document.key(), document);
        named.addAll(document.references());
    }

    /**
     * What is found in each document, flags first, each kind by name, and then between documents.
     *
     * @param isWhole whether these are all documents there are: else what nobody uses cannot be told
     */
    List<LintFinding> findings(boolean isWhole) {
        List<LintFinding> findings = new ArrayList<>();
        documents.values().forEach(document -> findings.addAll(document.findings()));
        findings.addAll(SharedLint.check(this, logic(), isWhole));
        return findings;
    }

    /** By name. */
    Stream<DocumentLint> documents(Kind kind) {
        return documents.values().stream()
                .filter(document -> document.key().kind().equals(kind));
    }

    /**
     * What was found in one document.
     *
     * @throws IllegalArgumentException if there is no such document
     */
    DocumentLint document(DocumentKey key) {
        DocumentLint document = documents.get(key);
        if (document == null) {
            throw new IllegalArgumentException("there is no " + key);
        }
        return document;
    }

    boolean has(DocumentKey key) {
        return documents.containsKey(key);
    }

    /** Whether a flag or a segment names a document. */
    boolean isNamed(DocumentKey key) {
        return named.contains(key);
    }
}
