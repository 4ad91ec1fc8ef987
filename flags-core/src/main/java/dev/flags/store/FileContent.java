package dev.flags.store;

import dev.flags.config.ConfigFile;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Parsed;
import dev.flags.config.Problem;
import dev.flags.config.Problem.Severity;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonSyntaxException;
import dev.flags.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A configuration file taken apart into documents. What cannot be told apart, such as two flags of one name, is no
 * document; it stays in the file as it is.
 *
 * @param documents by key, in the order of the file
 * @param refused names that stand for more than one element
 */
record FileContent(
        ConfigFile file, Map<DocumentKey, JsonObject> documents, Set<DocumentKey> refused, List<Problem> problems) {
    static final List<Kind> KINDS = List.of(Kind.FLAG, Kind.SEGMENT, Kind.LAYER);
    static final FileContent EMPTY = of(ConfigFile.EMPTY, List.of());

    /** Reads a file; absent if it is no configuration at all, with the problems that say why. */
    static Parsed<FileContent> read(byte[] utf8) {
        Parsed<ConfigFile> parsed = ConfigFile.read(utf8);
        return new Parsed<>(parsed.value().map(file -> of(file, parsed.problems())), parsed.problems());
    }

    private static FileContent of(ConfigFile file, List<Problem> fileProblems) {
        Map<DocumentKey, JsonObject> documents = new LinkedHashMap<>();
        Set<DocumentKey> refused = new HashSet<>();
        List<Problem> problems = new ArrayList<>(fileProblems);
        for (Kind kind : KINDS) {
            Map<DocumentKey, Integer> first = new HashMap<>();
            List<JsonValue> elements = file.documents(kind);
            for (int i = 0; i < elements.size(); i++) {
                String pointer = "/" + kind + "s/" + i;
                Optional<String> name = name(elements.get(i));
                if (name.isEmpty()) {
                    problems.add(problem("the configuration file", pointer, "is no " + kind + " with a name"));
                    continue;
                }
                DocumentKey key = new DocumentKey(kind, name.get());
                Integer earlier = first.putIfAbsent(key, i);
                if (earlier == null) {
                    documents.put(key, (JsonObject) elements.get(i));
                } else {
                    refused.add(key);
                    problems.add(problem(
                            key.toString(),
                            "",
                            "stands twice in the file, at /" + kind + "s/" + earlier + " and at " + pointer
                                    + "; both are refused"));
                }
            }
        }
        documents.keySet().removeAll(refused);
        return new FileContent(file, documents, refused, problems);
    }

    private static Optional<String> name(JsonValue element) {
        return element instanceof JsonObject object
                ? object.get("name")
                        .filter(JsonString.class::isInstance)
                        .map(name -> ((JsonString) name).value())
                        .filter(name -> !name.isEmpty())
                : Optional.empty();
    }

    private static Problem problem(String document, String pointer, String message) {
        return new Problem(Severity.ERROR, document, pointer, message);
    }

    /**
     * The file after some writes: what is replaced keeps its place, what is new comes last. A write of a name
     * that stands for several elements leaves one of them, or none.
     */
    ConfigFile after(List<Write> writes, long revision) {
        Map<Kind, List<JsonValue>> elements = new HashMap<>();
        KINDS.forEach(kind -> elements.put(kind, new ArrayList<>(file.documents(kind))));
        for (Write write : writes) {
            List<JsonValue> list = elements.get(write.key().kind());
            if (list == null) {
                throw new StoreException(
                        "a configuration file holds flags, segments and layers, and not a " + write.key());
            }
            apply(write, list);
        }
        return new ConfigFile(
                elements.getOrDefault(Kind.FLAG, List.of()),
                elements.getOrDefault(Kind.SEGMENT, List.of()),
                elements.getOrDefault(Kind.LAYER, List.of()),
                OptionalLong.of(revision),
                file.schema(),
                file.extras(),
                file.order());
    }

    private void apply(Write write, List<JsonValue> elements) {
        int at = indexOf(write.key(), elements);
        Optional<String> name = Optional.of(write.key().name());
        if (refused.contains(write.key())) {
            elements.subList(at + 1, elements.size())
                    .removeIf(element -> name(element).equals(name));
        }
        if (write instanceof Write.Put put) {
            JsonObject value = document(put);
            if (at < 0) {
                elements.add(value);
            } else {
                elements.set(at, value);
            }
        } else if (at >= 0) {
            elements.remove(at);
        }
    }

    /** A text that says another name would turn up as another document, which nobody has compared. */
    private static JsonObject document(Write.Put put) {
        try {
            JsonValue value = JsonValue.parse(put.json());
            if (name(value).equals(Optional.of(put.key().name()))) {
                return (JsonObject) value;
            }
        } catch (JsonSyntaxException e) {
            throw new StoreException("the text of " + put.key() + " is no JSON; nothing was changed", e);
        }
        throw new StoreException("the text of " + put.key() + " is no object with this name; nothing was changed");
    }

    private static int indexOf(DocumentKey key, List<JsonValue> elements) {
        for (int i = 0; i < elements.size(); i++) {
            if (name(elements.get(i)).equals(Optional.of(key.name()))) {
                return i;
            }
        }
        return -1;
    }
}
