package dev.flags;

import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Kind;
import dev.flags.config.Layer;
import dev.flags.config.Parsed;
import dev.flags.config.Problem;
import dev.flags.config.Segment;
import dev.flags.store.Commit;
import dev.flags.store.Document;
import dev.flags.store.StoreSnapshot;
import dev.flags.store.Version;
import dev.flags.store.Write;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One state of the configuration, read and checked.
 *
 * @param stored what the store holds
 * @param faulty what became of the documents that something is wrong with, be it a warning, when they were read
 * @param effective what answers come from: the documents, or an earlier version of those that were refused
 * @param refused documents that exist, and of which no version is in effect
 * @param problems everything that is wrong
 * @param source where it comes from
 */
record ConfigState(
        StoreSnapshot stored,
        Map<DocumentKey, Parsed<?>> faulty,
        Map<DocumentKey, Loaded> effective,
        Set<DocumentKey> refused,
        List<Problem> problems,
        Source source) {
    static final ConfigState NONE = new ConfigState(
            StoreSnapshot.of(new Version("", 0), Map.of()), Map.of(), Map.of(), Set.of(), List.of(), Source.NONE);

    /** Where a state comes from. */
    enum Source {
        /** There is none. */
        NONE,
        /** What the application ships with: its documents are in no store. */
        BOOTSTRAP,
        /** The last good copy on the disk. */
        COPY,
        STORE
    }

    /**
     * A document in effect.
     *
     * @param value a {@link Flag}, {@link Segment} or {@link Layer}
     * @param includedUnits the units in the file that a segment names
     */
    record Loaded(Object value, Document document, Set<String> includedUnits) {}

    Version version() {
        return stored.version();
    }

    Map<DocumentKey, Document> documents() {
        return stored.documents();
    }

    /** Documents whose newest text the store itself refuses; it may still hold an earlier one. */
    private Set<DocumentKey> outdated() {
        return stored.refused();
    }

    Map<String, Flag> flags() {
        return values(Kind.FLAG, Flag.class);
    }

    Map<String, Segment> segments() {
        return values(Kind.SEGMENT, Segment.class);
    }

    Map<String, Layer> layers() {
        return values(Kind.LAYER, Layer.class);
    }

    Optional<Flag> flag(String name) {
        return Optional.ofNullable(effective.get(DocumentKey.flag(name))).map(loaded -> (Flag) loaded.value());
    }

    /** The revision that a document has in the store, 0 if there is none. */
    long revision(DocumentKey key) {
        Document document = documents().get(key);
        return document == null || source == Source.BOOTSTRAP ? 0 : document.revision();
    }

    /** What is in effect, as a store with a memory would hold it: of what is refused now, the last good version. */
    StoreSnapshot lastGood() {
        Map<DocumentKey, Document> good = new HashMap<>(documents());
        Set<DocumentKey> old = new HashSet<>(outdated());
        effective.forEach((key, loaded) -> {
            if (!loaded.document().equals(good.put(key, loaded.document()))) {
                old.add(key);
            }
        });
        return new StoreSnapshot(version(), good, old, List.of(), stored.origin());
    }

    /**
     * What the store held if nobody had changed anything since but a commit. Of this version still: what else is in the
     * store is not known.
     *
     * @param committed the version that the commit made
     */
    StoreSnapshot after(Commit commit, Version committed) {
        Map<DocumentKey, Document> next = new HashMap<>(documents());
        Set<DocumentKey> old = new HashSet<>(outdated());
        for (Write write : own(commit)) {
            old.remove(write.key());
            if (write instanceof Write.Put put) {
                next.put(put.key(), new Document(put.key(), committed.number(), put.json()));
            } else {
                next.remove(write.key());
            }
        }
        return new StoreSnapshot(version(), next, old, stored.problems(), stored.origin());
    }

    /** Whether this is from before a commit: neither its version nor a newer one, with all documents as it expected them. */
    boolean isBefore(Commit commit, Version committed) {
        boolean isFromAfter =
                version().epoch().equals(committed.epoch()) && !version().isOlderThan(committed);
        return !isFromAfter
                && own(commit).stream().allMatch(write -> revision(write.key()) == write.expectedRevision());
    }

    /** What a commit writes of the configuration; documents of other modules may go along with it. */
    private static List<Write> own(Commit commit) {
        return commit.writes().stream()
                .filter(write -> ConfigRefresher.KINDS.contains(write.key().kind()))
                .toList();
    }

    /** The documents that are not in effect as they were in another state. */
    Set<DocumentKey> changedSince(ConfigState before) {
        Set<DocumentKey> changed = new HashSet<>();
        effective.forEach((key, loaded) -> {
            if (!loaded.equals(before.loaded(key))) {
                changed.add(key);
            }
        });
        before.effective.keySet().stream()
                .filter(key -> !effective.containsKey(key))
                .forEach(changed::add);
        return changed;
    }

    /** Whether the newest text of a document is what answers come from. */
    boolean isCurrent(DocumentKey key) {
        Loaded loaded = effective.get(key);
        return loaded == null
                ? !documents().containsKey(key) && !refused.contains(key)
                : loaded.document().equals(documents().get(key)) && !outdated().contains(key);
    }

    private <T> Map<String, T> values(Kind kind, Class<T> type) {
        Function<Map.Entry<DocumentKey, Loaded>, T> value =
                entry -> type.cast(entry.getValue().value());
        return effective.entrySet().stream()
                .filter(entry -> entry.getKey().kind().equals(kind))
                .collect(Collectors.toMap(entry -> entry.getKey().name(), value));
    }

    @Nullable Loaded loaded(DocumentKey key) {
        return effective.get(key);
    }
}
