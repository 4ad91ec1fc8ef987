package dev.flags;

import dev.flags.ConfigState.Loaded;
import dev.flags.config.ConfigCodec;
import dev.flags.config.DocumentKey;
import dev.flags.config.Flag;
import dev.flags.config.Kind;
import dev.flags.config.Layer;
import dev.flags.config.Parsed;
import dev.flags.config.Problem;
import dev.flags.config.Problem.Severity;
import dev.flags.config.ReferenceCheck;
import dev.flags.config.Segment;
import dev.flags.store.Document;
import dev.flags.store.StoreSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a state out of what a store holds. A document that is wrong does not touch the others: its last good version, if
 * this process knows one, stays in effect.
 */
final class ConfigLoader {
    private final @Nullable Path includedFiles;

    /** @param includedFiles the directory of the files that segments name, or null if there is none */
    ConfigLoader(@Nullable Path includedFiles) {
        this.includedFiles = includedFiles;
    }

    ConfigState load(StoreSnapshot stored, ConfigState before) {
        return new Load(stored, before).run();
    }

    private final class Load {
        private final StoreSnapshot stored;
        private final ConfigState before;
        private final Map<DocumentKey, Parsed<?>> parsed = new HashMap<>();
        private final Map<DocumentKey, Loaded> effective = new HashMap<>();
        private final List<Problem> problems;

        Load(StoreSnapshot stored, ConfigState before) {
            this.stored = stored;
            this.before = before;
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
            Set<DocumentKey> refused = new HashSet<>(stored.documents().keySet());
            refused.addAll(stored.refused());
            refused.removeIf(key -> !isConfiguration(key));
            refused.removeAll(effective.keySet());
            return new ConfigState(
                    stored.version(),
                    stored.documents(),
                    Map.copyOf(parsed),
                    Map.copyOf(effective),
                    Set.copyOf(refused),
                    stored.refused(),
                    List.copyOf(problems),
                    ConfigState.Source.STORE);
        }

        private void read(DocumentKey key, Document document) {
            Parsed<?> result = parsed(key, document);
            parsed.put(key, result);
            problems.addAll(result.problems());
            Object value = result.value().orElse(null);
            Set<String> included = value == null ? null : includedUnits(key, value);
            if (value == null || included == null) {
                fallBack(key);
            } else {
                effective.put(key, new Loaded(value, document, included));
            }
        }

        /** What became of the document's text, which need not be read again if it is the same. */
        private Parsed<?> parsed(DocumentKey key, Document document) {
            Parsed<?> known = before.parsed().get(key);
            return known != null && document.equals(before.documents().get(key))
                    ? known
                    : ConfigCodec.read(key, document.json());
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
            Set<DocumentKey> existing = new HashSet<>(stored.documents().keySet());
            existing.addAll(stored.refused());
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
            problems.addAll(ReferenceCheck.warnings(values(Layer.class), existing));
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
            return ReferenceCheck.of(values(Flag.class), values(Segment.class), values(Layer.class), existing);
        }

        private <T> List<T> values(Class<T> type) {
            return effective.values().stream()
                    .map(Loaded::value)
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }

        private @Nullable Set<String> includedUnits(DocumentKey key, Object value) {
            if (!(value instanceof Segment segment) || segment.includedFile() == null) {
                return Set.of();
            }
            try {
                return readIncluded(segment.includedFile());
            } catch (IOException | InvalidPathException e) {
                String why = "cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage();
                problems.add(new Problem(Severity.ERROR, key.toString(), "/included_file", why));
                return null;
            }
        }
    }

    /** Whether a document is one that answers come from, and not one about it. */
    private static boolean isConfiguration(DocumentKey key) {
        return !key.kind().equals(Kind.TOMBSTONE);
    }

    private Set<String> readIncluded(String path) throws IOException {
        if (includedFiles == null) {
            throw new IOException("this manager was given no directory of included files");
        }
        Path root = includedFiles.toRealPath();
        Path file = root.resolve(path).toRealPath();
        if (!file.startsWith(root)) {
            throw new IOException("a link leads out of " + root);
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.toUnmodifiableSet());
        } catch (UncheckedIOException e) {
            throw new IOException("is not UTF-8", e);
        }
    }
}
