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
            stored.documents().forEach(this::read);
            stored.refused().forEach(this::fallBack);
            refuseWhatDoesNotFit();
            Set<DocumentKey> refused = new HashSet<>(stored.documents().keySet());
            refused.addAll(stored.refused());
            refused.removeAll(effective.keySet());
            return new ConfigState(
                    stored.version(),
                    stored.documents(),
                    Map.copyOf(parsed),
                    Map.copyOf(effective),
                    Set.copyOf(refused),
                    List.copyOf(problems));
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
            return known != null && document.equals(before.documents().get(key)) ? known : parse(key, document.json());
        }

        private void fallBack(DocumentKey key) {
            Loaded lastGood = before.loaded(key);
            if (lastGood != null) {
                effective.put(key, lastGood);
            }
        }

        /**
         * Takes documents out of effect that do not fit the others, until all that is left fits. A last good version may
         * not fit either, now that others have changed; then nothing of that document stays.
         */
        private void refuseWhatDoesNotFit() {
            Set<DocumentKey> existing = new HashSet<>(stored.documents().keySet());
            existing.addAll(stored.refused());
            Map<DocumentKey, List<Problem>> found = check(existing);
            while (!found.isEmpty()) {
                found.forEach((key, why) -> {
                    Loaded loaded = effective.remove(key);
                    if (loaded != null
                            && loaded.document().equals(stored.documents().get(key))) {
                        problems.addAll(why);
                        Loaded lastGood = before.loaded(key);
                        if (lastGood != null && !lastGood.document().equals(loaded.document())) {
                            effective.put(key, lastGood);
                        }
                    }
                });
                found = check(existing);
            }
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

    private static Parsed<?> parse(DocumentKey key, String json) {
        if (key.kind().equals(Kind.FLAG)) {
            return ConfigCodec.readFlag(key.name(), json);
        }
        return key.kind().equals(Kind.SEGMENT)
                ? ConfigCodec.readSegment(key.name(), json)
                : ConfigCodec.readLayer(key.name(), json);
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
