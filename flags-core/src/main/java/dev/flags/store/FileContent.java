package dev.flags.store;

import dev.flags.config.ConfigFile;
import dev.flags.config.DocumentKey;
import dev.flags.config.Kind;
import dev.flags.config.Parsed;
import dev.flags.config.Problem;
import dev.flags.config.Problem.Severity;
import dev.flags.json.JsonObject;
import dev.flags.json.JsonString;
import dev.flags.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    /** What problems call the file. */
    static final String NAME = "the configuration file";

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
                    problems.add(withoutName(elements.get(i), kind, pointer));
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

    private static Problem withoutName(JsonValue element, Kind kind, String pointer) {
        return element instanceof JsonObject object && object.has("name")
                ? problem(NAME, pointer + "/name", "is no name; a string that is not empty is required")
                : problem(NAME, pointer, "is no " + kind + " with a name");
    }

    private static Problem problem(String document, String pointer, String message) {
        return new Problem(Severity.ERROR, document, pointer, message);
    }

    /**
     * The file as it belongs to what is committed.
     *
     * @param kept documents whose text in the file stays, whatever is committed
     */
    ConfigFile projectionOf(Truth truth, Set<DocumentKey> kept) {
        List<Write> writes = new ArrayList<>();
        Set<DocumentKey> there = new LinkedHashSet<>(documents.keySet());
        there.addAll(refused);
        for (DocumentKey key : there) {
            JsonObject shown = documents.get(key);
            String json = truth.json(key);
            if (kept.contains(key) || (shown != null && shown.toJson().equals(json))) {
                continue;
            }
            writes.add(json == null ? new Write.Delete(key, 0) : new Write.Put(key, 0, json));
        }
        truth.entries().values().stream()
                .map(Truth.Entry::document)
                .filter(document -> KINDS.contains(document.key().kind()) && !there.contains(document.key()))
                .sorted(Comparator.comparingLong(Document::revision)
                        .thenComparing(document -> document.key().name()))
                .forEach(document -> writes.add(new Write.Put(document.key(), 0, document.json())));
        return after(writes, truth.version());
    }

    /** Whether every document here is committed as it stands here, and nothing else is. */
    boolean isProjectionOf(Truth truth, Set<DocumentKey> kept) {
        return documents.entrySet().stream()
                        .allMatch(document -> kept.contains(document.getKey())
                                || document.getValue().toJson().equals(truth.json(document.getKey())))
                && truth.entries().keySet().stream()
                        .allMatch(
                                key -> !KINDS.contains(key.kind()) || kept.contains(key) || documents.containsKey(key));
    }

    /**
     * The file after some writes: what is replaced keeps its place, what is new comes last. A write of a name
     * that stands for several elements leaves one of them, or none.
     */
    ConfigFile after(List<Write> writes, long revision) {
        return new ConfigFile(
                after(writes, Kind.FLAG),
                after(writes, Kind.SEGMENT),
                after(writes, Kind.LAYER),
                OptionalLong.of(revision),
                file.schema(),
                file.extras(),
                file.order());
    }

    private List<JsonValue> after(List<Write> writes, Kind kind) {
        Map<DocumentKey, Write> left = new LinkedHashMap<>();
        writes.stream().filter(write -> write.key().kind().equals(kind)).forEach(write -> left.put(write.key(), write));
        Set<DocumentKey> replaced = new HashSet<>();
        List<JsonValue> elements = new ArrayList<>();
        for (JsonValue element : file.documents(kind)) {
            Optional<DocumentKey> key = name(element).map(name -> new DocumentKey(kind, name));
            Optional<Write> write = key.map(left::remove);
            if (write.isPresent()) {
                replaced.add(write.get().key());
                put(write.get(), elements);
            } else if (key.isEmpty() || !replaced.contains(key.get())) {
                elements.add(element);
            }
        }
        left.values().forEach(write -> put(write, elements));
        return elements;
    }

    private static void put(Write write, List<JsonValue> elements) {
        if (write instanceof Write.Put put) {
            elements.add(Json.object(put.json()));
        }
    }
}
