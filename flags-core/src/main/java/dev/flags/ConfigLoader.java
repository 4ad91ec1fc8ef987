package dev.flags;

import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import dev.flags.ConfigState.Loaded;
import dev.flags.ConfigState.Source;
import dev.flags.IncludedFiles.Content;
import dev.flags.config.ConfigCodec;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Layer;
import dev.flags.config.Parsed;
import dev.flags.config.Problem;
import dev.flags.config.Problem.Severity;
import dev.flags.config.ReferenceCheck;
import dev.flags.config.Segment;
import dev.flags.store.Document;
import dev.flags.store.StoreSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a state out of what a store holds. A document that is wrong does not touch the others: its last good version, if
 * this process knows one, stays in effect.
 */
final class ConfigLoader {
    private static final Content NOT_READ = new Content.Unreadable("has not been read yet");

    private final IncludedFiles files;

    /** @param includedFiles the directory of the files that segments name, or null if there is none */
    ConfigLoader(@Nullable Path includedFiles) {
        files = new IncludedFiles(includedFiles, IncludedFiles.PATIENCE);
    }

    /**
     * What may become a state.
     *
     * @param files what segments include
     */
    record Candidate(StoreSnapshot stored, Source source, Map<String, Content> files) {}

    /**
     * Reads the files that segments name. Blocks, for a limited time.
     *
     * @param known a state that may know the documents
     */
    Candidate read(StoreSnapshot stored, Source source, ConfigState known) {
        Set<String> paths = new HashSet<>();
        stored.documents().forEach((key, document) -> {
            if (key.kind().equals(Kind.SEGMENT)
                    && parsed(key, document, known).value().orElse(null) instanceof Segment segment
                    && segment.includedFile() != null) {
                paths.add(segment.includedFile());
            }
        });
        return new Candidate(stored, source, files.read(paths));
    }

    /** Whether a file has come that a state goes without, since it came late. */
    boolean hasLateFile() {
        return files.hasLateOne();
    }

    /** Only computes. */
    ConfigState load(Candidate candidate, ConfigState before) {
        return new Load(candidate, before).run();
    }

    /** Both at once. */
    ConfigState load(StoreSnapshot stored, ConfigState before) {
        return load(read(stored, Source.STORE, before), before);
    }

    void close() {
        files.close();
    }

    private static final class Load {
        private final Candidate candidate;
        private final StoreSnapshot stored;
        private final ConfigState before;
        private final Map<DocumentKey, Parsed<?>> faulty = new HashMap<>();
        private final Map<DocumentKey, Loaded> effective;
        private final List<Problem> problems;

        Load(Candidate candidate, ConfigState before) {
            this.candidate = candidate;
            this.stored = candidate.stored();
            this.before = before;
            this.effective = Maps.newHashMapWithExpectedSize(stored.documents().size());
            this.problems = new ArrayList<>(stored.problems());
        }

        ConfigState run() {
            stored.documents().forEach((key, document) -> {
                if (isConfiguration(key)) {
                    read(key, document);
                }
            });
            // What the store knows of them is newer than what this process remembers.
            stored.refused().stream()
                    .filter(key -> isConfiguration(key) && !stored.documents().containsKey(key))
                    .forEach(this::fallBack);
            refuseWhatDoesNotFit();
            Set<DocumentKey> refused = existing().stream()
                    .filter(key -> isConfiguration(key) && !effective.containsKey(key))
                    .collect(Collectors.toUnmodifiableSet());
            return new ConfigState(
                    stored,
                    Map.copyOf(faulty),
                    Map.copyOf(effective),
                    refused,
                    List.copyOf(problems),
                    candidate.source());
        }

        private void read(DocumentKey key, Document document) {
            Parsed<?> result = parsed(key, document, before);
            if (!result.problems().isEmpty()) {
                faulty.put(key, result);
                problems.addAll(result.problems());
            }
            Object value = result.value().orElse(null);
            Set<String> included = value == null ? null : includedUnits(key, value);
            if (value == null || included == null) {
                fallBack(key);
            } else {
                effective.put(key, loaded(value, document, included));
            }
        }

        /** The same object as before if nothing has changed, which is soon found out. */
        private Loaded loaded(Object value, Document document, Set<String> included) {
            Loaded now = new Loaded(value, document, included);
            Loaded old = before.loaded(document.key());
            return old != null && old.equals(now) ? old : now;
        }

        private void fallBack(DocumentKey key) {
            Loaded lastGood = before.loaded(key);
            if (lastGood != null) {
                effective.put(key, lastGood);
            }
        }

        /**
         * Takes documents out of effect that do not fit the others, until all that is left fits. First those that have
         * changed go back to their last good version, which may be all that is needed; where nothing can go back any
         * more, nothing of the document stays.
         */
        private void refuseWhatDoesNotFit() {
            Set<DocumentKey> existing = existing();
            Set<DocumentKey> reported = new HashSet<>();
            Map<DocumentKey, List<Problem>> found = check(existing);
            while (!found.isEmpty()) {
                boolean wentBack = false;
                for (Map.Entry<DocumentKey, List<Problem>> unfit : found.entrySet()) {
                    if (isNewest(unfit.getKey()) && reported.add(unfit.getKey())) {
                        problems.addAll(unfit.getValue());
                    }
                    wentBack |= goBack(unfit.getKey());
                }
                if (!wentBack) {
                    effective.keySet().removeAll(found.keySet());
                }
                found = check(existing);
            }
            problems.addAll(ReferenceCheck.warnings(layers(), existing));
        }

        /** Whatever the store has, wrong or not; a view. */
        private Set<DocumentKey> existing() {
            return Sets.union(stored.documents().keySet(), stored.refused());
        }

        private boolean isNewest(DocumentKey key) {
            Loaded loaded = effective.get(key);
            return loaded != null && loaded.document().equals(stored.documents().get(key));
        }

        /** Puts the last good version of a document into effect, if that is another one than the one that is. */
        private boolean goBack(DocumentKey key) {
            Loaded lastGood = before.loaded(key);
            Loaded current = effective.get(key);
            if (lastGood == null || current == null || lastGood.document().equals(current.document())) {
                return false;
            }
            effective.put(key, lastGood);
            return true;
        }

        private Map<DocumentKey, List<Problem>> check(Set<DocumentKey> existing) {
            return ReferenceCheck.of(Maps.transformValues(effective, Loaded::value), existing);
        }

        private List<Layer> layers() {
            return effective.values().stream()
                    .map(Loaded::value)
                    .filter(Layer.class::isInstance)
                    .map(Layer.class::cast)
                    .toList();
        }

        private @Nullable Set<String> includedUnits(DocumentKey key, Object value) {
            if (!(value instanceof Segment segment) || segment.includedFile() == null) {
                return Set.of();
            }
            Content file = candidate.files().getOrDefault(segment.includedFile(), NOT_READ);
            if (file instanceof Content.Units read) {
                return read.units();
            }
            String why = ((Content.Unreadable) file).why();
            problems.add(new Problem(Severity.ERROR, key.toString(), "/included_file", why));
            return null;
        }
    }

    /** What became of the document's text, which need not be read again if it is the same. */
    private static Parsed<?> parsed(DocumentKey key, Document document, ConfigState known) {
        if (document.equals(known.documents().get(key))) {
            Parsed<?> faulty = known.faulty().get(key);
            if (faulty != null) {
                return faulty;
            }
            Loaded loaded = known.loaded(key);
            if (loaded != null && loaded.document().equals(document)) {
                return new Parsed<>(Optional.of(loaded.value()), List.of());
            }
        }
        return ConfigCodec.read(key, document.json());
    }

    /** Whether a document is one that answers come from, and not one about it. */
    private static boolean isConfiguration(DocumentKey key) {
        return !key.kind().equals(Kind.TOMBSTONE);
    }
}
